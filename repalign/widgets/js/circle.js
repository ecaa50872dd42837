// Points on the unit circle, labels by a line through the centre or by hand, and what alignment makes of them (Figure 4).

import { select } from "d3-selection";
import { createChart } from "./chart.js";
import { button, element, readouts, slider, summary } from "./controls.js";
import { compact, explorer, panel, percent } from "./explorer.js";
import { alignmentCurve, circleAngles, circleLabels, circleSpectrum } from "./math.js";
import { between, whole } from "./state.js";

const RADIANS = Math.PI / 180;
const CURVE_STEPS = 200;
const HALF = 1.32; // of the picture, in radii
const BRUSH = 0.09; // radians to either side
const BRUSH_STEP = 5 * RADIANS;
const STATE = ["n_points", "spread", "direction", "threshold", "painted"];

export default explorer(limits, build);

function limits(model) {
  const most = model.get("noise").length;
  return {
    n_points: whole(20, most),
    spread: between(0, 1),
    direction: whole(0, 360),
    threshold: (state) => between(0, highest(state.get("n_points"))),
    painted: { fit: (value) => (typeof value === "string" ? value.slice(0, most).replace(/[^pm]/g, ".") : undefined), otherwise: "" },
  };
}

/** The largest threshold, at least sigma_1. */
const highest = (n) => Math.ceil(Math.sqrt(n));

function build({ model, change }) {
  const read = () => state(model);
  const circle = circlePicture({
    turn: (angle) => change(turned(Math.round(angle / RADIANS))),
    paint: (angle, label) => change({ painted: paint(read(), angle, label) }),
    labelAt: (angle) => labelAt(read(), angle),
  });
  const shares = createChart(panel("Where the labels lie"), {
    height: 300,
    description: "Share of the label vector on each left singular vector and outside the span of the features",
  });
  const curve = createChart(panel("Alignment curve"), {
    height: 300,
    description: "Share of the label vector in the directions whose singular value reaches the threshold",
  });
  const controls = makeControls(change);
  const values = readouts([
    ["sigma1", "σ₁"],
    ["sigma2", "σ₂"],
    ["share1", "y on u₁"],
    ["share2", "y on u₂"],
    ["outside", "outside the span"],
    ["alignment", "share at τ"],
  ]);
  const sentence = summary();

  function draw() {
    const now = read();
    circle.draw(now);
    shares.draw(sharesSpec(now));
    curve.draw(curveSpec(now));
    controls.set(now);
    values.set(texts(now));
    sentence.set(sentenceOf(now));
  }
  const destroy = () => [shares, curve].forEach((chart) => chart.destroy());
  return {
    title: "Circle explorer",
    panels: [circle.node, shares.node.closest(".ra-panel"), curve.node.closest(".ra-panel")],
    controls: controls.nodes,
    foot: [values.node, ...sentence.nodes],
    draw,
    destroy,
  };
}

/** Turning the labels clears what was painted: it would hide the turn. */
const turned = (direction) => ({ direction, painted: "" });

function state(model) {
  const [n, spread, direction, threshold, painted] = STATE.map((name) => model.get(name));
  const angles = circleAngles(model.get("noise"), n, spread);
  const labels = circleLabels(angles, direction * RADIANS, painted);
  const spectrum = circleSpectrum(angles, labels);
  const shareOf = (k) => (spectrum.power[k] ?? 0) / n;
  const share = alignmentCurve(spectrum, [threshold], true)[0];
  return { n, spread, direction, threshold, painted, angles, labels, spectrum, shareOf, share };
}

function makeControls(change) {
  const set = (name) => (value) => change({ [name]: value });
  const degrees = (value) => `${value} degrees`;
  const direction = slider({
    label: "Label direction, degrees", name: "direction", min: 0, max: 360, step: 1, digits: 0, say: degrees, onInput: (value) => change(turned(value)),
  });
  const spread = slider({ label: "Spread of the angles, radians", name: "spread", min: 0, max: 1, step: 0.01, onInput: set("spread") });
  const points = slider({
    label: "Number of points", name: "n_points", min: 20, max: 1000, step: 20, digits: 0, onInput: set("n_points"),
  });
  const threshold = slider({ label: "Threshold τ", name: "threshold", min: 0, max: 10, step: 0.05, onInput: set("threshold") });
  const clear = button({ text: "Clear painted labels", name: "clear", onClick: () => change({ painted: "" }) });
  const sliders = { direction, spread, n_points: points, threshold };
  return {
    nodes: [...Object.values(sliders).map((control) => control.node), clear.node],
    set: (now) => {
      threshold.limits(0, highest(now.n));
      Object.entries(sliders).forEach(([name, control]) => control.set(name === "n_points" ? now.n : now[name]));
      clear.node.disabled = !/[pm]/.test(now.painted);
    },
  };
}

