"""`amends evidence plan`: locks a plan of analysis before outcomes are read, and keeps the record of it."""

from __future__ import annotations

from pathlib import Path

import click

from amends.command.estimating.asking import json_wanted, tell
from amends.command.estimating.money_beside import refuse_what_no_report_may_say
from amends.command.estimating.planned import record_file, refuse_words
from amends.evidence.answers import answer
from amends.evidence.planning.files import hashes_of
from amends.evidence.planning.plan import read_plan
from amends.evidence.planning.record import (
    can_be_rewritten,
    keep_record,
    lock_plan,
    read_record,
    usual_record,
)
from amends.evidence.planning.versions import versions


@click.group(help=__doc__)
def command() -> None:
    """Everything is done by the words that follow."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@record_file
@json_wanted
def lock(*, file: Path, record: Path | None, in_json: bool) -> None:
    """Write the plan's hash and the time into the record.

    The same plan locked again keeps its first time. Tell the mark to somebody else, such as the board: `run`
    and `report` can be asked to find it. The program's own record is kept by the kernel where it can be. The
    hashes of inputs that are there already are written down too; none is read as data.
    """
    plan = read_plan(file)
    refuse_words(plan)
    refuse_what_no_report_may_say(plan, file)
    where = record or usual_record()
    if record is None:
        keep_record(where)
    there = hashes_of({name: file.parent / path for name, path in plan.inputs.items()})
    line = lock_plan(plan, where, versions=versions(), there=there)
    warnings = [f"Tell somebody else this mark, and the day: {line.mark}."]
    if there:
        warnings.append(
            f"Already there when it was locked: {', '.join(sorted(there))}. The report says so, since nothing can show "
            "that nobody had looked at them by other means."
        )
    if can_be_rewritten(where):
        warnings.append(
            "Whoever can write this file could write it anew; only the mark would show it. "
            "`amends evidence plan keep`, once and as root, lets lines only be added."
        )
    tell(
        answer(
            n=None,
            events=None,
            missing={},
            warnings=warnings,
            plan=plan.id,
            digest=plan.digest,
            locked_at=line.at,
            mark=line.mark,
            record=str(where),
            can_be_rewritten=can_be_rewritten(where),
        ),
        in_json=in_json,
    )


@command.command()
@record_file
def keep(*, record: Path | None) -> None:
    """Begin the record, and ask the kernel that lines are only ever added to it; once, as root."""
    where = record or usual_record()
    if not keep_record(where):
        raise click.ClickException(
            f"{where} can still be written anew: this needs root, and a file system that knows the rule."
        )
    click.echo(f"Lines can only be added to {where}; `chattr -a`, by root alone, would end that.")


@command.command()
@record_file
@click.option("--mark", help="A mark that you noted down: it must still be there.")
@json_wanted
def verify(*, record: Path | None, mark: str | None, in_json: bool) -> None:
    """Find whether a line of the record was altered, taken out or moved; status 2 if so."""
    where = record or usual_record()
    lines = read_record(where, mark=mark)
    tell(
        answer(
            n=len(lines),
            events=None,
            missing={},
            lines=[
                {
                    "at": line.at,
                    "what": line.what,
                    "plan": line.plan,
                    "digest": line.digest,
                    "by": line.details.get("by"),
                    "mark": line.mark,
                }
                for line in lines
            ],
            can_be_rewritten=can_be_rewritten(where),
        ),
        in_json=in_json,
    )
