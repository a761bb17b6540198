"""What a linkage is told: which column is which, which pairs are compared, and how sure a link must be.

kinds.toml says what kinds of columns there are; a file of settings (examples/febrl.toml) says which column is of
which kind. Without one, columns are known by their usual names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import duckdb

from amends.evidence.faults import BadInput
from amends.evidence.form import Form
from amends.evidence.reading import told_heads

KINDS_FILE = Path(__file__).parent / "kinds.toml"
USUAL_ID = "unique_id"
# Names that Splink, or what is written here, gives to columns of its own.
TAKEN = {
    "decision",
    "linked",
    "match_key",
    "match_probability",
    "match_weight",
    "place",
    "records",
    "source_dataset",
    "unique_id",
}
CLEANINGS = ("words", "digits", "together")
MEASURES = ("same", "jaro_winkler", "changes", "begins")
# Of the links, as estimated from the probabilities: three in a hundred may be false. Whoever needs surer links says so.
USUAL_FALSE_SHARE = 0.03
NO_RULE = "no rule stands there, and none can be made from the kinds of the columns; expected one."
# A rule that compares more pairs than this is not used unless the settings name it.
MOST_LOOSE_PAIRS = 2_000_000


@dataclass(frozen=True)
class Kind:
    """One kind of column: how it is cleaned, whether rare values count for more, and its levels from the closest.

    forms  how days are written, for a kind that holds days
    """

    name: str
    clean: str
    levels: tuple[tuple[str, float], ...]
    usual: tuple[str, ...]
    rarity: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column that both files have, under one name or two.

    forms        how a day is written, in the letters of strptime: the first that fits is taken; none for no days
    swapped_with another column whose value sometimes stands in this one, as given and family names do
    """

    name: str
    kind: Kind
    left: str
    right: str
    forms: tuple[str, ...] = ()
    swapped_with: str | None = None


@dataclass(frozen=True)
class Settings:
    """Everything that a linkage is told. Rules are rows of column names that have to agree exactly.

    loose       rules that are used as well where they compare few pairs; none when the settings name their own
    truth_part  a regular expression: its group is the part of what stands in the column of --truth that says who it is
    """

    ids: tuple[str, ...]
    columns: tuple[Column, ...]
    blocking: tuple[tuple[str, ...], ...]
    certain: tuple[tuple[str, ...], ...]
    certain_recall: float
    false_share: float = USUAL_FALSE_SHARE
    probability: float | None = None
    loose: tuple[tuple[str, ...], ...] = ()
    unused: tuple[str, ...] = ()
    truth_part: str | None = None


@dataclass(frozen=True)
class _Kinds:
    kinds: Mapping[str, Kind]
    blocking: tuple[tuple[str, ...], ...]
    loose: tuple[tuple[str, ...], ...]
    certain: tuple[tuple[str, ...], ...]
    certain_recall: float


@dataclass(frozen=True)
class _Blocking:
    rules: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True)
class _Certain:
    rules: tuple[tuple[str, ...], ...] | None = None
    recall: float | None = None


@dataclass(frozen=True)
class _Threshold:
    false_share: float = USUAL_FALSE_SHARE
    probability: float | None = None


@dataclass(frozen=True)
class _Truth:
    part: str | None = None


@dataclass(frozen=True)
class _Told:
    """A file of settings as it is written, with no more of its columns than their names."""

    columns: tuple[str, ...] = ()
    id: tuple[str, ...] = (USUAL_ID,)
    blocking: _Blocking = field(default_factory=_Blocking)
    certain: _Certain = field(default_factory=_Certain)
    threshold: _Threshold = field(default_factory=_Threshold)
    truth: _Truth = field(default_factory=_Truth)


@dataclass(frozen=True)
class _ToldColumn:
    kind: str
    left: str | None = None
    right: str | None = None
    date_form: tuple[str, ...] = ()
    swapped_with: str | None = None


