"""The README's moving picture: the first figure of the built book, epoch by epoch.

`make picture` builds the book and runs it.
"""

import io
import sys
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "book"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.pictures import LIVE_TIMEOUT, opened

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "_build/html/book/index.html"
PICTURE = ROOT / "book/emergence.webp"
VIEWPORT = {"width": 1000, "height": 1200}  # px
STRIDE = 2  # checkpoints a frame
FRAME, REST = 110, 2500  # ms, the last frame rests


def frames(page, address):
    """The explorer's charts at every `STRIDE`-th checkpoint, and the last."""
    page.goto(address)
    explorer = page.locator('.explorer[data-key="emergence"]')
    page.locator('.explorer[data-key="emergence"][data-live]').wait_for(timeout=LIVE_TIMEOUT)
    last = int(explorer.locator("input[type=range]").first.get_attribute("max"))
    for checkpoint in [*range(0, last, STRIDE), last]:
        page.goto(f"{address}#emergence?checkpoint={checkpoint}")
        page.wait_for_timeout(FRAME)
        yield Image.open(io.BytesIO(explorer.locator(".ra-panels").screenshot())).convert("RGB")


def main():
    with opened(None) as browser:
        page = browser.new_page(viewport=VIEWPORT, reduced_motion="reduce")
        first, *rest = frames(page, PAGE.as_uri())
    part = PICTURE.with_suffix(".part.webp")
    durations = [FRAME] * len(rest) + [REST]
    first.save(
        part, save_all=True, append_images=rest, duration=durations, loop=0, lossless=True, method=6
    )
    part.replace(PICTURE)
    print(f"{PICTURE.relative_to(ROOT)}: {len(durations)} frames, {PICTURE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
