// What scrolls sideways where a screen is narrow stands in the keyboard's reach, and only then.
document.addEventListener("DOMContentLoaded", () => {
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries)
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
  });
  const scrolling =
    ".bd-article :is(pre, .formula.display, .cell_output:has(> table), .pst-scrollable-table-container)";
  for (const each of document.querySelectorAll(scrolling)) watch.observe(each);
});
