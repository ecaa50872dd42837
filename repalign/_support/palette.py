"""Colours and dashes, of plots and of explorers, on a light ground and on a dark one.

The lines' are after Okabe and Ito, darkened where the original is too light for thin lines: every
kind of colour vision tells them apart, and the dash says the same again.
"""

COLOURS = {  # name: on light, on dark
    "ink": ("#1f2328", "#e6e8eb"),
    "soft": ("#5b6470", "#a7b0bb"),
    "line": ("#d0d5dc", "#434a54"),
    "ground": ("#ffffff", "#14181e"),
    "raised": ("#f5f6f8", "#1e242c"),
    "1": ("#0064a6", "#62b6f0"),
    "2": ("#b84a00", "#f0a050"),
    "3": ("#007a58", "#3cc39a"),
    "4": ("#8a3f78", "#dc9bc8"),
    "5": ("#a8174b", "#ff8aa8"),
}
DASHES = {"1": (), "2": (7, 4), "3": (2, 3), "4": (9, 3, 2, 3), "5": (), "ink": (4, 2)}  # px
DARK = 'html[data-theme="dark"], html[theme="dark"], body[data-jp-theme-light="false"]'


def variable(name):
    """A colour's CSS variable.

    Examples
    --------
    >>> variable("ink")
    '--ra-ink'
    """
    return f"--ra-{name}"


def style(selector):
    """A style sheet that gives what `selector` names every colour, the dark ones on a dark page."""
    light, dark = (
        " ".join(f"{variable(name)}: {each[ground]};" for name, each in COLOURS.items())
        for ground in (0, 1)
    )
    return f"{selector} {{ {light} }}\n:is({DARK}) {selector} {{ {dark} }}\n"


def lines(selector):
    """A style sheet with a class for each line, ``ra-c1`` and so on, in the order of `DASHES`."""
    return "".join(
        f"{selector} .ra-c{number} {{ --ra-color: var({variable(name)});"
        f" --ra-dash: {' '.join(map(str, dash)) or 'none'}; }}\n"
        for number, (name, dash) in enumerate(DASHES.items(), start=1)
    )
