// Makes and changes elements. Text is only ever set as text: nothing from outside can become markup.

const PROPERTIES = new Set(["hidden", "disabled", "value", "checked", "required", "open", "muted"]);

/** An element. `on*` are listeners, a few names are properties, the rest attributes; null and false leave one out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** Changes `old` into `fresh` with as few touches as possible, so that focus, selection and playing videos live on.
 *
 * Inline styles are set by scripts alone and stay; so does whatever sits inside an element marked `data-own`.
 */
export function morph(old, fresh) {
  if (!isSameKind(old, fresh)) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.dataset?.own !== undefined && old.dataset.own === fresh.dataset.own) return;
  morphAttributes(old, fresh);
  morphChildren(old, fresh);
}

function isSameKind(old, fresh) {
  return old.nodeName === fresh.nodeName && old.dataset?.key === fresh.dataset?.key && old.classList?.[0] === fresh.classList?.[0];
}

function morphAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (name !== "style" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name !== "style" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

/** Nodes are never moved, since that would take the focus away: what is in between comes or goes. */
function morphChildren(old, fresh) {
  let here = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const match = nextOfKind(here, child);
    if (!match) {
      old.insertBefore(child, here);
      continue;
    }
    while (here !== match) here = dropped(here);
    here = match.nextSibling;
    morph(match, child);
  }
  while (here) here = dropped(here);
}

function nextOfKind(node, wanted) {
  while (node && !isSameKind(node, wanted)) node = node.nextSibling;
  return node;
}

function dropped(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}