def read_settings(file: Path) -> Settings:
    """Return what a file of settings says. Raises BadInput with every fault: the line, the key, what was expected."""
    try:
        form = Form(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput([f"It cannot be read: {error.strerror or error}."], name=file.name) from error
    except ValueError as error:
        raise BadInput([f"It is no TOML: {error}."], name=file.name) from error
    settings = _settings(form)
    if form.faults or settings is None:
        raise BadInput(form.faults, name=file.name)
    return settings


def usual_settings(left: Sequence[str], right: Sequence[str]) -> Settings:
    """Return settings for two files whose columns have their usual names; the others are listed as unused.

    left, right  the headers of both files
    Raises BadInput when no column with a usual name is in both.
    """
    known = _kinds().kinds.values()
    kind_of = {name: kind for kind in known for name in kind.usual}
    both = [name for name in left if name in set(right)]
    columns = tuple(
        Column(name, kind_of[name], name, name, kind_of[name].forms) for name in both if name in kind_of
    )
    if not columns:
        raise BadInput(
            [
                "No column that both files have is known by its name; say in a file of settings which is which.",
                told_heads("The left file", left),
                told_heads("The right file", right),
            ]
        )
    unused = tuple(name for name in both if name not in kind_of and name != USUAL_ID)
    settings = _complete(columns, _Told(), unused=unused)
    if not settings.blocking:
        raise BadInput([NO_RULE])
    return settings


def _settings(form: Form) -> Settings | None:
    given = form.given
    columns = _columns(form, given.get("columns"))
    given["columns"] = [column.name for column in columns]
    if isinstance(given.get("id"), str):
        given["id"] = [given["id"]]
    told = form.record(_Told, given, "")
    if told is None or not columns:
        return None
    _check(form, columns, told)
    settings = _complete(columns, told)
    if not settings.blocking:
        form.fault("blocking", NO_RULE)
    return settings


def _check(form: Form, columns: tuple[Column, ...], told: _Told) -> None:
    """Note what is wrong with what each part says of the others, and with shares that are none."""
    names = {column.name for column in columns}
    for column in columns:
        if column.swapped_with is not None and column.swapped_with not in names - {column.name}:
            form.fault(f"columns.{column.name}.swapped_with", f"expected another of {', '.join(names)}.")
    for key, rules in (("blocking", told.blocking.rules), ("certain", told.certain.rules)):
        for rule in rules or ():
            if not rule or not set(rule) <= names:
                form.fault(
                    f"{key}.rules",
                    f"[{', '.join(rule)}] is no row of columns named above: {', '.join(names)}.",
                )
    for path, share in (
        ("certain.recall", told.certain.recall),
        ("threshold.false_share", told.threshold.false_share),
        ("threshold.probability", told.threshold.probability),
    ):
        if share is not None and not 0 < share <= 1:
            form.fault(path, "expected a number above 0 and at most 1.")
    if told.truth.part is not None and not _has_one_group(told.truth.part):
        form.fault("truth.part", "expected a regular expression with one group in brackets.")


def _columns(form: Form, given: object) -> tuple[Column, ...]:
    """Return the columns that fit; faults are noted of the others."""
    if not isinstance(given, dict) or not given:
        form.fault("columns", "expected a table that names at least one column.")
        return ()
    return tuple(column for name, told in given.items() if (column := _column(form, name, told)) is not None)


def _column(form: Form, name: str, told: object) -> Column | None:
    path = f"columns.{name}"
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name) or name in TAKEN | _words_of_sql():
        form.fault(
            path,
            "cannot be the name of a column here; expected small letters, digits and _, and no word of SQL; say with "
            "left and right how the files call it.",
        )
        return None
    if isinstance(told, str):
        told = {"kind": told}
    if isinstance(told, dict) and isinstance(told.get("date_form"), str):
        told["date_form"] = [told["date_form"]]
    fits = form.record(_ToldColumn, told, path)
    if fits is None:
        return None
    kinds = _kinds().kinds
    if fits.kind not in kinds:
        form.fault(f"{path}.kind", f"no kind is called [{fits.kind}]; expected one of {', '.join(kinds)}.")
        return None
    kind = kinds[fits.kind]
    if fits.date_form and not kind.forms:
        form.fault(f"{path}.date_form", f"says how a day is written; a {kind.name} is none.")
    for one in fits.date_form:
        if not _reads_days(one):
            form.fault(
                f"{path}.date_form", f"[{one}] reads no day; expected the letters of strptime, as %d.%m.%Y."
            )
    return Column(
        name, kind, fits.left or name, fits.right or name, fits.date_form or kind.forms, fits.swapped_with
    )


