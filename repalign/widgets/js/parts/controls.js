// Native controls with labels, each a part that shows a trait of its name and sets it.

import { button, element, field, isStill, key } from "./elements.js";
import { geometric, kept } from "./math.js";
import { nearest } from "./state.js";
import { compact } from "./text.js";

/** Of the whole document, in which every explorer has a copy of this module. */
const unique = (prefix) => `ra-${prefix}-${Math.random().toString(36).slice(2)}`;

/** Options by index: [[0, text], ...] */
export const numbered = (texts) => texts.map((text, i) => [i, text]);

/**
 * A range input with a numeric entry beside it, between the ends of its trait's rule.
 *
 * It rests on the values that the rule names, or else every `step` or, if `log`, on `places` in
 * equal ratios. `first` is what the entry shows of 0, `digits` those after its point; where the
 * trait is an index, `numbers(now, data)` are what it shows instead, ascending, as epochs are.
 * `say(value)` is what is announced, `sets(value)` the traits that a move sets.
 */
export const slider = (name, label, options) => (page) => {
  const sets = (value) => ({ [name]: value });
  const defaults = { step: 1, log: false, places: 101, first: 0, digits: 2, say: String, sets };
  const spec = { name, label, id: unique(name), ...defaults, ...options };
  const inputs = [rangeOf(spec, page), entryOf(spec, page)];
  const node = element(
    "div",
    { className: "ra-control" },
    element("label", { htmlFor: spec.id }, label),
    ...inputs.map((each) => each.node),
  );
  return { node, draw: (now) => inputs.forEach((each) => each.draw(now)) };
};

/** The value itself is a rest wherever it came from, so that a key press leads to another one. */
function rangeOf({ name, id, numbers, say, sets, ...spec }, { data, state, change }) {
  const grid = kept((rule) => restsOf(rule, spec));
  let rests = [];
  const oninput = () => change(sets(rests[node.value]));
  const node = field("input", { type: "range", id, "data-control": name, oninput });
  const draw = (now) => {
    const value = now[name];
    rests = [...new Set([...grid(state.rule(name)), value])].sort((a, b) => a - b);
    Object.assign(node, { min: 0, max: rests.length - 1, value: rests.indexOf(value) });
    node.setAttribute("aria-valuetext", say(numbers?.(now, data)[value] ?? value));
  };
  return { node, draw };
}

/** Where a slider rests: values of its rule, ascending, no two of them the same. */
export function restsOf({ low, high, values, fit }, { step, log, places, digits }) {
  if (values) return values;
  const count = Math.ceil((high - low) / step - 1e-9) + 1;
  const grid = log
    ? geometric(low, high, places)
    : Array.from({ length: count }, (_, i) => low + i * step);
  return [...new Set(grid.map((value) => fit(tidy(value, digits))))];
}

const tidy = (value, digits) => Number(value.toFixed(digits));

function entryOf({ name, label, step, log, sets, ...spec }, { data, state, change }) {
  let shows = null;
  const node = field("input", {
    type: "number",
    "aria-label": `${label}, as a number`,
    "data-entry": name,
    onchange: () => {
      if (Number.isFinite(node.valueAsNumber)) change(sets(shows.value(node.valueAsNumber)));
      node.value = shows.number(state.get(name));
    },
  });
  const draw = (now) => {
    const { low, high, values } = state.rule(name);
    const numbers = spec.numbers?.(now, data);
    shows = numbers ? among(numbers) : shifted(spec);
    const steps = log || values || numbers ? "any" : step;
    Object.assign(node, { min: shows.number(low), max: shows.number(high), step: steps });
    if (document.activeElement !== node) node.value = shows.number(now[name]);
  };
  return { node, draw };
}

/** What an entry shows of its trait's value, and back. */
const shifted = ({ first, digits }) => ({
  number: (value) => tidy(value + first, digits),
  value: (number) => tidy(number - first, digits),
});
const among = (numbers) => ({
  number: (index) => numbers[index],
  value: (number) => nearest(numbers, number),
});

