"""Which studies are invented, what is asked of each, and which truth each interval should hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from amends.evidence.answers import Answer
from amends.evidence.coverage.people import HORIZON, LOOKED_AT, PEOPLE, invented, truths
from amends.evidence.effects.effect import effect
from amends.evidence.effects.question import Question
from amends.evidence.outcomes import finding
from amends.evidence.rates import rate_per_person_year, share_of
from amends.evidence.reading import Column, read
from amends.evidence.survival import estimating
from amends.evidence.synthetic.drawing import WORLD, draws_for
from amends.evidence.synthetic.options import Options
from amends.evidence.synthetic.writing import synthesize

# In which shares of studies an interval holds the truth where all that it assumes is so: nearly 95 %, or at least.
NEAR, EXACT = (0.93, 0.97), (0.95, 1.0)


Ends = Mapping[str, Any] | None


class Interval(NamedTuple):
    """One interval of an answer.

    chapter, name  where it stands on the page
    assumes        what it rests on
    truth          the name, among a study's truths, of what it should hold
    ends           the part of an answer that has `lower` and `upper`; None where the answer gives no interval
    promised       NEAR or EXACT
    """

    chapter: str
    name: str
    assumes: str
    truth: str
    ends: Callable[[Answer], Ends]
    promised: tuple[float, float] = NEAR


class Asking(NamedTuple):
    """A question to a study's file, and the intervals that are taken from its answer."""

    ask: Callable[[Path], Answer]
    intervals: tuple[Interval, ...]


class Invented(NamedTuple):
    """As many studies as were asked for, one by one, and what is true in all of them."""

    truths: Mapping[str, float]
    tables: Iterator[pa.Table]


class Study(NamedTuple):
    """A way in which studies come about, and what is asked of each.

    wrong   what is not so of all that is assumed; empty where all of it is so
    invent  the number of people, the number of studies and a seed, to these studies
    times   how many times as many studies as were asked for
    """

    wrong: str
    invent: Callable[[int, int, int], Invented]
    asked: tuple[Asking, ...]
    times: int = 1


def drawn(
    people: int, studies: int, seed: int, *, by_lot: bool = False, unmeasured: bool = False
) -> Invented:
    """Return studies whose people are drawn anew for each, and what is true of such people."""
    return Invented(
        truths(seed, unmeasured=unmeasured),
        (
            invented(draws_for(seed, number), people, by_lot=by_lot, unmeasured=unmeasured)
            for number in range(studies)
        ),
    )


def _part(answer: Answer, name: str | None) -> Ends:
    return answer if name is None else answer[name]


def _record(answer: Answer, table: str, place: int) -> Ends:
    return answer[table][place] if answer[table] else None


class Outcome(NamedTuple):
    """An outcome of which effects are asked, and the chapter, the truth and the part of the answer for each interval."""

    asked: Mapping[str, Any]
    intervals: tuple[tuple[str, str, str | None], ...]
    also_assumes: str = ""


OFFER = "Who is offered depends on the covariates alone"
ODDS = "by log odds that are straight in them"
MODEL = "and the model of the outcome is right"
ASSUMED = {
    ("itt", "ate"): "Who is offered is drawn by lot",
    ("ipw", "ate"): f"{OFFER}, {ODDS}",
    ("ipw", "att"): f"{OFFER}, {ODDS}",
    ("ipw", "ato"): f"{OFFER}, {ODDS}",
    ("entropy", "att"): f"{OFFER}, {ODDS}",
    ("entropy", "ate"): f"{OFFER}, and the outcome is straight in them",
    ("aipw", "ate"): f"{OFFER}, {ODDS}, {MODEL}",
    ("aipw", "att"): f"{OFFER}, {ODDS}, {MODEL}",
    ("regression", "ate"): f"{OFFER}, {MODEL}",
    ("regression", "att"): f"{OFFER}, {MODEL}",
}
MODELS = ("ipw", "entropy", "aipw", "regression")
STAYING = "whoever is no longer watched would have fared like those who are"
# Answers repeat events over rates of wrong links; what is counted here has none, or has a study of its own.
NO_OTHER_RATES: dict[str, Any] = {"missed": (0.0,), "false": (0.0,)}
SCORE = Outcome({"outcome": "score"}, (("Effect on a number", "score", None),))
ARRESTED = Outcome({"outcome": "arrested", **NO_OTHER_RATES}, (("Effect on a share", "arrested", None),))
# Straight in the covariates, which a share by log odds is not.
RETURNED = Outcome({"outcome": "returned", **NO_OTHER_RATES}, (("Effect on a share", "returned", None),))
BACK = Outcome(
    {"outcome": "back", "time": "months", "at": LOOKED_AT, **NO_OTHER_RATES},
    (
        ("Effect on the risk by a time", "returned by then", "risk_difference"),
        ("Effect on the mean time without the event", "months until then", "rmst_difference"),
    ),
    f"; {STAYING}",
)


