"""The program's rules: each a question with a unit, a source, and a value from a day on.

The files in rules/ are the rules. A value is never edited once it has applied: the new one gets a date of its
own, and a case keeps the rules of the day on which it entered (P17).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from amends.policy.reading import PROJECT, BadPolicy, PolicyFile, any_of, read_policy, refuse_file, shown

FOLDER = Path(__file__).parent / "rules"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Nothing that a program counts comes near this; a larger number is a slip, and would overflow a calendar.
MOST = 10_000

Value = int | bool | tuple[int, ...] | tuple[str, ...]

# Read at the first use, so that a broken file can be reported in one sentence by whoever starts the program.
RULES: Mapping[str, Rule]


class NoRuleYet(LookupError):
    """The rule was asked for a day before its first value. Nothing may be decided for that day."""


def is_number(value: object) -> bool:
    """Tell whether a value is a whole number within reason; True and False are not numbers here."""
    return type(value) is int and 0 <= value <= MOST


def is_hour(value: object) -> bool:
    """Tell whether a value is an hour of the day."""
    return type(value) is int and 0 <= value <= 23


def is_rising_list(value: object) -> bool:
    """Tell whether a value is a list of whole numbers, each larger than the one before."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(map(is_number, value))
        and all(a < b for a, b in pairwise(value))
    )


def is_list_of_weekdays(value: object) -> bool:
    """Tell whether a value is a list of different days of the week."""
    return is_list_of_words(value) and set(value) <= set(WEEKDAYS)  # type: ignore[call-overload]


