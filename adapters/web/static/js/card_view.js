// One card per job: where it is, what it costs, and what can be done about it.
import { buttons } from "./buttons_view.js";
import { capital, el } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

const MARKS = { good: "check", bad: "alert", busy: "clock", neutral: "stop" };

export function cardView({ body: card }, { hasVideo, isNext }) {
  const isDone = card.is_final && card.tone === "good";
  return el(
    "article",
    { class: isDone ? "card is-done" : "card", "data-tone": card.tone, "data-status": card.status, "data-job": card.job_id, "aria-label": card.title },
    el(
      "div",
      { class: "card-head" },
      el("span", { class: "card-mark" }, icon(MARKS[card.tone] ?? "clock")),
      el("p", { class: "card-title" }, card.title),
      jobChip(card.job_id),
    ),
    el("p", { class: "prompt-quote clamped" }, card.prompt),
    card.progress && progressView(card.progress, card.status),
    el("ul", { class: "facts" }, card.facts.map((fact) => el("li", {}, fact))),
    card.note && el("p", { class: "card-note" }, card.note),
    cardButtons(card, isDone && hasVideo, isNext),
  );
}

/** The id that commands take; a press copies it. */
export function jobChip(id) {
  return el("button", { class: "chip", type: "button", "data-do": "copy", "data-text": id, "aria-label": words.copyId(id) }, id);
}

function progressView({ steps, current, since, expected, fraction }, status) {
  return [
    el("ol", { class: "steps" }, steps.map((step, index) => stepView(step, index, current))),
    (expected !== null || fraction !== null) &&
      el("div", { class: "meter", "aria-hidden": "true", "data-since": since, "data-expected": expected, "data-fraction": fraction }, el("div", { class: "meter-fill", "data-own": "" })),
    el("p", { class: "elapsed", "data-own": `${status}${since}`, "data-since": since, "data-expected": expected }),
  ];
}

function stepView(step, index, current) {
  const state = index < current ? "done" : index === current ? "current" : "todo";
  return el(
    "li",
    { class: "step", "data-state": state, "aria-current": state === "current" ? "step" : null },
    capital(step),
    el("span", { class: "unseen" }, `, ${words.stepState[state]}`),
  );
}

/** A finished job's Again and Remix stand under its video; the card leads there. */
function cardButtons(card, hasVideo, isNext) {
  if (!hasVideo) return buttons(card.buttons);
  if (isNext) return null;
  return el(
    "div",
    { class: "buttons" },
    el("button", { class: "button quiet small", type: "button", "data-do": "find", "data-text": `video:${card.job_id}` }, icon("film"), words.jumpToVideo),
  );
}