def effects(*methods: str, estimands: tuple[str, ...] = ("ate", "att", "ato")) -> Iterator[Asking]:
    """Yield what is asked about effects by these methods, on these people."""
    for (method, estimand), assumes in ASSUMED.items():
        if method not in methods or estimand not in estimands:
            continue
        share = RETURNED if (method, estimand) == ("entropy", "ate") else ARRESTED
        for outcome in (SCORE, share, BACK):
            question = Question(
                treatment="offered",
                method=method,
                estimand=estimand,
                covariates="" if method == "itt" else "age+employed",
                **outcome.asked,
            )
            intervals = (
                Interval(
                    chapter,
                    f"{method}, {estimand}",
                    f"{assumes}{outcome.also_assumes}.",
                    f"{truth}, {estimand}",
                    partial(_part, name=part),
                )
                for chapter, truth, part in outcome.intervals
            )
            yield Asking(partial(effect, asked=question), tuple(intervals))


GROUPS = ("not offered", "offered")


def curves(time: str, event: str, groups: tuple[str, ...] = GROUPS) -> Iterator[Asking]:
    """Yield what is asked about the time until an event whose hazard never changes, and of these groups alone."""
    staying = f"{STAYING[0].upper()}{STAYING[1:]}"

    def interval(name: str, truth: str, table: str, place: int = 0, also: str = "") -> Interval:
        ends = partial(_record, table=table, place=place)
        return Interval("Time until an event", name, f"{staying}{also}.", truth, ends)

    kinds: tuple[tuple[estimating.Interval, bool], ...] = (("loglog", False), ("plain", True))
    for limits, robust in kinds:
        asked = [
            interval(f"Kaplan-Meier, {limits}, {group}", f"without, {group}", "survival", GROUPS.index(group))
            for group in groups
        ]
        # Means are the same whatever the limits of curves.
        if limits == "loglog":
            asked += [
                interval(f"restricted mean, {group}", f"months without, {group}", "rmst", GROUPS.index(group))
                for group in groups
            ]
            asked.append(
                interval("difference of restricted means", "months without, ate", "rmst_differences")
            )
        error = "robust error" if robust else "model-based error"
        asked.append(
            interval(f"hazard ratio, {error}", "hazard ratio", "cox", also="; and hazards are proportional")
        )
        question = estimating.Asked(
            time=time,
            event=event,
            by="offered",
            terms="offered,age,employed",
            robust=robust,
            at=(LOOKED_AT,),
            horizon=HORIZON,
            interval=limits,
        )
        yield Asking(partial(estimating.estimate_survival, asked=question), tuple(asked))


def counts(*, together: str = "") -> Iterator[Asking]:
    """Yield what is asked about shares and rates, of them some so low that a study may have no event at all."""
    interval = partial(Interval, "Shares and rates", assumes="What one person has says nothing of another.")
    exact = partial(interval, ends=partial(_part, name="exact"), promised=EXACT)
    wilson = interval("share, Wilson", truth="reached", ends=partial(_part, name="wilson"))
    yield Asking(
        partial(_share, column=f"reached{together}"), (wilson, exact("share, exact", truth="reached"))
    )
    yield Asking(partial(_share, column=f"rare{together}"), (exact("rare share, exact", truth="rare"),))
    yield Asking(partial(_rate, column=f"times{together}"), (exact("rare rate, exact", truth="a_year"),))


def _share(path: Path, column: str) -> Answer:
    had_it = read(path, [Column(column, "yes or no")]).numbers(column)
    return share_of(int(had_it.sum()), len(had_it))


