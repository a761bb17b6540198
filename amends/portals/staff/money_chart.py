"""The burn-down of a budget: two lines, told apart by their form as well as by their colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from amends.money.amounts import dollars
from amends.money.standing import MonthStands
from amends.portals.shared.drawing import STRONG, WARM, draw

WIDTH, HEIGHT = 440, 240


def burn_down_chart(months: Sequence[MonthStands], year: int) -> str:
    """Return what is left of a year's budget, month by month, as SVG in the reader's language."""
    evenly, left = _("Spent evenly"), _("Left of the budget")
    rows = [
        {"month": point.month, "dollars": cents / 100, "line": line}
        for point in months
        for line, cents in ((evenly, point.evenly_cents), (left, point.left_cents))
        if cents is not None
    ]
    last = [one for one in months if one.left_cents is not None][-1]
    told = {"year": year, "left": dollars(last.left_cents or 0), "evenly": dollars(last.evenly_cents)}
    return draw(
        chart_of(rows, [left, evenly]),
        title=_("What is left of the budget of %(year)s") % told,
        says=_("Left: %(left)s. Spent evenly, it would be %(evenly)s.") % told,
    )


def chart_of(rows: list[dict[str, Any]], lines: list[str]) -> dict[str, Any]:
    """Return the chart of these points as Vega-Lite asks for it."""
    axis = {"tickCount": 12, "format": "d"}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": rows},
        "mark": {"type": "line", "point": {"size": 50}, "strokeWidth": 2.5},
        "encoding": {
            "x": {"field": "month", "type": "quantitative", "title": _("Month of the year"), "axis": axis},
            "y": {
                "field": "dollars",
                "type": "quantitative",
                "title": _("Dollars"),
                "axis": {"format": "~s"},
            },
            "color": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": lines, "range": [STRONG, WARM]},
                "legend": {"direction": "vertical"},
            },
            "strokeDash": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": lines, "range": [[1, 0], [6, 4]]},
            },
        },
    }
