"""A run as a report tells it: its figures with their units, and its plan's words, in the report's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from amends.evidence.reporting.earning import may_say_causal, may_say_money
from amends.evidence.reporting.language import MOMENT, PLANS, Language, Piece, Said, of_plan, plain
from amends.evidence.reporting.parts import Heading, Table


class Telling:
    """A run, the language in which it is told, and what it may say."""

    def __init__(self, run: Mapping[str, Any], language: Language, *, is_recorded: bool) -> None:
        self.run = run
        self.language = language
        self.is_recorded = is_recorded
        self.plan: Mapping[str, Any] = run["plan"]
        self.primary: Mapping[str, Any] = run["outcomes"][0]
        self.is_by_lot: bool = self.plan["design"]["kind"] == "randomized"
        self.says_causal = may_say_causal(run, is_recorded=is_recorded)
        self.says_money = may_say_money(run, is_recorded=is_recorded)

    def heading(self, key: str, level: int = 2) -> Heading:
        """Return a heading of sentences.toml."""
        return Heading(self.language.say(key), level=level)

    def table(
        self, caption: Said, heads: Sequence[str], rows: Iterable[tuple[Said, ...]], *, behind: bool = False
    ) -> Table:
        """Return a table, its heads being phrases of sentences.toml; `behind` as a Table has it."""
        named = tuple(self.language.own(self.language.words(head)) for head in heads)
        return Table(caption, named, tuple(rows), behind=behind)

    def plan_words(self, key: str, text: str) -> Said:
        """Return words of the plan, in the report's language where the plan has them."""
        return of_plan(self.plan, self.language, key, text)

    def outcome(self, one: Mapping[str, Any]) -> Said:
        """Return what an outcome is called."""
        return self.plan_words("outcomes", one["name"])

    def group(self, key: str) -> Said:
        """Return what a group is called: `offered` or `others`."""
        return self.plan_words(key, self.plan["design"][key])

    def english(self, text: str) -> Said:
        """Return a text that is in English whatever the report is in."""
        return (Piece(text, PLANS),)

    def written(self, text: str) -> Said:
        """Return what whoever made the plan wrote, as it was locked; moments as people tell them."""
        told = MOMENT.sub(
            lambda match: self.language.moment(match[0]), " \N{MIDDLE DOT} ".join(text.splitlines())
        )
        return (Piece(told, PLANS),) if told else ()

    def labels_of(self, described: Mapping[str, Any]) -> dict[str, str]:
        """Return what the groups of a described figure are called, by their labels in the file."""
        labels = {"all": self.language.words("everybody")}
        asked = next((one for one in self.plan["described"] if one["name"] == described["name"]), None)
        if asked and asked["options"].get("by") == self.plan["design"]["group"]:
            labels |= {"1": plain(self.group("offered")), "0": plain(self.group("others"))}
        return labels

    def size(self, value: float, kind: str) -> str:
        """Return a difference in words, with its direction: people of a hundred, or points of a score."""
        size = abs(100 * value if kind == "event" else value)
        rounded = f"{size:.0f}" if kind == "event" and size >= 0.5 else f"{size:.1f}"
        if float(rounded) == 0:
            return self.language.words("as_many")
        unit = "of_hundred" if kind == "event" else "points"
        return self.language.words(f"{'fewer' if value < 0 else 'more'}_{unit}", size=rounded)

    def figure(self, value: float | None, kind: str) -> str:
        """Return a difference as a figure: in points of a hundred, or of the score."""
        if value is None:
            return self.language.words("no_text")
        shown = f"{100 * value:+.1f}" if kind == "event" else f"{value:+.2f}"
        return shown.replace("-", "\N{MINUS SIGN}")

    def with_limits(self, found: Mapping[str, Any], kind: str) -> str:
        """Return an estimate with its limits, or that none is given."""
        if found.get("estimate") is None:
            return self.language.words("not_given")
        if found.get("lower") is None:
            return self.figure(found["estimate"], kind)
        return self.language.words(
            "estimate_with_limits",
            estimate=self.figure(found["estimate"], kind),
            low=self.figure(found["lower"], kind),
            high=self.figure(found["upper"], kind),
        )

    def share_with_limits(self, found: Mapping[str, Any]) -> str:
        """Return a share of a hundred with its limits."""
        if found["estimate"] is None:
            return self.language.words("not_given")
        shown = {
            key: f"{100 * found[key]:.0f}" for key in ("estimate", "lower", "upper") if found[key] is not None
        }
        if len(shown) < 3:
            return shown["estimate"]
        return self.language.words(
            "estimate_with_limits", estimate=shown["estimate"], low=shown["lower"], high=shown["upper"]
        )

    def has_few_clusters(self, one: Mapping[str, Any]) -> bool:
        """Whether an outcome's errors rest on fewer clusters than they need."""
        return any("clusters" in warning for warning in one["as_planned"]["warnings"])
