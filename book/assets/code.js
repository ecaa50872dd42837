// Before anything is painted: light or dark as the system is, and fonts asked for.
(() => {
  const root = document.documentElement;
  // The theme finds out too, but last of all, and then the whole page is styled again.
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (root.dataset.theme === "auto") root.dataset.theme = dark ? "dark" : "light";
  if (location.protocol !== "file:")
    for (const each of document.querySelectorAll("link[rel=font]")) each.rel = "preload";
})();

// A switch in a chapter's bar that shows and hides all code; the browser remembers it.
(() => {
  const KEY = "repalign-code";
  const root = document.documentElement;

  /** Where a browser keeps nothing, as from some disks, the switch works and forgets. */
  function kept(value) {
    try {
      if (value) localStorage.setItem(KEY, value);
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function set(button, state) {
    root.dataset.code = state;
    button.textContent = state === "hidden" ? "Show code" : "Hide code";
  }

  if (kept() === "hidden") root.dataset.code = "hidden"; // before anything is painted
  document.addEventListener("DOMContentLoaded", () => {
    const bar = document.querySelector(".article-header-buttons");
    if (!bar || !document.querySelector(".cell_input")) return;
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "btn btn-sm code-switch",
    });
    set(button, root.dataset.code ?? "shown");
    button.addEventListener("click", () => {
      const state = root.dataset.code === "hidden" ? "shown" : "hidden";
      kept(state);
      set(button, state);
    });
    bar.prepend(button);
  });
})();

// Paper is white, nobody can open what is folded there, and solutions stand at its end.
{
  const root = document.documentElement;
  let theme, folded, restore;
  addEventListener("beforeprint", () => {
    theme = root.dataset.theme;
    root.dataset.theme = "light";
    folded = document.querySelectorAll("details:not([open])");
    for (const each of folded) each.open = true;
    restore = gather();
  });
  addEventListener("afterprint", () => {
    root.dataset.theme = theme;
    for (const each of folded) each.open = false;
    restore();
  });

  const isSolution = (node) =>
    node.querySelector("summary")?.textContent.trim().startsWith("Solution of exercise");

  /** An exercise and what stands in it from the solution on. */
  const parted = (exercise) => {
    const parts = [...exercise.children];
    const first = parts.findIndex(isSolution);
    return first < 0 ? [] : [[exercise, parts.slice(first)]];
  };

  /** Moves all solutions to a section of their own; returns what puts them back. */
  const gather = () => {
    const found = [...document.querySelectorAll('section[id^="exercise-"]')].flatMap(parted);
    if (!found.length) return () => {};
    const end = document.createElement("section");
    end.append(Object.assign(document.createElement("h2"), { textContent: "Solutions" }));
    for (const [exercise, solution] of found)
      end.append(exercise.querySelector("h3").cloneNode(true), ...solution);
    document.querySelector("article > section").append(end);
    return () => {
      for (const [exercise, solution] of found) exercise.append(...solution);
      end.remove();
    };
  };
}
