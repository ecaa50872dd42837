"""Docstrings for the API page: an indented line after a paragraph is an equation, to be shown as it
stands."""


def show_equations(app, what, name, obj, options, lines):
    """Put every indented block that follows a blank line and unindented text into a literal
    block."""
    result, literal = [], False
    for i, line in enumerate(lines):
        indented = line.startswith(" ")
        if indented and not literal and opens_block(lines, i):
            result += [".. code-block:: none", "   :class: equation", ""]
            literal = True
        elif line.strip() and not indented:
            literal = False
        result.append("   " + line if literal and indented else line if literal else escape(line))
    lines[:] = result


def opens_block(lines, i):
    """Whether line i starts a block of its own, and is not the text under a parameter's name."""
    before = [line for line in lines[:i] if line.strip()]
    return (
        bool(before)
        and i > 0
        and not lines[i - 1].strip()
        and not before[-1].startswith((" ", ".."))
    )


def escape(line):
    """||y|| is a norm, not a reference to y."""
    return line if line.lstrip().startswith(">>>") else line.replace("|", "\\|")
