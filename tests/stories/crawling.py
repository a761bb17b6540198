"""Walking through everything behind a door, link by link, and telling which pages differ in more than their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import resolve

# What HTML closes by itself.
VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect"}
LEADS_OUT = ("/enter/", "/language/", "/static/")


class Reader(HTMLParser):
    """Reads of a page where its links lead, its title, its language, and its shape."""

    def __init__(self) -> None:
        """Begin before the page."""
        super().__init__()
        self.links: list[str] = []
        self.shape: set[tuple[str, ...]] = set()
        self.open: list[str] = []
        self.title = ""
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element: where it stands, and where it leads."""
        told = dict(attrs)
        self.shape.add((*self.open, f"{tag}.{told.get('class', '')}.{told.get('type', '')}"))
        if tag == "html":
            self.language = told.get("lang") or ""
        if tag == "a" and told.get("href"):
            self.links.append(str(told["href"]))
        if tag not in VOID:
            self.open.append(f"{tag}.{told.get('class', '')}")

    def handle_endtag(self, tag: str) -> None:
        """Note that an element is over."""
        while self.open and tag not in VOID:
            if self.open.pop().partition(".")[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self.open and self.open[-1].startswith("title."):
            self.title += data


def read(page: bytes | str) -> Reader:
    """Return what a page says of itself."""
    reader = Reader()
    reader.feed(page.decode() if isinstance(page, bytes) else page)
    return reader


@dataclass(frozen=True)
class Found:
    """One page that was found: its address, its status, what came with it, and itself."""

    address: str
    status: int
    headers: dict[str, str]
    page: str

    @property
    def kind(self) -> tuple[object, ...]:
        """What makes a page another page than one with other words: which it is, and its shape."""
        match = resolve(urlsplit(self.address).path)
        act = (match.kwargs.get("address"), match.kwargs.get("other"))
        return match.view_name, act, frozenset(read(self.page).shape)


def everything_behind(door: str, fetch: Callable[[str], Found]) -> Iterator[Found]:
    """Yield every page that links lead to from the first page behind a door, each address once."""
    waiting, known = [door], {door}
    while waiting:
        found = fetch(waiting.pop(0))
        if not found.headers.get("content-type", "").startswith("text/html"):
            continue
        yield found
        for link in read(found.page).links:
            address = urldefrag(urljoin(found.address, link)).url
            parts = urlsplit(address)
            inside = not parts.netloc and not address.startswith(LEADS_OUT)
            if inside and address not in known:
                known.add(address)
                waiting.append(address)
