"""The report's sentences in each language: sentences.toml filled in, numbers and days as people write them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

from babel.dates import format_date, format_datetime

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
# What plans are written in, and what estimates say of themselves.
PLANS = "en"
SENTENCES: dict[str, dict[str, str]] = tomllib.loads((HERE / "sentences.toml").read_text(encoding="utf-8"))
RELAYED: list[dict[str, str]] = tomllib.loads((HERE / "relayed.toml").read_text(encoding="utf-8"))[
    "sentences"
]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)")
# What a group is called by estimates, which know no plan, and how they count its people: 3 of 20 treated.
COUNTED = ("treated", "control", "of", "and")
# What fills a place of a sentence ends where the sentence does.
WITHIN = r"(?:(?!\. [A-Z\[]).)+?"
SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


class Piece(NamedTuple):
    """Some text in one language."""

    text: str
    language: str


# A sentence may quote another language, so that it is read out as what it is.
Said = tuple[Piece, ...]


def plain(said: Said) -> str:
    """Return a sentence without its languages."""
    return "".join(piece.text for piece in said)


class Language:
    """One of LANGUAGES, and what it calls things."""

    def __init__(self, key: str) -> None:
        self.key = key

    def words(self, key: str, **filled: str) -> str:
        """Return a phrase of sentences.toml as it stands, its places filled in."""
        return SENTENCES[key][self.key].format(**filled)

    def say(self, key: str, **filled: str | Said) -> Said:
        """Return a sentence of sentences.toml, its places filled in, with a capital letter at its beginning."""
        pieces: list[Piece] = []
        for text, name, _, _ in Formatter().parse(SENTENCES[key][self.key]):
            pieces.append(Piece(text, self.key))
            if name is not None:
                value = filled[name]
                pieces += [Piece(value, self.key)] if isinstance(value, str) else value
        return capital(tuple(piece for piece in pieces if piece.text))

    def own(self, text: str) -> Said:
        """Return a text that is in this language."""
        return (Piece(text, self.key),)

    def relayed(self, sentence: str) -> Said:
        """Return what an estimate said, in this language where relayed.toml has it, else in English as it was said.

        Moments are told as people tell them.
        """
        told: list[Piece] = []
        for said, translated in _told_of(sentence):
            language = PLANS if translated is None or self.key == PLANS else self.key
            words = said if language == PLANS else translated or said
            shown = MOMENT.sub(lambda match: self.moment(match[0]), words)
            told.append(Piece(f"{' ' if told else ''}{shown}", language))
        return tuple(told)

    def number(self, value: float | None, digits: int = 3) -> str:
        """Return a number to so many significant digits, or that there is none."""
        if value is None:
            return self.words("none")
        return f"{value:.{digits}g}".replace("-", MINUS)

    def whole(self, value: float) -> str:
        """Return a number without decimals, in groups of three digits."""
        return f"{value:,.0f}".replace("-", MINUS)

    def p_value(self, value: float | None) -> str:
        """Return a p-value, not finer than anybody can believe."""
        if value is None:
            return self.words("none")
        return f"<{SPACE}0.001" if value < 0.001 else f"{value:.2g}" if value < 0.1 else f"{value:.2f}"

    def moment(self, written: str) -> str:
        """Return a moment, given as ISO 8601, in universal time."""
        at = datetime.fromisoformat(written).astimezone(UTC)
        return format_datetime(at, self.words("moment"), locale=self.key)

    def day(self, written: str) -> str:
        """Return a day, given as ISO 8601; what is no day stays as it was written."""
        try:
            return format_date(date.fromisoformat(written), self.words("day"), locale=self.key)
        except ValueError:
            return written


def capital(said: Said) -> Said:
    """Return a sentence that begins with a capital letter."""
    if not said:
        return said
    first, *others = said
    return (Piece(first.text[:1].upper() + first.text[1:], first.language), *others)


def of_plan(plan: Mapping[str, Any], language: Language, key: str, text: str) -> Said:
    """Return words of the plan in a language, where the plan has them in it, else as they were locked, in English.

    key  title, asks, says, offered or others; outcomes or described, whose words stand by their own names
    """
    if language.key == PLANS:
        return language.own(text)
    told = (plan.get("words") or {}).get(language.key) or {}
    found = (told.get(key) or {}).get(text) if key in ("outcomes", "described") else told.get(key)
    return language.own(found) if found else (Piece(text, PLANS),)


def _told_of(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the sentences of a text with their Spanish, if there is any: as many together as relayed.toml has."""
    sentences = re.split(r"(?<=\.) (?=[A-Z0-9\[])", text.strip())
    while sentences:
        for many in range(len(sentences), 0, -1):
            said = " ".join(sentences[:many])
            found = _translated(said)
            if found is not None or many == 1:
                yield said, found
                del sentences[:many]
                break


def _translated(sentence: str) -> str | None:
    for one in RELAYED:
        found = re.fullmatch(_pattern(one["en"]), sentence)
        if found:
            places = {name: _group(value) for name, value in found.groupdict().items()}
            return one["es"].format(**places)
    return None


def _pattern(template: str) -> str:
    """Return the pattern of a sentence whose places hold anything."""
    seen: set[str] = set()
    parts = []
    for text, name, _, _ in Formatter().parse(template):
        parts.append(re.escape(text))
        if name:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{WITHIN})")
            seen.add(name)
    return "".join(parts)


def _group(value: str) -> str:
    """Return what a filled-in place says in Spanish, if it is a group's word or counts people of groups."""
    if not re.fullmatch(rf"(?:{'|'.join(COUNTED)}|[\d ,])+", value):
        return value
    return re.sub("|".join(COUNTED), lambda match: SENTENCES[match[0]]["es"], value)
