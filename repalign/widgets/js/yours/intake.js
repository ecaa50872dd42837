// Where files come in: by drop, by a file input, by one click on the sample.

import { button, element, field } from "../parts/elements.js";

const TELLING = { positive: 9 }; // a digit that training tells from all others
const ACCEPTED = ".npy,.npz,.csv,.tsv,.txt,.json";

/** What a reader drops or chooses; and what is going on, with a button that stops it. */
export const intake = ({ data: { desk, sample } }) => {
  const parts = [dropping(desk, sample), going(desk), problem(desk)];
  return { node: element("div", {}, ...parts) };
};

function dropping(desk, sample) {
  const input = field("input", {
    type: "file",
    multiple: true,
    accept: ACCEPTED,
    "data-control": "files",
    onchange: () => {
      if (input.files.length) desk.open([...input.files]);
      input.value = ""; // the same file again is a change too
    },
  });
  const over = button("clear", "Start over", () => desk.clear());
  const node = element(
    "div",
    { className: "ra-drop" },
    element("label", { className: "ra-button" }, "Choose files", input),
    element("span", {}, "or drop them here: features and labels, .npy, .npz or .csv"),
    button("sample", "Try a sample", () => {
      desk.clear();
      desk.open([fileOf("sample.npz", sample)], TELLING);
    }),
    over,
  );
  desk.listen(({ files, result }) => {
    over.hidden = !files.length && !result;
  });
  over.hidden = true;
  dropped(node, (files) => desk.open(files));
  return node;
}

const fileOf = (name, base64) =>
  new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name);

function dropped(node, open) {
  const mark = (on) => node.classList.toggle("ra-over", on);
  node.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  node.addEventListener("dragleave", () => mark(false));
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) open([...event.dataTransfer.files]);
  });
}

/** What is done, how far it is, and a way to stop it. */
function going(desk) {
  const text = element("span", { role: "status" });
  const bar = element("progress", { max: 1, "aria-label": "Progress" });
  const stop = button("stop", "Stop", () => desk.stop());
  const node = element("div", { className: "ra-going", hidden: true }, stop, bar, text);
  desk.listen(({ busy }) => {
    node.hidden = !busy;
    text.textContent = busy?.text ?? "";
    if (busy?.share === undefined) bar.removeAttribute("value");
    else bar.value = busy.share;
  });
  return node;
}

function problem(desk) {
  const node = element("p", { className: "ra-problem", role: "alert" });
  desk.listen((state) => {
    if (node.textContent !== (state.problem ?? "")) node.textContent = state.problem ?? "";
  });
  return node;
}