def _complete(columns: tuple[Column, ...], told: _Told, *, unused: tuple[str, ...] = ()) -> Settings:
    """Add what was not said: rules made from the kinds of the columns."""
    usual = _kinds()
    said, certain = told.blocking.rules, told.certain.rules
    blocking = _rules_for(columns, usual.blocking) if said is None else said
    sure = _rules_for(columns, usual.certain) if certain is None else certain
    return Settings(
        ids=told.id,
        columns=columns,
        blocking=blocking,
        certain=sure or blocking[:1],
        certain_recall=told.certain.recall or usual.certain_recall,
        false_share=told.threshold.false_share,
        probability=told.threshold.probability,
        loose=_rules_for(columns, usual.loose) if said is None else (),
        unused=unused,
        truth_part=told.truth.part,
    )


def _rules_for(columns: Iterable[Column], by_kind: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return each row of kinds as rows of columns, leaving out rows of kinds that no column has."""
    of_kind: dict[str, list[str]] = {}
    for column in columns:
        of_kind.setdefault(column.kind.name, []).append(column.name)
    return tuple(
        chosen
        for rule in by_kind
        if set(rule) <= of_kind.keys()
        for chosen in product(*map(of_kind.get, rule))  # type: ignore[arg-type]
    )


def _has_one_group(expression: str) -> bool:
    """Tell whether DuckDB, which will read with it, takes a regular expression, and it has one group."""
    try:
        _ask("SELECT regexp_extract('', ?, 1)", expression)
        return re.compile(expression).groups == 1
    except (duckdb.Error, re.error):
        return False


def _reads_days(form: str) -> bool:
    try:
        read = _ask("SELECT strptime(strftime(DATE '2001-02-03', $1), $1) = TIMESTAMP '2001-02-03'", form)
    except duckdb.Error:
        return False
    return read == [(True,)]


@cache
def _words_of_sql() -> set[str]:
    """Return the words that Splink would have to put into quotes, and does not everywhere."""
    found = _ask(
        "SELECT keyword_name FROM duckdb_keywords() "
        "WHERE keyword_category <> 'unreserved' OR keyword_name IN ('grant', 'user')"
    )
    return {word for (word,) in found}


def _ask(query: str, *values: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(query, values).fetchall()


@cache
def _kinds() -> _Kinds:
    told = tomllib.loads(KINDS_FILE.read_text())
    kinds = {}
    for name, one in told["kinds"].items():
        levels = tuple((level[0], float(level[1]) if len(level) > 1 else 0.0) for level in one["levels"])
        if one["clean"] not in CLEANINGS or not {measure for measure, _ in levels} <= set(MEASURES):
            raise ValueError(f"[kinds.{name}] is cleaned or compared in a way that is not known.")
        lists = {"levels": levels, "usual": tuple(one["usual"]), "forms": tuple(one.get("forms", ()))}
        kinds[name] = Kind(name, **{**one, **lists})
    return _Kinds(
        kinds,
        tuple(tuple(rule) for rule in told["blocking"]["rules"]),
        tuple(tuple(rule) for rule in told["blocking"]["loose"]),
        tuple(tuple(rule) for rule in told["certain"]["rules"]),
        told["certain"]["recall"],
    )
