"""One Chromium for the tests of pages, and what is asked of every page that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_TAGS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window; ends it at the end."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def barriers(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds on a page against WCAG 2.2 AA, and the first place: nothing, if all is well."""
    violations = Axe().run(page, options=AXE_TAGS).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in violations]


def is_too_wide(page: Page) -> bool:
    """Return whether a page has to be moved sideways to be read."""
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")
