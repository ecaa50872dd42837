// Random numbers that a seed reproduces on every machine; those of JavaScript cannot be seeded.

const WARM_UP = 15; // draws until nothing shows of how close two seeds were

/** What draws are for: one seed gives each its own, independent of how many the others take. */
export const STREAMS = { data: 1, labels: 2, parameters: 3, order: 4 };

/**
 * Uniform numbers on [0, 1), multiples of 2^-32, from Doty-Humphrey's sfc32.
 *
 * @param {number} seed whole number from 0 to 2^32 - 1
 * @param {number} stream one of `STREAMS`
 * @param {number} index of draws of one kind, as the epoch
 * @returns {() => number}
 */
export function uniform(seed, stream, index = 0) {
  let [a, b, c, counter] = [seed | 0, stream | 0, index | 0, 1];
  const draw = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < WARM_UP; i++) draw();
  return draw;
}

/** Standard normal numbers from uniform ones, by Box and Muller. */
export const normal = (draw) => () =>
  Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** Shuffle in place, by Fisher and Yates; returns the array. */
export function shuffle(array, draw) {
  for (let i = array.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    const kept = array[i];
    array[i] = array[j];
    array[j] = kept;
  }
  return array;
}
