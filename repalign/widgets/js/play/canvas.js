// Pictures of the samples: the plane coloured by what a network or a singular vector says of it,
// or, where inputs are more than two numbers, labels against what is said of them.

import { element } from "../parts/elements.js";
import { REACH, SIDE } from "./run.js";

const PIXELS = 1;
const SPREAD = 3; // what is said, times sqrt(n), at the picture's ends
const JITTER = 0.32; // of a row of samples, where labels are but two

/**
 * A square canvas of a class; `draw(paint)` where paint is a function of { context, size, colours
 * }. Its size and its colours are asked for only when they may have changed: to ask in every frame
 * would lay the page out for each.
 */
export function canvas(className, label) {
  const node = element("canvas", { className: `ra-plane ${className}`, role: "img" });
  node.setAttribute("aria-label", label);
  const context = node.getContext("2d");
  let [size, colours, paint] = [0, null, null];
  const draw = (next = paint) => {
    paint = next;
    if (!paint || !size) return;
    colours ??= coloursOf(node);
    context.clearRect(0, 0, size, size);
    paint({ context, size, colours });
  };
  const resized = new ResizeObserver(([{ contentRect }]) => {
    size = Math.round(PIXELS * contentRect.width);
    [node.width, node.height] = [size, size];
    draw();
  });
  resized.observe(node);
  // Colours are the page's, which may turn dark.
  const themed = new MutationObserver(() => {
    colours = null;
    draw();
  });
  for (const each of [document.documentElement, document.body])
    themed.observe(each, { attributeFilter: ["data-theme", "theme", "data-jp-theme-light"] });
  const destroy = () => [resized, themed].forEach((each) => each.disconnect());
  return { node, draw, destroy };
}

const NAMES = { plus: "--ra-3", minus: "--ra-4", ground: "--ra-ground", ink: "--ra-ink" };

function coloursOf(node) {
  const style = getComputedStyle(node);
  const of = (name) => style.getPropertyValue(name).trim();
  return Object.fromEntries(Object.entries(NAMES).map(([name, variable]) => [name, of(variable)]));
}

const channels = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

const CELLS = typeof document === "undefined" ? null : sized(document.createElement("canvas"));

function sized(canvas) {
  [canvas.width, canvas.height] = [SIDE, SIDE];
  return canvas;
}

/** The plane, a cell a value from -1 to 1, `deepest` the share of colour at these. */
export function field({ context, size, colours }, values, deepest) {
  const [plus, minus, ground] = ["plus", "minus", "ground"].map((name) => channels(colours[name]));
  const image = new ImageData(SIDE, SIDE);
  values.forEach((value, cell) => {
    const share = deepest * Math.min(1, Math.abs(value));
    const colour = value > 0 ? plus : minus;
    for (let c = 0; c < 3; c++)
      image.data[4 * cell + c] = ground[c] + share * (colour[c] - ground[c]);
    image.data[4 * cell + 3] = 255;
  });
  CELLS.getContext("2d").putImageData(image, 0, 0);
  context.imageSmoothingQuality = "high";
  context.drawImage(CELLS, 0, 0, size, size);
}

const toPixel = (value, size) => ((value / REACH + 1) / 2) * size;
export const fromPixel = (pixel, size) => REACH * ((2 * pixel) / size - 1);

/** Samples at places, discs for +1 and rings for -1, so that colour is not all that tells them. */
function dots({ context, colours }, places, labels, radius) {
  const path = (isPlus) => {
    context.beginPath();
    places.forEach(([x, y], i) => {
      if (labels[i] > 0 !== isPlus) return;
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    });
  };
  context.lineWidth = radius / 2.2;
  path(false);
  context.fillStyle = colours.ground;
  context.strokeStyle = colours.minus;
  context.fill();
  context.stroke();
  path(true);
  context.fillStyle = colours.plus;
  context.fill();
}

const radiusOf = (size, n) => Math.max(size / 160, Math.min(size / 60, size / (4 * Math.sqrt(n))));

/** Points (n, 2) of the plane by their labels. */
export function points(drawing, x, labels) {
  const { size } = drawing;
  const at = (_, i) => [toPixel(x[2 * i], size), toPixel(-x[2 * i + 1], size)];
  dots(drawing, Array.from(labels, at), labels, radiusOf(size, labels.length));
}

/** Around a place of the plane. */
export function ring({ context, size, colours }, [x, y], radius) {
  context.beginPath();
  context.arc(toPixel(x, size), toPixel(-y, size), (radius * size) / (2 * REACH), 0, 2 * Math.PI);
  context.strokeStyle = colours.ink;
  context.lineWidth = 2 * PIXELS;
  context.stroke();
}

/** Labels, upwards, against what is said of the samples; two rows if they are +1 and -1. */
export function strip(drawing, said, labels, isClasses) {
  const { context, size, colours } = drawing;
  const largest = labels.reduce((most, label) => Math.max(most, Math.abs(label)), 0);
  const up = (label, i) =>
    isClasses ? label / 2 + JITTER * (((i * 0.618) % 1) - 0.5) : (0.9 * label) / largest;
  const within = (value) => Math.max(-SPREAD, Math.min(SPREAD, value));
  const at = (label, i) => [
    size / 2 + (0.47 * size * within(said[i])) / SPREAD,
    size / 2 - 0.47 * size * up(label, i),
  ];
  context.strokeStyle = colours.ink;
  context.globalAlpha = 0.25;
  context.strokeRect(size / 2, 0, 0, size);
  context.globalAlpha = 1;
  dots(drawing, Array.from(labels, at), labels, radiusOf(size, 2 * labels.length));
}
