"""Coming through a door as somebody, with Django's own test browser, and reading what a page says."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.test import Client

BLOCKS = {
    "h1",
    "h2",
    "h3",
    "p",
    "li",
    "a",
    "button",
    "label",
    "legend",
    "th",
    "td",
    "dt",
    "dd",
    "div",
    "span",
}
UNREAD = {"script", "style", "title", "option"}


def come_in(key: str) -> Client:
    """Return a browser in which the person of this key is signed in."""
    browser = Client()
    browser.cookies["amends_sitting"] = key
    return browser


def without_tokens(page: bytes) -> bytes:
    """Return a page without what is drawn anew each time: the token that keeps forms from being forged."""
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")[^"]+', rb"\1", page)


class Sentences(HTMLParser):
    """Collects the sentences of a page's main part, each block for itself."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.skipped = 0
        self.blocks = [""]

    def handle_starttag(self, tag, attrs):
        self.inside |= tag == "main"
        self.skipped += tag in UNREAD
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag):
        self.inside &= tag != "main"
        self.skipped -= tag in UNREAD
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data):
        if self.inside and not self.skipped:
            self.blocks[-1] += data


def sentences(page: bytes) -> list[str]:
    """Return what the main part of a page says, sentence by sentence."""
    reader = Sentences()
    reader.feed(page.decode())
    blocks = (" ".join(block.split()) for block in reader.blocks)
    return [each for block in blocks for each in re.split(r"(?<=[.!?:])\s+", block) if each]
