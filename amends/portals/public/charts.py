"""The three charts of the money page: year by year, how sure, and what matters most."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any

from django.utils.translation import gettext as _

from amends.portals.public.figures import Sureness, Year
from amends.portals.public.numbers import changeable
from amends.portals.shared.drawing import SOFT, STRONG, WARM, draw

WIDTH, HEIGHT = 460, 240
ROW = 64
DOLLARS = {"format": "~s"}
# Long words before a bar stand in several lines.
LETTERS = 26
LINES = {"labelExpr": "split(datum.label, '\\n')", "labelLimit": 0}


def cash_flow(years: Sequence[Year]) -> str:
    """Return what is saved until each year, as bars."""
    rows = [{"year": one.number, "dollars": int(one.so_far)} for one in years]
    chart: dict[str, Any] = {
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": rows},
        "mark": {"type": "bar", "size": min(40, WIDTH // (2 * len(rows)))},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": _("Year"), "axis": {"labelAngle": 0}},
            "y": {
                "field": "dollars",
                "type": "quantitative",
                "title": _("Saved so far, US dollars"),
                "axis": DOLLARS,
            },
            "color": {"condition": {"test": "datum.dollars < 0", "value": WARM}, "value": STRONG},
        },
    }
    says = _("Bars for each year. Below zero, the program costs more so far.")
    return draw(chart, title=_("What is saved so far, year by year"), says=says)


def spread(sure: Sureness) -> str:
    """Return how often each saving was drawn, as bars that touch."""
    rows = [{"low": one.low, "high": one.high, "share": one.share} for one in sure.bars]
    chart = {
        "width": WIDTH,
        "height": HEIGHT,
        "layer": [
            {
                "data": {"values": rows},
                "mark": "rect",
                "encoding": {
                    "x": {
                        "field": "low",
                        "type": "quantitative",
                        "title": _("Saved, US dollars"),
                        "axis": DOLLARS,
                    },
                    "x2": {"field": "high"},
                    "y": {
                        "field": "share",
                        "type": "quantitative",
                        "title": _("Share of draws"),
                        "axis": {"format": "%"},
                    },
                    "y2": {"datum": 0},
                    "color": {"condition": {"test": "datum.high <= 0", "value": WARM}, "value": STRONG},
                },
            },
            {
                "data": {"values": [{"zero": 0}]},
                "mark": {"type": "rule", "strokeDash": [5, 4], "color": SOFT},
                "encoding": {"x": {"field": "zero", "type": "quantitative"}},
            },
        ],
    }
    says = _("How often each amount was saved. The dashed line is zero; left of it the program costs more.")
    return draw(chart, title=_("How sure the saving is"), says=says)


def tornado(sure: Sureness) -> str:
    """Return what each number changes when it alone goes from its lower to its upper limit, widest first."""
    numbers = changeable()
    rows = [
        {"what": fill(numbers[key].label, LETTERS), "from": min(ends), "to": max(ends), "mean": sure.mean}
        for key, *ends in sure.swings
    ]
    chart = {
        "width": WIDTH - 180,
        "padding": {"left": LETTERS, "top": 5, "right": 10, "bottom": 5},
        "height": ROW * len(rows) + ROW,
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "height": ROW // 3, "color": STRONG},
                "encoding": {
                    "y": {"field": "what", "type": "nominal", "title": None, "sort": None, "axis": LINES},
                    "x": {
                        "field": "from",
                        "type": "quantitative",
                        "title": _("Saved, US dollars"),
                        "axis": DOLLARS,
                    },
                    "x2": {"field": "to"},
                },
            },
            {
                "mark": {"type": "rule", "strokeDash": [5, 4], "color": SOFT},
                "encoding": {"x": {"field": "mean", "type": "quantitative", "aggregate": "min"}},
            },
        ],
    }
    says = _(
        "A bar for each number, from what is saved at its lower limit to what is saved at its upper one."
    )
    return draw(chart, title=_("Which number matters most"), says=says)
