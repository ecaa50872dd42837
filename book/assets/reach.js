// What scrolls sideways where a screen is narrow stands in the keyboard's reach, and only then.
document.addEventListener("DOMContentLoaded", () => {
  const shown = new Set();
  const look = (node) => {
    const scrolls =
      node.scrollWidth > node.clientWidth && getComputedStyle(node).overflowX !== "visible";
    if (scrolls) node.tabIndex = 0;
    else node.removeAttribute("tabindex");
  };
  // However far it is: what is folded, or not laid out yet, comes when it is. Not by sizes, which
  // change while the browser tells of them where a section is laid out when it comes near.
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting) {
          shown.add(target);
          look(target);
        } else shown.delete(target);
    },
    { rootMargin: "1000000px" },
  );
  const wide = ":is(pre, .formula.display, .cell_output, .output, .pst-scrollable-table-container)";
  for (const each of document.querySelectorAll(`.bd-article ${wide}`)) watch.observe(each);
  // As wide as the text, and of one height.
  const bar = document.querySelector(".bd-header-article");
  if (bar) new ResizeObserver(() => shown.forEach(look)).observe(bar);
});

// What a term means goes at Escape, and comes back with the next visit.
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const term of document.querySelectorAll(".term:is(:hover, :focus-within)")) {
    term.classList.add("closed");
    const open = () => term.classList.remove("closed");
    for (const left of ["pointerleave", "focusout"])
      term.addEventListener(left, open, { once: true });
  }
});
