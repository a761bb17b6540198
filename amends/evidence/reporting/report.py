"""Makes the report of a run: one HTML page and one tagged PDF in one language, each figure with its table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from amends.evidence.faults import BadInput
from amends.evidence.planning.record import holds_result, read_record
from amends.evidence.reporting.contents import report_of
from amends.evidence.reporting.document import document_of
from amends.evidence.reporting.earning import refuse_words
from amends.evidence.reporting.page import page_of

# From what a plan says of money to what the money model comes to: see money.py.
Money = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def write_report(
    run_file: Path,
    out: Path,
    record: Path,
    *,
    language: str = "en",
    money: Money | None = None,
    mark: str | None = None,
) -> list[Path]:
    """Write report.html, report.pdf and the figures into a folder, and return their paths.

    record    of plans, in which this run has to stand before words of cause or of money are used of it
    language  one of LANGUAGES
    money     asks the money model; nothing is said of money without it, or where the plan names no payer
    mark      that was told when the plan was locked, and has to be in the record

    Raises BadInput, nothing written, for a file that is no run, for words that it has not earned, and for a record
    that was altered or does not hold the mark.
    """
    read_record(record, mark=mark)
    try:
        content = run_file.read_bytes()
        run = json.loads(content)
        is_recorded = holds_result(record, content)
        named = run["plan"].get("money")
        report = report_of(
            run,
            language=language,
            is_recorded=is_recorded,
            money=money(named) if money is not None and named else None,
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput([f"It is no run: {error}."], name=run_file.name) from error
    refuse_words(report.parts)
    files = {
        "report.html": page_of(report).encode(),
        "report.pdf": document_of(report),
        **{name: svg.encode() for name, svg in report.figures.items()},
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, written in files.items():
        (out / name).write_bytes(written)
    return [out / name for name in files]
