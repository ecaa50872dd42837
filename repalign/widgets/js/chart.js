// Charts on d3 scales and axes: a frame that keeps its width, and marks that are one path each, so that thousands of
// points redraw within a frame.

import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear, scaleLog } from "d3-scale";
import { select } from "d3-selection";
import { area, curveStepBefore, line } from "d3-shape";

const MARGIN = { top: 14, right: 20, bottom: 42, left: 64 };
const EXPONENTS = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/**
 * A chart in `parent`. `draw({ x, y, marks })` shows it, and shows it again when the width changes.
 *
 * x, y: { label, domain, log, ticks: [[value, text], ...] }. marks, drawn in order, each with a class:
 *   { type: "line" | "step" | "dots", points: [[x, y], ...] }   a step holds its value up to its x (as Equation 2 does)
 *   { type: "band", points: [[x, low, high], ...] }
 *   { type: "bars", points: [[x, y], ...], width }              from zero, in units of x
 *   { type: "rule", x | y }                                     a line across
 *   { type: "text", x, y, text, anchor, dx, dy }
 */
export function createChart(parent, { description, height = 240 }) {
  const figure = select(parent).append("div").attr("class", "ra-chart");
  const svg = figure.append("svg").attr("role", "img").attr("aria-label", description).attr("height", height);
  const [horizontal, vertical] = ["ra-axis", "ra-axis"].map((name) => svg.append("g").attr("class", name));
  const labels = svg.append("g").attr("class", "ra-axis-label");
  const plot = svg.append("g");
  let spec = null;
  let frame = "";
  let scales = null;

  function draw(next) {
    spec = next;
    const width = figure.node().clientWidth;
    if (!width) return;
    const x = scale(spec.x, [MARGIN.left, width - MARGIN.right]);
    const y = scale(spec.y, [height - MARGIN.bottom, MARGIN.top]);
    scales = { x, y };
    const key = JSON.stringify([width, spec.x, spec.y]);
    if (key !== frame) {
      frame = key;
      svg.attr("width", width);
      drawAxes({ horizontal, vertical, labels }, { x, y }, spec, { width, height });
    }
    drawMarks(plot, spec.marks, x, y, frame);
  }

  const observer = new ResizeObserver(() => spec && draw(spec));
  observer.observe(figure.node());
  const pixel = (event) => {
    const box = svg.node().getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  return {
    draw,
    node: svg.node(),
    destroy: () => observer.disconnect(),
    /** The values of x and y under the pointer. */
    invert: (event) => [scales.x.invert(pixel(event)[0]), scales.y.invert(pixel(event)[1])],
    /** Pixels between the pointer and a point. */
    distance: (event, [x, y]) => Math.hypot(pixel(event)[0] - scales.x(x), pixel(event)[1] - scales.y(y)),
  };
}

function scale({ domain, log }, range) {
  return (log ? scaleLog() : scaleLinear()).domain(domain).range(range).clamp(Boolean(log));
}

function drawAxes({ horizontal, vertical, labels }, { x, y }, spec, { width, height }) {
  const across = Math.max(3, Math.round(width / 80));
  horizontal.attr("transform", `translate(0,${height - MARGIN.bottom})`).call(withTicks(axisBottom(x), spec.x, across));
  vertical.attr("transform", `translate(${MARGIN.left},0)`).call(withTicks(axisLeft(y), spec.y, 5));
  const texts = [
    { text: spec.x.label, at: `translate(${(MARGIN.left + width - MARGIN.right) / 2},${height - 8})` },
    { text: spec.y.label, at: `translate(11,${(MARGIN.top + height - MARGIN.bottom) / 2}) rotate(-90)` },
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
  if (ticks) return axis.tickValues(ticks.map(([value]) => value)).tickFormat((value) => new Map(ticks).get(value));
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
  return `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => EXPONENTS[digit]).join("")}`;
}

function drawMarks(plot, marks, x, y, frame) {
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
      if (tag === "text") placeText(node, mark, x, y);
      else drawPath(node, mark, x, y, frame);
    });
}

/** Points that are the very same array in the same frame stand as they are. */
function drawPath(node, mark, x, y, frame) {
  const path = node.node();
  const known = path.drawn;
  if (mark.points && known?.points === mark.points && known.type === mark.type && known.frame === frame) return;
  path.drawn = { points: mark.points, type: mark.type, frame };
  node.attr("d", PATHS[mark.type](mark, x, y));
}

function placeText(node, { text, anchor = "start", dx = 0, dy = 0, ...mark }, x, y) {
  node
    .attr("x", x(mark.x) + dx)
    .attr("y", y(mark.y) + dy)
    .attr("text-anchor", anchor)
    .text(text);
}

const coordinates = (x, y) => [(point) => x(point[0]), (point) => y(point[1])];

/** A dot a point, to half a pixel; neighbours that would cover each other are one. */
function dotsPath(points, x, y) {
  let path = "";
  let last = "";
  for (const [a, b] of points) {
    const dot = `M${Math.round(2 * x(a)) / 2},${Math.round(2 * y(b)) / 2}h0`;
    if (dot !== last) path += dot;
    last = dot;
  }
  return path;
}

const PATHS = {
  line: (mark, x, y) => line(...coordinates(x, y))(mark.points),
  step: (mark, x, y) => line(...coordinates(x, y)).curve(curveStepBefore)(mark.points),
  band: (mark, x, y) => area(coordinates(x, y)[0], (p) => y(p[1]), (p) => y(p[2])).curve(curveStepBefore)(mark.points),
  dots: (mark, x, y) => dotsPath(mark.points, x, y),
  bars: (mark, x, y) =>
    mark.points.map(([a, b]) => `M${x(a - mark.width / 2)},${y(0)}V${y(b)}H${x(a + mark.width / 2)}V${y(0)}Z`).join(""),
  rule: (mark, x, y) => {
    const [[left, right], [bottom, top]] = [x.range(), y.range()];
    return mark.x === undefined ? `M${left},${y(mark.y)}H${right}` : `M${x(mark.x)},${bottom}V${top}`;
  },
};
