"""The pictures of a report as charts of Vega-Lite: narrow, so that a telephone shows their words large enough."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from textwrap import fill
from typing import Any, NamedTuple

import vl_convert

WIDTH, HEIGHT = 300, 210
LETTERS = 44
# Of a row of labels: each line, and what is left below them for what they name.
LINE, BELOW = 14, 26
INK, STRONG, SOFT, WARM = "#1d2b2c", "#0f5358", "#5f6b69", "#8a4420"
COLORS = [STRONG, WARM, SOFT, INK, "#7a5195", "#b07d00"]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [10, 3], [1, 3]]
ROOT = re.compile(r'^<svg [^>]*?viewBox="(?P<box>[^"]+)"[^>]*>')
LOOKS = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "background": "white",
    "padding": {"left": 8, "right": 14, "top": 8, "bottom": 8},
    "config": {
        "font": "DejaVu Sans, Helvetica, Arial, sans-serif",
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": 11,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": INK,
            "gridColor": "#e4e2da",
            "domainColor": SOFT,
            "tickColor": SOFT,
        },
        "legend": {
            "labelFontSize": 11,
            "labelColor": INK,
            "labelLimit": 0,
            "title": None,
            "orient": "top",
            "columns": 1,
            "symbolSize": 120,
        },
    },
}


Chart = dict[str, Any]


class Row(NamedTuple):
    """One line of a forest plot: its label, its point, and its limits where they are known.

    is_own   this run's own, drawn apart from others'
    is_read  whether the source itself was read; hollow where not
    """

    label: str
    point: float
    low: float | None = None
    high: float | None = None
    is_own: bool = True
    is_read: bool = True


class Curve(NamedTuple):
    """One group's steps: at each time the estimate from there on, with its limits where they are known."""

    name: str
    times: Sequence[float]
    estimates: Sequence[float | None]
    lower: Sequence[float | None]
    upper: Sequence[float | None]


def forest(rows: Sequence[Row], *, title: str, none: float, ratios: bool = False) -> Chart:
    """Return points with their limits below their labels, and the line of no difference; ratios on a log axis."""
    values = [
        {
            "place": place,
            "label": fill(row.label, LETTERS),
            "point": row.point,
            "low": row.point if row.low is None else row.low,
            "high": row.point if row.high is None else row.high,
            "color": STRONG if row.is_own else SOFT,
            "fill": "white" if not row.is_read else STRONG if row.is_own else SOFT,
        }
        for place, row in enumerate(rows)
    ]
    ends = [none, *(end for row in rows for end in (row.low, row.high, row.point) if end is not None)]
    scale: dict[str, Any] = {"nice": not ratios, "zero": False}
    if ratios:
        scale |= {"type": "log", "domain": [min(0.25, *ends) * 0.95, max(2, *ends) * 1.05]}
    axis = {"values": [0.1, 0.25, 0.5, 1, 2, 4, 10], "format": "~g"} if ratios else {"tickCount": 5}
    x: dict[str, Any] = {"type": "quantitative", "scale": scale, "axis": axis, "title": title}
    layers = [
        {
            "data": {"values": [{"none": none}]},
            "mark": {"type": "rule", "strokeDash": [4, 3], "color": INK},
            "encoding": {"x": {"field": "none", **x}},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {
                "x": {"field": "low", **x},
                "x2": {"field": "high"},
                "color": {"field": "color", "scale": None},
            },
        },
        {
            "mark": {"type": "point", "size": 75, "strokeWidth": 2, "opacity": 1},
            "encoding": {
                "x": {"field": "point", **x},
                "color": {"field": "color", "scale": None},
                "fill": {"field": "fill", "scale": None},
            },
        },
    ]
    return _by_row(values, layers)


def love_plot(
    balance: Sequence[dict[str, Any]],
    *,
    title: str,
    names: tuple[str, str],
    limits: Sequence[tuple[float, str]],
) -> Chart:
    """Return each term's standardized difference before and after weighting, and the lines beyond which it counts.

    names  what before and after are called; `limits` are the lines and what they are called
    """
    terms = sorted(balance, key=lambda record: -abs(record["before"] or 0))
    values = [
        {"place": place, "label": fill(record["term"], LETTERS), "size": abs(record[key]), "weights": name}
        for place, record in enumerate(terms)
        for key, name in zip(("before", "after"), names, strict=True)
        if record[key] is not None
    ]
    x = {
        "type": "quantitative",
        "title": title,
        "scale": {"domainMin": 0, "nice": True},
        "axis": {"tickCount": 5},
    }
    by_weights = {
        "field": "weights",
        "type": "nominal",
        "scale": {"domain": list(names), "range": [WARM, STRONG]},
    }
    layers = [
        {
            "data": {"values": [{"limit": limit, "says": word} for limit, word in limits]},
            "mark": {"type": "rule", "color": INK},
            "encoding": {
                "x": {"field": "limit", **x},
                "strokeDash": {
                    "field": "says",
                    "type": "nominal",
                    "scale": {"domain": [word for _, word in limits], "range": [[2, 3], [6, 3]]},
                },
            },
        },
        {
            "mark": {"type": "point", "size": 70, "strokeWidth": 2, "opacity": 1},
            "encoding": {
                "x": {"field": "size", **x},
                "color": by_weights,
                # Told apart by their form, too.
                "shape": {**by_weights, "scale": {"domain": list(names), "range": ["circle", "square"]}},
            },
        },
    ]
    return _by_row(values, layers)


