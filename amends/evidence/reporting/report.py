"""Makes the report of a run: the same blocks as an HTML page and as a tagged PDF, each figure with its table."""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import altair as alt
import typst
import vl_convert

from amends.evidence.faults import BadInput
from amends.evidence.planning.record import holds_result

HERE = Path(__file__).parent
WORDS = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
ASSUMPTIONS = tomllib.loads((HERE / "assumptions.toml").read_text(encoding="utf-8"))["designs"]
PUBLISHED = tomllib.loads((HERE / "published.toml").read_text(encoding="utf-8"))["studies"]
STYLE = (
    "body{font:1.05rem/1.55 Georgia,serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1d2528;"
    "overflow-wrap:anywhere}td,th{overflow-wrap:normal}td:last-child{overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.35rem .5rem;"
    "border-bottom:1px solid #9aa5a8;vertical-align:top}figure{margin:1.5rem 0}svg{max-width:100%;height:auto}"
    "figure{padding-inline-start:1rem}svg{overflow:visible}.wide{overflow-x:auto}caption{text-align:left;font-weight:bold}"
)


@dataclass(frozen=True)
class Block:
    """A part of the report: a heading, a sentence, a table, or a figure (whose table follows it).

    `earned` names the kinds of words in words.toml that this part alone may use.
    """

    kind: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    svg: str = ""
    earned: tuple[str, ...] = ()


def may_say_causal(run: dict[str, Any], *, is_recorded: bool) -> bool:
    """Whether the words of cause may be used of the primary outcome: see words.toml.

    is_recorded  whether the record of plans holds just this run, and the lock of its plan before it
    """
    planned = run["outcomes"][0]["as_planned"]
    if not is_recorded or planned["refused"] is not None or planned.get("lower") is None:
        return False
    if planned["lower"] <= 0 <= planned["upper"]:
        return False
    if run["plan"]["design"]["kind"] == "randomized":
        return True
    balanced = bool(planned["balance"]) and all(abs(one["after"]) <= 0.1 for one in planned["balance"])
    return balanced and planned.get("e_value") is not None


def write_report(run_file: Path, out: Path, record: Path) -> list[Path]:
    """Write report.html, report.pdf and the figures into a folder, and return their paths.

    record  of plans, in which this run has to stand before words of cause are used of it

    Raises BadInput, nothing written, for a file that is no run, for words that its design does not support, and for a
    record that was altered.
    """
    try:
        content = run_file.read_bytes()
        run = json.loads(content)
        is_recorded = holds_result(record, content)
        blocks = tuple(_blocks(run, is_recorded=is_recorded))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput([f"It is no run: {error}."], name=run_file.name) from error
    title = f"Report: {run['plan']['title']}"
    refuse_words((Block("heading", title), *blocks))
    page = _html(title, blocks)
    figures = {f"figure-{n}.svg": one.svg for n, one in enumerate((b for b in blocks if b.svg), start=1)}
    out.mkdir(parents=True, exist_ok=True)
    for name, svg in figures.items():
        (out / name).write_text(svg, encoding="utf-8")
    source = out / ".report.typ"
    try:
        source.write_text(_typst(title, blocks), encoding="utf-8")
        # Without a day of its own, so that the same run gives the same bytes.
        typst.compile(source, output=out / "report.pdf", pdf_standards=["ua-1"], timestamp=0)
    finally:
        source.unlink(missing_ok=True)
    (out / "report.html").write_text(page, encoding="utf-8")
    return [out / "report.html", out / "report.pdf", *(out / name for name in figures)]


def refuse_words(blocks: tuple[Block, ...]) -> None:
    """Raise BadInput when a block says a word of words.toml that it has not earned."""
    for block in blocks:
        text = " ".join([block.text, *(cell for row in block.rows for cell in row)])
        for name, rule in WORDS.items():
            found = re.search(rf"\b(?:{'|'.join(rule['words'])})\b", text, re.IGNORECASE)
            if found and name not in block.earned:
                raise BadInput(
                    [
                        f"The report would say [{found[0]}], which asks for {rule['asks']}. Nothing was written."
                    ]
                )


def _number(value: float | None, kind: str) -> str:
    if value is None:
        return "none"
    return f"{100 * value:+.1f} points of a hundred" if kind == "event" else f"{value:+.2f} points"


def _sentence(one: dict[str, Any], run: dict[str, Any]) -> str:
    planned, design = one["as_planned"], run["plan"]["design"]
    if planned["refused"] is not None:
        return f"No estimate is given of {one['name']}: {planned['refused']}"
    low, high, kind = planned["lower"], planned["upper"], one["kind"]
    said = (
        f"{one['name']}: {_number(planned['estimate'], kind)} among {design['offered']} compared with "
        f"{design['others']}; with 95 % confidence between {_number(low, kind)} and {_number(high, kind)}."
    )
    if low <= 0 <= high:
        return f"{said} This is compatible with no difference, and with each value between."
    return f"{said} The groups differ; this does not by itself say why."


