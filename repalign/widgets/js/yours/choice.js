// What is measured of what was found: layers, labels, and which classes.

const LABEL = /label|class|target|categor|species|digit|^y$|: y$/i;
export const MOST = 4; // layers that explorers tell apart
const TELLING = [3, 20]; // classes that are shown one beside another

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
    left: Object.fromEntries(found.features.map(({ name, counting = [] }) => [name, counting])),
    ...classes(labels),
  });
}

/** Columns of a table beside the labels', and those of them that are features. */
export function columnsOf({ name, columns }, { labels, left }) {
  const all = columns.filter((each) => labels?.table !== name || labels.column !== each);
  return { all, kept: all.filter((each) => !left[name].includes(each)) };
}

/**
 * Classes that are measured too, one against the others: [value, how many]. Of two classes that
 * were chosen, others have no samples in what is measured.
 */
export function besides({ labels, negative }) {
  const { length } = labels.classes ?? [];
  const [least, most] = TELLING;
  return negative === undefined && length >= least && length <= most ? labels.classes : [];
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
