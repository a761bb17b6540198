"""What the money model comes to for the payer, the reading and the accounting that a plan of analysis names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from amends.evidence.faults import BadInput
from amends.evidence.planning.plan import Plan
from amends.evidence.reporting.earning import words_of_plan
from amends.money.model.loading import load_scenario, published_scenario
from amends.money.model.reading import BadScenario
from amends.money.model.remarks import remarks_on
from amends.money.model.results import NoSuchAccounting, table
from amends.money.model.scenario import NoSuchReading


def money_beside(folder: Path) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """Return what asks the money model for what a plan names; a scenario of its own stands in the folder."""

    def reckon(named: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return every reading and accounting of the payer, for the report's chapter on money. Raises BadInput."""
        try:
            scenario = (
                load_scenario(folder / named["scenario"]) if named.get("scenario") else published_scenario()
            )
            reading = scenario.reading(named["reading"])
            totals = [one for one in table(scenario).totals if one.payer == named["payer"]]
        except (BadScenario, NoSuchReading, NoSuchAccounting) as bad:
            raise BadInput(str(bad).splitlines()) from bad
        if not any((one.reading, one.accounting) == (reading.key, named["accounting"]) for one in totals):
            raise BadInput(
                [
                    f"The money model has nothing for payer [{named['payer']}], accounting [{named['accounting']}]."
                ]
            )
        return {
            "scenario": scenario.title,
            "dated": scenario.dated.isoformat(),
            "payer": named["payer"],
            "reading": reading.key,
            "accounting": named["accounting"],
            "readings": {
                key: {"en": one.about, "es": one.about_es} for key, one in scenario.readings.items()
            },
            "figures": [
                {
                    key: getattr(one, key)
                    for key in ("reading", "accounting", "saving_cents", "lower_cents", "upper_cents")
                }
                for one in totals
            ],
            "remarks": [{"en": one.says, "es": one.says_es} for one in remarks_on(reading)],
        }

    return reckon


def refuse_what_no_report_may_say(plan: Plan, file: Path) -> None:
    """Raise BadInput for words of a plan that it cannot earn, and for money of which the money model has nothing.

    Such a plan could be locked and run, and never reported; that is better told before it is locked.
    """
    faults = list(words_of_plan(plan))
    if faults:
        raise BadInput(faults, name=file.name)
    if plan.money is not None:
        money_beside(file.parent)(asdict(plan.money))
