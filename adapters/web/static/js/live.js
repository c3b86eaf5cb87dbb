// The open line to the bot: reconnects by itself, and goes on where it was cut.
import { get } from "./api.js";

const SILENCE = 40_000; // more than two heartbeats
const GRACE = 900; // a short cut is not worth a word
const LONGEST_PAUSE = 8_000;

export class Live {
  /** `hears`: onHello, onMessage, onUp, onDown. `rev` is the last change the page knows. */
  constructor(rev, hears) {
    this.rev = rev;
    this.hears = hears;
    this.pause = 500;
    this.isUp = true;
    this.lastSign = Date.now();
    this.#open();
    setInterval(() => this.#watch(), 5_000);
    addEventListener("online", () => this.#reopen());
    document.addEventListener("visibilitychange", () => this.#watch());
  }

  #open() {
    clearTimeout(this.timer);
    this.source?.close();
    const source = new EventSource(`/api/events?after=${this.rev}`);
    this.source = source;
    this.lastSign = Date.now();
    const on = (type, act) => source.addEventListener(type, (event) => this.#heard(source, event, act));
    on("hello", (body) => this.#up(body));
    on("message", (body) => this.#message(body));
    on("beat", () => {});
    source.addEventListener("error", () => this.#lost(source));
  }

  #heard(source, event, act) {
    if (source !== this.source || event.data === undefined) return;
    this.lastSign = Date.now();
    act(JSON.parse(event.data));
  }

  #up(body) {
    this.pause = 500;
    clearTimeout(this.grace);
    this.grace = undefined;
    this.hears.onHello(body);
    if (!this.isUp) this.hears.onUp();
    this.isUp = true;
  }

  #message(message) {
    this.rev = Math.max(this.rev, message.rev);
    this.hears.onMessage(message);
  }

  #lost(source) {
    if (source !== this.source) return;
    this.grace ??= setTimeout(() => this.#down(), GRACE);
    if (source.readyState === EventSource.CLOSED) this.#later();
  }

  #down() {
    this.isUp = false;
    this.hears.onDown();
  }

  /** The browser gave up: ask whether we are still signed in, then try again, more and more patiently. */
  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      get("/api/quota").catch(() => {}).finally(() => this.#open());
    }, this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  #reopen() {
    this.pause = 500;
    this.#open();
  }

  /** A line that has been silent for too long is dead, whatever the browser thinks. */
  #watch() {
    if (!document.hidden && Date.now() - this.lastSign > SILENCE) this.#reopen();
  }
}
