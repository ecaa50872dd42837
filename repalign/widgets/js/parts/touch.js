// A finger in a picture: what it holds moves, and the page does not. Browsers differ in how they
// take the touch-action of a part of a picture, and some of them not at all.

const LISTENING = { passive: false };

/** What a press holds, `node`, gets its moves; a number being typed elsewhere is entered first. */
export function take(node, event) {
  document.activeElement?.blur();
  node.setPointerCapture(event.pointerId);
  event.preventDefault();
}

/** Whatever in `node` matches `held` is held: it does not scroll the page in any direction. */
export function holdStill(node, held) {
  const hold = (event) => event.target.closest(held) && event.preventDefault();
  node.addEventListener("touchstart", hold, LISTENING);
}

/** A finger that sets out along `axis` on `node` does not scroll the page; across it, it does. */
export function holdAlong(node, axis) {
  let [from, held] = [null, null];
  const place = ({ touches: [{ clientX, clientY }] }) => ({ x: clientX, y: clientY });
  const start = (event) => {
    [from, held] = [place(event), null];
  };
  const move = (event) => {
    const { x, y } = place(event);
    const [across, down] = [Math.abs(x - from.x), Math.abs(y - from.y)];
    held ??= axis === "x" ? across > down : down > across;
    if (held) event.preventDefault();
  };
  node.addEventListener("touchstart", start, { passive: true });
  node.addEventListener("touchmove", move, LISTENING);
}
