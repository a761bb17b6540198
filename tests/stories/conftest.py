"""A real browser over the real site, and a copy of the world for each story."""

from __future__ import annotations

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.serving import site
from tests.stories.company import Company
from tests.stories.overhearing import overhearing
from tests.stories.pictures import Pictures
from tests.walking import Walk

# The folder in which `make story` wants a picture of each step; without it none is kept.
PICTURES = "AMENDS_PICTURES"


class Weather(BaseHTTPRequestHandler):
    """The neutral site that one leaves to. Nothing in a test goes out to the world."""

    def do_GET(self) -> None:
        """Answer about the weather, whatever was asked."""
        page = b"<!DOCTYPE html><title>The weather</title><h1>The weather</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing of who came."""


@pytest.fixture(scope="package")
def elsewhere() -> Iterator[str]:
    """The address of a neutral site, on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Weather) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def company(own_world, browser, elsewhere, settings) -> Iterator[Company]:
    """Everybody of one story, on one site, around one case that has not begun."""
    settings.EXIT_TO = elsewhere
    folder = Path(os.environ[PICTURES]) if os.environ.get(PICTURES) else None
    with site() as address, overhearing() as overheard:
        everybody = Company(browser, address, Walk(), Pictures(folder))
        everybody.overheard = overheard
        yield everybody
        everybody.goes_home()
    let_out = [said for said in everybody.said if any(said in statement for statement in overheard)]
    assert not let_out, "keys and plain words stand in the server's list of what it is doing"
