"""What a report is made of: headings, sentences, tables and figures, before they are a page or a document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from amends.evidence.reporting.figures import draw
from amends.evidence.reporting.language import Said, plain


@dataclass(frozen=True, kw_only=True)
class Part(ABC):
    """A part of a report. `earned` names the kinds of words in words.toml that this part alone may use."""

    earned: tuple[str, ...] = ()

    @abstractmethod
    def texts(self) -> Iterator[str]:
        """Yield everything that a reader may see or hear of it."""


@dataclass(frozen=True)
class Heading(Part):
    """A heading: of a chapter, or (level 3) within one."""

    said: Said
    level: int = 2

    def texts(self) -> Iterator[str]:
        """Yield its words."""
        yield plain(self.said)


@dataclass(frozen=True)
class Paragraph(Part):
    """A sentence or a few. `leads`: what is read first. `warns`: what to beware of."""

    said: Said
    leads: bool = False
    warns: bool = False

    def texts(self) -> Iterator[str]:
        """Yield its words."""
        yield plain(self.said)


@dataclass(frozen=True)
class Listing(Part):
    """Sentences that stand side by side."""

    items: tuple[Said, ...]

    def texts(self) -> Iterator[str]:
        """Yield the words of each."""
        yield from map(plain, self.items)


@dataclass(frozen=True)
class Table(Part):
    """A table. `behind`: the figures of the picture before it, opened by whoever wants them."""

    caption: Said
    heads: tuple[Said, ...]
    rows: tuple[tuple[Said, ...], ...]
    behind: bool = False

    def texts(self) -> Iterator[str]:
        """Yield its caption, its heads and every cell."""
        yield from map(plain, (self.caption, *self.heads))
        for row in self.rows:
            yield from map(plain, row)


@dataclass(frozen=True)
class Figure(Part):
    """A picture, as a chart of figures.py. `says` is its caption, and what those hear who do not see it."""

    says: Said
    title: str
    chart: Mapping[str, Any]

    @cached_property
    def svg(self) -> str:
        """The picture, drawn."""
        return draw(self.chart, title=self.title, says=plain(self.says))

    def texts(self) -> Iterator[str]:
        """Yield its caption, its title and every word that is drawn in it."""
        yield plain(self.says)
        yield self.title
        yield from dict.fromkeys(_words_of(self.chart))


def _words_of(chart: Any) -> Iterator[str]:
    if isinstance(chart, str):
        yield chart
    elif isinstance(chart, Mapping):
        for value in chart.values():
            yield from _words_of(value)
    elif isinstance(chart, list | tuple):
        for value in chart:
            yield from _words_of(value)


@dataclass(frozen=True)
class Report:
    """A report in one language: the first page, which anybody can read, and what stands behind it."""

    language: str
    title: Said
    first: tuple[Part, ...]
    rest: tuple[Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, the title first."""
        return (Heading(self.title, level=1), *self.first, *self.rest)

    @property
    def figures(self) -> dict[str, str]:
        """The pictures by the name of their file, in their order."""
        drawn = (part.svg for part in self.parts if isinstance(part, Figure))
        return {f"figure-{number}.svg": svg for number, svg in enumerate(drawn, start=1)}
