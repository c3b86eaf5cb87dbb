// What sticks out at the right.
() => {
  const wide = [...document.querySelectorAll("body *")].filter((node) => {
    const box = node.getBoundingClientRect();
    const isInScroller = node.parentElement?.closest(".table-scroll, .unseen");
    return box.width && node.checkVisibility() && !isInScroller && box.right > innerWidth + 1 && !node.matches(".unseen");
  });
  const isScrolling = document.documentElement.scrollWidth > innerWidth;
  return [...(isScrolling ? ["the page scrolls sideways"] : []), ...wide.map((node) => node.outerHTML.slice(0, 100))];
}
