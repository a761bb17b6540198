"""The page docs/reference/coverage.md and its figure: what was counted, beside what each interval assumes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import altair as alt
import vl_convert

from amends.evidence.answers import Answer
from amends.evidence.coverage.counting import COUNTED
from amends.evidence.coverage.studies import STUDIES, Interval
from amends.evidence.rates import wilson_interval

FIGURE = "coverage.svg"
SO, NOT_SO = "where what it assumes is so", "where it is not"

OPENING = """\
# How often intervals hold the truth

Made by `amends docs` from `amends/evidence/coverage/counted.json`, which `make coverage` counts anew.

An interval of 95 % is a promise about many studies: of a hundred such intervals, 95 hold what is true. Whether they do
can be counted where the truth is known. So {repetitions:,} studies of {people} people each were invented (seed {seed};
what the people are like stands in `amends/evidence/coverage/people.toml`), each was written to a file and asked as the
commands ask it, and each interval of the answers was held against the truth. Once all that the interval assumes was
made so; once one thing was not, and nothing in the file shows which. Both counts stand side by side.

Promised is 93 to 97 % of studies where what it assumes is so; of exact intervals, 95 % or more. {kept} A count of
{repetitions:,} is itself sure to about {margin:.1f} points, and intervals that were asked of the same people go up and
down together; where that left open whether the promise is kept, more studies were counted, and the table says how many.

No interval knows of what is wrong: where it misses the truth, it is as narrow as where it does not. What is assumed is
therefore a sentence of every report, and how strong something unmeasured would have to be is an E-value beside every
effect. A dash: not counted, because what is wrong does to it what it does to its neighbour, or nothing. Not counted at
all: the weighted hazard ratio of `effect`, which averages over a follow-up, and what `competing`, `did`, `cloning` and
`change` give.