def is_list_of_words(value: object) -> bool:
    """Tell whether a value is a list of different words, none of them empty."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(word, str) and word.strip() for word in value)
        and len(set(value)) == len(value)
    )


def is_yes_or_no(value: object) -> bool:
    """Tell whether a value is true or false."""
    return isinstance(value, bool)


@dataclass(frozen=True)
class Unit:
    """What a rule is measured in: which values fit, and the word for one and for several in each language."""

    fits: Callable[[object], bool]
    expected: str
    one_and_more: Mapping[str, tuple[str, str]] | None = None


def counted(en: tuple[str, str], es: tuple[str, str]) -> Unit:
    """Return a unit in which one counts: its value is one whole number."""
    return Unit(is_number, f"a whole number from 0 to {MOST}", {"en": en, "es": es})


UNITS: Mapping[str, Unit] = {
    "minutes": counted(("minute", "minutes"), ("minuto", "minutos")),
    "hours": counted(("hour", "hours"), ("hora", "horas")),
    "days": counted(("day", "days"), ("día", "días")),
    "months": counted(("month", "months"), ("mes", "meses")),
    "years": counted(("year", "years"), ("año", "años")),
    "sessions": counted(("session", "sessions"), ("sesión", "sesiones")),
    "cases": counted(("case", "cases"), ("caso", "casos")),
    "tries": counted(("try", "tries"), ("intento", "intentos")),
    "hour of the day": Unit(is_hour, "a whole number from 0 to 23"),
    "list of months": Unit(is_rising_list, "a list of whole numbers, each larger than the one before"),
    "weekdays": Unit(is_list_of_weekdays, f"a list of different days out of {any_of(WEEKDAYS)}"),
    "yes or no": Unit(is_yes_or_no, "true or false"),
    "words": Unit(is_list_of_words, "a list of different words"),
}


@dataclass(frozen=True)
class DatedValue:
    """One value of a rule: the first day on which it holds, where it comes from, and who decided it."""

    applies_from: date
    value: Value
    source: str
    decided: str


@dataclass(frozen=True)
class Rule:
    """One number or condition that the program may change, with every value it has had, oldest first."""

    key: str
    asks: str
    asks_es: str
    unit: str
    values: tuple[DatedValue, ...]

    def dated_on(self, day: date) -> DatedValue:
        """Return the value in force on a day with its source. Raises NoRuleYet before the first date."""
        for dated in reversed(self.values):
            if dated.applies_from <= day:
                return dated
        first = self.values[0].applies_from
        raise NoRuleYet(f"The rule [{self.key}] has no value on [{day}]; its first is of [{first}].")

    def on(self, day: date) -> Value:
        """Return the value in force on a day, in the rule's unit; lists come as tuples.

        A case asks with the day on which it entered. Raises NoRuleYet before the first date.
        """
        return self.dated_on(day).value

    def amount_on(self, day: date, language: str) -> str:
        """Return the value in force on a day as a person says it (`3 days`, `1 mes`). Raises NoRuleYet."""
        return say_value(self.on(day), self.unit, language)

    def question(self, language: str) -> str:
        """Return what the rule asks, in `en` or `es`. Raises KeyError for any other language."""
        return {"en": self.asks, "es": self.asks_es}[language]


def say_value(value: Value, unit: str, language: str) -> str:
    """Return a value with its unit in words; what is not counted is written as it stands in the file.

    >>> say_value(1, "days", "es"), say_value((3, 6), "list of months", "en")
    ('1 día', '3, 6')
    """
    words = UNITS[unit].one_and_more
    if words is not None:
        one, more = words[language]
        return f"{value} {one if value == 1 else more}"
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "es": ("no", "sí")}[language][value]
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


NEEDED = ("asks", "asks_es", "unit", "source", "decided", "values")


def load_rules(folder: Path = FOLDER, *, project: Path = PROJECT) -> Mapping[str, Rule]:
    """Return every rule of a folder by its key, `subject.name`, in the order of the alphabet.

    The subject is the file's name. `project` is where `docs/decisions/` is looked for.
    Raises BadPolicy with file, line and what was expected for whatever is no complete, dated, sourced rule.
    """
    rules: dict[str, Rule] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.suffix != ".toml" or not re.fullmatch(r"[a-z]+", path.stem):
            refuse_file(path, 1, "expected only files named for one subject, like choice.toml.")
        file = read_policy(path)
        if not file.content:
            refuse_file(path, 1, "expected at least one rule.")
        for name in file.content:
            rule = read_rule(file, name, project)
            rules[rule.key] = rule
    if not rules:
        raise BadPolicy(f"{shown(folder)}: expected at least one file of rules.")
    return MappingProxyType(dict(sorted(rules.items())))


def read_rule(file: PolicyFile, name: str, project: Path) -> Rule:
    """Return one rule of a file. Raises BadPolicy."""
    if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name):
        file.refuse(name, expected="is no name; expected whole words in small letters with underscores.")
    section = file.table(name, of=file.content)
    file.only(name, of=section, needed=NEEDED)
    unit = file.words(name, "unit", of=section)
    if unit not in UNITS:
        file.refuse(name, "unit", expected=f"is [{unit}]; expected one of {any_of(tuple(UNITS))}.")
    return Rule(
        key=f"{file.path.stem}.{name}",
        asks=file.words(name, "asks", of=section),
        asks_es=file.words(name, "asks_es", of=section),
        unit=unit,
        values=tuple(read_values(file, name, section, project)),
    )


def read_values(file: PolicyFile, name: str, section: dict[str, Any], project: Path) -> Iterator[DatedValue]:
    """Yield the dated values of one rule, oldest first. Raises BadPolicy."""
    unit = section["unit"]
    before = None
    for written, value in file.table(name, "values", of=section).items():
        here = (name, "values", written)
        day = read_day(file, here)
        if before is not None and day <= before:
            file.refuse(*here, expected=f"comes after [{before}]; expected dates that rise, each only once.")
        before = day
        if not UNITS[unit].fits(value):
            expected = f"is [{value}]; the unit is [{unit}]: expected {UNITS[unit].expected}."
            file.refuse(*here, expected=expected)
        source = said_of(file, name, "source", section, written)
        check_source(file, name, source, project)
        yield DatedValue(
            applies_from=day,
            value=tuple(value) if isinstance(value, list) else value,
            source=source,
            decided=said_of(file, name, "decided", section, written),
        )


def read_day(file: PolicyFile, keys: tuple[str, ...]) -> date:
    """Return the date that the last of these keys is. Raises BadPolicy when it is none."""
    try:
        day = date.fromisoformat(keys[-1])
    except ValueError:
        day = None
    # Python also reads 20260101 and 2026-W01-1, which people misread.
    if day is None or day.isoformat() != keys[-1]:
        file.refuse(*keys, expected="is no date; expected one like 2026-01-01.")
    return day


def said_of(file: PolicyFile, name: str, key: str, section: dict[str, Any], written: str) -> str:
    """Return the source or the decision of one dated value. Raises BadPolicy.

    It is either one text for all values, or a table with the very dates of the values.
    """
    said = section[key]
    if not isinstance(said, dict):
        return file.words(name, key, of=section)
    file.only(name, key, of=said, needed=tuple(section["values"]))
    return file.words(name, key, written, of=said)


def check_source(file: PolicyFile, name: str, source: str, project: Path) -> None:
    """Raise BadPolicy unless a source is a decision that exists, or the name of a document outside."""
    expected = "expected a file that exists under docs/decisions/, or the name of a document in words."
    if source.startswith("docs/"):
        decision = (project / source).resolve()
        if not decision.is_relative_to((project / "docs" / "decisions").resolve()) or not decision.is_file():
            file.refuse(name, "source", expected=f"is [{source}]; {expected}")
    elif len(source.split()) == 1 or source.endswith(".md"):
        file.refuse(name, "source", expected=f"is [{source}]; {expected}")


class RuleRow(NamedTuple):
    """One row of the database's table of rules. `value` is JSON text: a number, true or false, or a list."""

    key: str
    applies_from: date
    value: str
    unit: str
    source: str


def rule_rows(rules: Mapping[str, Rule] | None = None) -> Iterator[RuleRow]:
    """Yield a row for each value of each rule, by key and date; without `rules`, of the program's own."""
    for rule in (program_rules() if rules is None else rules).values():
        for dated in rule.values:
            yield RuleRow(rule.key, dated.applies_from, json.dumps(dated.value), rule.unit, dated.source)


@cache
def program_rules() -> Mapping[str, Rule]:
    """Return the program's own rules, read once. Raises BadPolicy."""
    return load_rules()


def __getattr__(name: str) -> Mapping[str, Rule]:
    """Read the program's rules when RULES is first asked for."""
    if name != "RULES":
        raise AttributeError(f"module [{__name__}] has no [{name}]")
    return program_rules()
