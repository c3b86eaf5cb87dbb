// Where people write: drafts, suggestions, sending.
import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { keep, recall } from "./storage.js";
import { commandOf, suggest } from "./suggest.js";
import { SuggestionList } from "./suggestion_list.js";
import { words } from "./words.js";

export class Composer {
  constructor(state, onSend) {
    this.state = state;
    this.onSend = onSend;
    this.text = byId("composer-text");
    this.drafts = recall("drafts", {});
    this.suggestions = new SuggestionList(this.text, (found, item) => this.#insert(found, item));
    byId("send").append(icon("send"));
    byId("composer").addEventListener("submit", (event) => this.#submit(event));
    this.text.addEventListener("input", () => this.#changed());
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.text.addEventListener("click", () => this.#suggest());
    this.text.addEventListener("blur", () => this.suggestions.close());
  }

  /** The conversation changed: its own draft, its own words. */
  open() {
    const draft = this.drafts[this.state.current] ?? {};
    this.text.value = draft.text ?? "";
    this.text.placeholder = words.placeholder(this.state.room().title);
    this.text.setAttribute("aria-label", words.placeholder(this.state.room().title));
    this.suggestions.close();
    this.#show(draft.remix ?? null);
  }

  /** Fills in a text to be sent or changed. */
  fill(text, remix = null) {
    this.text.value = text;
    this.#show(remix);
    this.#save();
    this.focus();
    this.text.setSelectionRange(text.length, text.length);
  }

  /** What the form can take over from here. */
  asForm() {
    const prompt = this.text.value.replace(/^\s*[/@]sora(\s+create)?\s*/i, "").trim();
    return { ...(prompt.startsWith("/") || prompt === "" ? {} : { prompt }), remix: this.remix };
  }

  focus() {
    this.text.focus();
  }

  #show(remix) {
    this.remix = remix;
    const bar = byId("remixing");
    bar.hidden = remix === null;
    bar.replaceChildren(...(remix ? this.#remixing(remix) : []));
    this.#refresh();
  }

  #remixing({ prompt }) {
    const stop = el("button", { class: "icon-button", type: "button", "aria-label": words.stopRemixing, onclick: () => this.fill("") }, icon("close"));
    return [icon("remix"), el("span", {}, words.remixing(prompt)), stop];
  }

  #changed() {
    this.#refresh();
    this.#save();
    this.#suggest();
  }

  #refresh() {
    byId("send").disabled = this.text.value.trim() === "";
    byId("composer-hint").replaceChildren(...this.#hint());
    if (!CSS.supports("field-sizing", "content")) this.#fit();
  }

  #hint() {
    const about = commandOf(this.text.value, this.state.commands);
    const free = about?.free.filter((option) => !["text", "job", "flag"].includes(option.kind)) ?? [];
    if (!free.length) return [words.hint];
    return free.map(({ name }) => el("b", {}, `${name}:`));
  }

  #fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
  }

  #save() {
    const draft = this.text.value ? { text: this.text.value, remix: this.remix } : undefined;
    this.drafts = { ...this.drafts, [this.state.current]: draft };
    keep("drafts", this.drafts);
  }

  #suggest() {
    const { value, selectionStart } = this.text;
    this.suggestions.show(this.remix ? null : suggest(value, selectionStart, { commands: this.state.commands, jobs: this.state.recentJobs() }));
  }

  #insert({ from, to }, { insert }) {
    this.text.setRangeText(insert, from, to, "end");
    this.#changed();
  }

  #key(event) {
    if (this.suggestions.key(event)) return;
    if (event.key === "Escape" && this.remix) this.fill("");
    const isSend = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (isSend) {
      event.preventDefault();
      byId("composer").requestSubmit();
    }
  }

  #submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    const { remix } = this;
    this.suggestions.close();
    this.fill("");
    this.onSend(remix ? `/sora remix ${remix.job} ${text}` : text);
  }
}
