"""`amends evidence run`: runs a locked plan, and writes everything that it finds into one file."""

from __future__ import annotations

import importlib
import importlib.util
import io
import json
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import click

from amends.command.estimating.asking import json_wanted, tell
from amends.command.estimating.plan import record_file
from amends.evidence.answers import Answer, answer, as_json
from amends.evidence.faults import BadInput
from amends.evidence.planning.plan import read_plan
from amends.evidence.planning.record import record_result, usual_record
from amends.evidence.planning.running import run_plan


def estimate(word: str, options: Mapping[str, Any]) -> Answer:
    """Return what `amends evidence WORD --json` answers, so that a plan says what anybody may type."""
    words = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    printed = io.StringIO()
    if importlib.util.find_spec(f"amends.command.estimating.{word}") is None:
        raise BadInput([f"[{word}] is no word of `amends evidence`."])
    found = importlib.import_module(f"amends.command.estimating.{word}").command
    with redirect_stdout(printed):
        found.main([*words, "--json"], prog_name=f"amends evidence {word}", standalone_mode=False)
    answered: Answer = json.loads(printed.getvalue())
    return answered


@click.command(help=__doc__)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Where the run goes, as JSON.",
)
@record_file
@click.option(
    "--mark", help="The mark that was told when the plan was locked: it must still be in the record."
)
@json_wanted
def command(*, file: Path, out: Path, record: Path | None, mark: str | None, in_json: bool) -> None:
    """Run it, write it, and say what came of the primary outcome."""
    where = record or usual_record()
    found = run_plan(file, where, estimate, mark=mark)
    content = (json.dumps(json.loads(as_json(found)), indent=1, ensure_ascii=False) + "\n").encode()
    unfinished = out.with_name(f".{out.name}.unfinished")
    unfinished.write_bytes(content)
    # A report believes only what the record holds.
    record_result(read_plan(file), where, content=content)
    unfinished.replace(out)
    primary = found["outcomes"][0]
    planned = primary["as_planned"]
    tell(
        answer(
            n=planned["n"],
            events=planned["events"],
            missing=planned["missing"],
            warnings=planned["warnings"],
            refused=planned["refused"],
            outcome=primary["name"],
            **{key: planned.get(key) for key in ("estimate", "se_full", "lower", "upper", "p")},
            deviations=found["deviations"],
            out=str(out),
        ),
        in_json=in_json,
    )
