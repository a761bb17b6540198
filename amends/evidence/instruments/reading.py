"""Reads the instruments' files; whatever they do not know stops the reading."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

FOLDER = Path(__file__).parent

# A score without a published end is no score beyond this.
ENDLESS = 10_000
# What was seen of a source when its figure was entered here, so that a reader knows what to look up.
Seen = Literal["abstract", "quoted", "not"]
SEEN = ("abstract", "quoted", "not")
Kind = Literal["items", "goals", "score entry"]
Better = Literal["lower", "higher"]
KINDS = ("items", "goals", "score entry")
Part = TypeVar("Part")


class NoSuchInstrument(ValueError):
    """No instrument has this name."""


class BadInstrument(ValueError):
    """An instrument's file cannot be read or contradicts itself. Nothing was scored."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Which answers there are. `beside` are asked too, and not counted; `correlation` is of goals."""

    lowest: int
    highest: int | None = None
    items: int | None = None
    beside: tuple[int, ...] = ()
    beside_is_needed: Literal["when the sum is above zero"] | None = None
    correlation: float | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a pattern of symptoms is called: so many at least in a cluster, so many from-to in all."""

    name: str
    says: str
    clusters: dict[str, int]
    in_all: tuple[int, int] | None = None
    provisional: bool = False


@dataclass(frozen=True, kw_only=True)
class Band:
    """A published name for totals from here up to the next band."""

    start: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A published total (or a range of them) from which something is probable."""

    start: int
    until: int
    says: str
    source: str
    source_seen: Seen


@dataclass(frozen=True, kw_only=True)
class Alert:
    """An answer above which somebody has to act on the same day."""

    item: int
    above: int
    says: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """A published size of change, in points, and what it is said to hold for."""

    points: int
    holds: str
    source: str
    source_seen: Seen


@dataclass(frozen=True, kw_only=True)
class End:
    """A published total at the end that is said to matter."""

    at_most: int
    holds: str
    source: str
    source_seen: Seen


@dataclass(frozen=True, kw_only=True)
class Retest:
    """A published correlation of two answers of the same people."""

    correlation: float
    source: str
    source_seen: Seen


@dataclass(frozen=True, kw_only=True)
class Text:
    """The words in one language."""

    asks: str
    answers: tuple[str, ...]
    items: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    beside_answers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One instrument.

    symptom_from  from which answer on each item counts as a symptom
    better        whether a lower or a higher score is what one hopes for
    """

    id: str
    name: str
    kind: Kind
    period: str
    source: str
    licence: str
    not_shipped: str = ""
    better: Better = "lower"
    answers: Answers
    symptom_from: dict[int, int] = field(default_factory=dict)
    clusters: dict[str, tuple[int, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    bands: tuple[Band, ...] = ()
    cuts: tuple[Cut, ...] = ()
    alerts: tuple[Alert, ...] = ()
    changes: tuple[Change, ...] = ()
    ends: tuple[End, ...] = ()
    retests: tuple[Retest, ...] = ()
    text: dict[str, Text] = field(default_factory=dict)

    @property
    def items(self) -> tuple[int, ...]:
        """The numbers of the items that are counted; empty where only a score is taken."""
        return tuple(range(1, (self.answers.items or 0) + 1))

    @property
    def highest_total(self) -> int:
        """The highest total that there can be, or that is believed where none is published."""
        if self.kind == "items":
            return len(self.items) * (self.answers.highest or 0)
        if self.kind == "goals" or self.answers.highest is None:
            return ENDLESS
        return self.answers.highest


def instrument_ids() -> tuple[str, ...]:
    """The instruments that there are, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def instrument(instrument_id: str) -> Instrument:
    """The instrument with this id. Raises NoSuchInstrument, naming those that there are."""
    if instrument_id not in instrument_ids():
        raise NoSuchInstrument(
            f"There is no instrument [{instrument_id}]; there are {', '.join(instrument_ids())}."
        )
    return read_instrument(FOLDER / f"{instrument_id}.toml")


