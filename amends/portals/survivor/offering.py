"""What is offered to her, page by page: what the journey leaves room for, where there is reason to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.circles.models import NoMoneyWanted, PlanItem
from amends.circles.planning import is_dropped, standing
from amends.journey.stages import AFTER_HIS_YES
from amends.portals.shared.acts import Act, fits
from amends.portals.survivor.acts import ACTS, ACTS_OF_PAGE, ITEM_ACTS, open_extension
from amends.portals.survivor.standing import Standing

# The places behind the door: page, its words, a sentence, and when there is something to see there.
PLACES = (
    ("two", _("The two roads"), _("What each one means for you."), lambda now: now.case.stage != "referred"),
    ("list", _("Your plan"), _("What has to be done, in your words."), lambda now: bool(now.case.agreed_on)),
    (
        "dates",
        _("What you want, and meetings"),
        _("If you want to go on, and how you want to meet."),
        lambda now: bool(now.case.agreed_on),
    ),
    ("ways", _("How we may reach you"), _("And what you and your case are called."), bool),
    ("card", _("Your safety"), _("Your safety plan, and what you want to hear of."), bool),
    ("days", _("What happened so far"), _("Step by step, with the day."), bool),
)

# What is offered only when there is reason for it; the rest is offered whenever the journey leaves room.
ONLY_WHEN = {
    "yes": lambda now: now.road == "restorative" and not now.is_thinking,
    "none": lambda now: now.case.stage in AFTER_HIS_YES and not now.flags and wants_money_asked(now),
    "agree": lambda now: bool(now.items) and all(stands == "accept" for _, stands in now.items),
    "news": lambda now: now.case.stage in AFTER_HIS_YES,
    "whole": lambda now: now.is_asked_at_the_end,
    "longer": lambda now: now.case.stage in AFTER_HIS_YES and open_extension(now.case.id) is not None,
}


def wants_money_asked(now: Standing) -> bool:
    """Return whether she has neither asked for money nor said that she wants none."""
    has_money = any(item.kind == "money" for item, _ in now.items)
    return not has_money and not NoMoneyWanted.objects.filter(case_id=now.case.id).exists()


def is_offered(now: Standing, act: Act) -> bool:
    """Return whether an act is offered to her as things stand."""
    only_when = ONLY_WHEN.get(act.address, bool)
    return fits(act, role="survivor", state=now.case.state) and only_when(now)


def offered(now: Standing, page: str) -> list[tuple[str, Any, str]]:
    """Return what she can do on a page now, as shared/parts/choices.html is given it."""
    return [
        (address_of(now, act), act.title, now.told(act.lead[0]) if act.lead else "")
        for act in ACTS_OF_PAGE[page]
        if is_offered(now, act)
    ]


def address_of(now: Standing, act: Act) -> str:
    """Return the address of an act."""
    return reverse("survivor:act", args=[now.case.id, act.address])


def place(now: Standing, page: str) -> str:
    """Return the address of a page of this case, or of an act if that is what has this name."""
    if page in ACTS:
        return reverse("survivor:act", args=[now.case.id, page])
    return reverse(f"survivor:{page}", args=[now.case.id])


def item_acts(now: Standing, item: PlanItem) -> list[Act]:
    """Return what can be done with an item as it stands."""
    if is_dropped(item):
        return []
    stands = standing(item, now=now.asker.now)
    room = {
        "edit": not hasattr(item, "replaced_by") and stands != "done",
        "show": stands == "may be shown",
        "again": stands == "not passed on" and not hasattr(item, "second_view"),
        "off": not now.is_over and stands != "done",
    }
    return [
        act
        for act in ITEM_ACTS.values()
        if room[act.address] and fits(act, role="survivor", state=now.case.state)
    ]


def item_of(case_id: UUID, item_id: UUID) -> PlanItem:
    """Return one item with all that its page needs. Raises Http404 when it is not there for this person."""
    found = PlanItem.objects.select_related("dropped", "second_view", "task", "replaced_by", "replaces")
    return get_object_or_404(found, case_id=case_id, id=item_id)
