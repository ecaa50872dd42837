// Peaks functions drawn: one sample of their variables, which the reader moves, and what each
// function reads of it.

import { select } from "d3-selection";
import { panel } from "./chart.js";
import { element } from "./elements.js";
import { holdStill } from "./touch.js";

const HALF = 0.5; // above it the second variable is read, else the third
const SAMPLE = [0.71, 0.34, 0.83, 0.62, 0.27, 0.48];
const KEYS = { ArrowUp: 0.05, ArrowRight: 0.05, ArrowDown: -0.05, ArrowLeft: -0.05 };
const ENDS = { Home: 0, End: 1 };
const [WIDTH, COLUMN, TOP, BAR, ROW] = [330, 44, 16, 90, 48];
const ROWS = TOP + BAR + 30; // the first one's top

/** P_XYZ = Y where X > 0.5, else Z, of { A: value, ... }: the letters it has, and what it does. */
export function readingOf([condition, high, low], values) {
  const above = values[condition] > HALF;
  const [read, unread] = above ? [high, low] : [low, high];
  return { condition, above, read, unread, value: values[read] };
}

/** A part: `names` are those of `now.functions`, a row each. */
export const functions = (names) => () => {
  const node = panel("What the tasks read");
  const svg = select(node).append("svg").attr("class", "ra-functions").attr("role", "group");
  svg.attr("aria-label", "One sample of the variables, and what each task reads of it");
  svg.attr("viewBox", `0 0 ${WIDTH} ${ROWS + ROW * names.length}`);
  const hint =
    "Drag the bars, the variables of a sample. Each task asks whether one is above ½, and takes " +
    "one of two others.";
  node.append(element("p", { className: "ra-hint" }, hint));
  const values = {};
  let shown = null;
  const set = (letter, value) => {
    values[letter] = Math.round(100 * Math.min(1, Math.max(0, value))) / 100;
    show();
  };
  holdStill(svg.node(), ".ra-variable");
  const layers = [barsOf(svg, values, set), rowsOf(svg, names, values)];
  function show() {
    const letters = [...new Set(shown.join(""))].sort();
    letters.forEach((letter, i) => {
      values[letter] ??= SAMPLE[i % SAMPLE.length];
    });
    for (const layer of layers) layer(shown, letters);
  }
  const draw = ({ functions }) => {
    if (shown === functions) return;
    shown = functions;
    show();
  };
  return { node, draw };
};

const across = (i) => COLUMN * (i + 0.5);
const up = (value) => TOP + BAR * (1 - value);
const said = (value) => value.toFixed(2);

/** The variables, a slider each. */
function barsOf(svg, values, set) {
  svg.append("path").attr("class", "ra-rule");
  const ends = svg.append("text").attr("class", "ra-note").text("½");
  return (_, letters) => {
    svg.select(".ra-rule").attr("d", `M0,${up(HALF)}H${COLUMN * letters.length}`);
    ends.attr("x", COLUMN * letters.length + 6).attr("y", up(HALF) + 4);
    const bars = svg
      .selectAll(".ra-variable")
      .data(letters)
      .join((enter) => enter.append("g").each(barOf(set)));
    bars.each(function (letter, i) {
      drawBar(select(this), letter, values[letter], across(i));
    });
  };
}

const barOf = (set) =>
  function (letter) {
    const bar = select(this).attr("class", "ra-variable").attr("role", "slider");
    bar.attr("tabindex", 0).attr("aria-label", `variable ${letter}`);
    bar.attr("aria-valuemin", 0).attr("aria-valuemax", 1);
    bar.attr("data-variable", letter).attr("data-lm-suppress-shortcuts", "true");
    for (const name of ["ra-reach", "ra-frame", "ra-value", "ra-grip"])
      bar.append(name === "ra-grip" ? "circle" : "rect").attr("class", name);
    bar.append("text").attr("class", "ra-letter").attr("text-anchor", "middle");
    listen(bar, () => bar.datum(), set);
  };

function listen(bar, letter, set) {
  const node = bar.node();
  let held = false;
  const follow = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY);
    const { y } = point.matrixTransform(node.ownerSVGElement.getScreenCTM().inverse());
    set(letter(), 1 - (y - TOP) / BAR);
  };
  bar
    .on("pointerdown", (event) => {
      held = true;
      node.setPointerCapture(event.pointerId);
      follow(event);
    })
    .on("pointermove", (event) => held && follow(event))
    .on("pointerup pointercancel", () => {
      held = false;
    })
    .on("keydown", (event) => {
      const now = Number(node.getAttribute("aria-valuenow"));
      const next = event.key in ENDS ? ENDS[event.key] : now + KEYS[event.key];
      if (Number.isNaN(next)) return;
      event.preventDefault();
      set(letter(), next);
    });
}

function drawBar(bar, letter, value, x) {
  const rect = (name, width, y, height) =>
    bar
      .select(name)
      .attr("x", x - width / 2)
      .attr("width", width)
      .attr("y", y)
      .attr("height", height);
  bar.attr("aria-valuenow", value).attr("aria-valuetext", said(value));
  rect(".ra-reach", COLUMN, 0, TOP + BAR + 26);
  rect(".ra-frame", 18, TOP, BAR);
  rect(".ra-value", 18, up(value), BAR * value);
  bar.select(".ra-grip").attr("cx", x).attr("cy", up(value)).attr("r", 8);
  bar
    .select(".ra-letter")
    .attr("x", x)
    .attr("y", TOP + BAR + 18)
    .text(letter);
}

/** The functions: their letters stand beneath the variables, joined by what they do. */
function rowsOf(svg, names, values) {
  const rows = names.map((name, k) => {
    const row = svg.append("g").attr("transform", `translate(0,${ROWS + k * ROW})`);
    row.attr("data-function", name);
    for (const each of ["ra-unread", "ra-read"]) row.append("path").attr("class", each);
    const marks = row.append("g");
    const [title, value] = ["ra-title", "ra-value"].map((each) =>
      row.append("text").attr("class", each).attr("y", 12),
    );
    value.attr("x", WIDTH).attr("text-anchor", "end").attr("y", 34);
    return { row, marks, title, value };
  });
  return (functions, letters) => {
    rows.forEach((each, k) => {
      drawRow(each, `${names[k]} ${functions[k]}`, readingOf(functions[k], values), letters);
    });
  };
}

function drawRow({ row, marks, title, value }, name, reading, letters) {
  const { condition, above, read, unread } = reading;
  const place = (letter) => across(letters.indexOf(letter));
  title.text(`${name}: ${condition} is ${above ? "above" : "not above"} ½, so it takes ${read}`);
  value.text(said(reading.value));
  const join = (letter) => `M${place(condition)},30H${place(letter)}`;
  row.select(".ra-unread").attr("d", join(unread));
  row.select(".ra-read").attr("d", join(read));
  marks
    .selectAll("circle")
    .data(letters)
    .join("circle")
    .attr("cx", place)
    .attr("cy", 30)
    .attr("class", (letter) => classOf(letter, reading))
    .attr("r", (letter) => (letter === read ? 8 : letter === unread ? 6 : 2));
  marks
    .selectAll("path")
    .data([condition])
    .join("path")
    .attr("class", "ra-asked")
    .attr("d", `M${place(condition)},20l10,10l-10,10l-10,-10Z`);
}

const classOf = (letter, { read, unread }) =>
  letter === read ? "ra-taken" : letter === unread ? "ra-left" : "ra-unused";
