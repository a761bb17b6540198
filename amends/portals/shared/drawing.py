"""Charts, drawn on the server as SVG that needs no script and says in words what it shows."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import vl_convert

from amends.evidence.reporting.figures import as_one_picture

INK, STRONG, SOFT, WARM, PAPER = "#1d2b2c", "#0f5358", "#6b7876", "#a4552b", "#fffdf9"
LOOKS = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "background": PAPER,
    "config": {
        "font": "sans-serif",
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": 14,
            "titleFontSize": 14,
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": INK,
            "labelLimit": 260,
            "gridColor": "#e4ded2",
        },
        "legend": {"labelFontSize": 14, "labelColor": INK, "title": None, "orient": "top", "labelLimit": 300},
        "text": {"fontSize": 14, "color": INK},
    },
}


def draw(chart: dict[str, Any], *, title: str, says: str) -> str:
    """Return a Vega-Lite chart as SVG, as wide as whatever holds it, without style, script or address.

    It is one picture to whoever hears the page: title and sentence are read out, and the table beside it holds the
    figures.
    """
    return _drawn(json.dumps({**LOOKS, **chart}), title, says)


@lru_cache(maxsize=64)
def _drawn(chart: str, title: str, says: str) -> str:
    return as_one_picture(vl_convert.vegalite_to_svg(json.loads(chart)), title=title, says=says)
