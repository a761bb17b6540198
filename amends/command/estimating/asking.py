"""What every estimate is asked with, and how it answers."""

from __future__ import annotations

from pathlib import Path

import click

from amends.evidence.answers import Answer, as_json, as_text


class Numbers(click.ParamType):
    """Numbers with commas between them, in a tuple of floats."""

    name = "numbers"

    def convert(
        self, value: str | tuple[float, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, ...]:
        """Return the numbers. Fails, with the option's name, on anything that is no finite number."""
        if isinstance(value, tuple):
            return value
        try:
            numbers = tuple(float(piece) for piece in value.split(","))
        except ValueError:
            numbers = (float("nan"),)
        if not all(abs(number) < float("inf") for number in numbers):
            self.fail("expected numbers with commas between them, such as 12,26,52.", param, ctx)
        return numbers


input_file = click.option(
    "--input",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="A CSV or Parquet file, one row a person unless said otherwise.",
)
draw_wanted = click.option(
    "--draw",
    metavar="COLUMN",
    help="Which draw of the links a row is of (`outcomes --rows draws`): estimated in each, then pooled.",
)
json_wanted = click.option(
    "--json", "in_json", is_flag=True, help="Print one JSON object; null for what is not a number."
)


def tell(answer: Answer, *, in_json: bool) -> None:
    """Print an answer on stdout: one JSON object, or a text for a reader."""
    click.echo(as_json(answer) if in_json else as_text(answer))
