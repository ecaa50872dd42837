// A drawing of a network whose layers are there to choose: how far each is filled is its share of
// the labels.

import { choice } from "./controls.js";
import { element } from "./elements.js";
import { percent } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";
const TITLE = "Choose a layer; each is filled to its share of ‖y‖² with σ ≥ τ";
const UNITS = [0.1, 0.3, 0.5, 0.7, 0.9]; // heights at which wires end

export const layerName = (layer) => (layer ? `hidden layer ${layer}` : "inputs");

/**
 * The layers of `depth` hidden ones, as radio buttons that set the trait `layer`, and the output.
 *
 * shares(now): { start, now, right }: shares of the labels by layer, 0 the inputs, before training
 * and now, and that of right signs.
 */
export const network = (depth, shares) => (page) => {
  const names = Array.from({ length: depth + 1 }, (_, layer) => [layer, layerName(layer)]);
  const { node, ...layers } = choice("layer", TITLE, names)(page);
  const gauges = [...node.querySelectorAll("label")].map(gaugeIn);
  const output = gaugeIn(element("span", { className: "ra-output" }, "output: right signs"));
  const { svg, level } = wires(depth + 2);
  node.classList.add("ra-network");
  node.prepend(svg);
  node.append(output.node);
  node.style.setProperty("--columns", depth + 2);
  [...node.querySelectorAll("label"), output.node].forEach((each, column) => {
    each.style.gridColumn = column + 1;
  });
  const draw = (now) => {
    const seen = shares(now);
    layers.draw(now);
    gauges.forEach((gauge, layer) => gauge.draw(seen.now[layer], seen.start[layer]));
    output.draw(seen.right);
    level.setAttribute("d", `M0,${1 - seen.start[0]}H${depth + 2}`);
  };
  return { node, draw };
};

/** A gauge and its share as text before the words of a node. */
function gaugeIn(node) {
  const text = element("b");
  const fill = element("span", { className: "ra-fill" });
  const mark = element("span", { className: "ra-start" });
  node.append(text, element("span", { className: "ra-gauge" }, fill, mark));
  const draw = (now, start) => {
    text.textContent = percent(now);
    node.style.setProperty("--now", now);
    mark.hidden = start === undefined;
    if (start !== undefined) node.style.setProperty("--start", start);
  };
  return { node, draw };
}

/** From every column to the next, and a line across at the level of the inputs. */
function wires(columns) {
  const svg = document.createElementNS(SVG, "svg");
  const [all, level] = ["ra-wires", "ra-line ra-c2"].map((name) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    return svg.appendChild(path);
  });
  svg.setAttribute("viewBox", `0 0 ${columns} 1`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const between = (column) =>
    UNITS.flatMap((from) => UNITS.map((to) => `M${column + 0.5},${from}L${column + 1.5},${to}`));
  const lines = Array.from({ length: columns - 1 }, (_, column) => between(column));
  all.setAttribute("d", lines.flat().join(""));
  return { svg, level };
}
