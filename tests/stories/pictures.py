"""Pictures of a story, step by step, for whoever wants to see it without running it.

`python -m tests.stories.pictures` puts those of the last `make story` that docs/start/ shows where it shows them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

CHECKOUT = Path(__file__).parents[2]
KEPT = CHECKOUT / "var" / "story"
GUIDE = CHECKOUT / "docs" / "start"
# What begins with this is shown in the guide.
FOR_THE_GUIDE = "guide "
COLORS = 64
TALLEST = 1100


class Pictures:
    """A folder of pictures named in the order in which they were taken. Without a folder none is kept."""

    def __init__(self, folder: Path | None) -> None:
        """Begin with an empty folder: pictures of an older run would stand between those of this one."""
        self.folder = folder
        self.taken = 0
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.glob("*.png"):
                old.unlink()

    def keep(self, page: Page, name: str) -> None:
        """Keep what is on the page now, the whole of it, under a name that is given a number."""
        if self.folder is None:
            return
        self.taken += 1
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        page.screenshot(
            path=self.folder / f"{self.taken:03}-{plain}.png", full_page=True, animations="disabled"
        )


def shown_in_the_guide() -> list[str]:
    """Return the names of the pictures that the guide shows, in its order."""
    return re.findall(r"\(pictures/([a-z0-9-]+)\.png\)", (GUIDE / "README.md").read_text(encoding="utf-8"))


def main() -> int:
    """Write the guide's pictures anew, in few colors; returns 1, having written none, when a picture is missing."""
    taken = {kept.stem.partition("guide-")[2]: kept for kept in sorted(KEPT.glob("*-guide-*.png"))}
    missing = [name for name in shown_in_the_guide() if name not in taken]
    if missing:
        sys.stderr.write(f"`make story` has not kept: {', '.join(missing)}.\n")
        return 1
    for old in (GUIDE / "pictures").glob("*.png"):
        old.unlink()
    for name in shown_in_the_guide():
        with Image.open(taken[name]) as picture:
            top = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
            top.convert("RGB").quantize(COLORS).save(GUIDE / "pictures" / f"{name}.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
