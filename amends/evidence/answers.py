"""What every estimate answers: how many, how many events, what was missing, what to beware of, or a refusal."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

Answer = dict[str, Any]


def answer(
    *,
    n: int | None,
    events: int | None,
    missing: Mapping[str, int],
    warnings: Iterable[str] = (),
    refused: str | None = None,
    **estimates: Any,
) -> Answer:
    """Return an answer, of which these five words are part whatever is estimated.

    n         rows used; None for a rate, which has person-years instead
    events    rows used with the event; None where there is no event
    missing   for each named column, rows in which it is blank
    warnings  sentences for whoever reads the estimate, each once
    refused   why there is no estimate, or None
    """
    return {
        "n": n,
        "events": events,
        "missing": dict(missing),
        "warnings": list(dict.fromkeys(warnings)),
        "refused": refused,
        **estimates,
    }


def as_json(given: Answer) -> str:
    """Return an answer as one JSON object on one line; null for what is not a finite number.

    >>> as_json({"estimate": float("nan"), "n": np.int64(3)})
    '{"estimate": null, "n": 3}'
    """
    return json.dumps(_plain(given), allow_nan=False, ensure_ascii=False)


def as_text(given: Answer) -> str:
    """Return an answer for a reader: a line for each figure, a table for each list of records."""
    lines: list[str] = []
    for key, value in _plain(given).items():
        head = key.replace("_", " ")
        if value is None or value in ([], {}):
            continue
        if isinstance(value, list) and isinstance(value[0], dict):
            lines += ["", head, *_as_rows(value)]
        elif isinstance(value, list):
            lines += [f"{head}: {item}" for item in value]
        elif isinstance(value, dict):
            lines.append(f"{head}: " + ", ".join(f"{name} {_shown(part)}" for name, part in value.items()))
        else:
            lines.append(f"{head}: {_shown(value)}")
    return "\n".join(lines)


def _as_rows(records: Sequence[dict[str, Any]]) -> list[str]:
    heads = list(dict.fromkeys(key for record in records for key in record))
    rows = [heads, *([_shown(record.get(head)) for head in heads] for record in records)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    """Return a value in JSON's own kinds."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return value
