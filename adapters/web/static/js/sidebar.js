// The list of conversations, and the drawer it becomes on a phone.
import { byId, el, morph } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./message_view.js";
import { words } from "./words.js";

const PHONE = matchMedia("(max-width: 759px)");

export class Sidebar {
  constructor(state) {
    this.state = state;
    this.app = byId("app");
    this.isOpen = false;
    byId("open-sidebar").append(icon("menu"));
    byId("close-sidebar").append(icon("close"));
    byId("open-sidebar").addEventListener("click", () => this.open());
    byId("close-sidebar").addEventListener("click", () => this.close());
    byId("backdrop").addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    PHONE.addEventListener("change", () => this.#apply());
    this.#apply();
  }

  render() {
    morph(byId("rooms"), el("ul", { class: "rooms", id: "rooms", "aria-labelledby": "rooms-heading" }, this.state.rooms.map((room) => this.#item(room))));
    const { me } = this.state;
    byId("me").replaceChildren(avatar(me), el("span", { class: "me-name" }, me.name), icon("more"));
    byId("me").setAttribute("aria-label", words.menu.label(me.name));
  }

  open() {
    this.isOpen = true;
    this.#apply();
    byId("rooms").querySelector("[aria-current]")?.focus();
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#apply();
    byId("open-sidebar").focus();
  }

  /** What is out of sight is out of reach as well. */
  #apply() {
    const isDrawer = PHONE.matches;
    this.isOpen &&= isDrawer;
    this.app.classList.toggle("drawer-open", this.isOpen);
    byId("sidebar").inert = isDrawer && !this.isOpen;
    byId("main").inert = this.isOpen;
    byId("backdrop").hidden = !this.isOpen;
    byId("open-sidebar").setAttribute("aria-expanded", String(this.isOpen));
  }

  #item({ id, title }) {
    const isCurrent = id === this.state.current;
    const unread = isCurrent ? 0 : this.state.unread(id);
    return el(
      "li",
      { "data-key": id },
      el(
        "a",
        { class: unread ? "room has-unread" : "room", href: `#${encodeURIComponent(id)}`, "aria-current": isCurrent ? "page" : null },
        icon("hash"),
        el("span", { class: "room-name" }, title),
        this.state.isBusy(id) && el("span", { class: "room-busy" }, el("span", { class: "unseen" }, words.busy)),
        unread > 0 && el("span", { class: "badge" }, unread > 99 ? "99+" : String(unread), el("span", { class: "unseen" }, ` ${words.unreadWord}`)),
      ),
    );
  }
}
