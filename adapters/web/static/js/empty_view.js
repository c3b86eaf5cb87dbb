// A conversation in which nothing was said yet: what one could say.
import { el } from "./dom.js";
import { words } from "./words.js";

export function emptyView(room) {
  return el(
    "div",
    {},
    el("img", { src: "/static/sora.svg", alt: "", width: 64, height: 64 }),
    el("h2", {}, words.emptyTitle(room.title)),
    el("p", {}, words.emptyText, el("kbd", {}, "/"), "."),
    el("div", { class: "examples" }, words.examples.map(example)),
  );
}

function example([prompt, shape, label]) {
  const text = `/sora create ${prompt} ${shape.split(" ")[0]}`;
  return el("button", { class: "example", type: "button", "data-do": "try", "data-text": text }, prompt, el("small", {}, label));
}
