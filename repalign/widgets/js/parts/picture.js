// The picture of points and labels on the circle, and what the reader does on it.

import { select } from "d3-selection";
import { panel } from "./chart.js";
import { element, field } from "./elements.js";
import { paintedOver } from "./painted.js";
import { holdStill, take } from "./touch.js";

export const RADIANS = Math.PI / 180;
const HALF = 1.4; // of the picture, in radii
const BRUSH = 0.09; // radians to either side
const BRUSH_STEP = 5 * RADIANS;
const SAME = 1e-9; // radians between points at one spot
const RING = 0.14; // of the points, in radii to either side
const STILL = 4; // pixels that a press may tremble
const FINGER_STILL = 10;
const HELD = ".ra-paintable, .ra-handle";
const MANY = 200; // points: from here on they are small

/** Turning the labels clears what was painted: it would hide the turn. */
export const turned = (direction) => ({ direction, painted: "" });

/** A part: drag the handle to turn the labels, drag over points to paint them. */
export function picture({ now, change }) {
  const node = panel("Points and labels");
  const label =
    "Points on the unit circle in two groups, coloured by label, with the right singular vectors";
  const svg = select(node).append("svg").attr("class", "ra-circle").attr("role", "img");
  svg.attr("viewBox", `${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}`).attr("aria-label", label);
  const hint = "Drag the handle to turn the labels; tap, click or drag over points to paint them.";
  node.append(element("p", { className: "ra-hint" }, hint));
  svg.append("circle").attr("class", "ra-frame").attr("r", 1);
  const layers = [boundary, directions, points].map((layer) => layer(svg));
  svg.append("circle").attr("class", "ra-paintable").attr("r", 1);
  const brush = (angle, label) => change({ painted: paint(now(), angle, label) });
  const keyboard = brushKeys(svg, brush);
  const [grip, drawGrip] = handle(svg);
  const turn = (angle) => change(turned(Math.round(angle / RADIANS)));
  dragging(svg.node(), grip, { turn, brush, labelAt: (angle) => labelAt(now(), angle) });
  node.append(keyboard);
  return { node, draw: (shown) => [...layers, drawGrip].forEach((draw) => draw(shown)) };
}

const at = (angle, radius = 1) => `${radius * Math.cos(angle)},${-radius * Math.sin(angle)}`;

// Layers of the picture: each appends its elements and returns what draws the state.

/** Between the labels, with the side of +1 tinted. */
function boundary(svg) {
  const [side, path] = ["ra-side", "ra-boundary"].map((name) =>
    svg.append("path").attr("class", name),
  );
  const names = ["+1", "−1"].map((text) => svg.append("text").attr("class", "ra-name").text(text));
  return ({ direction }) => {
    const towards = (turn, radius) => at((direction + turn) * RADIANS, radius);
    side.attr("d", `M${towards(-90)}A1,1 0 0 0 ${towards(90)}Z`);
    path.attr("d", `M${towards(90, 1.24)}L${towards(-90, 1.24)}`);
    [82, 98].forEach((turn, i) => names[i].attr("transform", `translate(${towards(turn, 1.2)})`));
  };
}

/** The right singular vectors, as long as their singular values. */
function directions(svg) {
  const arrows = ["ra-c1", "ra-c2"].map((name) =>
    svg.append("path").attr("class", `ra-arrow ${name}`),
  );
  const names = ["v₁", "v₂"].map((text) => svg.append("text").attr("class", "ra-name").text(text));
  return ({ spectrum, n }) =>
    spectrum.directions.forEach((angle, k) => {
      const length = (spectrum.sigma[k] ?? 0) / Math.sqrt(n);
      const beside = at(angle + 0.16 / Math.max(length, 0.3), Math.max(0.82 * length, 0.2));
      arrows[k].attr("d", arrow(angle, length));
      names[k].attr("transform", `translate(${beside})`);
    });
}

function points(svg) {
  const groups = [
    [1, "ra-plus"],
    [-1, "ra-minus"],
  ].map(([label, name]) => [label, svg.append("path").attr("class", name)]);
  return ({ angles, labels, n }) => {
    const radius = n > MANY ? 0.026 : 0.036;
    for (const [label, path] of groups) {
      const chosen = angles.filter((_, i) => labels[i] === label);
      path.attr("d", chosen.map((angle) => dot(angle, radius)).join(""));
    }
  };
}