![{alternative}]({figure})
"""


class Line(NamedTuple):
    """One interval with both of its counts, as they are stored; None where there is none."""

    interval: Interval
    so: dict[str, Any] | None
    not_so: dict[str, Any] | None


def counted() -> Answer:
    """Return what `make coverage` counted last."""
    return dict(json.loads(COUNTED.read_text(encoding="utf-8")))


def lines(told: Answer) -> list[Line]:
    """Return every interval that is asked, in the order in which chapters and intervals are asked first."""
    asked: dict[tuple[str, str], Interval] = {}
    for study in STUDIES:
        for asking in study.asked:
            for interval in asking.intervals:
                asked.setdefault((interval.chapter, interval.name), interval)
    found = {(one["chapter"], one["interval"], bool(one["wrong"])): one for one in told["counted"]}
    chapters = list(dict.fromkeys(chapter for chapter, _ in asked))
    return [
        Line(interval, found.get((*key, False)), found.get((*key, True)))
        for key, interval in sorted(asked.items(), key=lambda item: chapters.index(item[0][0]))
    ]


def given(one: dict[str, Any]) -> int:
    """In how many studies the interval was given at all."""
    return int(one["held"] + one["above"] + one["below"])


def share(one: dict[str, Any]) -> float:
    """In which share of the studies that gave it an interval held the truth."""
    return float(one["held"] / given(one))


def keeps(line: Line) -> bool:
    """Whether an interval does what is promised of it where what it assumes is so."""
    least, most = line.interval.promised
    return line.so is not None and least <= share(line.so) <= most


def coverage_page() -> str:
    """Return the page in Markdown."""
    told = counted()
    found = lines(told)
    broken = [f"{line.interval.name} ({line.interval.chapter.lower()})" for line in found if not keeps(line)]
    kept = f"Not kept by: {', '.join(broken)}." if broken else f"All {len(found)} keep it."
    text = OPENING.format(
        repetitions=told["repetitions"],
        people=told["n"],
        seed=told["seed"],
        kept=kept,
        margin=100 * 1.96 * (0.95 * 0.05 / told["repetitions"]) ** 0.5,
        alternative=_alternative(found),
        figure=FIGURE,
    )
    return "\n".join([text, *_tables(found, told["repetitions"])])


def _tables(found: list[Line], usual: int) -> Iterator[str]:
    for chapter in dict.fromkeys(line.interval.chapter for line in found):
        yield f"## {chapter}\n"
        yield f"| interval | what it assumes | {SO} | {NOT_SO} | what was not so |"
        yield "|---|---|---|---|---|"
        for line in found:
            if line.interval.chapter == chapter:
                wrong = line.not_so["wrong"] if line.not_so else "-"
                so = _shown(line.so, usual) + ("" if keeps(line) else " (not what is promised)")
                yield f"| {line.interval.name} | {line.interval.assumes} | {so} | {_shown(line.not_so, usual)} | {wrong} |"
        yield ""


def _shown(one: dict[str, Any] | None, usual: int) -> str:
    if one is None:
        return "-"
    more = "" if given(one) == usual else f" of {given(one):,}"
    without = f", {one['none']} gave no interval" if one["none"] else ""
    return f"{share(one):.1%}".replace("%", " %") + more + without


def _alternative(found: list[Line]) -> str:
    so = [share(line.so) for line in found if line.so]
    not_so = [share(line.not_so) for line in found if line.not_so]
    return (
        f"For each interval the share of studies in which it held the truth: {min(so):.1%} to {max(so):.1%} {SO}, "
        f"down to {min(not_so):.1%} {NOT_SO}. The tables below hold every figure."
    ).replace("%", " %")


def coverage_figure() -> str:
    """Return the figure as SVG: a row an interval, both counts beside each other, each with its own 95 % limits."""
    found = lines(counted())
    chapters = [
        alt.hconcat(_panel(found, chapter, SO), _panel(found, chapter, NOT_SO), spacing=12)
        for chapter in dict.fromkeys(line.interval.chapter for line in found)
    ]
    chart = (
        alt.vconcat(*chapters, spacing=8)
        .properties(
            title=alt.Title(
                "In which share of studies an interval of 95 % held the truth",
                subtitle=[
                    f"Left, circles: {SO}. Right, diamonds, on a scale of its own: {NOT_SO}.",
                    "Shaded: the 93 to 97 % that are promised. Lines: how sure each count is.",
                    "",
                ],
                anchor="start",
            ),
            description=_alternative(found),
        )
        # Widths of words are those of a font that comes with the program that draws, whatever a machine has.
        .configure(font="Liberation Sans")
        .configure_axis(labelColor="#1d2528", titleColor="#1d2528", gridColor="#e4e4e4")
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def _panel(found: list[Line], chapter: str, side: str) -> alt.LayerChart | alt.FacetChart:
    left = side == SO
    # Told apart by place, form and colour, the colours of Okabe and Ito (2008).
    shape, colour, domain = ("circle", "#0072b2", [0.88, 1.0]) if left else ("diamond", "#d55e00", [0.0, 1.0])
    rows = []
    for line in found:
        one = line.so if left else line.not_so
        if line.interval.chapter == chapter and one is not None:
            lower, upper = wilson_interval(one["held"], given(one))
            rows.append({"interval": line.interval.name, "share": share(one), "lower": lower, "upper": upper})
    names = [line.interval.name for line in found if line.interval.chapter == chapter]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y(
            "interval:N",
            title=None,
            scale=alt.Scale(domain=names),
            axis=alt.Axis(labelLimit=260, minExtent=200, maxExtent=200) if left else None,
        )
    )
    # What lies beyond is drawn at the edge.
    scale = alt.Scale(domain=domain, clamp=True)
    across = alt.X("lower:Q", title=None, scale=scale, axis=alt.Axis(format="%", tickCount=6))
    promised = alt.Chart(alt.Data(values=[{"least": 0.93, "said": 0.95, "most": 0.97}]))
    return alt.layer(
        promised.mark_rect(color="#dfe9ef").encode(x=alt.X("least:Q", scale=scale), x2="most:Q"),
        promised.mark_rule(color="#5a5a5a", strokeDash=[4, 3]).encode(x="said:Q"),
        base.mark_rule(color=colour, strokeWidth=1.5).encode(x=across, x2="upper:Q"),
        base.mark_point(filled=True, opacity=1, size=55, shape=shape, color=colour).encode(x="share:Q"),
    ).properties(width=250, height=alt.Step(17), title=alt.Title(chapter if left else "", anchor="start"))
