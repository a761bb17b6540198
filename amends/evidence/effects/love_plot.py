"""The balance table as a picture: each term's standardized difference before and after weighting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert

from amends.evidence.effects.refusing import Thresholds

BEFORE, AFTER = "before weighting", "after weighting"


def love_plot(balance: Sequence[dict[str, Any]], limits: Thresholds) -> str:
    """Return an SVG of a balance table, with a title and a description for those who do not see it.

    The form is Thomas Love's (2004). The table itself stands in the answer, and has to stand beside the picture.
    """
    points = [
        {"term": record["term"], "difference": abs(record[key]), "weights": words}
        for record in balance
        for key, words in (("before", BEFORE), ("after", AFTER))
        if record[key] == record[key]
    ]
    terms = [record["term"] for record in sorted(balance, key=lambda record: -abs(record["before"]))]
    dots = (
        alt.Chart(alt.Data(values=points))
        .mark_point(size=70, strokeWidth=2)
        .encode(
            x=alt.X("difference:Q", title="Standardized difference between the groups, without its sign"),
            y=alt.Y("term:N", sort=terms, title=None, axis=alt.Axis(labelLimit=400)),
            # Told apart by their form, too.
            shape=alt.Shape(
                "weights:N", title=None, scale=alt.Scale(domain=[BEFORE, AFTER], range=["circle", "square"])
            ),
            color=alt.Color(
                "weights:N", title=None, scale=alt.Scale(domain=[BEFORE, AFTER], range=["#5a5a5a", "#0b5394"])
            ),
        )
    )
    rules = (
        alt.Chart(
            alt.Data(
                values=[
                    {"limit": limits.warned_difference, "says": "remarked on"},
                    {"limit": limits.difference, "says": "refused"},
                ]
            )
        )
        .mark_rule(color="#5a5a5a")
        .encode(x="limit:Q", strokeDash=alt.StrokeDash("says:N", title="Beyond the line"))
    )
    after = max((point["difference"] for point in points if point["weights"] == AFTER), default=0.0)
    chart = (dots + rules).properties(
        width=420,
        title="How alike the groups are",
        description=(
            f"Standardized differences of {len(terms)} terms before and after weighting. The largest after "
            f"weighting is {after:.2f}."
        ),
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))
