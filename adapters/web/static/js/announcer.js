// Tells people who listen rather than look what matters, and not more.
import { byId } from "./dom.js";
import { words } from "./words.js";

const PAUSE = 1_500;
const MOST = 140;

export class Announcer {
  constructor() {
    this.node = byId("announcer");
    this.lines = [];
    this.timer = null;
  }

  /** Says it soon; of several lines about the same thing only the last is said. */
  say(text, about = text) {
    this.lines = [...this.lines.filter((line) => line.about !== about), { text: text.slice(0, MOST), about }];
    this.timer ??= setTimeout(() => this.#speak(), PAUSE);
  }

  /** A message came in or changed. */
  news(message, before, me, roomTitle) {
    const { kind, body, author, key } = message;
    if (kind === "card") this.#card(body, before?.body, key);
    else if (before) return;
    else if (kind === "video") this.say(words.announceVideo(roomTitle, body.prompt), `card:${body.job_id}`);
    else if (author.id !== me.id) this.say(words.announceSays(author.is_bot ? words.bot : author.name, body.text));
  }

  /** Something a press of a button could not do. */
  toast(text) {
    const toast = byId("toast");
    clearTimeout(this.toastTimer);
    toast.textContent = text;
    this.toastTimer = setTimeout(() => (toast.textContent = ""), 7_000);
  }

  #card(card, before, key) {
    const isSame = before && before.status === card.status && before.is_final === card.is_final;
    if (isSame || (card.is_final && card.tone === "good")) return;
    this.say(words.announceStep(card.title, card.is_final ? card.note : card.prompt), key);
  }

  #speak() {
    this.timer = null;
    this.node.textContent = this.lines.map((line) => line.text).join(" ");
    this.lines = [];
  }
}