function sharesSpec({ shareOf, spectrum, n }) {
  const bars = [shareOf(0), shareOf(1), spectrum.residual / n];
  const names = ["u₁", "u₂", "outside"];
  return {
    x: { label: "left singular vector", domain: [0.4, 3.6], ticks: names.map((name, i) => [i + 1, name]) },
    y: { label: "share of ‖y‖²", domain: [0, 1.08] },
    marks: [
      ...bars.map((share, i) => ({ type: "bars", class: `ra-c${i + 1}`, width: 0.62, points: [[i + 1, share]] })),
      ...bars.map((share, i) => ({ type: "text", x: i + 1, y: share, dy: -5, anchor: "middle", text: percent(share) })),
    ],
  };
}

function curveSpec({ spectrum, threshold, share, n }) {
  const end = highest(n);
  const taus = Array.from({ length: CURVE_STEPS + 1 }, (_, i) => (end * i) / CURVE_STEPS);
  // The steps themselves, so that the picture is exact between the grid's thresholds too.
  const exact = [...taus, ...spectrum.sigma, 1e-9].sort((a, b) => a - b);
  const points = alignmentCurve(spectrum, exact, true).map((value, i) => [exact[i], value]);
  return {
    x: { label: "threshold τ", domain: [0, end] },
    y: { label: "share of ‖y‖² with σ ≥ τ", domain: [0, 1.08] },
    marks: [
      { type: "rule", class: "ra-cursor", x: threshold },
      { type: "step", class: "ra-c1", points },
      { type: "dots", class: "ra-c1 ra-point", points: [[threshold, share]] },
    ],
  };
}

function texts({ spectrum, shareOf, share, n }) {
  return {
    sigma1: spectrum.sigma[0].toFixed(2),
    sigma2: (spectrum.sigma[1] ?? 0).toFixed(2),
    share1: percent(shareOf(0)),
    share2: percent(shareOf(1)),
    outside: percent(spectrum.residual / n),
    alignment: percent(share),
  };
}

function sentenceOf({ shareOf, spectrum, n, threshold, share }) {
  const top = shareOf(0);
  const verdict = top > 0.7 ? "well aligned" : top > 0.3 ? "partly aligned" : "poorly aligned";
  return (
    `These labels are ${verdict}: ${percent(top)} of ‖y‖² lies on the top direction, ` +
    `${percent(shareOf(1))} on the second, ${percent(spectrum.residual / n)} outside both. ` +
    (threshold > spectrum.sigma[0]
      ? `The threshold ${compact(threshold)} is above σ₁: no direction is left.`
      : `At τ = ${compact(threshold)} the alignment is ${percent(share)} of ‖y‖².`)
  );
}

// ---- the picture of the circle, and what the reader does on it

const distance = (a, b) => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));

function labelAt({ angles, labels }, angle) {
  const nearest = angles.reduce((best, a, i) => (distance(a, angle) < distance(angles[best], angle) ? i : best), 0);
  return labels[nearest];
}

/** Paint one point: the nearest under the brush that has the other label. */
function paint({ angles, labels, painted }, angle, label) {
  const near = angles.map((a, i) => [distance(a, angle), i]).filter(([d, i]) => d <= BRUSH && labels[i] !== label);
  if (!near.length) return painted;
  const [, index] = near.reduce((best, each) => (each[0] < best[0] ? each : best));
  const letters = angles.map((_, i) => (i === index ? (label > 0 ? "p" : "m") : (painted[i] ?? ".")));
  return letters.join("").replace(/\.+$/, "");
}

