// An explorer's state. Every value from outside (an address, a link, a trait that Python sets) is
// read and bounded here.

/** Index of the ascending value nearest to a target. */
export function nearest(values, target) {
  const within = clamp(values[0], values.at(-1), target);
  const gap = (i) => Math.abs(values[i] - within);
  return values.reduce((best, _, i) => (gap(i) < gap(best) ? i : best), 0);
}

const clamp = (low, high, value) => Math.min(high, Math.max(low, value));

// Rules: { fit, otherwise }, and { low, high } of numbers. `fit(value)` is what the trait holds, or
// undefined where the value makes no sense; an address brings text, so it takes text too.
// `otherwise` stands where nothing made sense so far.

function finite(value) {
  const number = typeof value === "string" && value.trim() ? Number(value) : value;
  return Number.isFinite(number) ? number : undefined;
}

const numeric = (low, high, fit) => ({
  low,
  high,
  otherwise: low,
  fit: (value) => (finite(value) === undefined ? undefined : clamp(low, high, fit(finite(value)))),
});

export const between = (low, high) => numeric(low, high, (value) => value);

export const whole = (low, high) => numeric(low, high, Math.round);

export const indexOf = (list) => whole(0, list.length - 1);

/** One of ascending values. */
export const nearestOf = (values) => ({
  ...numeric(values[0], values.at(-1), (value) => values[nearest(values, value)]),
  values,
});

export const oneOf = (choices) => ({
  otherwise: choices[0],
  fit: (value) => choices.find((each) => String(each) === String(value)),
});

/** Some of the choices, in their order; none at all only if none is asked for. */
export const someOf = (choices) => ({
  otherwise: choices,
  fit: (value) => {
    const asked = list(value);
    const known = asked && choices.filter((each) => asked.includes(each));
    return known?.length || asked?.length === 0 ? known : undefined;
  },
});

export function list(value) {
  try {
    const read = typeof value === "string" ? JSON.parse(value) : value;
    return Array.isArray(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The model as an explorer sees it: what has a rule keeps to it, and a value that makes no sense
 * leaves the last one.
 *
 * A rule whose limits depend on other traits is a function of the bounded state that returns it.
 */
export function bounded(model, rules, last = {}) {
  const state = { rule, fit, get, all };
  function rule(name) {
    return typeof rules[name] === "function" ? rules[name](state) : rules[name];
  }
  function fit(name, value) {
    const { fit, otherwise } = rule(name);
    return fit(value) ?? fit(last[name]) ?? otherwise;
  }
  function get(name) {
    last[name] = fit(name, model.get(name));
    return last[name];
  }
  function all() {
    return Object.fromEntries(Object.keys(rules).map((name) => [name, get(name)]));
  }
  return state;
}

/**
 * Give the model the state that an address asks for, as in `direction=135&spread=0.3`.
 *
 * Of `page_state`, what the address does not name, or not well, becomes what it is in `initial`, {
 * name: value }.
 */
export function follow({ model, query, initial }, rules) {
  const given = new URLSearchParams(query);
  const get = (name) => given.get(name) ?? initial[name] ?? model.get(name);
  const asked = bounded({ get }, rules, { ...initial });
  const names = model.get("page_state").filter((name) => name in rules);
  const values = names.map((name) => [name, given.has(name) ? asked.get(name) : initial[name]]);
  for (const [name, value] of values) model.set(name, value);
}
