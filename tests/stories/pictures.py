"""Pictures of a story, step by step, for whoever wants to see it without running it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page


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
