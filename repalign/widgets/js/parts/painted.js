// Labels that a reader paints: a letter a sample, p for +1, m for -1, "." for what it is unpainted;
// may end early.

const LETTERS = { p: 1, m: -1 };

/** The label of sample i, painted over or not. */
export const paintedLabel = (painted, i, label) => LETTERS[painted[i]] ?? label;

/** The letters once some samples have a label; 0 takes the paint off. */
export function paintedOver(painted, samples, label) {
  const letters = [...painted];
  const letter = label ? (label > 0 ? "p" : "m") : ".";
  for (const i of samples) {
    while (letters.length <= i) letters.push(".");
    letters[i] = letter;
  }
  return letters.join("").replace(/\.+$/, "");
}

/** The rule of such letters. */
export const letters = (most) => ({
  otherwise: "",
  fit: (value) =>
    typeof value === "string" ? value.slice(0, most).replace(/[^pm]/g, ".") : undefined,
});
