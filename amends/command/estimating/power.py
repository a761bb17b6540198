"""`amends evidence power`: what a study of two groups can see, and what it would most likely miss."""

import click

from amends.command.estimating.asking import json_wanted, tell
from amends.evidence.faults import BadInput
from amends.evidence.power import what_can_be_seen

SHARE = click.FloatRange(0, 1, min_open=True, max_open=True)
# Beyond these the tails of t are not reckoned to any digit.
ALPHA, POWER = click.FloatRange(0.0001, 0.5), click.FloatRange(0.0001, 0.9999)
PEOPLE = click.IntRange(1, 10**12)


@click.command(help=__doc__)
@click.option("--n1", type=PEOPLE, required=True, help="People in the group with the base share.")
@click.option("--n2", type=PEOPLE, required=True, help="People in the other group.")
@click.option(
    "--base", type=SHARE, required=True, help="The share with the event in the first group, such as 0.4."
)
@click.option(
    "--alpha", type=ALPHA, default=0.05, show_default=True, help="How often chance may pass for a difference."
)
@click.option(
    "--power", type=POWER, default=0.8, show_default=True, help="How likely a difference is to be found."
)
@click.option(
    "--sd",
    type=click.FloatRange(0, min_open=True),
    help="Standard deviation of changes in a score, in points.",
)
@json_wanted
def command(
    *, n1: int, n2: int, base: float, alpha: float, power: float, sd: float | None, in_json: bool
) -> None:
    """Say what can be seen."""
    if power <= alpha:
        raise BadInput(["Expected --power above --alpha: chance alone finds a difference that often."])
    tell(what_can_be_seen(n1, n2, base=base, alpha=alpha, power=power, sd=sd), in_json=in_json)
