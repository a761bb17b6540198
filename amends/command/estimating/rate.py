"""`amends evidence rate`: a share of people, or events per person-year, with intervals that hold in small groups."""

import click

from amends.command.estimating.asking import json_wanted, tell
from amends.evidence.faults import BadInput
from amends.evidence.rates import rate_per_person_year, share_of


@click.command(help=__doc__)
@click.option(
    "--events",
    type=click.IntRange(0, 10**15),
    required=True,
    help="How many had the event, or how many events.",
)
@click.option("--of", "of", type=click.IntRange(1, 10**15), help="Of how many people.")
@click.option("--person-years", type=float, help="In how much time of all people together.")
@click.option(
    "--level", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.95, show_default=True
)
@json_wanted
def command(*, events: int, of: int | None, person_years: float | None, level: float, in_json: bool) -> None:
    """Say the share or the rate."""
    if (of is None) == (person_years is None):
        raise BadInput(["Expected either --of (a share of people) or --person-years (a rate), and not both."])
    try:
        if of is not None:
            found = share_of(events, of, level=level)
        else:
            found = rate_per_person_year(events, person_years or 0.0, level=level)
    except ValueError as error:
        raise BadInput([str(error)]) from error
    tell(found, in_json=in_json)
