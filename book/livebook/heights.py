"""Room for explorers that do not live yet, as tall as they will be, so that the text beneath stays
where it is; tools/heights.py measures it."""

import json
import re
from pathlib import Path

FILE = Path(__file__).parent / "heights.json"
WIDTHS = (320, 360, 390, 430, 600, 768, 992, 1100, 1280, 1440)  # px of the window
CONTAINER = re.compile(r'(<div class="explorer[^>]* data-key="([\w-]+)"[^>]*)>')


def reserve(page, source):
    """A page whose explorers have their heights as variables of style, which book.css picks from by
    the window's width; one that nobody measured has none."""
    known = json.loads(FILE.read_text(encoding="utf-8")).get(page, {})

    def room(match):
        heights = zip(WIDTHS, known.get(match[2], ()), strict=False)
        style = "; ".join(f"--h{width}: {height}px" for width, height in heights)
        return f'{match[1]} style="{style}">' if style else match[0]

    return CONTAINER.sub(room, source)
