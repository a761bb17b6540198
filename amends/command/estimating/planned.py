"""How a word goes with a plan: what it asks before it opens a file, and how a plan says what anybody may type."""

from __future__ import annotations

import importlib
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from functools import wraps
from pathlib import Path
from typing import Any

import click

from amends.evidence.answers import Answer
from amends.evidence.faults import BadInput
from amends.evidence.planning.opening import open_outcomes
from amends.evidence.planning.plan import Described, Plan
from amends.evidence.planning.record import usual_record

# Words whose figures a plan may hold; those under MADE write a file, which a plan may compare groups in.
DESCRIBED = ("survival", "competing", "effect", "cloning", "did", "change", "rate", "power")
MADE = ("link", "outcomes", "score")
# What a word is run under by a run, which found the lock and wrote the reading down itself.
RUN = object()

record_file = click.option(
    "--record",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The record of plans; else what AMENDS_PLAN_RECORD says, or the program's own.",
)
plan_file = click.option(
    "--plan",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The plan the files belong to; else a plan.toml beside or above that names them. It must be locked.",
)


def reads_outcomes(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a word open the files of these options only as a plan allows, and write the reading into the record.

    Stands below the word's own options. Raises as `open_outcomes`; then none of the files was opened.
    """

    def decorate(body: Callable[..., None]) -> Callable[..., None]:
        @plan_file
        @record_file
        @click.pass_context
        @wraps(body)
        def asked(ctx: click.Context, *, plan: Path | None, record: Path | None, **options: Any) -> None:
            if ctx.obj is not RUN:
                typed = {
                    option: options[param.name]
                    for option, param in _options(ctx.command).items()
                    if param.name in options
                }
                remark = open_outcomes(
                    str(ctx.info_name),
                    {name: typed[name] for name in names},
                    typed,
                    plan_file=plan,
                    record=record or usual_record(),
                )
                if remark is not None:
                    click.echo(f"Warning: {remark}", err=True)
            body(**options)

        return asked

    return decorate


def estimate(word: str, options: Mapping[str, Any]) -> Answer:
    """Return what `amends evidence WORD --json` answers, so that a plan says what anybody may type.

    Raises BadInput, or click's UsageError, for what the word cannot be asked.
    """
    printed = io.StringIO()
    with redirect_stdout(printed):
        _command(word).main(
            [*_typed(options), "--json"], prog_name=f"amends evidence {word}", standalone_mode=False, obj=RUN
        )
    answered: Answer = json.loads(printed.getvalue())
    return answered


def refuse_words(plan: Plan) -> None:
    """Raise BadInput with everything in a plan's [[made]] and [[described]] that nobody could type. Opens nothing."""
    files = set(plan.inputs)
    faults = []
    for one in plan.made:
        faults += [
            f"[made] {one.name}: {says}" for says in _faults(one, MADE, files, {"out": Path(one.name)})
        ]
        files |= {one.name, f"{one.name}.candidates"}
    for one in plan.described:
        faults += [f"[described] {one.name}: {says}" for says in _faults(one, DESCRIBED, files, {})]
    if faults:
        raise BadInput(faults, name=plan.id)


def _faults(
    one: Described, words: tuple[str, ...], files: set[str], added: Mapping[str, Any]
) -> Iterator[str]:
    if one.by not in words:
        yield f"[{one.by}] cannot be asked here; expected {', '.join(words)}."
        return
    command = _command(one.by)
    paths = {name for name, param in _options(command).items() if isinstance(param.type, click.Path)}
    for name, value in one.options.items():
        # Whatever else a run read would be known by no hash, and what else it wrote would be left behind.
        if name in paths and (name in added or str(value) not in files):
            yield f"{name} is [{value}]; expected an input, or what was made before."
        if name not in paths and str(value) in files:
            yield f"{name} is [{value}], which names a file; expected another name for one of both."
    try:
        command.make_context(one.by, _typed({**one.options, **added}), obj=RUN)
    except click.UsageError as error:
        yield error.format_message()


def _command(word: str) -> click.Command:
    found: click.Command = importlib.import_module(f"amends.command.estimating.{word}").command
    return found


def _options(command: click.Command) -> dict[str, click.Parameter]:
    """Return a word's options by the names that a plan gives them: `--extract-date` is extract_date."""
    return {
        param.opts[0].removeprefix("--").replace("-", "_"): param
        for param in command.params
        if isinstance(param, click.Option)
    }


def _typed(options: Mapping[str, Any]) -> list[str]:
    """Return options as they are typed: true alone, false not at all, numbers with commas between them."""
    words = []
    for name, value in options.items():
        option = f"--{name.replace('_', '-')}"
        if isinstance(value, tuple | list):
            words.append(f"{option}={','.join(map(str, value))}")
        elif value is True:
            words.append(option)
        elif value is not False:
            words.append(f"{option}={value}")
    return words
