// A deck: one slide at a time, laid out by slides.css, with explorers in their own size.
Reveal.initialize({
  disableLayout: true,
  hash: false, // the address belongs to the explorers' states
  transition: "none",
  slideNumber: true,
  scrollActivationWidth: null,
});
