"""Which acts are offered: to this role, where the case is now, and with things as they stand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from amends.access.matrix import load_matrix
from amends.journey.stages import ACTS as JUDGED_ACTS
from amends.journey.stages import TAKEN_BY, move_called
from amends.portals.shared.acts import fits
from amends.portals.staff.acts import ACTS, StaffAct
from amends.portals.staff.at_hand import CaseAtHand
from amends.portals.staff.things import THINGS, Facts

ANY_SCOPE = ("own", "case", "all")


def who_may(act: StaffAct) -> tuple[str, ...]:
    """Return the roles that may do an act, as the journey or the matrix says, unless the act is narrower."""
    if act.by:
        return act.by
    if act.needs and act.needs not in JUDGED_ACTS:
        return TAKEN_BY[act.whose] if act.whose else move_called(act.needs).by
    records = load_matrix().records
    if act.changes:
        return records[act.changes].roles("change", *ANY_SCOPE)
    return records[act.adds].roles("add", *ANY_SCOPE) if act.adds else ()


def is_possible(act: StaffAct, at: CaseAtHand) -> bool:
    """Return whether an act is for this role, and fits where the case is now, as far as this role knows."""
    if at.role not in who_may(act):
        return False
    whose = act.whose or at.role
    fits_now = any(
        fits(act, role=whose, state=state) and (not act.within or state.partition(" ")[0] in act.within)
        for state in at.states
    )
    return fits_now and (bool(act.about) or applies(act, at, None))


def is_theirs(address: str, at: CaseAtHand) -> bool:
    """Return whether an address names an act of this role at all, whether or not it has its place now."""
    return any(act.address == address and at.role in who_may(act) for act in ACTS)


def possible_acts(at: CaseAtHand) -> list[StaffAct]:
    """Return everything that can be done with the case now, in the order of the table."""
    if "possible acts" not in at.known:
        at.known["possible acts"] = [act for act in ACTS if is_possible(act, at)]
    return at.known["possible acts"]


def find_act(
    at: CaseAtHand, address: str, thing_id: UUID | None
) -> tuple[StaffAct, Facts, dict[str, Any]] | None:
    """Return an act by its address, bound to its case and thing, with its facts and the form's beginning.

    None when it is not for this role, does not fit now, or there is no such thing.
    """
    found = next((act for act in ACTS if act.address == address and is_possible(act, at)), None)
    if found is None or bool(found.about) != (thing_id is not None):
        return None
    if found.form:
        found = replace(found, form=partial(found.form, at=at))
    if not found.about:
        return found, [], {}
    kind = THINGS[found.about]
    thing = next((one for one in kind.of(at) if one.id == thing_id and applies(found, at, one)), None)
    if thing is None:
        return None
    bound = replace(
        found,
        does=partial(found.does, **{found.about: thing}),
        asked_with={**found.asked_with, **(found.asks(thing) if found.asks else {})},
    )
    return bound, kind.facts(thing), found.starts_with(thing) if found.starts_with else {}


def applies(act: StaffAct, at: CaseAtHand, thing: Any) -> bool:
    """Return whether an act has its place with a thing, as the thing stands now."""
    return act.applies is None or act.applies(at, thing)


def acts_about(name: str, thing: Any, acts: list[StaffAct], at: CaseAtHand) -> list[StaffAct]:
    """Return those of the possible acts that have their place with this thing, by the kind that it is of."""
    return [act for act in acts if act.about == name and applies(act, at, thing)]
