// The reader's own directions, [[sigma, squared projection], ...]: a table to type in, points to
// drag.

import { select } from "d3-selection";
import { element, field, scrolling } from "./elements.js";
import { targetNormSq } from "./math.js";
import { between, list } from "./state.js";
import { holdStill, take } from "./touch.js";

export const OWN = "your own";
const SMALLEST = 1e-9; // of a number: squares and quotients stay numbers
const NEAR = 24; // pixels between the pointer and what it takes hold of
const within = between(SMALLEST, 1 / SMALLEST);
const dragged = { sigma: between(1e-2, 1e3), share: between(1e-6, 1) };

/** The rule of the reader's directions: as many as at the start, all above zero. */
export const directionsLike = (start) => ({
  otherwise: start,
  fit: (value) => {
    const number = (each) => (each > 0 ? within.fit(each) : undefined);
    const own = list(value)?.map((pair) => list(pair)?.map(number));
    const isPair = (pair) => pair?.length === 2 && !pair.includes(undefined);
    return own?.length === start.length && own.every(isPair) ? own : undefined;
  },
});

/** The directions as a label vector's spectrum. */
export function ownSpectrum(own) {
  const sorted = [...own].sort((a, b) => b[0] - a[0]);
  const spectrum = {
    sigma: sorted.map(([sigma]) => sigma),
    power: sorted.map(([, power]) => power),
    residual: 0,
  };
  return { ...spectrum, norm: targetNormSq(spectrum) };
}

/** A numeric entry for every sigma and squared projection: what can be dragged can be typed. */
export function ownTable(page) {
  const columns = page.state
    .get("own")
    .map((_, i) => [
      entry(page, i, 0, `sigma of direction ${i + 1}`),
      entry(page, i, 1, `squared projection of direction ${i + 1}`),
    ]);
  const row = (title, j) => {
    const cells = columns.map((pair) => element("td", {}, pair[j].node));
    return element("tr", {}, element("th", { scope: "row" }, title), ...cells);
  };
  const title = element("caption", {}, "Drag them in the chart of shares, or type");
  const lines = element("table", {}, title, row("σᵢ", 0), row("(uᵢᵀy)²", 1));
  const node = scrolling("ra-table ra-own", lines);
  return { node, draw: (now) => columns.flat().forEach((each) => each.draw(now)) };
}

function entry({ state, change }, i, j, label) {
  const show = ({ own }) => {
    node.value = Number(own[i][j].toPrecision(4));
  };
  const onchange = () => {
    const own = state.get("own");
    if (node.valueAsNumber > 0)
      change({ own: replaced(own, i, replaced(own[i], j, node.valueAsNumber)) });
    else show({ own });
  };
  const attributes = { "aria-label": label, "data-own": `${i},${j}` };
  const node = field("input", { type: "number", min: 0, step: "any", onchange, ...attributes });
  return { node, draw: (now) => document.activeElement !== node && show(now) };
}

const replaced = (items, i, item) => items.map((each, k) => (k === i ? item : each));

/** Drag the directions in a chart of their shares. */
export function dragging(chart, { state, change }) {
  let held = null;
  const total = () => state.get("own").reduce((sum, [, power]) => sum + power, 0);
  const tidy = (value) => Number(value.toPrecision(3));
  const move = (event) => {
    const [sigma, share] = chart.invert(event);
    const power = dragged.share.fit(share) * held.total;
    const pair = [tidy(dragged.sigma.fit(sigma)), tidy(power)];
    change({ own: replaced(state.get("own"), held.index, pair) });
  };
  holdStill(chart.node, ".ra-grip-areas");
  select(chart.node)
    .on("pointerdown", (event) => {
      const own = state.get("own");
      if (state.get("focus") !== OWN || !own.length) return;
      if (event.target.closest(".ra-handle")) return;
      const reach = own.map(([sigma, power]) => chart.distance(event, [sigma, power / total()]));
      const index = reach.indexOf(Math.min(...reach));
      if (reach[index] > NEAR) return;
      held = { index, total: total() };
      take(chart.node, event);
      move(event);
    })
    .on("pointermove", (event) => held && move(event))
    .on("pointerup pointercancel", () => {
      held = null;
    });
}