function circlePicture({ turn, paint: brush, labelAt: current }) {
  const node = panel("Points and labels");
  const svg = select(node)
    .append("svg")
    .attr("class", "ra-circle")
    .attr("viewBox", `${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}`)
    .attr("role", "img")
    .attr("aria-label", "Points on the unit circle in two groups, coloured by label, with the right singular vectors");
  node.append(
    element("p", { className: "ra-hint" }, "Drag the handle to turn the labels; drag over points to paint them one by one."),
  );
  svg.append("circle").attr("class", "ra-frame").attr("r", 1);
  const boundary = svg.append("path").attr("class", "ra-boundary");
  const arrows = ["ra-c1", "ra-c2"].map((name) => svg.append("path").attr("class", `ra-arrow ${name}`));
  const names = ["v₁", "v₂"].map((text) => svg.append("text").attr("class", "ra-name").text(text));
  const groups = { 1: svg.append("path").attr("class", "ra-plus"), "-1": svg.append("path").attr("class", "ra-minus") };
  const wedge = svg.append("path").attr("class", "ra-brush");
  const handle = svg.append("g").attr("class", "ra-handle");
  handle.append("circle").attr("r", 0.13).attr("class", "ra-grip-area");
  handle.append("circle").attr("r", 0.06).attr("class", "ra-grip");
  const keyboard = brushKeys(node, wedge, brush);
  dragging(svg.node(), handle.node(), { turn, brush, current });

  function draw({ angles, labels, direction, spectrum, n }) {
    const at = (angle, radius = 1) => `${radius * Math.cos(angle)},${-radius * Math.sin(angle)}`;
    const radius = n > 200 ? 0.026 : 0.036;
    for (const label of [1, -1]) {
      const chosen = angles.filter((_, i) => labels[i] === label);
      groups[label].attr("d", chosen.map((angle) => dot(angle, radius)).join(""));
    }
    const turned = direction * RADIANS;
    boundary.attr("d", `M${at(turned + Math.PI / 2, 1.24)}L${at(turned - Math.PI / 2, 1.24)}`);
    handle.attr("transform", `translate(${at(turned, 1.18)})`);
    spectrum.directions.forEach((angle, k) => {
      const length = (spectrum.sigma[k] ?? 0) / Math.sqrt(n);
      arrows[k].attr("d", arrow(angle, length));
      names[k].attr("transform", `translate(${at(angle + 0.16 / Math.max(length, 0.3), Math.max(0.82 * length, 0.2))})`);
    });
    keyboard.draw();
  }
  return { node, draw };
}

const dot = (angle, r) => `M${Math.cos(angle) - r},${-Math.sin(angle)}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;

function arrow(angle, length) {
  const [c, s] = [Math.cos(angle), -Math.sin(angle)];
  const head = Math.min(0.09, length / 2);
  const wing = (side) => `${(length - head) * c + side * 0.5 * head * s},${(length - head) * s - side * 0.5 * head * c}`;
  return `M0,0L${length * c},${length * s}M${wing(1)}L${length * c},${length * s}L${wing(-1)}`;
}

function dragging(svg, handle, { turn, brush, current }) {
  let act = null;
  const angleOf = (event) => {
    const box = svg.getBoundingClientRect();
    return Math.atan2(box.top + box.height / 2 - event.clientY, event.clientX - box.left - box.width / 2);
  };
  const positive = (angle) => (angle + 2 * Math.PI) % (2 * Math.PI);
  svg.addEventListener("pointerdown", (event) => {
    const label = -current(angleOf(event));
    act = handle.contains(event.target) ? (angle) => turn(positive(angle)) : (angle) => brush(angle, label);
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
    act(angleOf(event));
  });
  svg.addEventListener("pointermove", (event) => act?.(angleOf(event)));
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (act = null));
}

/** A brush for the keyboard: arrows move it along the circle, + and - paint what it covers. */
function brushKeys(node, wedge, brush) {
  let angle = 45 * RADIANS;
  const target = element(
    "button",
    { type: "button", className: "ra-button ra-brush-button", "data-control": "brush", "data-lm-suppress-shortcuts": "true" },
    "Paint by keyboard: ← → move, + and − paint",
  );
  const draw = () => {
    const [from, to] = [angle - BRUSH, angle + BRUSH];
    const at = (a, r) => `${r * Math.cos(a)},${-r * Math.sin(a)}`;
    wedge.attr("d", `M${at(from, 0.88)}L${at(from, 1.12)}A1.12,1.12 0 0 0 ${at(to, 1.12)}L${at(to, 0.88)}A.88,.88 0 0 1 ${at(from, 0.88)}Z`);
    target.setAttribute("aria-description", `brush at ${Math.round(angle / RADIANS)} degrees`);
  };
  const keys = {
    ArrowLeft: () => (angle += BRUSH_STEP),
    ArrowRight: () => (angle -= BRUSH_STEP),
    "+": () => brush(angle, 1),
    "-": () => brush(angle, -1),
  };
  target.addEventListener("keydown", (event) => {
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
    draw();
  });
  node.append(target);
  return { draw };
}
