// Answers to exercises, judged in the page as `repalign.paper.chapters.exercises` judges them. What
// was answered stays in this browser.
{
  const KEY = "repalign-exercises";
  const HINT = "Look at the hint.";

  // What an answer can be: `read(form)` gives undefined where there is none, null where it cannot
  // be read; `same(given, expected)`; `complaint(given)` of what cannot be right.
  const FORMS = {
    numbers: ({ count, rtol, asked }) => ({
      read: ({ answer }) => numbers(answer.value, count, rtol === 0),
      same: (given, expected) =>
        given.length === expected.length &&
        given.every((each, i) => Math.abs(each - expected[i]) <= rtol * Math.abs(expected[i])),
      complaint: (given) => given.length !== count && `${sentence(asked)} is asked for.`,
    }),
    letters: ({ count, choices, asked }) => ({
      read: ({ answer }) =>
        answer.value ? (answer.value.toUpperCase().match(/\p{L}/gu) ?? null) : undefined,
      same: (given, expected) => String(given) === String(expected),
      complaint: (given) =>
        (given.length !== count ||
          new Set(given).size < given.length ||
          given.some((each) => !choices.includes(each))) &&
        `${sentence(asked)}: that is asked for.`,
    }),
    state: ({ key }) => ({
      read: () => modelOf(key)?.state,
      same: (given, expected) =>
        Object.entries(expected).every(([name, limits]) => within(given[name], limits)),
      complaint: () => undefined,
    }),
  };

  const modelOf = (key) => document.querySelector(`.explorer[data-key="${key}"]`)?.model;

  const sentence = (text) => text[0].toUpperCase() + text.slice(1);

  const within = (value, limits) =>
    Array.isArray(limits)
      ? typeof value === "number" && limits[0] <= value && value <= limits[1]
      : value === limits;

  const THOUSANDS = /^[-+]?\d{1,3}([,\s'’]\d{3})+$/;

  /** Numbers in a text: 30.4, 8.8 or 1/sqrt(3) or 5*6/2 or 2e-5 or 15 %; a comma is that of a
   * decimal where there is one number, or semicolons part them, and that of thousands in a whole
   * one. */
  const numbers = (text, count, whole) => {
    let bare = text
      .replaceAll("−", "-")
      .replaceAll("sqrt", "√")
      .replaceAll("×", "*")
      .replace(/[()[\]]|\band\b/g, " ")
      .replace(/\s*([/%*])\s*|(?<=√)\s+/g, "$1")
      .trim();
    if (!bare) return undefined;
    if (whole && count === 1 && THOUSANDS.test(bare)) bare = bare.replace(/[,\s'’]/g, "");
    if (bare.includes(";") || (count === 1 && /^[-+]?\d+,\d+$/.test(bare)))
      bare = bare.replace(/(\d),(?=\d)/g, "$1.");
    const all = bare
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(number);
    return all.every(Number.isFinite) ? all : null;
  };

  const FACTOR = /^([-+]?)(√?)((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)$/i;

  const factor = (text) => {
    const [, sign, root, decimal] = text.match(FACTOR) ?? [];
    const size = root ? Math.sqrt(Number(decimal)) : Number(decimal);
    return sign === "-" ? -size : size;
  };

  const product = (text) => text.split("*").reduce((all, each) => all * factor(each), 1);

  const number = (text) => {
    const [, first, second = "1", percent] = text.match(/^([^/%]+)(?:\/([^/%]+))?(%?)$/) ?? [];
    return first ? product(first) / product(second) / (percent ? 100 : 1) : Number.NaN;
  };

  const judge = (told, form) => {
    const { read, same, complaint } = FORMS[told.form](told);
    const given = read(form.elements);
    if (given === undefined) return ["not answered yet"];
    if (given === null) return ["not yet", `${sentence(told.asked)} is asked for.`];
    if (same(given, told.right)) return ["right"];
    const [, known] = told.wrong.find(([mistake]) => same(given, mistake)) ?? [];
    return ["not yet", complaint(given) || known || HINT];
  };

  /** Each letter turned back by half of their circle (ROT47). */
  const turn = (letter) => String.fromCharCode(33 + ((letter.charCodeAt(0) + 14) % 94));
  const decoded = (text) => JSON.parse(text.replace(/[!-~]/g, turn));

  // What this browser knows of answers given: { "1.2": { answer, word, tries } }.

  /** Where a browser keeps nothing, as from some disks, it is forgotten with the page. */
  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      return {};
    }
  };

  let kept = stored();

  const keep = (changed) => {
    kept = changed;
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Full, or forbidden.
    }
  };

  const say = (form, [word, why = ""]) => {
    form.dataset.word = word;
    form.querySelector("output").textContent = `${sentence(word)}. ${why}`.trim();
  };

  const answered = (form, told) => {
    const name = form.dataset.exercise;
    const verdict = judge(told, form);
    say(form, verdict);
    const [word] = verdict;
    if (word === "not answered yet") return;
    const tries = (kept[name]?.tries ?? 0) + 1;
    const answer = form.elements.answer?.value ?? linkTo(told.key);
    keep({ ...kept, [name]: { answer, word, tries } });
  };

  /** A link to the state that an explorer is in, every trait of it named. */
  const linkTo = (key) => {
    const model = modelOf(key);
    const names = model.get("page_state");
    const write = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));
    return `#${key}?${new URLSearchParams(names.map((name) => [name, write(model.get(name))]))}`;
  };

  /** The last answer, as it was judged. */
  const restore = (form, told) => {
    const known = kept[form.dataset.exercise];
    if (!known) return;
    const { answer } = form.elements;
    if (answer) answer.value = known.answer;
    if (told.form !== "state") say(form, judge(told, form));
    else if (known.word === "right") say(form, ["right"]);
  };

  // How exact an answer has to be, and how many are right, above the exercises.

  const EXACT =
    "Give numbers to three significant digits: they count as right within two per cent, and what " +
    "is counted only exactly, unless the exercise says otherwise.";

  const progress = (forms) => {
    const node = document.createElement("p");
    node.className = "exercise-progress";
    const count = document.createElement("span");
    const make = (text, act) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.textContent = text;
      button.addEventListener("click", act);
      return button;
    };
    const buttons = [
      make("Save answers", save),
      make("Forget them", () => {
        const mine = forms.map(({ dataset }) => dataset.exercise);
        keep(Object.fromEntries(Object.entries(kept).filter(([name]) => !mine.includes(name))));
        for (const form of forms) {
          form.reset();
          form.querySelector("output").textContent = "";
          delete form.dataset.word;
        }
        draw();
      }),
    ];
    const draw = () => {
      const right = forms.filter(({ dataset }) => dataset.word === "right").length;
      const known = `${right} of ${forms.length} right. Answers stay in this browser.`;
      count.textContent = `${EXACT} ${known}`;
      for (const each of buttons) each.hidden = forms.every(({ dataset }) => !dataset.word);
    };
    node.append(count, ...buttons);
    draw();
    return { node, draw };
  };

  /** Of all chapters, as a file. */
  const save = () => {
    const file = new Blob([`${JSON.stringify(kept, null, 1)}\n`], { type: "application/json" });
    const link = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(file),
      download: "answers.json",
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  };

  document.addEventListener("DOMContentLoaded", () => {
    const forms = [...document.querySelectorAll(".exercise-answer")];
    if (!forms.length) return;
    const all = forms.map((form) => [form, decoded(form.dataset.told)]);
    for (const [form, told] of all) restore(form, told);
    const { node, draw } = progress(forms);
    document.querySelector("#exercises > :is(h1, h2)")?.after(node); // none on slides
    for (const [form, told] of all)
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        answered(form, told);
        draw();
      });
  });
}
