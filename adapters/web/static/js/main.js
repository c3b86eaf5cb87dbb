// Puts the page together.
import { Actions } from "./actions.js";
import { Announcer } from "./announcer.js";
import { get } from "./api.js";
import { Composer } from "./composer.js";
import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { Live } from "./live.js";
import { fillMenu } from "./menu.js";
import { setServerTime } from "./moments.js";
import { Outbox } from "./outbox.js";
import { Sidebar } from "./sidebar.js";
import { State } from "./state.js";
import { Timeline } from "./timeline.js";
import { VideoForm } from "./video_form.js";
import { words } from "./words.js";

const state = new State();
const start = await open();
state.begin(start);
setServerTime(start.now);

const announcer = new Announcer();
const sidebar = new Sidebar(state);
const timeline = new Timeline(state);
const outbox = new Outbox(state);
const composer = new Composer(state, (text) => send({ text }, text));
const form = new VideoForm(state, (payload, shown) => send({ form: payload }, `/sora create ${shown}`));
const actions = new Actions({ state, composer, form, outbox, timeline, announcer });

actions.listen(byId("timeline"));
dressButtons();
showQuota(start.quota);
fillMenu(state, renamed);
state.addEventListener("messages", ({ detail }) => changed(detail.room));
state.addEventListener("arrived", ({ detail }) => arrived(detail));
addEventListener("hashchange", openRoom);
addEventListener("keydown", shortcuts);
document.addEventListener("visibilitychange", () => state.markRead());
await Promise.all(state.rooms.map((room) => loadPast(room.id)));
state.readWhatIsOld();
byId("app").dataset.state = "open"; // first, since what is hidden cannot take the focus
openRoom();
new Live(start.rev, {
  onHello: hello,
  onMessage: (message) => state.receive(message),
  onUp: () => (showStrip(""), outbox.flush()),
  onDown: () => showStrip(words.reconnecting),
});
outbox.flush();

/** The first look may come before the bot is up: keep asking. */
async function open() {
  for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
    try {
      return await get("/api/bootstrap");
    } catch (error) {
      showStrip(error.message);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function send(payload, shown) {
  outbox.send(state.current, payload, shown);
  timeline.toEnd();
}

async function loadPast(room) {
  const before = state.earlier.get(room);
  const { messages, before: next } = await get(`/api/conversations/${encodeURIComponent(room)}/messages${before ? `?before=${before}` : ""}`);
  state.addPast(room, messages, next);
}

/** The address names a conversation, and after a slash one of its messages. */
function openRoom() {
  const [wanted, message] = decodeURIComponent(location.hash.slice(1)).split("/");
  const room = state.room(wanted) ?? state.rooms[0];
  if (!room) return;
  byId("room-title").replaceChildren(icon("hash"), el("span", {}, room.title));
  state.open(room.id);
  changed(room.id);
  composer.open();
  sidebar.close();
  if (message) show(room.id, message);
  else if (matchMedia("(hover: hover)").matches) composer.focus();
}

/** Brings a message into view, however far back it stands. */
async function show(room, id) {
  history.replaceState(null, "", `#${room}`); // the same link can be followed again
  const find = () => state.messages.get(room).find((message) => message.id === id);
  while (!find() && state.earlier.get(room)) await loadPast(room);
  const message = find();
  if (message && state.current === room) timeline.find(message.key);
  else announcer.toast(words.messageGone);
}

function changed(room) {
  if (room === state.current) {
    timeline.render();
    state.markRead();
  }
  sidebar.render();
  const unread = state.rooms.reduce((sum, { id }) => sum + state.unread(id), 0);
  document.title = `${unread ? `(${unread}) ` : ""}#${state.room()?.title ?? ""} · sora`;
}

function arrived({ message, before }) {
  const title = words.roomTopic(state.room(message.conversation).title);
  announcer.news(message, before, state.me, title);
  if (!before && message.conversation === state.current) timeline.offerJump();
  const isNewOrOver = message.kind === "card" && (!before || message.body.is_final);
  if (isNewOrOver) refreshQuota();
}

/** The bot speaks again. With another log than the one we know, everything on this page is void. */
function hello({ now, log }) {
  setServerTime(now);
  if (log !== start.log) location.reload();
}

function renamed(name) {
  state.me = { ...state.me, name };
  sidebar.render();
}

function showStrip(text) {
  byId("strip").textContent = text;
  byId("strip").classList.toggle("shown", text !== "");
}

function showQuota(text) {
  byId("quota").textContent = text;
  byId("quota").hidden = !text;
}

async function refreshQuota() {
  try {
    showQuota((await get("/api/quota")).text);
  } catch { /* the old line stays until the next change */ }
}

function dressButtons() {
  byId("help").append(icon("help"), label(words.help));
  byId("new-video").append(icon("sparkle"), label(words.newVideo));
  byId("compose-form").append(icon("film"), label(words.form));
  byId("compose-image").append(icon("image"));
  byId("jump").append(icon("down"), words.jump);
  byId("help").addEventListener("click", () => send({ text: "/sora help" }, "/sora help"));
  byId("new-video").addEventListener("click", () => form.open());
  byId("compose-form").addEventListener("click", () => form.open(composer.asForm()));
  byId("compose-image").addEventListener("click", () => form.open({ wantsImage: true }));
  byId("jump").addEventListener("click", () => timeline.toEnd());
  byId("earlier").addEventListener("click", () => loadPast(state.current));
}

function label(text) {
  return el("span", { class: "label" }, text);
}

/** "/" goes to the message box; Alt and an arrow goes from conversation to conversation. */
function shortcuts(event) {
  const isTyping = event.target.matches?.("input, textarea, select") || document.querySelector("dialog[open]");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    composer.focus();
  }
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.altKey && step) {
    event.preventDefault();
    const at = state.rooms.findIndex(({ id }) => id === state.current);
    location.hash = state.rooms[(at + step + state.rooms.length) % state.rooms.length].id;
  }
}
