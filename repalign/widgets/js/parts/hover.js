// What a chart says of the point under the pointer: its name and its values. Seen only; what must
// be said stands in read-outs and the sentence.

import { element } from "./elements.js";
import { compact } from "./text.js";

const REACH = 28; // pixels between the pointer and what is named
const GAP = 12; // pixels between a point and its words

/** Words and a ring in `figure`, a positioned node; `drawn()` is the chart's { spec, scales }. */
export function hover(figure, legend, drawn) {
  const words = element("div", { className: "ra-words", "aria-hidden": "true", hidden: true });
  const ring = element("div", { className: "ra-ring", "aria-hidden": "true", hidden: true });
  figure.append(ring, words);
  let pointer = null;
  const draw = () => {
    const { spec, scales } = drawn();
    const found = pointer && scales && nearest(spec.marks, scales, pointer);
    words.hidden = ring.hidden = !found;
    if (!found) return;
    words.textContent = said(found, spec, legend);
    place(words, ring, found, figure.clientWidth);
  };
  const seen = (event) => {
    const box = figure.getBoundingClientRect();
    pointer = [event.clientX - box.left, event.clientY - box.top];
    draw();
  };
  const gone = () => {
    pointer = null;
    draw();
  };
  // A finger that is lifted leaves too: its words stay until it touches something else.
  const elsewhere = ({ target }) => pointer && !figure.contains(target) && gone();
  figure.addEventListener("pointerdown", seen);
  figure.addEventListener("pointermove", seen);
  figure.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && gone());
  document.addEventListener("pointerdown", elsewhere);
  return {
    draw: () => pointer && draw(),
    destroy: () => document.removeEventListener("pointerdown", elsewhere),
  };
}

function place(words, ring, { left, top }, width) {
  Object.assign(ring.style, { left: `${left}px`, top: `${top}px` });
  const most = width - words.offsetWidth;
  const above = top - GAP - words.offsetHeight;
  words.style.left = `${Math.max(0, Math.min(most, left - words.offsetWidth / 2))}px`;
  words.style.top = `${above < 0 ? top + GAP : above}px`;
}

/** As in "after training · τ 3.2 · share 45.1 %". */
function said({ mark, point: [x, y] }, spec, legend = {}) {
  const color = mark.class?.split(" ").find((each) => each in legend);
  const name = mark.name ?? legend[color];
  return [...(name ? [name] : []), worded(spec.x, x), worded(spec.y, y)].join(" · ");
}

/** `short` is an axis' name among the words, `say(value)` its values. */
function worded({ label, short = label, say = compact, ticks }, value) {
  return `${short} ${new Map(ticks).get(value) ?? say(value)}`.trim();
}

/** What is nearest to the pointer, within reach: { mark, point, left, top }, or undefined. */
export function nearest(marks, { x, y }, [left, top]) {
  const found = marks
    .filter(({ type, points }) => CANDIDATES[type] && points.length)
    .flatMap((mark) => CANDIDATES[mark.type](mark, x, left).map((point) => ({ mark, point })))
    .map((each) => ({ ...each, left: x(each.point[0]), top: y(each.point[1]) }));
  const gap = (each) => Math.hypot(each.left - left, each.top - top);
  const best = found.reduce((a, b) => (a && gap(a) <= gap(b) ? a : b), undefined);
  return best && gap(best) <= REACH ? best : undefined;
}

const closest = (points, x, left) =>
  points.reduce((a, b) => (Math.abs(x(a[0]) - left) <= Math.abs(x(b[0]) - left) ? a : b));

const within = ({ points }, x, left) =>
  points.filter((point) => Math.abs(x(point[0]) - left) <= REACH);

/** By type: the points of a mark that the pointer can mean at a pixel across. */
const CANDIDATES = {
  line: ({ points }, x, left) => [closest(points, x, left)],
  // A step holds its value up to its x, so there is one at the pointer itself.
  step: ({ points }, x, left) => {
    const held = points.find((point) => x(point[0]) >= left);
    return held && left >= x(points[0][0]) ? [[x.invert(left), held[1]]] : [];
  },
  dots: within,
  dashes: within,
  stems: ({ points }, x, left) => [closest(points, x, left)],
  bars: ({ points, width }, x, left) =>
    points.filter(([at]) => Math.abs(x.invert(left) - at) <= width / 2),
};
