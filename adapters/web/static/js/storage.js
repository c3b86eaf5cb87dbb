// What the browser keeps between visits; all of it may be missing.

/** The value kept under this name, or the fallback. */
export function recall(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(`sora:${name}`)) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Keeps the value; null forgets it. A full or switched-off storage only means that nothing is kept. */
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(`sora:${name}`);
    else localStorage.setItem(`sora:${name}`, JSON.stringify(value));
  } catch { /* nothing to do about it */ }
}
