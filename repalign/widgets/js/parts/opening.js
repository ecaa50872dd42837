// A figure that plays itself once, when a reader of the book first sees it.

import { isStill } from "./elements.js";
import { inBook } from "./links.js";

const DELAY = 1500; // ms, to look at where it starts
const SEEN = 0.35; // of the explorer
const TAKEN = ".ra-moments, .ra-controls, .ra-handle"; // what a reader touches to take over

/** An address with a state asks for that, and gets nothing else. */
const isWanted = () => inBook() && !isStill() && !location.hash.includes("?");

/** A player that starts by itself, until the reader takes over; the address does not follow it. */
export const opening = (makePlayer) => (page) => {
  const player = makePlayer(page);
  const end = new AbortController();
  const leave = () => {
    end.abort();
    player.stop();
  };
  const start = () => isWanted() && player.start(unless(page, leave));
  let begin = () => {
    const section = player.node.closest(".repalign");
    whenSeen(section, start, end.signal);
    whenTaken(section, player.node, leave, end);
  };
  const draw = () => {
    if (isWanted()) begin?.();
    begin = null;
  };
  return { node: player.node, draw, destroy: leave };
};

/** Sets traits, unless a link has led elsewhere since. */
function unless({ state, set }, leave) {
  const now = () => JSON.stringify(state.all());
  let last = now();
  return (values) => {
    if (last !== now()) return leave();
    set(values);
    last = now();
  };
}

function whenSeen(section, act, signal) {
  let timer = null;
  const watch = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      watch.disconnect();
      timer = setTimeout(act, DELAY);
    },
    { threshold: SEEN },
  );
  watch.observe(section);
  signal.addEventListener("abort", () => {
    watch.disconnect();
    clearTimeout(timer);
  });
}

/** The player's own button stops it by itself. */
function whenTaken(section, button, leave, end) {
  const take = ({ target }) => {
    if (button.contains(target)) end.abort();
    else if (target.closest(TAKEN)) leave();
  };
  for (const name of ["pointerdown", "keydown"])
    section.addEventListener(name, take, { signal: end.signal });
}
