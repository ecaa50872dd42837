"""Small widgets to try the book's extension and runtime with."""

import anywidget
import ipywidgets
import traitlets

DIAL = """
export default {
  initialize({ model }) {
    window.initialized = (window.initialized ?? 0) + 1;
  },
  follow({ model, query, initial }) {
    const given = new URLSearchParams(query);
    const read = (name) => (given.has(name) ? JSON.parse(given.get(name)) : initial[name]);
    for (const name of model.get("page_state")) model.set(name, read(name));
  },
  render({ model, el }) {
    const input = document.createElement("input");
    Object.assign(input, { type: "range", min: 0, max: 360 });
    const shown = document.createElement("output");
    const draw = () => {
      input.value = model.get("angle");
      const values = ["angle", "name", "on", "points"].map((each) => model.get(each));
      shown.textContent = values.map((each) => JSON.stringify(each)).join(" ");
    };
    input.addEventListener("input", () => {
      model.set("angle", Number(input.value));
      model.save_changes();
    });
    model.on("change:angle", (_, value) => (window.announced = value));
    model.on("change", draw);
    el.append(input, shown);
    draw();
    return () => model.off("change", draw);
  },
};
"""


class Dial(anywidget.AnyWidget):
    """A number to turn, and one trait of every kind that an address can hold."""

    _esm = DIAL
    _css = ".explorer output { color: rgb(1, 2, 3); }"
    page_key = traitlets.Unicode("dial").tag(sync=True)
    page_state = traitlets.List(["angle", "name", "on", "points"]).tag(sync=True)
    angle = traitlets.Int(30).tag(sync=True)
    name = traitlets.Unicode("a & b").tag(sync=True)
    on = traitlets.Bool(False).tag(sync=True)
    points = traitlets.List([1, 2]).tag(sync=True)

    def __repr__(self):
        return "Dial()"


class Broken(anywidget.AnyWidget):
    """Fails when it is rendered."""

    _esm = "export default { render() { throw new Error('no luck </script>'); } }"


class Bytes(anywidget.AnyWidget):
    """Carries a buffer, and its module is a function that makes the widget."""

    _esm = """
    export default async () => ({
      render({ model, el }) {
        const data = model.get("data");
        el.textContent = `sum ${data.getUint8(0) + data.getUint8(1)}`;
      },
    });"""
    data = traitlets.Bytes(b"\x02\x03").tag(sync=True)


def other_dial():
    return Dial(page_key="other", angle=5)


def slider():
    return ipywidgets.IntSlider()
