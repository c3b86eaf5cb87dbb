// A conversation in which nothing was said yet: what one could say.
import { capital, el } from "./dom.js";
import { words } from "./words.js";

/** `shapes`: the words for the shapes that some model makes; an example asks for no other. */
export function emptyView(room, shapes) {
  return el(
    "div",
    {},
    el("img", { src: "/static/sora.svg", alt: "", width: 64, height: 64 }),
    el("h2", {}, words.emptyTitle(room.title)),
    el("p", {}, words.emptyText, el("kbd", {}, "/"), "."),
    el("div", { class: "examples" }, words.examples.map(([prompt, shape]) => example(prompt, shapes.has(shape) ? shape : ""))),
  );
}

function example(prompt, shape) {
  const text = ["/sora create", prompt, shape].filter(Boolean).join(" ");
  return el("button", { class: "example", type: "button", "data-do": "try", "data-text": text }, prompt, shape && el("small", {}, capital(shape)));
}
