// Elements of the page.

/** An element with properties, attributes (dashed or aria names) and children. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node && !name.includes("-")) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** The same text again would be another text node, for which the page is laid out anew. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** What takes keys: JupyterLab would take the arrows away without the attribute. */
export const field = (tag, properties, ...children) =>
  element(tag, { "data-lm-suppress-shortcuts": "true", ...properties }, ...children);

export const button = (name, text, onclick) =>
  element(
    "button",
    { type: "button", className: "ra-button", "data-control": name, onclick },
    text,
  );

/** A short piece of the line that a class draws, for legends. */
export function key(className) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "ra-key");
  svg.setAttribute("viewBox", "0 0 26 10");
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = `<path class="ra-line ${className}" d="M1,5H25"/>`;
  return svg;
}

/** What scrolls sideways where it is narrow, then in the keyboard's reach. */
export function scrolling(className, child) {
  const node = element("div", { className }, child);
  const watch = new ResizeObserver(() => {
    if (node.scrollWidth > node.clientWidth) node.tabIndex = 0;
    else node.removeAttribute("tabindex");
  });
  for (const each of [node, child]) watch.observe(each);
  return node;
}

/** Whether the reader wants reduced motion. */
export const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
