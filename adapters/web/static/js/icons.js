// Line icons, drawn on a 24 by 24 grid.

const SHAPES = {
  hash: ["M4 9h16", "M4 15h16", "M10 3 8 21", "M16 3l-2 18"],
  menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  send: ["M5 12h13", "M12 5l7 7-7 7"],
  film: ["M4 5h16v14H4z", "M8 5v14", "M16 5v14", "M4 9.500h4", "M4 14.500h4", "M16 9.500h4", "M16 14.500h4"],
  image: ["M4 5h16v14H4z", "M4 16l5-5 4 4 3-3 4 4", "M15.500 9h.01"],
  sparkle: ["M12 3l2 6.500 6.500 2.500-6.500 2.500L12 21l-2-6.500L3.500 12 10 9.500z"],
  help: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M9.500 9.300a2.600 2.600 0 1 1 3.700 2.600c-.9.4-1.200.9-1.200 1.900", "M12 16.800h.01"],
  check: ["M5 12.500l4.500 4.500L19 7.500"],
  alert: ["M12 7v6", "M12 17h.01"],
  stop: ["M8 8l8 8", "M16 8l-8 8"],
  clock: ["M12 7v5l3 2"],
  eye: ["M3 12s3.500-6 9-6 9 6 9 6-3.500 6-9 6-9-6-9-6z", "M12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z"],
  again: ["M4 12a8 8 0 0 1 13.700-5.600L20 8.500", "M20 4v4.500h-4.500", "M20 12a8 8 0 0 1-13.700 5.600L4 15.500", "M4 20v-4.500h4.500"],
  remix: ["M4 7h3.500c5 0 4 10 9 10H20", "M4 17h3.500c1.500 0 2.500-1 3.200-2.300", "M13.300 9.300C14 8 15 7 16.500 7H20", "M17.500 4.500 20 7l-2.500 2.500", "M17.500 14.500 20 17l-2.500 2.500"],
  download: ["M12 4v11", "M7 11l5 5 5-5", "M5 20h14"],
  trash: ["M5 7h14", "M10 7V4h4v3", "M7 7l1 13h8l1-13", "M10.500 11v5", "M13.500 11v5"],
  down: ["M12 5v14", "M6 13l6 6 6-6"],
  more: ["M8 10l4-4 4 4", "M8 14l4 4 4-4"],
};

/** An icon that stands beside words or a label, and is silent itself. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of SHAPES[name]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
