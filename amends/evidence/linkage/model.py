"""The model that tells how much an agreement says: estimated once, saved with its hash, read again by any engine.

It is the model of Fellegi and Sunter (1969), J. Am. Stat. Assoc. 64:1183, as Splink estimates it: how often two
records agree by chance from pairs drawn with a fixed seed, how often they agree when they are of one person by
expectation and maximization within blocks. One thread does the latter, because sums of floating numbers depend on
their order.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import block_on as rule_of
from splink.comparison_level_library import (
    CustomLevel,
    ElseLevel,
    ExactMatchLevel,
    JaroWinklerLevel,
    LevenshteinLevel,
    NullLevel,
)
from splink.comparison_library import CustomComparison
from splink.internals.exceptions import SplinkException

from amends.evidence.faults import BadInput
from amends.evidence.linkage.settings import Column, Settings

Told = Callable[[str], None]

# Pairs compared to learn how often strangers agree, and at most how many to learn how often records of one person do.
STRANGERS = 5_000_000
TRAINING_PAIRS = 1_000_000
# Files with fewer records than this together are used whole.
SAMPLED_FROM = 200_000
# How often strangers agree at a level at which none of those drawn did; and the least share of records of one person
# that is granted to any level that was seen: no single difference decides alone.
LEAST_SEEN = 1e-6
LEAST_M = 1e-3
FEWER_TURNS = (8, 3, 1)
# What Splink calls the records that it draws to compare strangers, the pairs of a rule, and how these agree.
DRAWN = "__splink__df_concat_sample"
PAIRED = "__splink__blocked_id_pairs"
COMPARED = "__splink__df_comparison_vectors"
MISSING = "missing"
DIFFERENT = "different"


@dataclass(frozen=True)
class Model:
    """A model, ready to score with.

    splink    what Splink calls its settings: comparisons with their probabilities, blocking rules
    cleaning  how the values were made alike before they were compared, by column
    warnings  what could not be estimated
    """

    splink: dict[str, Any]
    cleaning: dict[str, dict[str, str | list[str]]]
    warnings: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """The SHA-256 of everything that a score depends on."""
        told = json.dumps({"cleaning": self.cleaning, "splink": self.splink}, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def comparisons(self) -> list[Comparison]:
        """The comparisons in their order, with what each level adds to the weight."""
        return [_comparison(told) for told in self.splink["comparisons"]]

    @property
    def with_levels(self) -> dict[str, Any]:
        """Splink's settings, told to say of every scored pair at which level each column agrees."""
        return {**self.splink, "retain_matching_columns": True}

    @property
    def scores(self) -> str:
        """What is selected of scored pairs: two ids, weight, probability, and by column the name of the level."""
        levels = (
            f"CASE gamma_{comparison.column} "
            + " ".join(f"WHEN {level.number} THEN '{level.name}'" for level in comparison.levels)
            + f' END AS "{comparison.column}"'
            for comparison in self.comparisons
        )
        return ", ".join(("unique_id_l", "unique_id_r", "match_weight", "match_probability", *levels))

    @property
    def starting_weight(self) -> float:
        """The weight of a pair of which nothing is known, in bits."""
        share = self.splink["probability_two_random_records_match"]
        return math.log2(share / (1 - share))


@dataclass(frozen=True)
class Level:
    """One level of agreement: its name, the number that Splink gives it, and the bits it adds."""

    name: str
    number: int
    bits: float


@dataclass(frozen=True)
class Comparison:
    """One column's levels, from missing and the closest agreement to none."""

    column: str
    levels: tuple[Level, ...]


def estimate(
    connection: duckdb.DuckDBPyConnection, settings: Settings, *, within: bool, seed: int, told: Told
) -> Model:
    """Estimate a model from the tables [left_records] and [right_records]; from the left alone to link within it.

    seed  draws the pairs of strangers; the same seed and files give the same model, byte for byte, on any number of threads
    Raises BadInput when no two records agree by any rule.
    """
    notes: list[str] = []
    with _threads(connection, 1), quiet():
        linker = open_linker(connection, _creator(settings, within=within), within=within)
        records = _count(connection, within=within)
        told("how many pairs are of one person")
        _estimate_share(connection, linker, settings, within=within, notes=notes)
        told("how often strangers agree")
        linker.training.estimate_u_using_random_sampling(max_pairs=STRANGERS, seed=seed)
        _estimate_agreement(linker, settings, sampled=records > SAMPLED_FROM, notes=notes, told=told)
        model = linker.misc.save_model_to_json()
        _take_out_true_pairs(model)
        _fill_in(model)
    return Model(model, _cleaning(settings), tuple(notes))


def save(model: Model, file: Path) -> None:
    """Write a model and its hash as JSON; it holds column names and probabilities, and no value of any record."""
    told = {
        "sha256": model.hash,
        "cleaning": model.cleaning,
        "warnings": model.warnings,
        "splink": model.splink,
    }
    file.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n")


