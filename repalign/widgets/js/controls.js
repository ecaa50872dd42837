// Native controls with labels: a slider beside a numeric entry, choices, buttons, a player, read-outs.

let counter = 0;
const unique = (prefix) => `ra-${prefix}-${(counter += 1)}`;

/** An element with properties, attributes (dashed or aria names) and children. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node && !name.includes("-")) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** JupyterLab would take the arrow keys away from an input without this. */
const LAB = { "data-lm-suppress-shortcuts": "true" };

const SLIDER_STEPS = 1000;
const linear = { toPosition: (value, min, max) => (value - min) / (max - min), toValue: (p, min, max) => min + p * (max - min) };
const logarithmic = {
  toPosition: (value, min, max) => Math.log(Math.max(value, min) / min) / Math.log(max / min),
  toValue: (p, min, max) => min * (max / min) ** p,
};

/**
 * A range input with a numeric entry beside it. On a logarithmic scale the range moves in equal ratios, of which `places`
 * says how many: an arrow key then moves it to the next place.
 *
 * @returns {{ node, set(value), limits(min, max) }}
 */
export function slider({ label, name, min, max, step, log = false, places, digits = 2, say, onInput }) {
  const id = unique(name);
  const scale = log ? logarithmic : linear;
  const range = element("input", { type: "range", id, "data-control": name, ...LAB });
  const entry = element("input", { type: "number", "aria-label": `${label}, as a number`, "data-entry": name, ...LAB });
  const spoken = say ?? ((value) => String(value));
  const tidy = (value) => Number(Number(value).toFixed(digits));
  // So little smaller that the last place is not beyond the end for a rounding error.
  const ratio = places ? ((1 - 1e-15) * SLIDER_STEPS) / (places - 1) : 1;
  let shown = "";

  function limits(low, high) {
    [min, max] = [low, high];
    Object.assign(range, log ? { min: 0, max: SLIDER_STEPS, step: ratio } : { min, max, step });
    Object.assign(entry, { min: log ? 0 : tidy(min), max: tidy(max), step: log ? "any" : step });
  }
  function set(value) {
    range.value = log ? Math.round(SLIDER_STEPS * scale.toPosition(value, min, max)) : value;
    range.setAttribute("aria-valuetext", spoken(value));
    shown = tidy(value);
    if (document.activeElement !== entry) entry.value = shown;
  }
  range.addEventListener("input", () => {
    onInput(tidy(log ? scale.toValue(range.value / SLIDER_STEPS, min, max) : range.value));
  });
  entry.addEventListener("change", () => {
    const value = Number(entry.value);
    entry.blur();
    if (entry.value === "" || !Number.isFinite(value)) entry.value = shown;
    else onInput(tidy(Math.min(max, Math.max(log ? 0 : min, value))));
  });
  entry.addEventListener("keydown", (event) => event.key === "Enter" && entry.dispatchEvent(new Event("change")));
  limits(min, max);
  const node = element("div", { className: "ra-control" }, element("label", { htmlFor: id }, label), range, entry);
  return { node, set, limits };
}

/** One of a few options, as radio buttons. options: [[value, text], ...] */
export function choice({ label, name, options, onInput }) {
  const group = unique(name);
  const inputs = options.map(([value]) =>
    element("input", { type: "radio", name: group, value: String(value), "data-control": name, ...LAB }),
  );
  const node = element(
    "fieldset",
    { className: "ra-choice" },
    element("legend", {}, label),
    ...inputs.map((input, i) => element("label", {}, input, options[i][1])),
  );
  inputs.forEach((input, i) => input.addEventListener("change", () => onInput(options[i][0])));
  const set = (value) => inputs.forEach((input, i) => (input.checked = options[i][0] === value));
  return { node, set };
}

/** Any of a few options, as check boxes with the key of their mark. options: [[value, text, class], ...] */
export function toggles({ label, name, options, onInput }) {
  const inputs = options.map(([value]) =>
    element("input", { type: "checkbox", value: String(value), "data-control": name, ...LAB }),
  );
  const chosen = () => options.map(([value]) => value).filter((_, i) => inputs[i].checked);
  inputs.forEach((input) => input.addEventListener("change", () => onInput(chosen())));
  const node = element(
    "fieldset",
    { className: "ra-choice" },
    element("legend", {}, label),
    ...inputs.map((input, i) => element("label", {}, input, key(options[i][2]), options[i][1])),
  );
  const set = (values) => inputs.forEach((input, i) => (input.checked = values.includes(options[i][0])));
  return { node, set };
}

/** A short piece of the line that a class draws, for legends. */
export function key(className) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "ra-key");
  svg.setAttribute("viewBox", "0 0 26 10");
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = `<path class="ra-line ${className}" d="M1,5H25"/>`;
  return svg;
}

export function button({ text, name, onClick }) {
  const node = element("button", { type: "button", className: "ra-button", "data-control": name }, text);
  node.addEventListener("click", onClick);
  return { node, text: (value) => (node.textContent = value) };
}

/** Play and pause through steps; a single step a press where the reader asked for reduced motion. */
export function player({ name, interval, advance, atEnd, rewind }) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const names = still ? ["Step ▸", "Step ▸"] : ["▶ Play", "❚❚ Pause"];
  let timer = null;
  const { node, text } = button({ text: names[0], name, onClick: () => (timer ? stop() : start()) });

  function start() {
    if (atEnd()) rewind();
    else if (still) advance();
    if (still) return;
    timer = setInterval(() => (atEnd() ? stop() : advance()), interval);
    text(names[1]);
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    text(names[0]);
  }
  return { node, stop };
}

/** Named values as text. fields: [[name, label], ...] */
export function readouts(fields) {
  const values = Object.fromEntries(fields.map(([name]) => [name, element("b", { "data-readout": name })]));
  const pairs = fields.map(([name, label]) => element("span", {}, label, values[name]));
  const set = (texts) => Object.entries(texts).forEach(([name, text]) => (values[name].textContent = text));
  return { node: element("div", { className: "ra-readouts" }, ...pairs), set };
}

/** One sentence that says what is seen; announced to screen readers when the reader pauses. */
export function summary() {
  const shown = element("p", { className: "ra-summary" });
  const spoken = element("p", { className: "ra-spoken", role: "status" });
  let timer = null;
  const set = (text) => {
    shown.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => (spoken.textContent = text), 600);
  };
  return { nodes: [shown, spoken], set };
}
