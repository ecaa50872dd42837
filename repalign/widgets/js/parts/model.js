// An explorer's model inside another explorer: its traits, and who listens to them.

/** As much of anywidget's model as `explorer.js` asks for; nobody hears of what it saves. */
export function modelOf(traits) {
  const state = { page_key: "", page_state: [], links: {}, ...traits };
  const listeners = new Set();
  return {
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = value;
      for (const listener of listeners) listener();
    },
    on: (_, listener) => listeners.add(listener),
    off: (_, listener) => listeners.delete(listener),
    save_changes: () => {},
  };
}
