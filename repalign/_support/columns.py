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
