// An explorer's state. Every value from outside (an address, a link, a trait that Python sets) is read and bounded here.

/** Index of the ascending value nearest to a target. */
export function nearest(values, target) {
  const within = Math.min(values.at(-1), Math.max(values[0], target));
  return values.reduce((best, value, i) => (Math.abs(value - within) < Math.abs(values[best] - within) ? i : best), 0);
}

// Rules: { fit, otherwise }. `fit(value)` is what the trait holds, or undefined where the value makes no sense; an address
// brings text, so it takes text too. `otherwise` stands where nothing made sense so far.

function finite(value) {
  const number = typeof value === "string" && value.trim() ? Number(value) : value;
  return Number.isFinite(number) ? number : undefined;
}

const numeric = (otherwise, fit) => ({ otherwise, fit: (value) => (finite(value) === undefined ? undefined : fit(finite(value))) });

export const between = (low, high) => numeric(low, (value) => Math.min(high, Math.max(low, value)));

export const whole = (low, high) => numeric(low, (value) => Math.min(high, Math.max(low, Math.round(value))));

export const indexOf = (list) => whole(0, list.length - 1);

export const nearestOf = (values) => numeric(values[0], (value) => values[nearest(values, value)]);

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
 * The model as an explorer sees it: what has a rule keeps to it, and a value that makes no sense leaves the last one.
 *
 * A rule whose limits depend on other traits is a function of the bounded state that returns it.
 */
export function bounded(model, rules, last = {}) {
  const state = { get, fit };
  function fit(name, value) {
    const rule = typeof rules[name] === "function" ? rules[name](state) : rules[name];
    return rule.fit(value) ?? rule.fit(last[name]) ?? rule.otherwise;
  }
  function get(name) {
    return name in rules ? (last[name] = fit(name, model.get(name))) : model.get(name);
  }
  return state;
}

/**
 * Give the model the state that an address asks for, as in `direction=135&spread=0.3`.
 *
 * Of `page_state`, what the address does not name, or not well, becomes what it is in `initial`, { name: value }.
 */
export function follow({ model, query, initial }, rules) {
  const given = new URLSearchParams(query);
  const asked = bounded({ get: (name) => given.get(name) ?? initial[name] ?? model.get(name) }, rules, { ...initial });
  const names = model.get("page_state").filter((name) => name in rules);
  const values = names.map((name) => [name, given.has(name) ? asked.get(name) : initial[name]]);
  values.forEach(([name, value]) => model.set(name, value));
}