def read_model(file: Path, settings: Settings) -> Model:
    """Return a saved model. Raises BadInput when it is none, was changed since, or is of other settings."""
    try:
        told = json.loads(file.read_text())
        model = Model(told["splink"], told["cleaning"], tuple(told["warnings"]))
        expected = told["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(["Expected a model that `amends evidence link` wrote."], name=file.name) from error
    if model.hash != expected:
        raise BadInput(["It was changed since it was written: its hash does not fit."], name=file.name)
    if model.cleaning != _cleaning(settings):
        raise BadInput(["It was estimated with other columns than the settings name."], name=file.name)
    return model


def open_linker(
    connection: duckdb.DuckDBPyConnection, creator: SettingsCreator | dict[str, Any], *, within: bool
) -> Linker:
    """Return Splink's linker over the tables of a connection."""
    engine = _ComparesOnAllThreads(connection)
    sides = ("left",) if within else ("left", "right")
    tables = [
        engine.register(f"{side}_records", table_name=side, dataset_display_name=side) for side in sides
    ]
    return Linker(tables, creator, log_level=None)


class _ComparesOnAllThreads(DuckDBAPI):
    """Splink's engine, which pairs and compares records on every thread even while one thread does all else.

    Strangers are only counted, so that their order does not matter; compared pairs, of which shares are added up
    afterwards, are put into one order.
    """

    def _execute_sql_against_backend(self, final_sql: str) -> duckdb.DuckDBPyRelation:
        made = final_sql.removeprefix("CREATE TABLE ")
        if DRAWN not in final_sql and not made.startswith((PAIRED, COMPARED)):
            return super()._execute_sql_against_backend(final_sql)
        if made.startswith(COMPARED):
            final_sql += " ORDER BY ALL"
        with _threads(self.duckdb_con, len(os.sched_getaffinity(0))):
            return super()._execute_sql_against_backend(final_sql)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Splink's own words off the terminal: what matters of them is told in warnings of ours."""
    logger = logging.getLogger("splink")
    level, logger.level = logger.level, logging.CRITICAL
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _creator(settings: Settings, *, within: bool) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only" if within else "link_only",
        comparisons=[_compared(column) for column in settings.columns],
        blocking_rules_to_generate_predictions=[rule_of(*rule) for rule in settings.blocking],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        # Otherwise drawn anew each time, which would change the hash.
        linker_uid="amends",
    )


def _compared(column: Column) -> CustomComparison:
    name = column.name
    levels: list[Any] = [NullLevel(name).configure(label_for_charts=MISSING)]
    for measure, reach in column.kind.levels:
        match measure:
            case "same":
                same = ExactMatchLevel(name, term_frequency_adjustments=column.kind.rarity)
                levels.append(same.configure(label_for_charts="same"))
                if column.swapped_with:
                    swapped = f'"{name}_l" = "{column.swapped_with}_r"'
                    levels.append(CustomLevel(swapped, f"same as {column.swapped_with}"))
            case "jaro_winkler":
                levels.append(JaroWinklerLevel(name, reach).configure(label_for_charts=f"{reach:.0%} alike"))
            case "changes":
                near = LevenshteinLevel(name, int(reach))
                levels.append(near.configure(label_for_charts=f"{reach:.0f} changed"))
            case "begins":
                begins = f'substr("{name}_l", 1, {reach:.0f}) = substr("{name}_r", 1, {reach:.0f})'
                levels.append(CustomLevel(begins, f"same first {reach:.0f}"))
    levels.append(ElseLevel().configure(label_for_charts=DIFFERENT))
    return CustomComparison(levels, output_column_name=name)


def _estimate_share(
    connection: duckdb.DuckDBPyConnection,
    linker: Linker,
    settings: Settings,
    *,
    within: bool,
    notes: list[str],
) -> None:
    rules: list[Any] = [block_on(*rule) for rule in settings.certain]
    training = linker.training
    try:
        training.estimate_probability_two_random_records_match(rules, recall=settings.certain_recall)
    except ValueError:
        # More pairs agree than that share allows: then all of them are.
        training.estimate_probability_two_random_records_match(rules, recall=1.0)
    core = linker._settings_obj.core_model_settings  # noqa: SLF001 - there is no public word for it
    if core.probability_two_random_records_match <= 0:
        notes.append(
            "No two records agree by the rules of [certain]; one pair of the files was assumed to be true."
        )
        core.probability_two_random_records_match = 1 / max(1, _possible_pairs(connection, within=within))
    # All pairs being of one person leaves nothing to learn.
    core.probability_two_random_records_match = min(core.probability_two_random_records_match, 0.5)


