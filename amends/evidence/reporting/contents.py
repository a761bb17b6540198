"""What a report says of a run: the first page, and chapter by chapter what stands behind it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from amends.evidence.reporting import figures
from amends.evidence.reporting.first_page import first_page
from amends.evidence.reporting.language import Language, Said, capital, plain
from amends.evidence.reporting.money import money_chapter
from amends.evidence.reporting.parts import Figure, Heading, Listing, Paragraph, Part, Report, Table
from amends.evidence.reporting.telling import Telling

HERE = Path(__file__).parent
ASSUMPTIONS: dict[str, list[dict[str, str]]] = tomllib.loads(
    (HERE / "assumptions.toml").read_text(encoding="utf-8")
)
PUBLISHED: list[dict[str, Any]] = tomllib.loads((HERE / "published.toml").read_text(encoding="utf-8"))[
    "studies"
]
FAMILIES = ("primary", "secondary", "exploratory")
# A table behind a curve tells it at so many times, not at each: a day on which something happened is somebody's.
TIMES_TOLD = 9
# Which words of `amends evidence` answer with curves, and where those stand in the answer.
DRAWN = {"survival": "survival", "competing": "incidence"}


def report_of(
    run: Mapping[str, Any], *, language: str, is_recorded: bool, money: Mapping[str, Any] | None = None
) -> Report:
    """Return the report of a run in one of LANGUAGES.

    is_recorded  whether the record of plans holds just this run, and the lock of its plan before it
    money        what the money model comes to for the payer and the accounting that the plan names

    Raises LookupError, TypeError or ValueError for what is no run.
    """
    of = Telling(run, Language(language), is_recorded=is_recorded)
    rest = (
        *_assumptions(of),
        *_outcomes(of),
        *_curves(of),
        *_made(of),
        *_balance(of),
        *_missing(of),
        *_links(of),
        *_published(of),
        *money_chapter(of, money),
        *_departures(of),
        *_repeating(of),
    )
    return Report(
        language,
        of.language.say("report_of", title=of.plan_words("title", of.plan["title"])),
        tuple(first_page(of)),
        rest,
    )


def _heading(of: Telling, key: str, level: int = 2) -> Heading:
    return Heading(of.language.say(key), level=level)


def _table(
    of: Telling, caption: Said, heads: tuple[str, ...], rows: list[tuple[Said, ...]], *, behind: bool = False
) -> Table:
    named = tuple(of.language.own(of.language.words(head)) for head in heads)
    return Table(caption, named, tuple(rows), behind=behind)


def _assumptions(of: Telling) -> Iterator[Part]:
    yield _heading(of, "rests_on")
    yield Listing(
        tuple(of.language.own(one[of.language.key]) for one in ASSUMPTIONS[of.plan["design"]["kind"]])
    )


def _outcomes(of: Telling) -> Iterator[Part]:
    say = of.language.say
    yield _heading(of, "all_outcomes")
    yield Paragraph(say("differences"))
    heads = ("head_outcome", "head_people", "head_as_offered", "head_as_planned", "head_p", "head_e_value")
    for family in FAMILIES:
        rows = [_outcome_row(of, one) for one in of.run["outcomes"] if one["family"] == family]
        if rows:
            yield _table(of, say(f"family_{family}"), heads, rows)
    drawn = [
        figures.Row(
            plain(capital(of.outcome(one))),
            *(100 * one["as_planned"][key] for key in ("estimate", "lower", "upper")),
        )
        for one in of.run["outcomes"]
        if one["kind"] == "event" and one["as_planned"].get("lower") is not None
    ]
    if drawn:
        says = say("differences_drawn")
        title = of.language.words("axis_difference")
        yield Figure(says, title, figures.forest(drawn, title=title, none=0))
    warnings = [
        say("of_outcome", outcome=of.outcome(one), what=of.language.relayed(warning))
        for one in of.run["outcomes"]
        for warning in (*_refusal(one), *one["as_planned"]["warnings"])
    ]
    warnings += [of.language.relayed(one) for one in (of.run["power"] or {}).get("warnings", ())]
    warnings += [
        say("over_draws", outcome=of.outcome(one), draws=str(drawn["draws"]))
        for one in of.run["outcomes"]
        if (drawn := one["as_planned"].get("over_draws"))
    ]
    if warnings:
        yield _heading(of, "beware", 3)
        yield Listing(tuple(warnings))
    yield from _completers(of)


def _refusal(one: Mapping[str, Any]) -> tuple[str, ...]:
    refused = one["as_planned"]["refused"]
    return () if refused is None else (refused,)


def _outcome_row(of: Telling, one: Mapping[str, Any]) -> tuple[Said, ...]:
    language, planned, kind = of.language, one["as_planned"], one["kind"]
    value = planned.get("e_value") or {}
    events = planned["events"]
    return (
        capital(of.outcome(one)),
        language.own(
            str(planned["n"])
            if events is None
            else language.words("people_events", people=str(planned["n"]), events=str(events))
        ),
        language.own(of.with_limits(one["as_offered"], kind)),
        language.own(of.with_limits(planned, kind)),
        language.own(_p(of, one)),
        language.own(
            language.words(
                "pair", first=language.number(value["estimate"]), second=language.number(value.get("limit"))
            )
            if value.get("estimate") is not None
            else language.words("none")
        ),
    )


def _p(of: Telling, one: Mapping[str, Any]) -> str:
    """Return a p-value with what has to be said beside it."""
    language, planned = of.language, one["as_planned"]
    if planned.get("p") is None:
        return language.words("not_given")
    told = language.p_value(planned["p"])
    if one.get("p_of_family") is not None:
        told = language.words("p_of_family", p=told, adjusted=language.p_value(one["p_of_family"]))
    if of.has_few_clusters(one):
        told = language.words("p_few_clusters", p=told)
    return told


def _completers(of: Telling) -> Iterator[Part]:
    for one in of.run["outcomes"]:
        found = one["as_planned"].get("completers_only")
        if not found:
            continue
        yield _heading(of, "completers", 3)
        yield Paragraph(of.language.relayed(found["warning"]), warns=True)
        if found["refused"] is not None:
            yield Paragraph(
                of.language.say(
                    "of_outcome", outcome=of.outcome(one), what=of.language.relayed(found["refused"])
                )
            )
            continue
        yield Paragraph(
            of.language.say(
                "completers_figures",
                outcome=of.outcome(one),
                completed=str(found["completed"]),
                figures=of.with_limits(found, one["kind"]),
                offered=of.with_limits(one["as_offered"], one["kind"]),
            )
        )


def _curves(of: Telling) -> Iterator[Part]:
    """Yield a figure for each described curve, and a line for each other described figure."""
    told = [one for one in of.run["described"] if one["answer"].get(DRAWN.get(one["by"], ""))]
    if told:
        yield _heading(of, "curves")
    for one in told:
        yield from _curve(of, one)
    others = [one for one in of.run["described"] if one not in told]
    if others:
        yield _heading(of, "described")
        yield Listing(tuple(_described(of, one) for one in others))


def _described(of: Telling, one: Mapping[str, Any]) -> Said:
    language, answer = of.language, one["answer"]
    name = of.plan_words("described", one["name"])
    if answer.get("refused") is not None:
        return language.say("of_outcome", outcome=name, what=language.relayed(answer["refused"]))
    people = str(answer.get("n") or 0)
    if isinstance(answer.get("estimate"), float):
        kind = "score" if answer.get("events") is None else "event"
        return language.say(
            "described_estimate", name=name, people=people, figures=of.with_limits(answer, kind)
        )
    return language.say(
        "described_counts",
        name=name,
        people=people,
        events=str(answer.get("events") or language.words("none")),
    )


def _curve(of: Telling, one: Mapping[str, Any]) -> Iterator[Part]:
    language, answer = of.language, one["answer"]
    survives, records = one["by"] == "survival", answer[DRAWN[one["by"]]]
    labels = of.labels_of(one)
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        name = labels.get(record["group"], record["group"])
        if not survives:
            name = language.words("group_cause", group=name, cause=record["cause"])
        groups.setdefault(name, []).append(record)
    groups, day = _until_horizon(groups, max(outcome["horizon_days"] for outcome in of.run["outcomes"]))
    name = of.plan_words("described", one["name"])
    shares = "; ".join(
        language.words("group_share", group=group, share=language.whole(100 * steps[-1]["estimate"]))
        for group, steps in groups.items()
        if steps[-1]["estimate"] is not None
    )
    ends = language.words("curve_ends", day=language.whole(day), shares=shares)
    says = language.say("curve_survival" if survives else "curve_incidence", name=name, ends=ends)
    drawn = [
        figures.Curve(
            group,
            *([step[key] for step in steps] for key in ("time", "estimate", "lower", "upper")),
        )
        for group, steps in groups.items()
    ]
    title = language.words("axis_without" if survives else "axis_with")
    start = 1.0 if survives else 0.0
    chart = figures.curves(drawn, start=start, x_title=language.words("axis_days"), y_title=title)
    yield Figure(says, title, chart)
    yield _table(
        of,
        language.say("curve_shares", name=name),
        ("head_group", "head_day", "head_share"),
        [
            (language.own(group), language.own(language.whole(day)), language.own(of.share_with_limits(step)))
            for group, steps in groups.items()
            for day, step in _at_some_times(steps)
        ],
        behind=True,
    )
    if answer["warnings"]:
        yield Listing(tuple(language.relayed(warning) for warning in answer["warnings"]))


def _until_horizon(
    groups: dict[str, list[Mapping[str, Any]]], horizon: float
) -> tuple[dict[str, list[Mapping[str, Any]]], float]:
    """Return curves until the horizon of the plan, and the day on which they end: of what is later nothing was planned.

    Curves that begin after the horizon stay as they are.
    """
    cut = {
        name: within
        for name, steps in groups.items()
        if (within := [step for step in steps if step["time"] <= horizon])
    }
    if not cut:
        return groups, max(step["time"] for steps in groups.values() for step in steps)
    lasts = max(step["time"] for steps in groups.values() for step in steps)
    day = min(horizon, lasts)
    # A curve stays where it is until the next event, which may lie beyond.
    return {
        name: [*steps, {**steps[-1], "time": day}] if steps[-1]["time"] < day else steps
        for name, steps in cut.items()
    }, day


def _at_some_times(steps: list[Mapping[str, Any]]) -> Iterator[tuple[float, Mapping[str, Any]]]:
    """Yield a step function at evenly spread times, each with the step that holds there."""
    last = steps[-1]["time"]
    for place in range(1, TIMES_TOLD + 1):
        day = last * place / TIMES_TOLD
        before = [step for step in steps if step["time"] <= day + 1e-9]
        if before:
            yield day, before[-1]


def _made(of: Telling) -> Iterator[Part]:
    """Yield how files were made of others, with what has to be said of it: links and outcomes have their own."""
    made = of.run.get("made")
    if not made:
        return
    yield _heading(of, "made")
    for one in made:
        answer = one["answer"]
        yield Paragraph(
            of.language.say("made_counts", name=one["name"], by=one["by"], people=str(answer.get("n") or 0))
        )
        if answer.get("warnings"):
            yield Listing(tuple(of.language.relayed(warning) for warning in answer["warnings"]))


def _balance(of: Telling) -> Iterator[Part]:
    language, planned = of.language, of.primary["as_planned"]
    balance = planned.get("balance")
    if balance:
        yield _heading(of, "alike")
        limits = planned["thresholds"]
        after = [abs(one["after"]) for one in balance if one["after"] is not None]
        says = language.say(
            "alike_drawn", after=language.number(max(after), 2) if after else language.words("none")
        )
        title = language.words("axis_alike")
        yield Figure(
            says,
            title,
            figures.love_plot(
                balance,
                title=title,
                names=(language.words("head_before"), language.words("head_after")),
                limits=[
                    (limits[key], language.words(word, limit=language.number(limits[key])))
                    for key, word in (("warned_difference", "remarked"), ("difference", "refused_from"))
                ],
            ),
        )
        yield _table(
            of,
            language.say("alike_table"),
            ("head_term", "head_before", "head_after"),
            [
                tuple(
                    language.own(cell)
                    for cell in (one["term"], *(language.number(one[key], 2) for key in ("before", "after")))
                )
                for one in balance
            ],
            behind=True,
        )
        if size := planned.get("effective_sample_size"):
            yield Paragraph(
                language.say(
                    "effective",
                    first=language.number(size["treated"]),
                    second=language.number(size["control"]),
                    offered=of.group("offered"),
                    others=of.group("others"),
                )
            )
    if limits := planned.get("thresholds"):
        yield _table(
            of,
            language.say("thresholds"),
            ("head_measure", "head_limit"),
            [
                (language.say(f"threshold_{key}"), language.own(language.number(limit)))
                for key, limit in limits.items()
            ],
            behind=True,
        )


def _missing(of: Telling) -> Iterator[Part]:
    language = of.language
    yield _heading(of, "missing")
    for one in of.run["outcomes"]:
        blanks = {column: rows for column, rows in one["as_planned"]["missing"].items() if rows}
        if blanks:
            yield Paragraph(
                language.say(
                    "blanks",
                    outcome=of.outcome(one),
                    columns=", ".join(
                        language.words("column_rows", column=column, rows=str(rows))
                        for column, rows in blanks.items()
                    ),
                )
            )
        rows = list(_missing_rows(of, one))
        if not rows:
            yield Paragraph(language.say("everybody_seen", outcome=of.outcome(one)))
            continue
        complete = (
            language.say("complete_only"),
            language.own(of.with_limits(one.get("complete_cases") or one["as_planned"], one["kind"])),
        )
        yield _table(
            of,
            language.say(
                "missing_table_of_plan" if one["as_planned"].get("by") else "missing_table",
                outcome=of.outcome(one),
            ),
            ("head_how", "head_difference"),
            [*rows, complete],
        )


def _missing_rows(of: Telling, one: Mapping[str, Any]) -> Iterator[tuple[Said, ...]]:
    language, missing, kind = of.language, one["missing"], one["kind"]
    for record in missing.get("imputed") or ():
        how = language.words("imputed", delta=language.number(record["delta"]))
        if record.get("tips"):
            how = language.words("imputed_tips", how=how)
        yield capital(language.own(how)), language.own(of.with_limits(record, kind))
    if found := missing.get("weighted_for_loss"):
        yield language.say("weighted_for_loss"), language.own(of.with_limits(found, kind))
    if found := missing.get("bounds"):
        for key in ("lowest", "highest", "if_none", "if_all"):
            if key in found:
                yield language.say(f"bounds_{key}"), language.own(of.with_limits(found[key], kind))


def _links(of: Telling) -> Iterator[Part]:
    language, planned = of.language, of.primary["as_planned"]
    records = planned.get("linkage_sensitivity")
    if not records:
        return
    yield _heading(of, "links")
    yield Paragraph(language.say("links_says"))
    if tipping := planned.get("linkage_tipping"):
        group = of.group("offered" if tipping["group"] == "treated" else "others")
        yield Paragraph(language.say("links_tipping", share=f"{tipping['missed']:.0%}", group=group))
    if drawn := planned.get("over_links"):
        yield Paragraph(language.say("links_drawn", figures=of.with_limits(drawn, of.primary["kind"])))
    yield _table(
        of,
        language.say("links_table", outcome=of.outcome(of.primary)),
        ("head_missed", "head_false", "head_difference"),
        [
            (
                language.own(", ".join(f"{record[key]:.0%}" for key in ("missed_treated", "missed_control"))),
                language.own(", ".join(f"{record[key]:.0%}" for key in ("false_treated", "false_control"))),
                language.own(of.with_limits(record, of.primary["kind"])),
            )
            for record in records
        ],
        behind=True,
    )


def _published(of: Telling) -> Iterator[Part]:
    language = of.language
    yield _heading(of, "published")
    yield Paragraph(language.say("published_says"))
    others = (
        figures.Row(
            _label(of, _in(of, study, "name"), _in(of, study, "short"), study.get("people")),
            study["ratio"],
            is_own=False,
            is_read=study["source_is"] == "abstract",
        )
        for study in PUBLISHED
        if "ratio" in study
    )
    rows = [*_own_ratio(of), *others]
    says = language.say("published_drawn")
    title = language.words("axis_ratio")
    yield Figure(says, title, figures.forest(rows, title=title, none=1, ratios=True))
    yield _table(
        of,
        language.say("published_table"),
        ("head_program", "head_design", "head_studied", "head_ratio", "head_read", "head_source"),
        [
            (
                language.own(_in(of, study, "name")),
                language.own(_in(of, study, "design")),
                language.own(str(study.get("people") or language.words("people_unknown"))),
                language.own(language.number(study["ratio"]) if "ratio" in study else language.words("none")),
                language.own(language.words(f"read_{study['source_is'].replace(' ', '_')}")),
                of.english(study["source"]),
            )
            for study in PUBLISHED
        ],
    )


def _own_ratio(of: Telling) -> Iterator[figures.Row]:
    planned = of.primary["as_planned"]
    value = planned.get("e_value") or {}
    if value.get("measure") == "risk ratio" and value.get("risk_ratio") is not None:
        design = of.language.words("short_lot" if of.is_by_lot else "short_no_lot")
        yield figures.Row(
            _label(of, of.language.words("this_report"), design, planned["n"]),
            value["risk_ratio"],
            value.get("lower"),
            value.get("upper"),
        )


def _label(of: Telling, name: str, design: str, people: int | None) -> str:
    if people is None:
        return of.language.words("label", name=name, design=design)
    return of.language.words("label_people", name=name, design=design, people=of.language.whole(people))


def _in(of: Telling, study: Mapping[str, Any], key: str) -> str:
    return str(study[key] if of.language.key == "en" else study[f"{key}_{of.language.key}"])


def _departures(of: Telling) -> Iterator[Part]:
    yield _heading(of, "departures")
    if not of.run["deviations"]:
        yield Paragraph(of.language.say("no_departures"))
        return
    own = {one["what"] for one in of.plan.get("deviations") or ()}
    yield Listing(
        tuple(
            of.language.say("departure", what=of.written(one["what"]), why=of.written(one["why"]))
            if one["what"] in own
            else of.language.say(
                "departure", what=of.language.relayed(one["what"]), why=of.language.relayed(one["why"])
            )
            for one in of.run["deviations"]
        )
    )


def _repeating(of: Telling) -> Iterator[Part]:
    language = of.language
    yield _heading(of, "repeat")
    yield Paragraph(language.say("repeat_says", digest=of.plan["digest"], seed=str(of.plan["seed"])))
    own = language.own
    yield _table(
        of,
        language.say("inputs"),
        ("head_name", "head_file", "head_hash"),
        [(own(one["name"]), own(one["file"]), own(one["sha256"])) for one in of.run["inputs"]],
    )
    yield _table(
        of,
        language.say("versions"),
        ("head_package", "head_version"),
        [(own(name), own(version)) for name, version in of.run["versions"].items()],
        behind=True,
    )
