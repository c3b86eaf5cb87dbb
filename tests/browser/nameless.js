// Controls without a name, fields without a label, references to nothing.
() => {
  const nameOf = (node) => {
    const by = node.getAttribute("aria-labelledby");
    const labels = [...(node.labels ?? [])].map((label) => label.textContent.trim()).join(" ");
    const alt = node.querySelector("img[alt]")?.alt ?? "";
    return node.getAttribute("aria-label") || (by && document.getElementById(by)?.textContent.trim())
      || labels || node.textContent.trim() || alt;
  };
  const found = [];
  const say = (why, node) => found.push(`${why}: ${node.outerHTML.slice(0, 120)}`);
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility());
  for (const node of seen("button, a[href], [role=button], dialog, nav, aside, article")) {
    if (!nameOf(node)) say("no name", node);
  }
  for (const node of seen("input, select, textarea")) {
    if (!node.labels?.length && !node.getAttribute("aria-label")) say("no label", node);
  }
  for (const node of document.querySelectorAll("img")) if (!node.hasAttribute("alt")) say("no alt", node);
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  ids.filter((id, index) => ids.indexOf(id) !== index).forEach((id) => found.push(`id twice: ${id}`));
  for (const name of ["aria-controls", "aria-labelledby", "aria-describedby", "aria-activedescendant"]) {
    for (const node of seen(`[${name}]`)) {
      for (const id of node.getAttribute(name).split(/\s+/)) if (!document.getElementById(id)) say(`${name} to nothing`, node);
    }
  }
  if (document.querySelectorAll("main").length !== 1) found.push("not one main");
  if (seen("h1").length !== 1) found.push("not one h1");
  if (!document.documentElement.lang || !document.title) found.push("no language or title");
  return found;
}
