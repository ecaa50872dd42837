// What is measured of what was found: layers, labels, and which classes.

const LABEL = /label|class|target|categor|species|digit|^y$|: y$/i;
const MOST = 4; // layers that explorers tell apart

/** A choice that makes sense at first. */
export function firstChoice(found) {
  const sizes = new Set(found.features.map(({ shape }) => shape[0]));
  const candidates = found.labels.filter(({ n }) => sizes.has(n));
  const labels =
    candidates.find(({ name }) => LABEL.test(name)) ??
    candidates.find(({ words }) => words) ??
    candidates.find(({ table }) => !table) ??
    candidates.findLast(({ classes }) => classes) ??
    found.labels.at(-1);
  const layers = found.features.filter(({ shape }) => shape[0] === labels?.n);
  const some = layers.length ? layers : found.features;
  return fitted({
    layers: some.slice(0, MOST),
    labels,
    pool: "flatten",
    ...classes(labels),
  });
}

/** The first class against the others; a number where there are no classes. */
export function classes(labels) {
  const [first, second] = labels?.classes ?? [];
  return {
    positive: first?.[0],
    negative: labels?.classes?.length === 2 ? second[0] : undefined,
  };
}

/** With at most four layers, two classes that differ, and the target in words. */
export function fitted(choice) {
  const { layers, labels, positive, negative } = choice;
  const against = negative === positive ? undefined : negative;
  return {
    ...choice,
    layers: layers.slice(0, MOST),
    negative: against,
    said: said(labels, positive, against),
  };
}

function said(labels, positive, negative) {
  if (!labels) return "";
  if (positive === undefined) return labels.name;
  return `${labels.name}, ${positive} against ${negative ?? "all others"}`;
}
