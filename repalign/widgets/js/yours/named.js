/** Things whose names stand for one of them each. */
export function named(things) {
  const counts = new Map();
  return things.map((thing) => {
    const count = (counts.get(thing.name) ?? 0) + 1;
    counts.set(thing.name, count);
    return count === 1 ? thing : { ...thing, name: `${thing.name} (${count})` };
  });
}
