// Talks to the bot.
import { words } from "./words.js";

const TIMEOUT = 30_000;

/** The bot said no, or could not be reached (status 0). `message` can be shown. */
export class ApiError extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }

  /** Whether the same request may work later. */
  get isPassing() {
    return this.status === 0 || this.status >= 500;
  }
}

export const get = (path) => call("GET", path);
export const post = (path, body) => call("POST", path, JSON.stringify(body), "application/json");
export const upload = (path, file) => call("POST", path, file, file.type);

/** An id for one thing a person does; a repeated request with the same id does nothing twice. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function call(method, path, body, type) {
  const headers = { "X-Sora-Page": "1" };
  if (type) headers["Content-Type"] = type;
  const response = await reach(path, { method, headers, body, signal: AbortSignal.timeout(TIMEOUT), cache: "no-store" });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 401) location.assign("/login");
  throw new ApiError(response.status, answer.error ?? words.unreachable);
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new ApiError(0, words.unreachable);
  }
}
