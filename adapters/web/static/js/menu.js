// The person's menu: a name, the appearance, and the way out.
import { post } from "./api.js";
import { byId, el } from "./dom.js";
import { keep } from "./storage.js";
import { words } from "./words.js";

export function fillMenu(state, onRenamed) {
  byId("me-menu").replaceChildren(
    ...(state.me.can_rename ? [nameForm(state, onRenamed)] : []),
    appearance(),
    ...(state.me.can_sign_out ? [signOut()] : []),
  );
}

function nameForm(state, onRenamed) {
  const input = el("input", { id: "my-name", maxlength: 40, value: state.me.name, required: true, autocomplete: "nickname" });
  const save = async (event) => {
    event.preventDefault();
    const { name } = await post("/api/me", { name: input.value });
    byId("me-menu").hidePopover();
    onRenamed(name);
  };
  return el("div", { class: "field" }, el("label", { for: "my-name" }, words.menu.name), el("form", { onsubmit: save }, input, el("button", { class: "button" }, words.menu.save)));
}

function appearance() {
  const now = document.documentElement.dataset.theme ?? "system";
  return el(
    "fieldset",
    { class: "field" },
    el("legend", {}, words.menu.appearance),
    el("div", { class: "choices" }, ["system", "light", "dark"].map((theme) => choice(theme, theme === now))),
  );
}

function choice(theme, checked) {
  const input = el("input", { type: "radio", name: "theme", value: theme, checked, onchange: () => choose(theme) });
  return el("label", { class: "choice" }, input, el("span", {}, words.menu[theme]));
}

function choose(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  keep("theme", theme);
}

function signOut() {
  const leave = async () => {
    await post("/api/logout", {});
    location.assign("/login");
  };
  return el("button", { class: "button wide", type: "button", onclick: leave }, words.menu.signOut);
}
