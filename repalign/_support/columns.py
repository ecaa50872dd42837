"""Tables as text."""

from collections.abc import Sequence


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Lines of cells, as many in each, in columns.

    Examples
    --------
    >>> print(aligned([["", "one", "two"], ["rank", "10", "3"]]))
          one  two
    rank  10   3
    """
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def aligned_within(lines: Sequence[Sequence[str]], width: int) -> str:
    """The same, with as many columns beside the first as so many letters hold, the others beneath.

    Examples
    --------
    >>> print(aligned_within([["", "one", "two"], ["rank", "10", "3"]], 12))
          one
    rank  10
    <BLANKLINE>
          two
    rank  3
    """
    first, *others = zip(*lines, strict=True)
    parts, room = [[first]], width
    for column in others:
        needed = 2 + max(map(len, column))
        if needed > room - max(map(len, first)) and len(parts[-1]) > 1:
            parts.append([first])
            room = width
        parts[-1].append(column)
        room -= needed
    return "\n\n".join(aligned(list(zip(*part, strict=True))) for part in parts)
