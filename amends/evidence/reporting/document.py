"""A report as a tagged PDF (PDF/UA-1): Typst refuses to make one of a picture without words or a heading out of order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from amends.evidence.reporting.language import plain
from amends.evidence.reporting.parts import Figure, Heading, Listing, Paragraph, Part, Report, Table

PAGE = Path(__file__).with_name("report.typ")
# Letters that a narrow column is given room for, and beyond which a wide one takes further lines.
NARROW, WIDE = 9, 60


def document_of(report: Report) -> bytes:
    """Return a report as PDF. Without a day of its own, so that the same run gives the same bytes."""
    told = {
        "title": plain(report.title),
        "said": report.title,
        "language": report.language,
        "first": [_told(part) for part in report.first],
        "rest": [_told(part) for part in report.rest],
    }
    return typst.compile(
        PAGE,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=0,
    )


def _told(part: Part) -> dict[str, Any]:
    match part:
        case Heading():
            return {"kind": "heading", "said": part.said, "level": part.level}
        case Paragraph():
            return {"kind": "paragraph", "said": part.said, "leads": part.leads, "warns": part.warns}
        case Listing():
            return {"kind": "listing", "items": part.items}
        case Figure():
            return {"kind": "figure", "said": part.says, "alt": plain(part.says), "svg": part.svg}
        case Table():
            return {
                "kind": "table",
                "said": part.caption,
                "heads": part.heads,
                "rows": part.rows,
                "widths": _widths(part),
            }
    raise TypeError(f"A report has no [{type(part).__name__}].")


def _widths(part: Table) -> list[float]:
    """Return how wide each column is beside the others: as its longest cell, within reason."""
    columns = zip(part.heads, *part.rows, strict=True)
    longest = (max(len(plain(cell)) for cell in column) for column in columns)
    return [min(max(letters, NARROW), WIDE) ** 0.7 for letters in longest]
