// Runs the page's explorers without a kernel: anywidget front-end modules, their embedded state,
// and the address bar. The state stands in the page, the modules in files beside this one; both
// come from the book's Sphinx extension.
(() => {
  const HERE = document.currentScript;
  const WRITE_DELAY = 200; // ms; browsers limit how often an address may change
  const LIFETIME = new AbortController().signal; // never aborted: they live as long as the page

  /** An anywidget model without a kernel: save_changes has nobody to tell but the address bar. */
  class Model {
    constructor({ state, buffers }) {
      this.state = state;
      for (const { path, data } of buffers) put(state, path, decode(data));
      this.initial = structuredClone(state);
      this.listeners = new Map();
    }
    get(name) {
      return this.state[name];
    }
    set(name, value) {
      const values = typeof name === "string" ? { [name]: value } : name;
      const changed = Object.keys(values).filter((key) => !same(this.state[key], values[key]));
      Object.assign(this.state, values);
      for (const key of changed) this.emit(`change:${key}`, values[key]);
      if (changed.length) this.emit("change");
    }
    on(event, callback) {
      this.listeners.set(event, [...(this.listeners.get(event) ?? []), callback]);
    }
    off(event, callback) {
      const events = event ? [event] : [...this.listeners.keys()];
      const kept = (known) => (callback ? known.filter((one) => one !== callback) : []);
      for (const each of events) this.listeners.set(each, kept(this.listeners.get(each) ?? []));
    }
    emit(event, ...values) {
      for (const callback of this.listeners.get(event) ?? []) callback(this, ...values);
    }
    send() {}
    save_changes() {
      this.saved?.();
    }
  }

  const same = (a, b) =>
    a === b || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));

  function decode(base64) {
    return new DataView(
      Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer,
    );
  }

  function put(target, path, value) {
    const last = path.at(-1);
    path.slice(0, -1).reduce((inner, step) => inner[step], target)[last] = value;
  }

  // The address, #circle?angle=90&spread=0.3, holds the state of the explorer that was moved last.
  // With an entry of the browser's history go those of all, so that back and forward lead to them.

  function query(model) {
    const names = (model.get("page_state") ?? []).filter(
      (name) => !same(model.get(name), model.initial[name]),
    );
    const write = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));
    return String(new URLSearchParams(names.map((name) => [name, write(model.get(name))])));
  }

  const nameOf = (model) => encodeURIComponent(model.get("page_key"));

  const keyed = (model) =>
    typeof model.get("page_key") === "string" && model.get("page_key") !== "";

  /** Write every state into the present entry of the history, which may get another address. */
  function remember(address) {
    const queries = Object.fromEntries(keys.map((model) => [nameOf(model), query(model)]));
    history.replaceState({ ...history.state, explorers: queries }, "", address);
  }

  /** Remember a model, and let the address follow it. */
  function record(model) {
    let timer;
    const write = () => {
      const asks = query(model);
      remember(`#${nameOf(model)}${asks && `?${asks}`}`);
    };
    model.saved = () => {
      clearTimeout(timer);
      timer = setTimeout(write, WRITE_DELAY);
    };
  }

  /** What the address asks for: { key: "direction=135" }, of one explorer at most. */
  function asked() {
    const [key, query = ""] = location.hash.slice(1).split(/\?(.*)/s);
    return keys.some((model) => nameOf(model) === key) ? { [key]: query } : {};
  }

  const wishes = () => history.state?.explorers ?? asked();

  /** Give a model the values that are wished for it; the module knows their limits. */
  async function follow(model, queries) {
    const query = keyed(model) ? queries[nameOf(model)] : undefined;
    if (query !== undefined)
      (await initialize(model)).follow?.({ model, query, initial: model.initial });
  }

  /** Scroll to the explorer that the address names, if any; returns it. */
  function reveal() {
    const [key] = Object.keys(asked());
    if (!key) return null;
    const name = CSS.escape(decodeURIComponent(key));
    const explorer = document.querySelector(`.explorer[data-key="${name}"]`);
    explorer?.scrollIntoView();
    return explorer;
  }

  // Modules

  const once = (make) => {
    const known = new Map();
    return (key) => (known.has(key) ? known : known.set(key, make(key))).get(key);
  };

  const fileOf = (name) => new URL(`explorers/${name}`, HERE.src).href;

  /** From the disk a page may import no module, but load its text as a classic script. */
  async function blobOf(digest) {
    const script = Object.assign(document.createElement("script"), {
      src: fileOf(`${digest}.text.js`),
    });
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${script.src} is missing`));
      document.head.append(script);
    });
    return URL.createObjectURL(
      new Blob([window.explorerTexts[digest]], { type: "text/javascript" }),
    );
  }

  const load = once(async (digest) => {
    const { default: exported } = await import(
      location.protocol === "file:" ? await blobOf(digest) : fileOf(`${digest}.js`)
    );
    return typeof exported === "function" ? exported() : exported;
  });

  const initialize = once(async (model) => {
    const widget = await load(model.get("_esm"));
    await widget.initialize?.({ model, signal: LIFETIME, experimental: {} });
    return widget;
  });

  async function show(container, model) {
    try {
      if (!model) throw new Error(`the page has no state for ${container.dataset.model}`);
      const widget = await initialize(model);
      await follow(model, wishes());
      const el = document.createElement("div");
      await widget.render({ model, el, signal: LIFETIME, experimental: {} });
      container.replaceChildren(el);
      container.model = model;
      container.dataset.live = Math.round(performance.now());
    } catch (error) {
      fail(container, error);
    }
  }

  function fail(container, error) {
    const note = document.createElement("p");
    note.className = "explorer-error";
    note.setAttribute("role", "alert");
    note.textContent = `This interactive figure could not start: ${error.message ?? error}`;
    container.replaceChildren(note);
    console.error(error);
  }

  let keys = []; // the models that an address can name

  /**
   * Start what is near the screen at once, the others one by one when the browser has time, and all
   * before printing; resolves when all have started.
   */
  async function lazily(containers, start) {
    const begun = once(start);
    const observer = new IntersectionObserver(
      (entries) =>
        entries.filter((each) => each.isIntersecting).forEach((each) => begun(each.target)),
      { rootMargin: "50%" },
    );
    containers.forEach((each) => observer.observe(each));
    addEventListener("beforeprint", () => containers.forEach(begun));
    for (const each of containers) {
      await new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));
      await begun(each);
    }
  }

  function start() {
    const written = JSON.parse(
      document.querySelector('script[type="application/vnd.repalign.explorers+json"]').textContent,
    );
    const models = new Map(Object.entries(written).map(([id, whole]) => [id, new Model(whole)]));
    keys = [...models.values()].filter(keyed);
    keys.forEach(record);
    const restored = history.state?.explorers;
    const containers = [...document.querySelectorAll(".explorer")];
    const shown = lazily(containers, (each) => show(each, models.get(each.dataset.model)));
    // A page that one returns to stands where it stood.
    if (!restored) reveal();
    // Again when all stand there: what is above has its height only now.
    shown.then(() => {
      if (!restored) reveal();
      remember();
    });
    addEventListener("popstate", turn);
  }

  /** To another entry of the history, or to a new one by a link. */
  async function turn() {
    const isNew = !history.state?.explorers;
    const queries = wishes();
    await Promise.all(keys.map((model) => follow(model, queries)));
    if (isNew) {
      reveal()?.dispatchEvent(new Event("reached", { bubbles: true })); // back.js listens
      remember();
    }
  }

  // The modules load while the page is still being read, and what they share beside them; `show`
  // says what went wrong.
  const names = (list) => list.split(" ").filter(Boolean);
  for (const digest of names(HERE.dataset.modules)) load(digest).catch(() => {});
  if (location.protocol !== "file:")
    for (const name of names(HERE.dataset.shared)) import(fileOf(`${name}.js`)).catch(() => {});
  // Not DOMContentLoaded, which waits for the formulas' script.
  if (document.readyState === "loading")
    document.addEventListener("readystatechange", start, { once: true });
  else start();
})();