def read_instrument(path: Path) -> Instrument:
    """An instrument as a file describes it. Raises BadInstrument, saying what is wrong."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        read = _instrument(path.stem, given)
    except (tomllib.TOMLDecodeError, TypeError, KeyError, ValueError) as error:
        raise BadInstrument(f"{path.name}: {error}.") from error
    wrong = list(_contradictions(read))
    if wrong:
        raise BadInstrument(f"{path.name}: {'; '.join(wrong)}.")
    return read


def _instrument(instrument_id: str, given: dict[str, Any]) -> Instrument:
    """An instrument from what TOML gives; a key that nothing takes raises TypeError."""
    symptoms = given.pop("symptoms", {})
    usual, of_item = symptoms.pop("from", None), symptoms.pop("of_item", {})
    if symptoms:
        raise ValueError(f"unknown under symptoms: {', '.join(symptoms)}")
    said = given.pop("answers")
    answers = Answers(**{**said, "beside": tuple(said.get("beside", ()))})
    numbers = range(1, (answers.items or 0) + 1)
    return Instrument(
        id=instrument_id,
        answers=answers,
        symptom_from={} if usual is None else {n: of_item.get(str(n), usual) for n in numbers},
        clusters={name: tuple(items) for name, items in given.pop("clusters", {}).items()},
        findings=tuple(
            Finding(**{**one, "in_all": tuple(one["in_all"]) if "in_all" in one else None})
            for one in given.pop("findings", ())
        ),
        bands=_parts(Band, given.pop("bands", ())),
        cuts=_parts(Cut, given.pop("cuts", ())),
        alerts=_parts(Alert, given.pop("alerts", ())),
        changes=_parts(Change, given.pop("changes", ())),
        ends=_parts(End, given.pop("ends", ())),
        retests=_parts(Retest, given.pop("retests", ())),
        text={language: _text(one) for language, one in given.pop("text", {}).items()},
        **given,
    )


def _text(given: dict[str, Any]) -> Text:
    asks = given.pop("asks")
    return Text(asks=asks, **{part: tuple(said) for part, said in given.items()})


def _parts(kind: type[Part], given: Iterable[dict[str, Any]]) -> tuple[Part, ...]:
    """Parts of one kind; `from`, which Python keeps for itself, is called `start` here."""
    return tuple(
        kind(**{("start" if key == "from" else key): said for key, said in one.items()}) for one in given
    )


def _contradictions(read: Instrument) -> Iterable[str]:
    """Yield what in an instrument does not fit together."""
    if read.kind not in KINDS:
        yield f"kind is [{read.kind}], and has to be one of {', '.join(KINDS)}"
    if (read.kind == "items") != (read.answers.items is not None):
        yield "an instrument with items says how many, and no other does"
    if read.better not in ("lower", "higher"):
        yield f"better is [{read.better}], and has to be lower or higher"
    placed = [item for items in read.clusters.values() for item in items]
    if placed and sorted(placed) != list(read.items):
        yield "each item belongs to exactly one cluster"
    yield from (
        f"finding [{one.name}] asks for a cluster that there is not"
        for one in read.findings
        if not set(one.clusters) <= set(read.clusters)
    )
    figures: tuple[Cut | Change | End | Retest, ...] = (
        *read.cuts,
        *read.changes,
        *read.ends,
        *read.retests,
    )
    yield from (
        f"source_seen is [{one.source_seen}], and has to be one of {', '.join(SEEN)}"
        for one in figures
        if one.source_seen not in SEEN
    )
    if [band.start for band in read.bands] != sorted({band.start for band in read.bands}):
        yield "bands rise"
    steps = (read.answers.highest or 0) - read.answers.lowest + 1
    for language, text in read.text.items():
        if len(text.answers) != steps or len(text.items) != len(read.items):
            yield f"text [{language}] has not as many answers or items as are scored"
