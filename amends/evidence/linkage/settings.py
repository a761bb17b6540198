"""What a linkage is told: which column is which, which pairs are compared, and how sure a link must be.

kinds.toml says what kinds of columns there are; a file of settings (examples/febrl.toml) says which column is of
which kind. Without one, columns are known by their usual names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from amends.evidence.faults import BadInput

KINDS_FILE = Path(__file__).parent / "kinds.toml"
USUAL_ID = "unique_id"
# Names that Splink, or SQL itself, gives to columns of its own.
TAKEN = {"match_key", "match_probability", "match_weight", "source_dataset", "unique_id"}
CLEANINGS = ("words", "digits", "together")
MEASURES = ("same", "jaro_winkler", "changes", "begins")
# Of the links, as estimated from the probabilities: three in a hundred may be false. Whoever needs surer links says so.
USUAL_FALSE_SHARE = 0.03
# A rule that compares more pairs than this is not used unless the settings name it.
MOST_LOOSE_PAIRS = 2_000_000


@dataclass(frozen=True)
class Kind:
    """One kind of column: how it is cleaned, whether rare values count for more, and its levels from the closest."""

    name: str
    clean: str
    levels: tuple[tuple[str, float], ...]
    rarity: bool
    usual: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column that both files have, under one name or two.

    date_form    how a date is written, in the letters of strptime; from year to day when nothing is said
    swapped_with another column whose value sometimes stands in this one, as given and family names do
    """

    name: str
    kind: Kind
    left: str
    right: str
    date_form: str | None = None
    swapped_with: str | None = None