def _estimate_agreement(
    linker: Linker, settings: Settings, *, sampled: bool, notes: list[str], told: Told
) -> None:
    """Learn how often records of one person agree, within one block after another until every column was seen."""
    unseen = {column.name for column in settings.columns}
    for rule in settings.blocking:
        if not unseen - set(rule):
            continue
        told(f"how often records of one person agree, among those with the same {' and '.join(rule)}")
        unseen -= _learn_within(linker, rule, sampled=sampled)
        if not unseen:
            return
    notes += [
        f"How often records of one person agree on [{name}] could not be estimated; a usual value was taken."
        for name in sorted(unseen)
    ]


def _take_out_true_pairs(model: dict[str, Any]) -> None:
    """Correct how often strangers agree for the pairs of one person that were drawn among them.

    Pairs drawn at random are a mixture: a share of them, small in a large file and not in a small one, are of one
    person. With `m` the agreement of such pairs and `s` their share, strangers agree in (drawn - s m) / (1 - s).
    A level that true pairs alone explain keeps a hundredth of what was drawn.
    """
    share = model["probability_two_random_records_match"]
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            drawn, m = level.get("u_probability"), level.get("m_probability")
            if drawn and m:
                level["u_probability"] = max((drawn - share * m) / (1 - share), drawn / 100)


def _fill_in(model: dict[str, Any]) -> None:
    """Give every level both probabilities: what was seen in no pair is not impossible.

    A level at which no pair of one person was seen adds what the next farther one adds, so that a closer agreement
    never counts for less only because it is rare.
    """
    for comparison in model["comparisons"]:
        levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        if not any("m_probability" in level for level in levels):
            # Nothing was learnt of this column; in the usual case most agree and the rest is spread evenly.
            for level in levels:
                level["m_probability"] = 0.1 / max(1, len(levels) - 1)
            levels[0]["m_probability"] = 0.9
        ratio = 1.0
        for level in reversed(levels):
            strangers = level.setdefault("u_probability", LEAST_SEEN)
            unseen = "m_probability" not in level
            level["m_probability"] = (
                min(1.0, strangers * ratio) if unseen else max(level["m_probability"], LEAST_M)
            )
            ratio = level["m_probability"] / strangers


def _learn_within(linker: Linker, rule: tuple[str, ...], *, sampled: bool) -> set[str]:
    """Learn within the block of a rule; returns the columns of which something was learnt, none where it has no pairs.

    At a level that no true pair reaches the share shrinks with every turn, until Splink refuses it for being too small,
    and among pairs that are all true the share of these grows to a whole: then fewer turns have to do, and the next
    block begins from what is not too small.
    """
    settings = linker._settings_obj  # noqa: SLF001 - there is no public word for it
    before, usual = deepcopy(settings.core_model_settings), settings.training_settings
    for training in (usual, *(replace(usual, max_iterations=turns) for turns in FEWER_TURNS)):
        settings.training_settings = training
        try:
            session = linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*rule), max_pairs=TRAINING_PAIRS if sampled else None
            )
        except (SplinkException, ValueError):
            settings.core_model_settings = deepcopy(before)
        else:
            _lift(linker)
            return {comparison.output_column_name for comparison in session.core_model_settings.comparisons}
        finally:
            settings.training_settings = usual
    return set()


def _lift(linker: Linker) -> None:
    for comparison in linker._settings_obj.comparisons:  # noqa: SLF001 - the same
        for level in comparison.comparison_levels:
            if not level.is_null_level and (level.m_probability or 1) < LEAST_SEEN:
                level.m_probability = LEAST_SEEN


def _comparison(told: dict[str, Any]) -> Comparison:
    levels = []
    # Splink counts from the farthest level up; missing is -1.
    numbers = iter(range(len(told["comparison_levels"]) - 2, -1, -1))
    for level in told["comparison_levels"]:
        if level.get("is_null_level"):
            levels.append(Level(level["label_for_charts"], -1, 0.0))
            continue
        bits = math.log2(level["m_probability"] / level["u_probability"])
        levels.append(Level(level["label_for_charts"], next(numbers), bits))
    return Comparison(told["output_column_name"], tuple(levels))


def _cleaning(settings: Settings) -> dict[str, dict[str, str | list[str]]]:
    return {
        column.name: {"kind": column.kind.name, "clean": column.kind.clean, "forms": list(column.forms)}
        for column in settings.columns
    }


@contextmanager
def _threads(connection: duckdb.DuckDBPyConnection, number: int) -> Iterator[None]:
    found = connection.execute("SELECT current_setting('threads')").fetchall()[0]
    connection.execute(f"SET threads = {number}")
    try:
        yield
    finally:
        connection.execute(f"SET threads = {found[0]}")


def _count(connection: duckdb.DuckDBPyConnection, *, within: bool) -> int:
    sides = ("left",) if within else ("left", "right")
    return sum(connection.table(f"{side}_records").shape[0] for side in sides)


def _possible_pairs(connection: duckdb.DuckDBPyConnection, *, within: bool) -> int:
    left = connection.table("left_records").shape[0]
    return left * (left - 1) // 2 if within else left * connection.table("right_records").shape[0]
