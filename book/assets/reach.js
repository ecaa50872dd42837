// What scrolls sideways where a screen is narrow stands in the keyboard's reach, and only then.
document.addEventListener("DOMContentLoaded", () => {
  const scrolls = (node) =>
    node.scrollWidth > node.clientWidth && getComputedStyle(node).overflowX !== "visible";
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries)
      if (scrolls(target)) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
  });
  const wide = ":is(pre, .formula.display, .cell_output, .output, .pst-scrollable-table-container)";
  for (const each of document.querySelectorAll(`.bd-article ${wide}`)) watch.observe(each);
});