@dataclass(frozen=True)
class Settings:
    """Everything that a linkage is told. Rules are rows of column names that have to agree exactly.

    loose  rules that are used as well where they compare few pairs; none when the settings name their own
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


@dataclass(frozen=True)
class _Kinds:
    kinds: Mapping[str, Kind]
    blocking: tuple[tuple[str, ...], ...]
    loose: tuple[tuple[str, ...], ...]
    certain: tuple[tuple[str, ...], ...]
    certain_recall: float


def read_settings(file: Path) -> Settings:
    """Return what a file of settings says. Raises BadInput with the file, the key and what was expected."""
    try:
        told = tomllib.loads(file.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput([f"It cannot be read: {error}."], name=file.name) from error
    try:
        return _settings(told)
    except BadInput as error:
        raise BadInput(error.faults, name=file.name) from error


def usual_settings(left: Sequence[str], right: Sequence[str]) -> Settings:
    """Return settings for two files whose columns have their usual names; the others are listed as unused.

    left, right  the headers of both files
    Raises BadInput when no column with a usual name is in both.
    """
    known = _kinds().kinds.values()
    kind_of = {name: kind for kind in known for name in kind.usual}
    both = [name for name in left if name in set(right)]
    columns = tuple(Column(name, kind_of[name], name, name) for name in both if name in kind_of)
    if not columns:
        raise _bad(
            "no column that both files have is known by its name; say in a file of settings which is which."
        )
    unused = tuple(name for name in both if name not in kind_of and name != USUAL_ID)
    return _complete((USUAL_ID,), columns, {}, unused=unused)


def _settings(told: Mapping[str, Any]) -> Settings:
    _only(told, {"id", "columns", "blocking", "certain", "threshold"}, "the file")
    ids = told.get("id", USUAL_ID)
    ids = (ids,) if isinstance(ids, str) else tuple(ids)
    if not ids or not all(isinstance(name, str) and name.strip() for name in ids):
        raise _bad("[id] is not the name of a column, nor a list of such names.")
    if not isinstance(told.get("columns"), dict) or not told["columns"]:
        raise _bad("[columns] names no column.")
    columns = tuple(_column(name, value) for name, value in told["columns"].items())
    names = {column.name for column in columns}
    for column in columns:
        if column.swapped_with is not None and column.swapped_with not in names - {column.name}:
            raise _bad(
                f"[columns.{column.name}] is swapped with [{column.swapped_with}], which is no other column."
            )
    return _complete(ids, columns, told)


def _column(name: str, told: object) -> Column:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name) or name in TAKEN:
        raise _bad(
            f"[columns.{name}] cannot be the name of a column here; use small letters, digits and _, "
            "and say with left and right how the files call it."
        )
    if isinstance(told, str):
        told = {"kind": told}
    if not isinstance(told, dict):
        raise _bad(f"[columns.{name}] is neither a kind nor a table.")
    _only(told, {"kind", "left", "right", "date_form", "swapped_with"}, f"columns.{name}")
    kinds = _kinds().kinds
    if told.get("kind") not in kinds:
        raise _bad(f"[columns.{name}] has the kind [{told.get('kind')}]; expected one of {', '.join(kinds)}.")
    kind = kinds[told["kind"]]
    if told.get("date_form") is not None and kind.clean != "digits":
        raise _bad(f"[columns.{name}] says how a date is written but is a {kind.name}.")
    return Column(
        name,
        kind,
        told.get("left", name),
        told.get("right", name),
        told.get("date_form"),
        told.get("swapped_with"),
    )


def _complete(
    ids: tuple[str, ...],
    columns: tuple[Column, ...],
    told: Mapping[str, Any],
    *,
    unused: tuple[str, ...] = (),
) -> Settings:
    """Add what was not said: rules made from the kinds of the columns, and the usual threshold."""
    usual = _kinds()
    names = {column.name for column in columns}
    rules = {}
    for key, by_kind in (("blocking", usual.blocking), ("certain", usual.certain)):
        said = told.get(key, {})
        _only(said, {"rules", "recall"} if key == "certain" else {"rules"}, key)
        rules[key] = tuple(tuple(rule) for rule in said.get("rules", _rules_for(columns, by_kind)))
        for rule in rules[key]:
            if not rule or not set(rule) <= names:
                raise _bad(f"[{key}] has the rule {list(rule)}, which is not made of columns named above.")
    loose = () if "blocking" in told else _rules_for(columns, usual.loose)
    if not rules["blocking"]:
        raise _bad("[blocking] has no rule, and none can be made from the kinds of the columns; name one.")
    threshold = told.get("threshold", {})
    _only(threshold, {"false_share", "probability"}, "threshold")
    return Settings(
        ids=ids,
        columns=columns,
        blocking=rules["blocking"],
        certain=rules["certain"] or rules["blocking"][:1],
        certain_recall=_share(told.get("certain", {}).get("recall", usual.certain_recall), "certain.recall"),
        false_share=_share(threshold.get("false_share", USUAL_FALSE_SHARE), "threshold.false_share"),
        probability=_share(threshold["probability"], "threshold.probability")
        if "probability" in threshold
        else None,
        loose=loose,
        unused=unused,
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


def _share(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise _bad(f"[{where}] is [{value}]; expected a number above 0 and at most 1.")
    return float(value)


def _bad(says: str) -> BadInput:
    return BadInput([says])


def _only(told: object, allowed: set[str], where: str) -> None:
    if not isinstance(told, dict):
        raise _bad(f"[{where}] is not a table.")
    for key in told:
        if key not in allowed:
            raise _bad(f"[{where}] has the unknown key [{key}]; expected {', '.join(sorted(allowed))}.")


@cache
def _kinds() -> _Kinds:
    told = tomllib.loads(KINDS_FILE.read_text())
    kinds = {}
    for name, one in told["kinds"].items():
        _only(one, {"clean", "levels", "rarity", "usual"}, f"kinds.{name}")
        levels = tuple((level[0], float(level[1]) if len(level) > 1 else 0.0) for level in one["levels"])
        if one["clean"] not in CLEANINGS or not {measure for measure, _ in levels} <= set(MEASURES):
            raise _bad(f"[kinds.{name}] is cleaned or compared in a way that is not known.")
        kinds[name] = Kind(name, one["clean"], levels, one.get("rarity", False), tuple(one["usual"]))
    return _Kinds(
        kinds,
        tuple(tuple(rule) for rule in told["blocking"]["rules"]),
        tuple(tuple(rule) for rule in told["blocking"]["loose"]),
        tuple(tuple(rule) for rule in told["certain"]["rules"]),
        told["certain"]["recall"],
    )
