// What results say: the sentence that has most of the words. Sphinx would fetch each page for an
// excerpt, and cut it anywhere.
(() => {
  window.fetch = async (address) => ({ text: async () => address });

  Search.makeSearchSummary = (address, words, anchor) => {
    const root = document.documentElement.dataset.content_root;
    const page = address.slice(root.length).replace(/\.html$/, "");
    const worth = ([section, sentence]) => {
      const text = sentence.toLowerCase();
      const hits = [...words].filter((word) => text.includes(word.toLowerCase())).length;
      return 2 * hits + (`#${section}` === anchor);
    };
    const all = window.excerpts[page] ?? [];
    const [best] = all.toSorted((a, b) => worth(b) - worth(a));
    if (!best) return document.createTextNode("");
    return Object.assign(document.createElement("p"), {
      className: "context",
      textContent: best[1],
    });
  };
})();