/** Of the measured epochs, by their index. */
export const epochSlider = (epochs) => slider("checkpoint", "Epoch", { numbers: epochs });

/** Of the threshold in units of sqrt(n). */
export const levelSlider = () =>
  slider("level", "Threshold τ, in units of √n", {
    digits: 5,
    say: (level) => `${compact(level)} √n`,
  });

/** Of the step size of gradient descent. */
export const ratioSlider = () =>
  slider("ratio", "Step size, in units of the limit 2/σ₁²", { step: 0.01 });

/** One of a few options, as radio buttons. options: [[value, text], ...] */
export const choice = (name, label, options) => (page) => {
  const group = unique(name);
  const input = (value) => ({
    type: "radio",
    name: group,
    onchange: () => page.change({ [name]: value }),
  });
  return boxes(name, label, options, input, (value, now) => now[name] === value);
};

/** Any of a few options, as check boxes. options: [[value, text, class of its mark], ...] */
export const toggles = (name, label, options) => (page) => {
  const other = (value) =>
    options
      .map(([each]) => each)
      .filter((each) => page.state.get(name).includes(each) !== (each === value));
  const input = (value) => ({
    type: "checkbox",
    onchange: () => page.change({ [name]: other(value) }),
  });
  return boxes(name, label, options, input, (value, now) => now[name].includes(value));
};

/** `input(value)` are an option's properties, `isOn(value, now)` whether it is chosen. */
function boxes(name, label, options, input, isOn) {
  const inputs = options.map(([value]) =>
    field("input", { value: String(value), "data-control": name, ...input(value) }),
  );
  const labels = options.map(([, text, mark], i) =>
    element("label", {}, inputs[i], ...(mark ? [key(mark)] : []), text),
  );
  const node = element(
    "fieldset",
    { className: "ra-choice" },
    element("legend", {}, label),
    ...labels,
  );
  const draw = (now) => {
    options.forEach(([value], i) => {
      inputs[i].checked = isOn(value, now);
    });
  };
  return { node, draw };
}

/** One of many texts, by its index: a native menu. `texts(now)` may depend on the state. */
export const menu = (name, label, texts) => (page) => {
  const onchange = () => page.change({ [name]: select.selectedIndex });
  const select = field("select", { className: "ra-button", "data-control": name, onchange });
  let shown = "";
  const draw = (now) => {
    const options = texts(now);
    if (shown !== options.join("\n")) {
      shown = options.join("\n");
      select.replaceChildren(...options.map((text) => element("option", {}, text)));
    }
    select.selectedIndex = now[name];
  };
  return {
    node: element("div", { className: "ra-choice" }, element("label", {}, label, select)),
    draw,
  };
};

/** A button that sets `values`, where `useful(now)`. */
export const setter = (name, text, values, useful) => (page) => {
  const node = button(name, text, () => page.change(values));
  const draw = (now) => {
    node.disabled = !useful(now);
  };
  return { node, draw };
};

/**
 * Play and pause through a trait's numbers; a step a press for readers who want reduced motion.
 * `start(set)` and `stop()` are for what plays by itself.
 */
export const player =
  (name, interval, next = (value) => value + 1) =>
  ({ state, change }) => {
    const still = isStill();
    const [play, pause] = still ? ["Step ▸", "Step ▸"] : ["▶ Play", "❚❚ Pause"];
    const node = button("play", play, () => (timer ? stop() : start()));
    const atEnd = () => state.get(name) >= state.rule(name).high;
    let timer = null;

    function start(set = change) {
      const advance = () => set({ [name]: next(state.get(name)) });
      if (atEnd()) set({ [name]: state.rule(name).low });
      else if (still) advance();
      if (still) return;
      timer = setInterval(() => (atEnd() ? stop() : advance()), interval);
      node.textContent = pause;
    }
    function stop() {
      clearInterval(timer);
      timer = null;
      node.textContent = play;
    }
    return { node, start, stop, destroy: stop };
  };
