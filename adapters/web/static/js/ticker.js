// Counts the seconds of whatever is under way, in the page itself.
import { since, span } from "./moments.js";
import { words } from "./words.js";

/** Shows the current numbers in every clock and meter inside `root`. */
export function tick(root) {
  for (const node of root.querySelectorAll("[data-since]")) {
    const elapsed = since(node.dataset.since);
    const expected = node.dataset.expected ? Number(node.dataset.expected) * 1000 : null;
    if (node.classList.contains("meter")) showMeter(node, elapsed, expected);
    else showElapsed(node, elapsed, expected);
  }
}

function showElapsed(node, elapsed, expected) {
  const text = elapsedText(elapsed, expected);
  if (node.textContent !== text) node.textContent = text;
}

function elapsedText(elapsed, expected) {
  if (expected === null) return words.elapsed(span(elapsed));
  return (elapsed > expected * 1.2 ? words.elapsedOver : words.elapsedOf)(span(elapsed), span(expected));
}

function showMeter(node, elapsed, expected) {
  const told = node.dataset.fraction === undefined ? null : Number(node.dataset.fraction);
  node.firstElementChild.style.setProperty("--fraction", told ?? guess(elapsed, expected));
}

/** Without word from the provider: quick at first, then slower and slower, never quite full. */
function guess(elapsed, expected) {
  return expected ? 0.97 * (1 - Math.exp((-1.9 * elapsed) / expected)) : 0;
}
