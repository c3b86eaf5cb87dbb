// The buttons under cards, notices and videos.
import { el } from "./dom.js";
import { icon } from "./icons.js";

const ICONS = { cancel: "close", again: "again", remix: "remix", retry: "again", start_image: "image", delete: "trash" };

export function buttons(list, ...more) {
  if (!list.length && !more.length) return null;
  return el(
    "div",
    { class: "buttons" },
    list.map(({ action, label, job_id: job }) =>
      el(
        "button",
        { class: action === "retry" ? "button primary small" : "button small", type: "button", "data-key": action, "data-do": "press", "data-action": action, "data-job": job },
        ICONS[action] ? icon(ICONS[action]) : null,
        label,
      ),
    ),
    more,
  );
}
