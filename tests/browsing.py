"""Where the tests find Chromium, and what they ask of every page that it shows."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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


def barriers(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds on a page against WCAG 2.2 AA, and the first place: nothing, if all is well."""
    violations = Axe().run(page, options=AXE_TAGS).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in violations]


def is_too_wide(page: Page) -> bool:
    """Return whether a page has to be moved sideways to be read."""
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")
