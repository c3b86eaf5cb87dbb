// What people send, until the bot has it: kept across a reload, sent again under the same id.
import { ApiError, newId, post } from "./api.js";
import { keep, recall } from "./storage.js";

const AGAIN = 5_000;

export class Outbox {
  constructor(state) {
    this.state = state;
    this.waiting = recall("outbox", []).map((entry) => ({ ...entry, status: "waiting" }));
    this.underway = new Set();
    this.#changed();
  }

  /** Sends `{text}` or `{form}` into a conversation; `shown` is what stands there meanwhile. */
  send(room, payload, shown) {
    const clientId = newId();
    const key = `text:${this.state.me.id}:${clientId}`;
    const entry = { room, payload, shown, clientId, key, at: new Date().toISOString(), status: "sending", error: "" };
    this.waiting = [...this.waiting, entry];
    this.#changed();
    return this.#deliver(entry);
  }

  /** Everything that could not go out before. */
  async flush() {
    for (const entry of this.waiting.filter((waiting) => waiting.status === "waiting")) await this.#deliver(entry);
  }

  retry(clientId) {
    const entry = this.waiting.find((waiting) => waiting.clientId === clientId);
    if (entry) this.#deliver(entry);
  }

  remove(clientId) {
    this.waiting = this.waiting.filter((waiting) => waiting.clientId !== clientId);
    this.#changed();
  }

  async #deliver(entry) {
    if (this.underway.has(entry.clientId) || !this.waiting.includes(entry)) return;
    this.underway.add(entry.clientId);
    this.#set(entry, "sending");
    try {
      const path = `/api/conversations/${encodeURIComponent(entry.room)}/messages`;
      const { message } = await post(path, { ...entry.payload, client_id: entry.clientId });
      this.waiting = this.waiting.filter((waiting) => waiting !== entry);
      this.state.receive(message);
      this.#changed();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#set(entry, error.isPassing ? "waiting" : "failed", error.message);
      if (error.isPassing) setTimeout(() => this.#deliver(entry), AGAIN);
    } finally {
      this.underway.delete(entry.clientId);
    }
  }

  #set(entry, status, error = "") {
    Object.assign(entry, { status, error });
    this.#changed();
  }

  #changed() {
    keep("outbox", this.waiting.length ? this.waiting : null);
    this.state.setPending(this.waiting);
  }
}