def curves(groups: Sequence[Curve], *, start: float, x_title: str, y_title: str) -> Chart:
    """Return steps over time with their limits; every curve begins at `start` at time zero."""
    values = [
        {
            "group": group.name,
            "time": time,
            "share": estimate,
            "low": low,
            "high": high,
            "color": COLORS[place % len(COLORS)],
        }
        for place, group in enumerate(groups)
        for time, estimate, low, high in (
            (0.0, start, start, start),
            *zip(group.times, group.estimates, group.lower, group.upper, strict=True),
        )
        if estimate is not None
    ]
    names = [group.name for group in groups]
    by_group = {"field": "group", "type": "nominal"}
    x = {"field": "time", "type": "quantitative", "title": x_title, "axis": {"tickCount": 5}}
    y = {
        "type": "quantitative",
        "title": y_title,
        "scale": {"domain": [0, 1]} if start else {"zero": True},
        "axis": {"format": ".0%", "tickCount": 5},
    }
    layers = [
        {
            "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
            "mark": {"type": "area", "interpolate": "step-after", "opacity": 1, "fillOpacity": 0.16},
            "encoding": {
                "x": x,
                "y": {"field": "low", **y},
                "y2": {"field": "high"},
                "detail": by_group,
                "color": {"field": "color", "scale": None},
            },
        },
        {
            "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
            "encoding": {
                "x": x,
                "y": {"field": "share", **y},
                "color": {
                    **by_group,
                    "scale": {"domain": names, "range": COLORS[: len(names)]},
                    "legend": {
                        "symbolType": "stroke",
                        "symbolSize": 500,
                        "symbolStrokeWidth": 2.5,
                        "symbolOpacity": 1,
                    },
                },
                # Told apart without their colour, too.
                "strokeDash": {
                    **by_group,
                    "scale": {"domain": names, "range": DASHES[: len(names)]},
                },
            },
        },
    ]
    return {"width": WIDTH, "height": HEIGHT, "data": {"values": values}, "layer": layers}


def _by_row(values: list[dict[str, Any]], layers: list[dict[str, Any]]) -> Chart:
    """Return a row for each place: its label, and right below the label what the layers draw."""
    lines = [value["label"].count("\n") + 1 for value in values]
    tall = max(lines, default=1) * LINE + BELOW
    y = {"field": "place", "type": "ordinal", "axis": None, "sort": None}
    for layer in layers:
        if "data" not in layer:
            layer["encoding"]["y"] = y
            layer["mark"]["yOffset"] = (tall - BELOW) / 2
    return {
        "width": WIDTH,
        "height": {"step": tall},
        "data": {"values": [{**value, "lines": count} for value, count in zip(values, lines, strict=True)]},
        "layer": [*layers, *(_labels(count, tall=tall, y=y) for count in sorted(set(lines)))],
    }


def _labels(lines: int, *, tall: int, y: dict[str, Any]) -> dict[str, Any]:
    """Return the labels of so many lines; fewer begin lower, so that each ends right above what it names."""
    return {
        "transform": [
            {"filter": f"datum.lines == {lines}"},
            {"aggregate": [], "groupby": ["place", "label"]},
        ],
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "dy": tall / 2 - BELOW - lines * LINE + 4,
            "lineBreak": "\n",
            "lineHeight": LINE,
            "fontSize": 11,
            "color": INK,
        },
        "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "label"}},
    }


def draw(chart: Mapping[str, Any], *, title: str, says: str) -> str:
    """Return a chart as SVG; see as_one_picture."""
    return as_one_picture(vl_convert.vegalite_to_svg({**LOOKS, **chart}), title=title, says=says)


def as_one_picture(drawn: str, *, title: str, says: str) -> str:
    """Return a drawn chart as wide as whatever holds it, one picture to whoever hears the page, without style or script.

    Title and sentence are read out, and nothing within. Raises ValueError for what Vega did not draw.
    """
    root = ROOT.match(drawn)
    if root is None:
        raise ValueError("The chart has no box of its own. Nothing was drawn.")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{root["box"]}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(says)}</desc>"
    )
    return head + re.sub(r' (?:role|aria-[a-z]+|class)="[^"]*"', "", drawn[root.end() :])
