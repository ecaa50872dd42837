// Links with a state, such as #circle?direction=135, where no page of the book follows them.

import { button, element } from "./elements.js";

/** A page of the book carries its explorers' states, and its runtime follows its links. */
export const inBook = () =>
  document.querySelector('script[type="application/vnd.repalign.explorers+json"]') !== null;

/** Outputs in frames of their own, as Colab's are: no click on the prose around them gets there. */
const framed = () => window.parent !== window;

/** `go(query)` when a link of the prose leads to the explorer in `el`; returns what ends that. */
export function followLinks(key, el, go) {
  if (inBook() || !key) return () => {};
  const start = `#${encodeURIComponent(key)}?`;
  const onClick = (event) => {
    const link = event.target.closest?.("a[href]");
    const href = link?.getAttribute("href") ?? "";
    if (!href.startsWith(start) || !sameNotebook(link, el)) return;
    event.preventDefault();
    go(href.slice(start.length));
    el.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", onClick, true);
  return () => document.removeEventListener("click", onClick, true);
}

/** JupyterLab holds several notebooks in one document, and may detach what is out of sight. */
function sameNotebook(link, el) {
  const notebook = (node) => node.closest(".jp-Notebook");
  return !el.isConnected || notebook(link) === notebook(el);
}

/** The same links as buttons where the prose is out of reach; links: { text: query }. */
export function linkButtons(links, go) {
  const texts = Object.keys(links);
  if (inBook() || !framed() || !texts.length) return [];
  const nodes = texts.map((text) => button("link", text, () => go(links[text])));
  return [
    element(
      "fieldset",
      { className: "ra-choice ra-links" },
      element("legend", {}, "Links of the text"),
      ...nodes,
    ),
  ];
}
