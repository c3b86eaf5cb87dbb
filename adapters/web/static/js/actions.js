// What the buttons in messages do.
import { newId, post } from "./api.js";
import { confirmed } from "./confirm.js";
import { words } from "./words.js";

export class Actions {
  constructor({ state, composer, form, outbox, timeline, announcer }) {
    Object.assign(this, { state, composer, form, outbox, timeline, announcer });
    this.underway = new Set();
  }

  /** One listener for all of them: a button says what it does in `data-do`. */
  listen(root) {
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this[`_${button.dataset.do}`](button.dataset, button);
    });
  }

  async _press({ action, job }) {
    const press = `${action} ${job}`;
    if (this.underway.has(press)) return;
    this.underway.add(press);
    try {
      if (action === "remix") this.#remix(job);
      else if (action === "start_image") this.#startFrom(job);
      else if (action === "cancel" || action === "delete") await this.#askFirst(action, job);
      else await this.#act(action, job);
    } catch (error) {
      this.announcer.toast(error.message);
    } finally {
      this.underway.delete(press);
    }
  }

  _copy({ text }, button) {
    navigator.clipboard?.writeText(text).then(() => {
      const id = button.textContent;
      button.textContent = words.copied;
      this.announcer.say(words.copied);
      setTimeout(() => (button.textContent = id), 1200);
    }, () => {});
  }

  _find({ text }) {
    this.timeline.find(text);
  }

  _try({ text }) {
    this.composer.fill(text);
  }

  _make({ text }) {
    this.composer.fill(`/sora create ${text}`);
  }

  _resend({ text }) {
    this.outbox.retry(text);
  }

  _discard({ text }) {
    this.outbox.remove(text);
  }

  #remix(job) {
    const prompt = (this.state.find(`video:${job}`) ?? this.state.find(`card:${job}`))?.body.prompt ?? "";
    this.composer.fill(prompt, { job, prompt });
  }

  /** The form, for a video that begins where this one ends. */
  #startFrom(job) {
    const { prompt = "", width, height, seconds } = this.state.find(`video:${job}`)?.body ?? {};
    this.form.open({ prompt, startOf: { job, width, height, seconds } });
  }

  async #askFirst(action, job) {
    const { question, yes } = await post("/api/actions", { action, job_id: job });
    if (!yes) return this.announcer.toast(question);
    if (await confirmed({ ...words.questions[action], text: question })) await this.#act(yes, job);
  }

  #act(action, job) {
    return post("/api/actions", { action, job_id: job, conversation: this.state.current, client_id: newId() });
  }
}
