"""`amends trace`: who looked at which case, held by a chain and by anchors outside the database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click
from django.conf import settings
from psycopg.errors import InvalidSchemaName, UndefinedFunction, UndefinedTable

from amends.trace.chain import (
    AnchorsAreBroken,
    NoPlaceForAnchors,
    Told,
    Verdict,
    anchor,
    expected_rows,
    verify,
)

SHOWN_FROM_ROWS = 50_000


of_database = click.option(
    "--database",
    metavar="NAME",
    help="Another database of the same server: amends_demo for what `amends demo` shows.",
)


@click.group(help=__doc__)
def command() -> None:
    """Nothing by itself."""


@command.command("anchor")
@of_database
def write_anchor(database: str | None) -> None:
    """Write down outside the database how far the trace of every case goes; run it every hour.

    Exit status 1 when the trace was changed: an anchor is written all the same, which keeps for the changed
    cases what was anchored before.
    """
    database = database or settings.DATABASES["default"]["NAME"]
    with _progress(database) as told:
        written, verdict = anchor(database, told=told)
    _say_damages(verdict)
    click.echo(
        f"Anchor {written.number}: {written.rows} rows of {written.cases} cases. Its mark is {written.mark}."
    )
    sys.exit(0 if verdict.intact else 1)


@command.command("verify")
@of_database
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for other programs.")
@click.option(
    "--mark", metavar="MARK", help="The mark of an anchor that you noted down: it must still be there."
)
def verify_all(database: str | None, mark: str | None, *, as_json: bool) -> None:
    """Find every row of the trace that was altered, taken out, moved or cut off since it was anchored.

    Exit status 0 when all is intact, 1 when something was found.
    """
    database = database or settings.DATABASES["default"]["NAME"]
    with _progress(database) as told:
        verdict = verify(database, mark=mark, told=told)
    if as_json:
        click.echo(json.dumps(_in_json(verdict), indent=2))
    else:
        _say(verdict, database)
    sys.exit(0 if verdict.intact else 1)


@contextmanager
def _progress(database: str) -> Iterator[Told | None]:
    """Yield what to call as rows go by: a bar on the terminal when there are many, otherwise nothing.

    What keeps the trace from being examined is told in one sentence.
    """
    try:
        rows = expected_rows(database)
        if rows < SHOWN_FROM_ROWS:
            yield None
            return
        with click.progressbar(length=rows, label="Examining the trace", file=sys.stderr) as bar:
            yield lambda examined: bar.update(examined - bar.pos)
    except NoPlaceForAnchors as error:
        raise click.UsageError(str(error)) from error
    except AnchorsAreBroken as error:
        raise click.ClickException(str(error)) from error
    except (UndefinedTable, UndefinedFunction, InvalidSchemaName) as error:
        raise click.ClickException(
            "There is no trace in this database yet: run `amends migrate` first."
        ) from error


def _say(verdict: Verdict, database: str) -> None:
    for fault in verdict.faults:
        click.echo(fault)
    _say_damages(verdict)
    known = f"{verdict.rows} rows of {verdict.cases} cases in the database [{database}]"
    if verdict.anchor is None:
        click.echo(
            f"There is no anchor. The chain alone was examined, {known}: rows cut off an end would not show, "
            "nor a chain written anew. `amends trace anchor` writes one."
        )
    else:
        if verdict.intact:
            click.echo(f"Intact: {known}.")
        click.echo(
            f"The newest anchor is number {verdict.anchor.number} of {verdict.anchor.anchored_at}, "
            f"with the mark {verdict.anchor.mark}."
        )
        if verdict.younger_rows:
            click.echo(
                f"Younger than that anchor: {verdict.younger_rows} rows of {verdict.younger_cases} cases. "
                "They are held by the chain alone, so that rows cut off their end would not show yet."
            )


def _say_damages(verdict: Verdict) -> None:
    for damage in verdict.damages:
        click.echo(damage.sentence)


def _in_json(verdict: Verdict) -> dict[str, object]:
    return {
        "intact": verdict.intact,
        "anchor": asdict(verdict.anchor) if verdict.anchor else None,
        "anchor_faults": list(verdict.faults),
        "damages": [{**asdict(damage), "case_id": str(damage.case_id)} for damage in verdict.damages],
        "cases": verdict.cases,
        "rows": verdict.rows,
        "younger": {"rows": verdict.younger_rows, "cases": verdict.younger_cases},
    }
