// Parts that stand together, and parts behind a summary.

import { element, write } from "./elements.js";

/** Parts in a box of a class. */
export const group = (className, parts) => (page) => {
  const made = parts.map((make) => make(page));
  const ends = made.map(({ destroy }) => destroy);
  return {
    node: element("div", { className }, ...made.map(({ node }) => node)),
    draw: (now) => made.forEach((part) => part.draw?.(now)),
    destroy: () => ends.forEach((end) => end?.()),
  };
};

const joined = (whole, part) => ({
  ...whole,
  draw: (now) => {
    part.draw(now);
    whole.draw(now);
  },
});

/** A panel with a control under its heading. */
export const headed = (panel, control) => (page) => {
  const [whole, head] = [panel(page), control(page)];
  whole.node.querySelector("h4").after(head.node);
  return joined(whole, head);
};

/** A panel with a part below all else. */
export const footed = (panel, part) => (page) => {
  const [whole, foot] = [panel(page), part(page)];
  whole.node.append(foot.node);
  return joined(whole, foot);
};

/** A part that is there only where it does something. */
export const where = (isUseful, make) => (page) => {
  const { node, draw, ...part } = make(page);
  const drawn = (now) => {
    node.hidden = !isUseful(now);
    draw(now);
  };
  return { ...part, node, draw: drawn };
};

/**
 * Parts behind a summary, a text or a function of the state, drawn at first and while it is open.
 * The reader opens it, and so does what makes `leads(now)` true, such as a link.
 */
export const folded =
  (summary, parts, leads = () => false) =>
  (page) => {
    const inner = group("ra-folded", parts)(page);
    const ontoggle = () => node.open && inner.draw(page.now());
    const title = element("summary");
    const words = typeof summary === "function" ? summary : () => summary;
    const node = element("details", { ontoggle }, title, inner.node);
    let led = null;
    const draw = (now) => {
      const [first, leading] = [led === null, leads(now)];
      if (leading && !led) node.open = true;
      led = leading;
      write(title, words(now));
      if (first || node.open) inner.draw(now);
    };
    return { node, draw, destroy: inner.destroy };
  };
