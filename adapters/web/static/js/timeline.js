// The messages of one conversation, as a list that changes in place.
import { byId, el, morph } from "./dom.js";
import { emptyView } from "./empty_view.js";
import { messageView } from "./message_view.js";
import { dayName, dayOf } from "./moments.js";
import { tick } from "./ticker.js";
import { words } from "./words.js";

const TOGETHER = 5 * 60_000; // one author's messages within this time stand together
const NEAR = 90;

export class Timeline {
  constructor(state) {
    this.state = state;
    this.box = byId("timeline");
    this.list = byId("messages");
    this.empty = byId("empty");
    this.shown = null;
    this.signs = new WeakMap();
    this.isPinned = true;
    this.box.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#keepPinned()).observe(byId("timeline-inner"));
    new ResizeObserver(() => this.#keepPinned()).observe(this.box);
    setInterval(() => tick(this.list), 1000);
  }

  /** Shows the conversation as it is now. */
  render() {
    const room = this.state.room();
    if (!room) return;
    const isOther = this.shown !== room.id;
    if (isOther) this.#begin(room);
    const height = this.box.scrollHeight;
    const first = this.list.firstElementChild?.dataset.key;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.closest("li[data-key]") : null;
    this.#reconcile(this.#entries(room.id), !isOther);
    if (focused?.isConnected && document.activeElement === document.body) focused.focus({ preventScroll: true });
    tick(this.list);
    this.#showEmpty(room);
    const grewAtTop = !isOther && first !== this.list.firstElementChild?.dataset.key;
    if (grewAtTop && !this.isPinned) this.box.scrollTop += this.box.scrollHeight - height;
    this.#keepPinned();
  }

  toEnd() {
    this.isPinned = true;
    this.#keepPinned();
    byId("jump").hidden = true;
  }

  /** Something new came while the person looks at older messages. */
  offerJump() {
    if (!this.isPinned) byId("jump").hidden = false;
  }

  /** Brings a message into view and puts the focus there. */
  find(key) {
    const item = this.list.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!item) return;
    const { height } = this.box.getBoundingClientRect();
    const isFar = Math.abs(item.getBoundingClientRect().top) > 2 * height;
    // A long way smoothly is slow, and whatever grows meanwhile would pull the end back into view.
    item.scrollIntoView({ block: "center", behavior: isFar ? "instant" : "smooth" });
    (item.querySelector("video") ?? item).focus({ preventScroll: true });
  }

  #begin(room) {
    this.shown = room.id;
    this.list.replaceChildren();
    this.isPinned = true;
    this.box.setAttribute("aria-label", words.roomTopic(room.title));
    byId("jump").hidden = true;
  }

  #entries(room) {
    const known = this.state.messages.get(room) ?? [];
    const pending = this.state.pending.filter((sent) => sent.room === room && !this.state.find(sent.key, room));
    const all = [...known, ...pending.map((sent) => this.#asMessage(sent))];
    const nudge = this.#nudged(all);
    const entries = [];
    all.forEach((message, index) => {
      const before = all[index - 1];
      const isNewDay = !before || dayOf(before.at) !== dayOf(message.at);
      if (isNewDay) entries.push(this.#day(message.at));
      const context = {
        follows: !isNewDay && isContinued(before, message),
        nudge: message === nudge,
        hasVideo: message.kind === "card" && this.state.find(`video:${message.body.job_id}`, room) !== undefined,
        isNext: all[index + 1]?.key === `video:${message.body.job_id}`,
        commandNames: this.state.commandNames,
        optionNames: this.state.optionNames,
      };
      entries.push({ key: message.key, sign: signOf(message, context), make: () => messageView(message, context) });
    });
    return entries;
  }

  #asMessage({ key, at, shown, status, error, clientId, payload }) {
    const { id, name } = this.state.me;
    const body = { text: shown, has_image: Boolean(payload.form?.image_id) };
    return { key, at, status, error, clientId, kind: "text", body, author: { id, name, is_bot: false } };
  }

  /** Only the last thing the person said, where it was talk and not a command. */
  #nudged(all) {
    const last = all.at(-1);
    const isOwnTalk = last?.kind === "text" && !last.status && last.author.id === this.state.me.id;
    return isOwnTalk && !/^\s*[/@]sora\b/i.test(last.body.text) ? last : null;
  }

  #day(iso) {
    const key = `day:${dayOf(iso)}`;
    const name = dayName(iso, words);
    return { key, sign: name, make: () => el("li", { class: "day", "data-key": key }, name) };
  }

  #reconcile(entries, isAnimated) {
    const known = new Map([...this.list.children].map((node) => [node.dataset.key, node]));
    let next = this.list.firstElementChild;
    for (const { key, sign, make } of entries) {
      const old = known.get(key);
      known.delete(key);
      if (old === undefined) this.#insert(make(), sign, next, isAnimated);
      else {
        if (old === next) next = next.nextElementSibling;
        else this.list.insertBefore(old, next);
        this.#update(old, sign, make);
      }
    }
    for (const gone of known.values()) gone.remove();
  }

  #insert(node, sign, next, isAnimated) {
    if (isAnimated) node.classList.add("is-new");
    this.signs.set(node, sign);
    this.list.insertBefore(node, next);
  }

  #update(node, sign, make) {
    if (this.signs.get(node) === sign) return;
    this.signs.set(node, sign);
    const fresh = make();
    if (node.classList.contains("is-new")) fresh.classList.add("is-new");
    morph(node, fresh);
  }

  #showEmpty(room) {
    const isEmpty = this.list.childElementCount === 0 && this.state.earlier.has(room.id);
    if (isEmpty && this.empty.dataset.room !== room.id) this.empty.replaceChildren(emptyView(room, this.state.shapeWords));
    this.empty.dataset.room = isEmpty ? room.id : "";
    this.empty.hidden = !isEmpty;
    byId("earlier").hidden = !this.state.earlier.get(room.id);
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.box;
    this.isPinned = scrollTop + clientHeight >= scrollHeight - NEAR;
    if (this.isPinned) byId("jump").hidden = true;
  }

  #keepPinned() {
    if (this.isPinned) this.box.scrollTop = this.box.scrollHeight;
  }
}

/** All that a message's looks depend on. */
function signOf({ rev, status, error }, { follows, nudge, hasVideo, isNext }) {
  return [rev, status, error, follows, nudge, hasVideo, isNext].join();
}

function isContinued(before, message) {
  return (
    before.author.id === message.author.id &&
    Boolean(before.is_private) === Boolean(message.is_private) &&
    Date.parse(message.at) - Date.parse(before.at) < TOGETHER
  );
}
