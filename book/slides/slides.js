// A deck: one slide at a time, laid out by slides.css, with explorers in their own size.
Reveal.initialize({
  plugins: [RevealNotes], // S opens the speaker's view
  disableLayout: true,
  hash: false, // the address belongs to the explorers' states
  transition: "none",
  slideNumber: true,
  scrollActivationWidth: null,
});

// A link to a state turns to the slide of its explorer; what a slide itself began with does not.
let begun;
const turn = () => {
  if (location.hash === begun) return;
  const key = location.hash.slice(1).split("?")[0];
  const slide = document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.closest("section");
  if (slide) Reveal.slide(Reveal.getIndices(slide).h);
};
addEventListener("hashchange", turn);
Reveal.on("ready", turn);

// A slide that is shown first takes the state that it begins with.
Reveal.on("slidechanged", ({ currentSlide: { dataset } }) => {
  if (dataset.state) {
    begun = `#${dataset.state}`;
    location.hash = begun;
  }
  delete dataset.state;
});
