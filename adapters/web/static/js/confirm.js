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
    const over = new AbortController();
    const answer = (yes) => {
      over.abort();
      resolve(yes);
    };
    // The focus is back before "close" comes: whoever presses the same button again at once finds this one answered.
    const { signal } = over;
    dialog.addEventListener("submit", (event) => answer(event.submitter?.value === "yes"), { signal });
    dialog.addEventListener("cancel", () => answer(false), { signal });
    // Some ways out tell nothing but "close"; one that comes while the dialog is open is about an earlier question.
    const closed = () => {
      if (!dialog.open) answer(false);
    };
    dialog.addEventListener("close", closed, { signal });
  });
}
