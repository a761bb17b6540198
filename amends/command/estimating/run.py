"""`amends evidence run`: runs a locked plan, and writes everything that it finds into one file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from amends.command.estimating.asking import json_wanted, tell
from amends.command.estimating.planned import estimate, record_file, refuse_words
from amends.evidence.answers import answer, as_json
from amends.evidence.faults import BadInput
from amends.evidence.planning.plan import read_plan
from amends.evidence.planning.record import record_result, usual_record
from amends.evidence.planning.running import run_plan


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
    where, plan = record or usual_record(), read_plan(file)
    refuse_words(plan)
    _refuse_place(out, {file, where, *(file.parent / path for path in plan.inputs.values())})
    found = run_plan(file, where, estimate, mark=mark)
    content = (json.dumps(json.loads(as_json(found)), indent=1, ensure_ascii=False) + "\n").encode()
    unfinished = out.with_name(f".{out.name}.unfinished")
    unfinished.write_bytes(content)
    # A report believes only what the record holds.
    record_result(plan, where, content=content)
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


def _refuse_place(out: Path, taken: set[Path]) -> None:
    """Raise BadInput where a run would have nowhere to go, or would overwrite what it is made from."""
    if not out.parent.is_dir():
        raise BadInput([f"There is no folder [{out.parent}] for the run."])
    if out.resolve() in {path.resolve() for path in taken}:
        raise BadInput([f"[{out.name}] is what the run is made from; expected another name."])
