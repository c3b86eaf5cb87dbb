// A question with two answers.
import { byId, el } from "./dom.js";

/** True once the person says yes. The careful answer has the focus. */
export function confirmed({ title, text, yes, no }) {
  const dialog = byId("confirm-dialog");
  dialog.replaceChildren(
    el(
      "form",
      { method: "dialog" },
      el("div", { class: "dialog-head" }, el("h2", { id: "confirm-title" }, title)),
      el("div", { class: "dialog-body" }, el("p", { id: "confirm-text" }, text)),
      el(
        "div",
        { class: "dialog-foot" },
        el("button", { class: "button", value: "no", autofocus: true }, no),
        el("button", { class: "button danger", value: "yes" }, yes),
      ),
    ),
  );
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
