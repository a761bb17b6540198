"""The balance table as a picture: each term's standardized difference before and after weighting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import vl_convert

from amends.evidence.effects.refusing import Thresholds

BEFORE, AFTER = "before weighting", "after weighting"
# On a telephone of 320 pixels the picture is nearly as wide as here, and its letters nearly as large.
WIDTH, STEP, LETTERS = 290, 38, 13
FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
DARK, BLUE = "#4a4a4a", "#0b5394"


def love_plot(balance: Sequence[dict[str, Any]], limits: Thresholds) -> str:
    """Return an SVG of a balance table, described in words for those who do not see it.

    Where nothing was weighted there is the difference before alone. The form is Thomas Love's (2004). The table
    itself stands in the answer, and has to stand beside the picture.
    """
    points = [
        {"term": record["term"], "difference": round(abs(record[key]), 3), "weights": words}
        for record in balance
        for key, words in (("before", BEFORE), ("after", AFTER))
        if record[key] is not None and np.isfinite(record[key])
    ]
    largest = {point["term"]: 0.0 for point in points}
    for point in points:
        largest[point["term"]] = max(largest[point["term"]], point["difference"])
    y = alt.Y("term:N", sort=sorted(largest, key=lambda term: -largest[term]), title=None, axis=None)
    words_of = [BEFORE, AFTER]
    below = alt.Legend(orient="bottom", direction="vertical", title=None, labelLimit=WIDTH, symbolOpacity=1)
    dots = (
        alt.Chart(alt.Data(values=points))
        .mark_point(size=90, strokeWidth=2, opacity=1, filled=False)
        .encode(
            x=alt.X(
                "difference:Q",
                title="Standardized difference, without its sign",
                scale=alt.Scale(padding=9, nice=False, zero=True),
            ),
            y=y,
            # Told apart by their form, too.
            shape=alt.Shape(
                "weights:N", scale=alt.Scale(domain=words_of, range=["circle", "square"]), legend=below
            ),
            color=alt.Color("weights:N", scale=alt.Scale(domain=words_of, range=[DARK, BLUE]), legend=below),
        )
    )
    # A line of its own above the dots, so that no name is cut however long it is or however narrow the page.
    above = alt.Chart(alt.Data(values=[{"term": term} for term in largest])).encode(
        x=alt.value(9), y=y, text="term:N"
    )
    names = above.mark_text(align="left", dy=-15, fontSize=LETTERS, stroke="white", strokeWidth=4)
    names += above.mark_text(align="left", dy=-15, fontSize=LETTERS, color="#1d2528")
    rules = (
        alt.Chart(
            alt.Data(
                values=[
                    {"limit": limit, "says": f"{words} beyond {limit:g}"}
                    for limit, words in (
                        (limits.warned_difference, "remarked on"),
                        (limits.difference, "refused"),
                    )
                ]
            )
        )
        .mark_rule(color=DARK, strokeWidth=1.5)
        .encode(
            x="limit:Q",
            strokeDash=alt.StrokeDash(
                "says:N", scale=alt.Scale(range=[[1, 0], [5, 4]]), sort=None, legend=below
            ),
        )
    )
    after = max((point["difference"] for point in points if point["weights"] == AFTER), default=None)
    says = (
        f"How alike the groups are: standardized differences of {len(largest)} terms before and after weighting. "
        + ("Nothing was weighted." if after is None else f"The largest after weighting is {after:.2f}.")
    )
    chart = (
        (rules + dots + names)
        .properties(
            width=WIDTH,
            height=alt.Step(STEP),
            padding={"left": 8, "right": 14, "top": 8, "bottom": 10},
            title=alt.TitleParams(
                "How alike the groups are", anchor="start", offset=14, fontSize=LETTERS + 3
            ),
        )
        .configure(font=FONT)
        .configure_axis(labelFontSize=LETTERS, titleFontSize=LETTERS, titleFontWeight="normal", tickCount=5)
        .configure_legend(
            labelFontSize=LETTERS,
            rowPadding=4,
        )
        .configure_view(stroke=None)
    )
    drawn = chart.to_dict()
    # One legend below the other; Altair's schema does not know the word.
    drawn["config"]["legend"]["layout"] = {
        "bottom": {"direction": "vertical", "anchor": "start", "margin": 6}
    }
    # The drawing itself comes without words for those who hear it.
    return str(vl_convert.vegalite_to_svg(drawn)).replace("<svg ", f'<svg role="img" aria-label="{says}" ', 1)
