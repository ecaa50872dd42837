// The way back from an explorer to the link that led there. The browser's own goes to the state
// before the link too; this one leaves state and address alone.
{
  let followed = null; // the link that was clicked last
  let withdraw = () => {};

  const onScreen = (node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };

  /** "exercise 1.1", or "the text" where the link stands in none. */
  const placeOf = (link) => {
    const heading = link.closest('section[id^="exercise-"]')?.querySelector("h3").textContent;
    return heading?.match(/^Exercise [\d.]*\d/)?.[0].toLowerCase() ?? "the text";
  };

  /** A button in the explorer that leads to the link, while that is out of sight. */
  const offer = (explorer, link) => {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "way-back",
      textContent: `Back to ${placeOf(link)}`,
      onclick: () => {
        withdraw();
        link.scrollIntoView({ block: "center" });
        link.focus({ preventScroll: true });
      },
    });
    const watch = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && withdraw());
    withdraw = () => {
      watch.disconnect();
      button.remove();
    };
    explorer.prepend(button);
    explorer.scrollIntoView(); // where it has a line more
    button.focus({ preventScroll: true });
    watch.observe(link);
  };

  addEventListener("click", ({ target }) => {
    followed = target.closest?.('a[href^="#"]');
  });
  addEventListener("reached", ({ target }) => {
    withdraw();
    if (followed && !onScreen(followed)) offer(target, followed);
  });
}
