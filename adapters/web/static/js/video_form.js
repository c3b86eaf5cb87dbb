// The form for a video: everything a request can carry, for people who would rather choose than type.
import { upload } from "./api.js";
import { byId, el } from "./dom.js";
import { estimate, keepKnown, videoLike, tiersOf } from "./form_model.js";
import { choices, frameMark, imageField, modelField, promptField, seedField } from "./form_fields.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

export class VideoForm {
  constructor(state, onSend) {
    this.state = state;
    this.onSend = onSend;
    this.dialog = byId("video-dialog");
    this.values = {};
  }

  /** Opens it, filled in with what is given; `wantsImage` leads straight to the choice of an image.
   *
   * `startOf`: {job, width, height, seconds} of a video whose last picture is the image.
   */
  open({ prompt = this.values.prompt ?? "", remix = null, wantsImage = false, startOf = null } = {}) {
    const { catalogue } = this.state;
    if (!catalogue.models.length) return;
    const like = startOf ? videoLike(startOf, catalogue) : {};
    this.values = keepKnown({ ...this.values, ...like, prompt, remix, image: null, startOf }, catalogue);
    this.error = "";
    this.#draw();
    this.dialog.showModal();
    (this.dialog.querySelector(wantsImage ? "input[type=file]" : "textarea") ?? this.dialog).focus();
  }

  get model() {
    return this.state.catalogue.models.find((model) => model.name === this.values.model);
  }

  /** A choice changed what can be chosen: draw again, and keep the focus where it is. */
  #set(change) {
    this.values = keepKnown({ ...this.values, ...change }, this.state.catalogue);
    const focused = document.activeElement?.id;
    this.#draw();
    if (focused) byId(focused)?.focus();
  }

  #draw() {
    const top = this.dialog.querySelector(".dialog-body")?.scrollTop ?? 0;
    const wasOpen = this.dialog.querySelector("details")?.open ?? false;
    this.dialog.replaceChildren(
      el("form", { novalidate: true, onsubmit: (event) => this.#submit(event) }, this.#head(), this.#body(wasOpen), this.#foot()),
    );
    this.dialog.querySelector(".dialog-body").scrollTop = top;
  }

  #head() {
    const close = el("button", { class: "icon-button", type: "button", "aria-label": words.dialog.close, onclick: () => this.dialog.close() }, icon("close"));
    const { dialog } = words;
    const title = this.values.startOf ? dialog.startTitle : this.values.remix ? dialog.remixTitle : dialog.title;
    return el("div", { class: "dialog-head" }, el("h2", { id: "video-dialog-title" }, title), close);
  }

  #body(wasOpen) {
    const { values, model } = this;
    const set = (change) => this.#set(change);
    const aspects = [...new Map(model.shapes.map((shape) => [shape.aspect, shape])).values()];
    const tiers = tiersOf(model, values.aspect);
    const { max_count: most, max_seed: mostSeed } = this.state.catalogue;
    return el(
      "div",
      { class: "dialog-body" },
      promptField(values, model, (prompt) => (this.values.prompt = prompt)),
      el("div", { class: "field-row" },
      choices("aspect", words.dialog.shape, aspects.map((shape) => [shape.aspect, shape.word, frameMark(shape)]), values.aspect, (aspect) => set({ aspect })),
      tiers.length > 1 && choices("tier", words.dialog.tier, tiers.map((shape) => [shape.tier, `${shape.tier} (${shape.width}×${shape.height})`]), values.tier, (tier) => set({ tier })),
      ),
      el("div", { class: "field-row" },
      model.seconds.length > 0 && choices("seconds", words.dialog.seconds, model.seconds.map((seconds) => [String(seconds), `${seconds} s`]), String(values.seconds), (seconds) => set({ seconds: Number(seconds) })),
      choices("count", words.dialog.count, Array.from({ length: most }, (_, index) => [String(index + 1), String(index + 1)]), String(values.count), (count) => set({ count: Number(count) })),
      ),
      modelField(this.state.catalogue.models, values.model, (name) => set({ model: name })),
      imageField(values, model, (image, problem) => this.#setImage(image, problem)),
      el("details", { class: "more", open: wasOpen }, el("summary", {}, words.dialog.more), seedField(values, model, mostSeed, (seed) => (this.values.seed = seed))),
      this.error && el("p", { class: "form-error", role: "alert" }, this.error),
    );
  }

  #foot() {
    const amount = estimate(this.model, this.values);
    return el(
      "div",
      { class: "dialog-foot" },
      el("p", { class: "estimate", role: "status" }, amount ? words.dialog.estimate(amount) : ""),
      el("button", { class: "button primary", id: "make-video", disabled: this.isBusy }, icon("sparkle"), words.dialog.make(this.values.count)),
    );
  }

  #setImage(image, problem = "") {
    this.error = problem;
    this.#set({ image, startOf: null });
  }

  async #submit(event) {
    event.preventDefault();
    this.error = this.#problem();
    if (this.error) return this.#complain();
    this.#busy(true);
    try {
      await this.#send();
    } catch (error) {
      this.error = error.message;
      return this.#complain();
    } finally {
      this.#busy(false);
    }
  }

  async #send() {
    const { image } = this.values;
    const image_id = image ? (await upload("/api/images", image)).image_id : null;
    this.dialog.close();
    this.onSend(this.#payload(image_id), this.values.prompt.trim());
    this.values = { ...this.values, prompt: "", image: null, startOf: null, seed: "" };
  }

  #payload(image_id) {
    const { prompt, aspect, tier, seconds, model, count, seed, remix, startOf } = this.values;
    const hasSeed = this.model.takes_seed && seed !== "";
    return {
      prompt: prompt.trim(), model, count, image_id,
      size: { aspect, tier },
      seconds: this.model.seconds.length ? seconds : null,
      seed: hasSeed ? Number(seed) : null,
      remix_of: remix?.job ?? null,
      image_of: startOf?.job ?? null,
    };
  }

  #problem() {
    const { prompt, seed } = this.values;
    const most = this.state.catalogue.max_seed;
    if (!prompt.trim()) return words.dialog.promptMissing;
    if ([...prompt.trim()].length > this.model.max_prompt) return words.dialog.promptLong(this.model.max_prompt);
    const isSeed = seed === "" || (/^\d+$/.test(seed) && Number(seed) <= most);
    return isSeed || !this.model.takes_seed ? "" : words.dialog.seedWrong(most);
  }

  #complain() {
    this.#draw();
    this.dialog.querySelector(".form-error").scrollIntoView({ block: "nearest" });
    this.dialog.querySelector("textarea").focus();
  }

  #busy(isBusy) {
    this.isBusy = isBusy;
    const make = byId("make-video");
    if (make) make.disabled = isBusy;
  }
}