def _blocks(run: dict[str, Any], *, is_recorded: bool) -> Iterator[Block]:
    plan, primary = run["plan"], run["outcomes"][0]
    causal = may_say_causal(run, is_recorded=is_recorded)
    design, planned = plan["design"], primary["as_planned"]
    lot = design["kind"] == "randomized"
    yield Block("heading", "In plain words")
    yield Block("text", plan["asks"])
    yield Block("text", _sentence(primary, run))
    if causal and planned["estimate"] < 0:
        yield Block(
            "text", "If what this rests on is so (see below), the offer reduced it.", earned=("causal",)
        )
    yield Block(
        "text",
        "Who was offered the program was drawn by lot."
        if lot
        else "Who was offered the program was not drawn by lot: the groups may differ in what nobody measured.",
    )
    yield Block(
        "text",
        f"{planned['n']} people and {planned['events'] if planned['events'] is not None else 'no'} events were "
        f"counted. The smallest difference that would matter was set at {primary['smallest_difference']:g}.",
    )
    kept = "could be" if run["lock"]["can_be_rewritten"] else "cannot be"
    yield Block(
        "text",
        f"The plan was locked on {run['lock']['at']}, mark {run['lock']['mark']}, in a record that {kept} rewritten.",
    )
    yield Block(
        "text",
        "It is the run that the record holds."
        if is_recorded
        else "The record holds no such run: it was altered, comes from elsewhere, or stands in another record.",
    )
    if run["power"]:
        yield from (Block("text", warning) for warning in run["power"]["warnings"])
    yield Block("heading", "What this rests on")
    yield from (Block("text", assumption) for assumption in ASSUMPTIONS[design["kind"]])
    yield Block("heading", "All outcomes")
    heads = (
        "Outcome",
        "Family",
        "n",
        "Events",
        "As offered",
        "As planned",
        "95 % from",
        "to",
        "p",
        "p of family",
        "E-value",
    )
    rows = [heads]
    for one in run["outcomes"]:
        answer, offered = one["as_planned"], one["as_offered"]
        value = (answer.get("e_value") or {}).get("estimate")
        figures = (offered.get("estimate"), answer.get("estimate"), answer.get("lower"), answer.get("upper"))
        rows.append(
            (
                one["name"],
                one["family"],
                str(answer["n"]),
                str(answer["events"] if answer["events"] is not None else "-"),
                *(_short(figure) for figure in figures),
                _short(answer.get("p")),
                _short(one.get("p_of_family")),
                _short(value),
            )
        )
    yield Block("table", "Differences, those offered minus the others", tuple(rows))
    drawn = [
        {
            "name": one["name"],
            "x": one["as_planned"]["estimate"],
            "low": one["as_planned"]["lower"],
            "high": one["as_planned"]["upper"],
        }
        for one in run["outcomes"]
        if one["as_planned"].get("estimate") is not None and one["kind"] == "event"
    ]
    if drawn:
        yield Block(
            "figure",
            "Differences in shares with their 95 % intervals; the table above holds the figures.",
            svg=_forest(drawn, "Difference in share", 0),
        )
    for one in run["outcomes"]:
        yield from (Block("text", f"{one['name']}: {warning}") for warning in one["as_planned"]["warnings"])
        yield Block("text", f"What those not seen could change of {one['name']}: {_missing(one)}")
    if planned.get("balance"):
        yield Block("heading", "Were the groups alike?")
        yield Block(
            "table",
            "Standardized differences before and after weighting",
            (
                ("Term", "Before", "After"),
                *((b["term"], _short(b["before"]), _short(b["after"])) for b in planned["balance"]),
            ),
        )
    yield Block("heading", "Beside the published programs")
    ratio = planned.get("e_value") or {}
    own = (
        [{"name": "This report", "x": ratio["risk_ratio"], "low": ratio["lower"], "high": ratio["upper"]}]
        if ratio.get("measure") == "risk ratio"
        else []
    )
    studies = [
        {"name": s["name"], "x": s["ratio"], "low": s["ratio"], "high": s["ratio"]}
        for s in PUBLISHED
        if "ratio" in s
    ]
    yield Block(
        "figure",
        "Ratios of risks, below 1 being lower with the program; designs, people and sources stand in the table below.",
        svg=_forest(own + studies, "Ratio of risks", 1),
    )
    yield Block(
        "table",
        "Other people, laws and outcomes: beside this result, never added to it",
        (
            ("Program", "Design", "People", "Ratio", "Source"),
            *((s["name"], s["design"], s["people"], _short(s.get("ratio")), s["source"]) for s in PUBLISHED),
        ),
    )
    yield Block("heading", "Where this departs from the plan")
    for one in run["deviations"] or [{"what": "Nowhere that the record shows.", "why": ""}]:
        yield Block("text", f"{one['what']} {one['why']}".strip())
    yield Block("heading", "How to repeat it")
    yield Block("text", f"Plan {plan['digest']}; seed {plan['seed']}.")
    yield Block(
        "table",
        "Inputs",
        (("Name", "File", "SHA-256"), *((i["name"], i["file"], i["sha256"]) for i in run["inputs"])),
    )
    yield Block("table", "Versions", (("Package", "Version"), *run["versions"].items()))
    yield Block(
        "text",
        "Small counts stand in this report: it passes disclosure control before it leaves the program.",
    )


