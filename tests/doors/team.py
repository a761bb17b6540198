"""The workers of a case at their pages behind the staff door."""

from __future__ import annotations

import re
from datetime import date

from amends.journey.seating import PARTS
from tests.doors.opening import come_in
from tests.walking import Walk


def at(walk: Walk, *more: object) -> str:
    """Return an address of a case behind this door."""
    return "/".join(["/staff", str(walk.case_id), *map(str, more), ""])


def day(name: str, on: date) -> dict[str, str]:
    """Return a day as it is typed into the three boxes of a field."""
    return {f"{name}_month": str(on.month), f"{name}_day": str(on.day), f"{name}_year": str(on.year)}


class Team:
    """The workers of a case at their pages, each in a browser of their own."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.browsers = {part: come_in(walk.key(part)) for part in (*PARTS, "director")}

    def reads(self, part: str, *more: object) -> str:
        """Return a page of the case as somebody reads it."""
        page = self.browsers[part].get(at(self.walk, *more))
        assert page.status_code == 200, (part, more, page.status_code)
        return page.content.decode()

    def does(self, part: str, act: str, **typed: object) -> None:
        """Let somebody do one act of the case by its page; it must be offered on the page of the case."""
        assert f'href="do/{act}/"' in self.reads(part), f"{act} is not offered to the {part}"
        self.reads(part, "do", act)
        done = self.browsers[part].post(at(self.walk, "do", act), typed)
        assert done.status_code == 303, refusal(done)

    def does_with(self, part: str, act: str, **typed: object) -> None:
        """The same with the first thing that the page offers the act for."""
        found = re.search(rf'href="(do/{act}/[0-9a-f-]+)/"', self.reads(part))
        assert found, f"{act} is offered to the {part} for nothing"
        done = self.browsers[part].post(at(self.walk, found[1]), typed)
        assert done.status_code == 303, refusal(done)

    def is_refused(self, part: str, act: str, **typed: object) -> str:
        """Let somebody try an act that is refused, and return what the page then says."""
        page = self.browsers[part].post(at(self.walk, "do", act), typed)
        assert page.status_code == 200, page.status_code
        return page.content.decode()

    def is_too_late(self, part: str, link: str) -> bool:
        """Let somebody open an act that has no place any more: they are sent back to the case, which says so."""
        answer = self.browsers[part].get(at(self.walk, link))
        assert (answer.status_code, answer["Location"]) == (303, at(self.walk)), answer.status_code
        return "This is not possible as things stand now" in self.reads(part)

    def director_does(self, act: str, **typed: object) -> None:
        """Let the director do one act upon the case without opening it."""
        page = f"/staff/program/{self.walk.case_id}/"
        assert f'href="do/{act}/"' in self.browsers["director"].get(page).content.decode(), act
        done = self.browsers["director"].post(f"{page}do/{act}/", typed)
        assert done.status_code == 303, refusal(done)


def refusal(page) -> str:
    """Return what a page that should have gone back says instead."""
    text = re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[-1])
    return f"{page.status_code}: " + " ".join(text.split())[:600]
