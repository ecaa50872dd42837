// The playground's pictures: the samples, what singular vectors say of them, and where the brush
// is.

import { panel } from "../parts/chart.js";
import { choice } from "../parts/controls.js";
import { element, write } from "../parts/elements.js";
import { group, where } from "../parts/folded.js";
import { percent } from "../parts/text.js";
import { BRUSH, BRUSHES, brushOf } from "./brush.js";
import { canvas, field, points, ring, strip } from "./canvas.js";
import { SECONDS, VECTORS } from "./run.js";
import { isPlanar } from "./tasks.js";
import { asked } from "./words.js";

const [UNDER_POINTS, ALONE] = [0.4, 0.85]; // shares of colour, at most
const EDGE = 2.7; // of what a strip shows of outputs
const FULL = 1.5; // what a vector says, times sqrt(n), from where on colours are full
const SUBSCRIPTS = ["₁", "₂", "₃", "₄"];

const named = (names) => names.map((name) => [name, name]);

export const SHOWN = ["first", "second"];

/** A part: the samples by their labels, on what the network says. */
export const samples = (page) => {
  const node = panel("The data", {});
  const choices = group("ra-shown", [
    choice("showing", "Labels shown", [
      ["first", "learned"],
      ["second", "second"],
    ]),
    choice("second", "Second labels, for transfer", named(SECONDS)),
    where(({ data }) => isPlanar(data), choice("brush", "Brush", named(Object.keys(BRUSHES)))),
  ])(page);
  const picture = canvas("ra-large", "Samples by label");
  const brush = brushOf(page, picture.node);
  const hints = Array.from({ length: 3 }, () => element("p", { className: "ra-hint" }));
  node.append(choices.node, picture.node, brush.node, ...hints);
  const draw = (now) => {
    choices.draw(now);
    brush.draw(now);
    if (!now.shown) return;
    const lines = asked(now).map(([name, words]) => `${name}: ${words}.`);
    [...lines, ground(now.shown.settings)].forEach((line, i) => write(hints[i], line));
    picture.draw((drawing) => drawSamples(drawing, now, brush.place()));
  };
  return { node, draw, destroy: picture.destroy };
};

const ground = ({ data }) =>
  isPlanar(data)
    ? "Colour of the ground: what the network answers."
    : "Across: what the network answers; upwards: the label.";

function drawSamples(drawing, now, place) {
  const { shown, showing } = now;
  const { task, pictures } = shown;
  const labels = shown.labels[showing === "first" ? 0 : now.index];
  const isClasses = task.loss === "logistic";
  if (!pictures.plane) {
    const { outputs } = pictures.samples;
    const said = isClasses
      ? outputs.map((output) => EDGE * belief(output))
      : scaled(outputs, task.y);
    return strip(drawing, said, labels, isClasses);
  }
  field(drawing, pictures.plane.outputs.map(belief), UNDER_POINTS);
  points(drawing, task.x, labels);
  if (place) ring(drawing, place, BRUSH);
}

/** From -1 to 1, what logistic loss makes of an output: the chance of +1 less that of -1. */
const belief = (output) => Math.tanh(output / 2);

/** Outputs of a regression, the largest target at the edge. */
function scaled(outputs, y) {
  const largest = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return outputs.map((output) => (EDGE * output) / largest);
}

/** A part: what the top singular vectors of the layer say of the samples. */
export const vectors = () => {
  const node = panel("Top directions of the layer", {});
  const all = Array.from({ length: VECTORS }, (_, k) => {
    const picture = canvas("", `Singular vector ${k + 1} on the samples`);
    const words = element("p", { className: "ra-hint", "data-readout": `vector-${k + 1}` });
    return { ...picture, words, figure: element("div", {}, picture.node, words) };
  });
  const figures = all.map(({ figure }) => figure);
  node.append(element("div", { className: "ra-vectors" }, ...figures));
  const draw = (now) => {
    if (!now.shown) return;
    const { task, pictures, now: measured } = now.shown;
    const { sigma, power } = measured.layers[pictures.layer - 1][0];
    const isClasses = task.loss === "logistic";
    all.forEach(({ draw, words, figure, node: picture }, k) => {
      figure.hidden = k >= pictures.samples.vectors.length;
      if (figure.hidden) return;
      const share = percent(power[k] / now.norms[0], 0);
      write(words, `u${SUBSCRIPTS[k]}: σ ${sigma[k].toFixed(1)}, ${share} of the labels`);
      picture.setAttribute("aria-label", `Singular vector ${k + 1}: ${share} of the labels`);
      draw((drawing) => {
        if (pictures.plane)
          field(
            drawing,
            pictures.plane.vectors[k].map((value) => value / FULL),
            ALONE,
          );
        else strip(drawing, pictures.samples.vectors[k], task.y, isClasses);
      });
    });
  };
  return { node, draw, destroy: () => all.forEach(({ destroy }) => destroy()) };
};