def _missing(one: dict[str, Any]) -> str:
    told = []
    if found := one["missing"].get("bounds"):
        low, high = _short(found["lowest"]["estimate"]), _short(found["highest"]["estimate"])
        told.append(f"whatever became of them, the difference lies between {low} and {high}")
    if found := one["missing"].get("weighted_for_loss"):
        told.append(f"with whoever is still seen standing for those lost it is {_with_limits(found)}")
    told += [
        f"imputed, {found['delta']:g} points worse: {_with_limits(found)}"
        for found in one["missing"].get("imputed") or ()
    ]
    return "; ".join(told) + "." if told else "everybody was seen."


def _with_limits(found: dict[str, Any]) -> str:
    return f"{_short(found.get('estimate'))} ({_short(found.get('lower'))} to {_short(found.get('upper'))})"


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _forest(rows: list[dict[str, Any]], title: str, none: float) -> str:
    """Return a forest plot as SVG, the line of no difference drawn at `none`."""
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=320))
    )
    plot = alt.layer(
        alt.Chart(alt.Data(values=[{"none": none}]))
        .mark_rule(strokeDash=[4, 3], color="#555")
        .encode(x="none:Q"),
        base.mark_rule(color="#17505a", strokeWidth=2).encode(x=alt.X("low:Q", title=title), x2="high:Q"),
        base.mark_point(filled=True, size=70, color="#17505a").encode(x="x:Q"),
    ).properties(width=380, height={"step": 30})
    return str(vl_convert.vegalite_to_svg(plot.to_json()))


def _html(title: str, blocks: tuple[Block, ...]) -> str:
    parts = []
    for block in blocks:
        said = html.escape(block.text)
        if block.kind == "heading":
            parts.append(f"<h2>{said}</h2>")
        elif block.kind == "text":
            parts.append(f"<p>{said}</p>")
        elif block.kind == "figure":
            svg = block.svg.replace(
                "<svg ", f'<svg role="img" aria-label="{html.escape(block.text, quote=True)}" ', 1
            )
            parts.append(f"<figure>{svg}<figcaption>{said}</figcaption></figure>")
        else:
            head, *body = block.rows
            cells = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
            lines = "".join(
                f'<tr><th scope="row">{html.escape(row[0])}</th>'
                + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[1:])
                + "</tr>"
                for row in body
            )
            parts.append(
                f'<div class="wide" tabindex="0" role="region" aria-label="{html.escape(block.text, quote=True)}">'
                f"<table><caption>{said}</caption><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table></div>"
            )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main><h1>{html.escape(title)}</h1>{''.join(parts)}</main></body></html>\n"
    )


def _typst(title: str, blocks: tuple[Block, ...]) -> str:
    # JSON's way of quoting a text is Typst's, but for letters beyond ASCII, which both take as they are.
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [
        f"#set document(title: {quoted(title)})",
        '#set text(lang: "en", size: 10pt)',
        '#set page(paper: "us-letter", margin: 2cm, numbering: "1")',
        f"#heading(level: 1, {quoted(title)})",
    ]
    figure = 0
    for block in blocks:
        if block.kind == "heading":
            lines.append(f"#heading(level: 2, {quoted(block.text)})")
        elif block.kind == "text":
            lines.append(f"#par[#{quoted(block.text)}]")
        elif block.kind == "figure":
            figure += 1
            said = quoted(block.text)
            drawn = f'image("figure-{figure}.svg", alt: {said}, width: 85%)'
            lines.append(f"#figure({drawn}, caption: [#{said}])")
        else:
            head = ", ".join(f"[#{quoted(cell)}]" for cell in block.rows[0])
            body = ", ".join(f"[#{quoted(cell)}]" for row in block.rows[1:] for cell in row)
            size = 6 if len(block.rows[0]) > 6 else 8
            lines.append(f"#par[#strong({quoted(block.text)})]")
            lines.append(
                f"#text(size: {size}pt, table(columns: {len(block.rows[0])}, stroke: 0.4pt, table.header({head}), {body}))"
            )
    return "\n\n".join(lines) + "\n"
