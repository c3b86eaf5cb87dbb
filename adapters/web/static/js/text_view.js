// Plain text with the few marks we give it: the command in front, options, and code in the bot's own words.
import { el } from "./dom.js";

const ADDRESS = /^([/@]sora(?:\s+[a-z]+)?)(?=\s|$)/i;
const OPTION = /(?<=^|\s)(?:--?[a-z]{2,}(?:[ =]\S+)?|[a-z]{2,}:(?:"[^"]*"|\S+))/gi;

/** What a person wrote; a command stands out. */
export function personText(text, commandNames, optionNames) {
  const address = ADDRESS.exec(text);
  if (!address) return [text];
  const [first, second] = address[1].split(/\s+/);
  const head = second && commandNames.has(second.toLowerCase()) ? address[1] : first;
  return [el("span", { class: "slash" }, head), ...markOptions(text.slice(head.length), optionNames)];
}

function markOptions(text, optionNames) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(OPTION)) {
    const name = /[a-z]+/i.exec(match[0])[0].toLowerCase();
    if (!optionNames.has(name)) continue;
    parts.push(text.slice(end, match.index), el("span", { class: "option" }, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/** What the bot says: `code` between back-ticks. */
export function botText(text) {
  return text.split("`").map((part, index, parts) => {
    const isCode = index % 2 === 1 && index < parts.length - 1;
    return isCode ? el("code", { class: "chip" }, part) : index % 2 === 1 ? `\`${part}` : part;
  });
}
