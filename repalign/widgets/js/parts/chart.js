// Charts on d3 scales and axes: a frame that keeps its width, and marks that are one path each, so
// that thousands of points redraw within a frame.

import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear, scaleLog, scaleSqrt } from "d3-scale";
import { select } from "d3-selection";
import { area, curveStepBefore, line } from "d3-shape";
import { element, key } from "./elements.js";
import { handles } from "./handles.js";
import { hover } from "./hover.js";

const MARGIN = { top: 14, right: 20, bottom: 42, left: 64 };
const HEAD = 11; // pixels, of an arrow
const EXPONENTS = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/** A panel with a heading and a legend, { class: text }; what it shows goes into its node. */
export function panel(heading, legend = {}) {
  const keys = Object.entries(legend).map(([name, text]) => element("span", {}, key(name), text));
  const node = element("div", { className: "ra-panel" }, element("h4", {}, heading));
  if (keys.length) node.append(element("p", { className: "ra-legend" }, ...keys));
  return node;
}

/**
 * A part of an explorer: a panel with a chart of what `spec(now, data)` returns, { x, y, marks }.
 *
 * x, y: { label, domain, log, root, ticks: [[value, text], ...], short, say(value) }, the last two
 * for the words at the pointer; `square` makes both as long. marks, in order, each with a class,
 * and a name where the legend has none:
 *   { type: "line" | "step" | "dots" | "dashes", points: [[x, y], ...] }
 *                                                     a step holds its value up to its x
 *   { type: "band", points: [[x, low, high], ...] }
 *   { type: "bars", points: [[x, y], ...], width }              from zero, in units of x
 *   { type: "stems", points: [[x, y], ...] }                    from the axis
 *   { type: "arrow", x, y }                                     from the corner
 *   { type: "rule", x | y }                                     a line across
 *   { type: "text", x, y, text, anchor, dx, dy }
 *
 * options: `legend`, { class: text }; `height` where it is narrow; `whole`, as wide as all columns
 * and no higher; `drag`, what the reader takes hold of in it, of `handles.js`;
 * `attach(chart, page)` may listen to the chart's pointer.
 */
export const chart =
  (title, description, spec, options = {}) =>
  (page) => {
    const node = panel(title, options.legend);
    node.classList.toggle("ra-whole", Boolean(options.whole));
    const drawn = createChart(node, description, options, page);
    options.attach?.(drawn, page);
    return { node, draw: (now) => drawn.draw(spec(now, page.data), now), destroy: drawn.destroy };
  };

/** A chart that shows its last spec again when its width changes. */
function createChart(parent, description, { height = 240, legend, drag }, page) {
  const figure = select(parent).append("div").attr("class", "ra-chart").style("--tall", height);
  const svg = figure.append("svg").attr("role", "img").attr("aria-label", description);
  const frame = frameOf(svg);
  let [spec, scales, at, size] = [null, null, null, null];
  const held = handles(svg.node(), drag, page, () => scales);
  const plot = svg.append("g").attr("class", "ra-plot"); // its own grips lie over a handle's strip
  const words = hover(figure.node(), legend, () => ({ spec, scales }));

  function draw(next, now) {
    [spec, at] = [next, now];
    if (!size?.width) return;
    scales = frame(spec, size);
    drawMarks(plot, spec.marks, scales);
    held.draw(at);
    words.draw();
  }
  // Measured here only: to ask in every frame would lay the page out for each chart. The style
  // sheet has made the figure as tall as it wants it, whatever is drawn.
  const observer = new ResizeObserver(([{ contentRect }]) => {
    size = { width: contentRect.width, height: Math.floor(contentRect.height) };
    // In the next frame: what is drawn may move others that are observed.
    requestAnimationFrame(() => spec && draw(spec, at));
  });
  observer.observe(figure.node());
  const destroy = () => {
    observer.disconnect();
    words.destroy();
  };
  return { draw, destroy, ...pointing(svg.node(), () => scales) };
}

