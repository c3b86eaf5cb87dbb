// The list above the message box, as a combobox: arrows move, Tab or Enter takes, Escape closes.
import { byId, el } from "./dom.js";

export class SuggestionList {
  constructor(input, onTake) {
    this.input = input;
    this.onTake = onTake;
    this.list = byId("suggestions");
    this.found = null;
    this.at = -1;
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    this.list.addEventListener("click", (event) => this.#clicked(event));
  }

  get isOpen() {
    return this.found !== null;
  }

  show(found) {
    this.found = found;
    this.at = found?.picksFirst ? 0 : -1;
    this.list.replaceChildren(...(found?.items ?? []).map(optionView));
    this.list.hidden = !this.isOpen;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.#mark();
  }

  close() {
    if (this.isOpen) this.show(null);
  }

  /** True where the key was for the list. */
  key(event) {
    if (!this.isOpen || event.isComposing) return false;
    const count = this.found.items.length;
    if (event.key === "ArrowDown") this.at = (this.at + 1) % count;
    else if (event.key === "ArrowUp") this.at = (Math.max(this.at, 0) - 1 + count) % count;
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey) this.#take(Math.max(this.at, 0));
    else if (event.key === "Enter" && !event.shiftKey && this.at >= 0) this.#take(this.at);
    else return false;
    event.preventDefault();
    this.#mark();
    return true;
  }

  #take(at) {
    const { found } = this;
    this.close();
    this.onTake(found, found.items[at]);
  }

  #clicked(event) {
    const option = event.target.closest("[role=option]");
    if (option) this.#take([...this.list.children].indexOf(option));
  }

  #mark() {
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
    const active = this.isOpen ? this.list.children[this.at] : null;
    if (active) {
      this.input.setAttribute("aria-activedescendant", active.id);
      active.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }
}

function optionView({ label, detail }, index) {
  return el("li", { class: "suggestion", role: "option", id: `suggestion-${index}`, "aria-selected": "false" }, el("b", {}, label), el("span", {}, detail));
}