def _rate(path: Path, column: str) -> Answer:
    times = read(path, [Column(column, "number")]).numbers(column)
    return rate_per_person_year(int(times.sum()), len(times) * PEOPLE["counted"]["years"])


# From the records of the invented program to an effect, by every step that records take.

DAYS = 1095
# So strong that wrong links have something to hide.
HAZARD_RATIO = 0.4
MEASURED = ("age", "prior_arrests", "employed", "housed")


def from_records(
    people: int, studies: int, seed: int, *, unknown_is_none: bool = False, **options: Any
) -> Invented:
    """Return studies cut from one synthetic population, with the outcomes that were found in its records.

    unknown_is_none  whom the linkage did not find is taken for somebody without a new arrest
    options          of the population, which stands in a folder while it is read
    """
    with TemporaryDirectory() as folder:
        files, out = Path(folder) / "files", Path(folder) / "outcomes.parquet"
        told = synthesize(
            Options(people=people * studies, seed=seed, hazard_ratio=HAZARD_RATIO, **options), files
        )
        asked = finding.Asked(extract_on=WORLD["extract_date"], definition="bjs", keep=("offered", *MEASURED))
        people_file, events, custody = (files / f"{name}.parquet" for name in ("people", "events", "custody"))
        finding.find_outcomes(people_file, events, custody, out, asked)
        found = pq.read_table(out, columns=["offered", *MEASURED, "time", "event"])
    if unknown_is_none:
        for name, value in (("time", DAYS), ("event", 0)):
            column = pc.fill_null(found[name], pa.scalar(value, found[name].type))
            found = found.set_column(found.column_names.index(name), name, column)
    true = {one["days"]: one["restricted_mean_difference_days"] for one in told["effects"]["by_days"]}
    return Invented(
        {"days without": true[DAYS]}, (found.slice(place * people, people) for place in range(studies))
    )


CHOSEN = ("the offer", "Nothing but what was measured moves both the offer and the outcome.")
FOUND = ("missed links", "Whom the linkage misses would have fared like those it finds, and is left out.")
THEIRS = ("false links", "Each record is of the person to whom it was linked.")


def free_days(*rows: tuple[str, str]) -> tuple[Asking, ...]:
    """Return what is asked of records: how many more days without a new arrest the offer gives within three years.

    rows  a name and an assumption of each row of the page that it is asked for
    """
    question = Question(
        treatment="offered",
        outcome="event",
        time="time",
        at=DAYS,
        method="ipw",
        covariates="+".join(MEASURED),
        **NO_OTHER_RATES,
    )
    ends = partial(_part, name="rmst_difference")
    intervals = tuple(Interval("From records to an effect", *row, "days without", ends) for row in rows)
    return (Asking(partial(effect, asked=question), intervals),)


# Links that are missed three times as often where nobody looked after the records.
MISSED: dict[str, Any] = {"missed_match": 0.3, "missed_match_offered": 0.1}

STUDIES = (
    Study("", partial(drawn, by_lot=True), (*effects("itt"), *curves("waited", "came"), *counts())),
    Study("", drawn, tuple(effects(*MODELS))),
    # A thousand gave 92.7 %, which leaves open whether it is luck: they are three times as many.
    Study("", from_records, free_days(CHOSEN, THEIRS), times=3),
    Study("", partial(from_records, **MISSED), free_days(FOUND)),
    Study("the offer follows age and work", drawn, tuple(effects("itt"))),
    Study(
        "what no column holds moves offer and outcome",
        partial(drawn, unmeasured=True),
        # It does the same to every estimand of a method.
        tuple(effects(*MODELS, estimands=("ate",))),
    ),
    Study(
        "two in five of those not offered leave just before the event",
        partial(drawn, by_lot=True),
        tuple(curves("left", "last_seen", groups=("not offered",))),
    ),
    Study(
        "people come in pairs of whom both have what one has",
        partial(drawn, by_lot=True),
        tuple(counts(together="_together")),
    ),
    Study(
        "what no column holds moves offer and outcome",
        partial(from_records, confounding=0.7),
        free_days(CHOSEN),
    ),
    Study(
        "whom the linkage misses is taken for not arrested",
        partial(from_records, **MISSED, unknown_is_none=True),
        free_days(FOUND),
    ),
    Study(
        "three in ten have somebody else's history", partial(from_records, false_match=0.3), free_days(THEIRS)
    ),
)
