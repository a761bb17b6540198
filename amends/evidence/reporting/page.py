"""A report as one HTML page that needs no script and nothing from elsewhere."""

from __future__ import annotations

from html import escape
from pathlib import Path

from amends.evidence.reporting.language import Said, plain
from amends.evidence.reporting.parts import Figure, Heading, Listing, Paragraph, Part, Report, Table

STYLE = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
# A cell with more letters than this may be broken anywhere: it is a hash, or a sentence.
LONG = 40
# A table with so many columns is told cell by cell where there is no room beside each other.
MANY = 4


def page_of(report: Report) -> str:
    """Return a report as HTML."""
    own = report.language

    def parts(told: tuple[Part, ...]) -> str:
        return "\n".join(_html(part, own) for part in told)

    return (
        f'<!doctype html>\n<html lang="{own}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(plain(report.title))}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{_said(report.title, own)}</h1>\n"
        f'<div class="first">\n{parts(report.first)}\n</div>\n{parts(report.rest)}\n</main>\n</body>\n</html>\n'
    )


def _said(said: Said, own: str) -> str:
    return "".join(
        escape(text) if language == own else f'<span lang="{language}">{escape(text)}</span>'
        for text, language in said
    )


def _html(part: Part, own: str) -> str:
    match part:
        case Heading():
            return f"<h{part.level}>{_said(part.said, own)}</h{part.level}>"
        case Paragraph():
            kind = "lead" if part.leads else "warn" if part.warns else ""
            return f"<p{f' class={kind!r}' if kind else ''}>{_said(part.said, own)}</p>".replace("'", '"', 2)
        case Listing():
            return "<ul>" + "".join(f"<li>{_said(item, own)}</li>" for item in part.items) + "</ul>"
        case Figure():
            return f"<figure>{part.svg}<figcaption>{_said(part.says, own)}</figcaption></figure>"
        case Table():
            return _table(part, own)
    raise TypeError(f"A report has no [{type(part).__name__}].")


def _table(part: Table, own: str) -> str:
    heads = "".join(f'<th scope="col" role="columnheader">{_said(head, own)}</th>' for head in part.heads)
    rows = "".join(f'<tr role="row">{_cells(row, part.heads, own)}</tr>' for row in part.rows)
    caption = "" if part.behind else f"<caption>{_said(part.caption, own)}</caption>"
    many = ' class="many"' if len(part.heads) >= MANY else ""
    # The roles are those that a table has by itself, and loses where its cells are laid out as blocks.
    table = (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(plain(part.caption))}">'
        f'<table role="table"{many}>{caption}<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )
    if part.behind:
        return f"<details><summary>{_said(part.caption, own)}</summary>{table}</details>"
    return table


def _cells(row: tuple[Said, ...], heads: tuple[Said, ...], own: str) -> str:
    first, *others = row
    told = [f'<th scope="row" role="rowheader">{_said(first, own)}</th>']
    for head, cell in zip(heads[1:], others, strict=True):
        kind = ' class="long"' if len(plain(cell)) > LONG else ""
        told.append(f'<td role="cell"{kind} data-head="{escape(plain(head))}">{_said(cell, own)}</td>')
    return "".join(told)