function handle(svg) {
  const group = svg.append("g").attr("class", "ra-handle").attr("data-handle", "direction");
  for (const name of ["ra-grip-area", "ra-grip"]) group.append("circle").attr("class", name);
  const draw = ({ direction }) =>
    group.attr("transform", `translate(${at(direction * RADIANS, 1.18)})`);
  return [group.node(), draw];
}

const dot = (angle, r) =>
  `M${Math.cos(angle) - r},${-Math.sin(angle)}` +
  `a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;

function arrow(angle, length) {
  const [c, s] = [Math.cos(angle), -Math.sin(angle)];
  const head = Math.min(0.09, length / 2);
  const wing = (side) =>
    `${(length - head) * c + side * 0.5 * head * s},${(length - head) * s - side * 0.5 * head * c}`;
  return `M0,0L${length * c},${length * s}M${wing(1)}L${length * c},${length * s}L${wing(-1)}`;
}

// What the reader does.

const distance = (a, b) => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));

/** Of the point nearest to an angle; where several lie, of the next that is not flipped. */
function labelAt({ angles, labels, byLine }, angle) {
  const gaps = angles.map((each) => distance(each, angle));
  const least = Math.min(...gaps);
  const next = gaps.findIndex((gap, i) => gap - least < SAME && labels[i] === byLine[i]);
  return labels[next < 0 ? gaps.indexOf(least) : next];
}

/** Paint one point: the nearest under the brush that has the other label. */
function paint({ angles, labels, byLine, painted }, angle, label) {
  const near = angles
    .map((a, i) => [distance(a, angle), i])
    .filter(([d, i]) => d <= BRUSH && labels[i] !== label);
  if (!near.length) return painted;
  const [, index] = near.reduce((best, each) => (each[0] < best[0] ? each : best));
  return paintedOver(painted, [index], label === byLine[index] ? 0 : label);
}

/** Where a pointer is on the picture: its angle, and its distance from the centre in radii. */
function placeOf(svg, { clientX, clientY }) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [Math.atan2(-y, x), Math.hypot(x, y)];
}

/** A press on points paints at once. The handle covers some: a tap there paints, a drag turns. */
function dragging(svg, grip, { turn, brush, labelAt }) {
  let [act, tap, pressed] = [null, null, null];
  const trembles = ({ clientX, clientY, pointerType }) =>
    pressed &&
    Math.hypot(clientX - pressed.clientX, clientY - pressed.clientY) <
      (pointerType === "touch" ? FINGER_STILL : STILL);
  const positive = (angle) => (angle + 2 * Math.PI) % (2 * Math.PI);
  svg.addEventListener("pointerdown", (event) => {
    if (event.button || !event.target.closest(HELD)) return;
    const [at, radius] = placeOf(svg, event);
    const label = -labelAt(at);
    const paint = (angle) => brush(angle, label);
    const onGrip = grip.contains(event.target);
    act = onGrip ? (angle) => turn(positive(angle)) : paint;
    tap = () => onGrip && Math.abs(radius - 1) <= RING && paint(at);
    take(svg, event);
    pressed = event;
    if (!onGrip) paint(at);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!act || trembles(event)) return;
    pressed = null;
    act(placeOf(svg, event)[0]);
  });
  const end = () => {
    act = pressed = null;
  };
  svg.addEventListener("pointerup", () => {
    if (pressed) tap();
    end();
  });
  svg.addEventListener("pointercancel", end);
  holdStill(svg, HELD);
}

/** A brush for the keyboard: arrows move it along the circle, + and - paint what it covers. */
function brushKeys(svg, brush) {
  const wedge = svg.append("path").attr("class", "ra-brush");
  let angle = 45 * RADIANS;
  const move = (by) => {
    angle += by;
    const [from, to] = [angle - BRUSH, angle + BRUSH];
    wedge.attr(
      "d",
      `M${at(from, 0.88)}L${at(from, 1.12)}A1.12,1.12 0 0 0 ${at(to, 1.12)}` +
        `L${at(to, 0.88)}A.88,.88 0 0 1 ${at(from, 0.88)}Z`,
    );
    node.setAttribute("aria-description", `brush at ${Math.round(angle / RADIANS)} degrees`);
  };
  const keys = {
    ArrowLeft: () => move(BRUSH_STEP),
    ArrowRight: () => move(-BRUSH_STEP),
    "+": () => brush(angle, 1),
    "-": () => brush(angle, -1),
  };
  const onkeydown = (event) => {
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  };
  const properties = {
    type: "button",
    className: "ra-button ra-brush-button",
    "data-control": "brush",
    onkeydown,
  };
  const node = field("button", properties, "By keyboard: ← → move, + and − paint");
  move(0);
  return node;
}
