// A hidden layer before and after training, and what one has more than another.

import { band, cursor, levelAxis, point, share, step } from "./marks.js";

export const WHEN = {
  trained: { color: "ra-c1", text: "after training" },
  start: { color: "ra-c3", text: "before training" },
};
export const LEGEND = Object.fromEntries(
  Object.values(WHEN).map(({ color, text }) => [color, text]),
);

/** The area within an error of the values. */
export const around = (levels, values, errors) =>
  band(levels, ...[-1, 1].map((side) => values.map((value, i) => value + side * errors[i])));

/** In points, with errors, none of a network less itself: { values, errors }. */
const differenceOf = (when, { chosen, compared }) => ({
  values: chosen[when].map((value, i) => (value - compared[when][i]) / 10),
  errors: chosen[`${when}_error`].map((error, i) =>
    chosen.index === compared.index ? 0 : Math.hypot(error, compared[`${when}_error`][i]) / 10,
  ),
});

export function differenceSpec(now, { levels }) {
  const lines = Object.entries(WHEN).map(([when, { color }]) => {
    const { values, errors } = differenceOf(when, now);
    return [
      around(levels, values, errors),
      step(levels, values, color),
      point(now.level, values[now.k], color),
    ];
  });
  return {
    x: levelAxis(levels),
    y: { label: "difference, in points", short: "", say: inPoints, domain: [-105, 105] },
    marks: [{ type: "rule", y: 0 }, cursor(now.level), ...lines.flat()],
  };
}

const signed = (value, digits = 1) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
const inPoints = (value) => `${signed(value)} points`;

/** Of a table: chosen, compared, and their difference. */
export function comparisonRows(now) {
  return Object.entries(WHEN).map(([when, { text }]) => {
    const { values, errors } = differenceOf(when, now);
    const difference = `${signed(values[now.k])} ± ${errors[now.k].toFixed(1)}`;
    const [chosen, compared] = [now.chosen, now.compared].map((each) => share(each[when], now.k));
    return {
      "data-when": when,
      head: [text],
      texts: Object.entries({ chosen, compared, difference }),
    };
  });
}
