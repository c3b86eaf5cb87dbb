// Times and spans in words, and the difference between this clock and the bot's.

let ahead = 0;

/** Takes the bot's time as the truth, whatever this machine's clock says. */
export function setServerTime(iso) {
  ahead = Date.parse(iso) - Date.now();
}

/** Milliseconds since the moment, never negative. */
export function since(iso) {
  return Math.max(0, Date.now() + ahead - Date.parse(iso));
}

/** "42 s", "1 min 5 s". */
export function span(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest ? `${Math.floor(seconds / 60)} min ${rest} s` : `${seconds / 60} min`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

export const clockTime = (iso) => CLOCK.format(new Date(iso));
/** Without "am" and "pm", where there is little room. */
export const shortTime = (iso) => CLOCK.formatToParts(new Date(iso)).filter(({ type }) => type !== "dayPeriod").map(({ value }) => value).join("").trim();
export const fullTime = (iso) => FULL.format(new Date(iso));
export const dayOf = (iso) => new Date(iso).toDateString();

/** "Today", "Yesterday", "Monday, 3 November". */
export function dayName(iso, words) {
  const day = new Date(iso);
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return words.today;
  today.setDate(today.getDate() - 1);
  return day.toDateString() === today.toDateString() ? words.yesterday : DAY.format(day);
}
