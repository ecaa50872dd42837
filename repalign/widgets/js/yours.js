// A reader's own features and labels, measured in the page. The module is its worker's too.

import { choice, slider } from "./parts/controls.js";
import { element } from "./parts/elements.js";
import { explorer } from "./parts/explorer.js";
import { group } from "./parts/folded.js";
import { oneOf, whole } from "./parts/state.js";
import { sentence } from "./parts/text.js";
import { inWorker } from "./parts/worker.js";
import { choices } from "./yours/choices.js";
import { Desk } from "./yours/desk.js";
import { intake } from "./yours/intake.js";
import { listen } from "./yours/listen.js";
import { results } from "./yours/results.js";
import { fixed, intent } from "./yours/words.js";

if (inWorker) listen();

export default explorer({
  title: "Your own features",
  data: (traits) => {
    const model = { get: (name) => traits[name] };
    const { sample, result } = traits;
    return { sample, result, desk: new Desk(import.meta.url, model) };
  },
  limits: () => ({
    normalize: oneOf([true, false]),
    bias: oneOf([true, false]),
    shuffles: whole(20, 200),
  }),
  state: () => ({}),
  head: () => [intake, choices, options, alone, working],
  panels: () => [],
  controls: () => [],
  foot: () => [results, waiting, shown],
});

const OPTIONS = [
  choice("normalize", "Rows", [
    [true, "of length one"],
    [false, "as they are"],
  ]),
  choice("bias", "Constant feature", [
    [true, "with"],
    [false, "without"],
  ]),
  slider("shuffles", "Shuffled labels", { step: 20 }),
];

/** Of what is measured here. */
const options = (page) => {
  const part = group("ra-choices", OPTIONS)(page);
  page.data.desk.listen((state) => {
    part.node.hidden = isAlone(state);
  });
  return part;
};

/** A word in place of the options. */
const alone = ({ data: { desk } }) => {
  const node = element("p", { className: "ra-hint", role: "status", hidden: true });
  desk.listen((state) => {
    node.hidden = !isAlone(state);
    node.textContent = isAlone(state) ? fixed(state.result) : "";
  });
  return { node };
};

/** A result without features. */
const isAlone = ({ result, choice }) => Boolean(result && !choice);

/** The desk works with the options of the state. */
const working = ({ data: { desk } }) => ({
  node: "",
  draw: ({ normalize, bias, shuffles }) => desk.setOptions({ normalize, bias, shuffles }),
  destroy: () => desk.clear(),
});

const waiting = (page) => {
  const { desk } = page.data;
  const part = sentence((now) => intent(now, desk.state.problem))(page);
  let told = null;
  desk.listen(({ result, problem }) => {
    part.node.hidden = Boolean(result);
    if (problem !== told) page.redraw();
    told = problem;
  });
  return part;
};

/** A result that came along, once all parts listen. */
const shown = ({ data: { desk, result } }) => {
  if (result) desk.show(result);
  return { node: "" };
};
