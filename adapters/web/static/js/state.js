// What the page knows: conversations, their messages, and what was read. Tells its listeners after each change.
import { keep, recall } from "./storage.js";

export class State extends EventTarget {
  constructor() {
    super();
    this.me = { id: "", name: "" };
    this.rooms = [];
    this.commands = [];
    this.catalogue = { models: [] };
    this.current = "";
    this.commandNames = new Set();
    this.optionNames = new Set();
    this.shapeWords = new Set();
    this.messages = new Map();
    this.earlier = new Map();
    this.pending = [];
    this.log = "";
    this.read = {};
  }

  /** Takes over what the bot said at the start. */
  begin({ me, conversations, commands, catalogue, log }) {
    Object.assign(this, { me, rooms: conversations, commands, catalogue, log });
    const kept = recall("read", {});
    this.read = kept.log === log ? kept.rooms : {};
    this.commandNames = new Set(commands.flatMap((command) => [command.name, ...command.aliases]));
    this.shapeWords = new Set(catalogue.models.flatMap((model) => model.shapes.map((shape) => shape.word)));
    this.optionNames = new Set(commands.flatMap((command) => command.options.map((option) => option.name)));
    for (const room of this.rooms) if (!this.messages.has(room.id)) this.messages.set(room.id, []);
  }

  /** The first visit: what was said before counts as read. */
  readWhatIsOld() {
    for (const { id } of this.rooms) this.read[id] ??= this.messages.get(id).at(-1)?.seq ?? 0;
  }

  /** The jobs of the open conversation, newest first, as things to name in a command. */
  recentJobs() {
    const cards = (this.messages.get(this.current) ?? []).filter((message) => message.kind === "card");
    return cards.reverse().map(({ body }) => ({ id: body.job_id, prompt: body.prompt }));
  }

  room(id = this.current) {
    return this.rooms.find((room) => room.id === id);
  }

  /** A stretch of a conversation's past, and where the stretch before it ends (null: nowhere). */
  addPast(room, messages, before) {
    this.earlier.set(room, before);
    for (const message of messages) this.#place(message);
    this.#say("messages", { room });
  }

  /** A message that is new or changed. */
  receive(message) {
    const isNews = this.#place(message);
    this.pending = this.pending.filter((sent) => sent.key !== message.key);
    if (isNews) this.#say("arrived", { message, before: isNews.before });
    this.#say("messages", { room: message.conversation });
  }

  setPending(pending) {
    this.pending = pending;
    this.#say("messages", { room: this.current });
  }

  /** The person looks at a conversation. */
  open(room) {
    this.current = room;
    this.#say("opened", { room });
    this.markRead();
  }

  markRead() {
    const last = this.messages.get(this.current)?.at(-1);
    if (!last || document.hidden || (this.read[this.current] ?? 0) >= last.seq) return;
    this.read[this.current] = last.seq;
    keep("read", { log: this.log, rooms: this.read });
    this.#say("messages", { room: this.current });
  }

  unread(room) {
    const read = this.read[room] ?? 0;
    return (this.messages.get(room) ?? []).filter(
      (message) => message.seq > read && message.author.id !== this.me.id && message.kind !== "card",
    ).length;
  }

  isBusy(room) {
    return (this.messages.get(room) ?? []).some((message) => message.kind === "card" && !message.body.is_final);
  }

  find(key, room = this.current) {
    return this.messages.get(room)?.find((message) => message.key === key);
  }

  /** Puts the message where it belongs; false where we knew it as it is. */
  #place(message) {
    const list = this.messages.get(message.conversation);
    if (!list) return false;
    const at = list.findIndex((known) => known.id === message.id);
    if (message.kind === "removed") {
      if (at >= 0) list.splice(at, 1);
      return false;
    }
    if (at >= 0) {
      const before = list[at];
      if (before.rev >= message.rev) return false;
      list[at] = message;
      return { before };
    }
    const next = list.findLastIndex((known) => known.seq < message.seq);
    list.splice(next + 1, 0, message);
    return { before: null };
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
