// One message: who, when, and what.
import { buttons } from "./buttons_view.js";
import { cardView } from "./card_view.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { clockTime, fullTime, shortTime } from "./moments.js";
import { botText, personText } from "./text_view.js";
import { videoView } from "./video_view.js";
import { words } from "./words.js";

const HUES = [262, 205, 172, 330, 14, 285, 228, 148, 350];

/** The list item of a message. `follows`: it continues what the same author said just before. */
export function messageView(message, context) {
  const { follows } = context;
  return el(
    "li",
    { class: classes(message, follows), "data-key": message.key, tabindex: -1, "data-kind": message.kind },
    follows ? el("time", { class: "gutter-time", datetime: message.at, title: fullTime(message.at) }, shortTime(message.at)) : avatar(message.author),
    el(
      "div",
      { class: "message-body" },
      !follows && byline(message),
      content(message, context),
    ),
  );
}

/** Initials on a colour of their own; the bot wears the logo. */
export function avatar({ id, name, is_bot: isBot }) {
  if (isBot) return el("img", { class: "avatar", src: "/static/sora.svg", alt: "", width: 38, height: 38 });
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, initials(name || id));
  node.style.setProperty("--hue", hue(id));
  return node;
}

function classes(message, follows) {
  return ["message", follows && "follows", message.status && "is-pending"].filter(Boolean).join(" ");
}

function byline({ author, at, is_private: isPrivate }) {
  return el(
    "p",
    { class: "byline" },
    el("span", { class: "author" }, author.is_bot ? words.bot : author.name || author.id),
    author.is_bot && el("span", { class: "tag" }, words.botTag),
    time(at),
    isPrivate && el("span", { class: "private-mark" }, icon("eye"), words.onlyYou),
  );
}

function time(iso) {
  return el("time", { datetime: iso, title: fullTime(iso) }, clockTime(iso));
}

function content(message, context) {
  switch (message.kind) {
    case "card":
      return cardView(message, context);
    case "video":
      return videoView(message);
    case "notice":
      return noticeView(message.body);
    default:
      return textView(message, context);
  }
}

function textView(message, { commandNames, optionNames, nudge }) {
  return [
    el("p", { class: "words" }, personText(message.body.text, commandNames, optionNames)),
    message.body.has_image && el("p", { class: "attached" }, icon("image"), words.withImage),
    message.status && pendingNote(message),
    nudge && el("p", { class: "nudge" }, words.nudge, el("button", { class: "link-button", type: "button", "data-do": "make", "data-text": message.body.text }, words.makeVideo)),
  ];
}

function pendingNote({ status, error, clientId }) {
  if (status === "sending") return el("p", { class: "pending-note" }, words.sending);
  const act = (what, label) => el("button", { class: "link-button", type: "button", "data-do": what, "data-text": clientId }, label);
  return el(
    "p",
    { class: status === "failed" ? "pending-note failed" : "pending-note" },
    status === "failed" ? error : words.waiting,
    act("resend", words.tryAgain),
    act("discard", words.remove),
  );
}

function noticeView({ text, tone, table, links = [], buttons: list }) {
  return el(
    "div",
    { class: "notice", "data-tone": tone },
    el("p", { class: "words" }, botText(text)),
    table && tableView(table),
    links.map(({ label, url }) => el("p", { class: "words" }, el("a", { href: url, rel: "noreferrer" }, label))),
    buttons(list),
  );
}

/** `links`: where each row leads; its first cell is the way there. */
function tableView({ headings, rows, links = [] }) {
  return el(
    "div",
    { class: "table-scroll", tabindex: "0", role: "group", "aria-label": headings.join(", ") },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, headings.map((heading) => el("th", { scope: "col" }, heading)))),
      el("tbody", {}, rows.map((row, at) => el("tr", {}, row.map((cell, column) => cellView(cell, column === 0 && links[at]))))),
    ),
  );
}

function cellView(cell, link) {
  const isSafe = link && /^(#|https?:\/\/)/i.test(link);
  return el("td", {}, isSafe ? el("a", { href: link, rel: "noreferrer" }, cell) : botText(cell));
}

function initials(name) {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]];
  return letters.map((part) => [...part][0] ?? "").join("").toUpperCase();
}

function hue(id) {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.codePointAt(0)) % 9973;
  return HUES[sum % HUES.length];
}