/** Where the pointer is. */
function pointing(node, scales) {
  const pixel = (event) => {
    const box = node.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const invert = (event) => {
    const [left, top] = pixel(event);
    return [scales().x.invert(left), scales().y.invert(top)];
  };
  /** Pixels between the pointer and a point. */
  const distance = (event, [x, y]) => {
    const [left, top] = pixel(event);
    return Math.hypot(left - scales().x(x), top - scales().y(y));
  };
  return { node, invert, distance };
}

/** The axes, drawn anew when one of them or the size changes: (spec, size) -> scales. */
function frameOf(svg) {
  const [horizontal, vertical] = [1, 2].map(() => svg.append("g").attr("class", "ra-axis"));
  const groups = { horizontal, vertical, labels: svg.append("g").attr("class", "ra-axis-label") };
  let shown = "";
  let scales = null;
  return (spec, { width, height }) => {
    const wanted = JSON.stringify([width, height, spec.x, spec.y]);
    if (wanted !== shown) {
      shown = wanted;
      svg.attr("width", width).attr("height", height);
      const box = boxOf(spec, width, height);
      const x = scale(spec.x, [box.left, box.right]);
      const y = scale(spec.y, [box.bottom, box.top]);
      scales = { x, y };
      drawAxes(groups, scales, spec, box);
    }
    return scales;
  };
}

/** Between the axes; a square where one unit must be as long on both. */
function boxOf({ square }, width, height) {
  const { top, left } = MARGIN;
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  if (!square) return { left, right, top, bottom };
  const side = Math.min(right - left, bottom - top);
  const at = (left + right - side) / 2;
  return { left: at, right: at + side, top, bottom: top + side };
}

function scale({ domain, log, root }, range) {
  const kind = log ? scaleLog() : root ? scaleSqrt() : scaleLinear();
  return kind.domain(domain).range(range).clamp(Boolean(log));
}

function drawAxes({ horizontal, vertical, labels }, { x, y }, spec, { left, right, top, bottom }) {
  const across = Math.max(3, Math.round((right - left) / 65));
  const up = Math.min(5, Math.round((bottom - top) / 30));
  horizontal
    .attr("transform", `translate(0,${bottom})`)
    .call(withTicks(axisBottom(x), spec.x, across));
  vertical.attr("transform", `translate(${left},0)`).call(withTicks(axisLeft(y), spec.y, up));
  const texts = [
    { text: spec.x.label, at: `translate(${(left + right) / 2},${bottom + 34})` },
    { text: spec.y.label, at: `translate(${left - 53},${(top + bottom) / 2}) rotate(-90)` },
  ];
  labels
    .selectAll("text")
    .data(texts)
    .join("text")
    .attr("text-anchor", "middle")
    .attr("transform", (d) => d.at)
    .text((d) => d.text);
}

function withTicks(axis, { log, domain, ticks }, count) {
  axis.tickSizeOuter(0).tickPadding(5);
  if (ticks)
    return axis
      .tickValues(ticks.map(([value]) => value))
      .tickFormat((value) => new Map(ticks).get(value));
  if (!log) return axis.ticks(count);
  const [low, high] = domain.map(Math.log10);
  const step = Math.max(1, Math.ceil((high - low) / count));
  const powers = [];
  for (let e = Math.ceil(low - 1e-9); e <= high + 1e-9; e += step) powers.push(e);
  return axis.tickValues(powers.map((e) => 10 ** e)).tickFormat(powerOfTen);
}

function powerOfTen(value) {
  const exponent = Math.round(Math.log10(value));
  if (exponent >= -1 && exponent <= 3) return String(10 ** exponent);
  const digits = [...String(Math.abs(exponent))].map((digit) => EXPONENTS[digit]);
  return `10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}

function drawMarks(plot, marks, scales) {
  plot
    .selectAll("g")
    .data(marks)
    .join("g")
    .each(function (mark) {
      const tag = mark.type === "text" ? "text" : "path";
      const node = select(this)
        .selectAll("text, path")
        .data([mark], () => tag)
        .join(tag)
        .attr("class", `ra-${mark.type} ${mark.class ?? ""}`);
      if (tag === "text") placeText(node, mark, scales);
      else drawPath(node, mark, scales);
    });
}

/** Points that are the very same array on the same scales stand as they are. */
function drawPath(node, { type, points, ...mark }, scales) {
  const path = node.node();
  const last = path.drawn ?? {};
  if (points && points === last.points && type === last.type && scales === last.scales) return;
  path.drawn = { points, type, scales };
  node.attr("d", PATHS[type]({ points, ...mark }, scales.x, scales.y));
}

function placeText(node, { text, anchor = "start", dx = 0, dy = 0, ...mark }, { x, y }) {
  node
    .attr("x", x(mark.x) + dx)
    .attr("y", y(mark.y) + dy)
    .attr("text-anchor", anchor)
    .text(text);
}

const coordinates = (x, y) => [(point) => x(point[0]), (point) => y(point[1])];

/** A dot or dash a point, to half a pixel; neighbours that would cover each other are one. */
function piecesPath(points, x, y, piece) {
  let path = "";
  let last = "";
  for (const [a, b] of points) {
    const dot = `M${Math.round(2 * x(a)) / 2},${Math.round(2 * y(b)) / 2}${piece}`;
    if (dot !== last) path += dot;
    last = dot;
  }
  return path;
}

/** From one pixel to another, with a head. */
function arrow([x, y], [left, top]) {
  const angle = Math.atan2(top - y, left - x);
  const wing = (turn) =>
    `${left - HEAD * Math.cos(angle + turn)},${top - HEAD * Math.sin(angle + turn)}`;
  return `M${x},${y}L${left},${top}M${wing(0.5)}L${left},${top}L${wing(-0.5)}`;
}

const PATHS = {
  line: (mark, x, y) => line(...coordinates(x, y))(mark.points),
  step: (mark, x, y) => line(...coordinates(x, y)).curve(curveStepBefore)(mark.points),
  band: (mark, x, y) =>
    area(
      coordinates(x, y)[0],
      (p) => y(p[1]),
      (p) => y(p[2]),
    ).curve(curveStepBefore)(mark.points),
  dots: (mark, x, y) => piecesPath(mark.points, x, y, "h0"),
  dashes: (mark, x, y) => piecesPath(mark.points, x, y, "m-4,0h8"),
  bars: (mark, x, y) =>
    mark.points
      .map(
        ([a, b]) => `M${x(a - mark.width / 2)},${y(0)}V${y(b)}H${x(a + mark.width / 2)}V${y(0)}Z`,
      )
      .join(""),
  stems: (mark, x, y) => mark.points.map(([a, b]) => `M${x(a)},${y.range()[0]}V${y(b)}`).join(""),
  arrow: (mark, x, y) => arrow([x.range()[0], y.range()[0]], [x(mark.x), y(mark.y)]),
  rule: (mark, x, y) => {
    const [[left, right], [bottom, top]] = [x.range(), y.range()];
    return mark.x === undefined
      ? `M${left},${y(mark.y)}H${right}`
      : `M${x(mark.x)},${bottom}V${top}`;
  },
};
