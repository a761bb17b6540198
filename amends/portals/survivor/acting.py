"""The page of one act: shown, or done. The table of acts says what it does; here it meets the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from amends.access.asking import AskedRequest
from amends.care.models import Service
from amends.people.models import ChosenName, HerName
from amends.portals.shared.acts import Act, not_now, perform
from amends.portals.shared.theirs import task_seen
from amends.portals.shared.words import SERVICES
from amends.portals.survivor.acts import ACTS, ITEM_ACTS, SERVICE_ACT, breach_wishes_now
from amends.portals.survivor.framing import BACK, framed
from amends.portals.survivor.offering import is_offered, item_acts, item_of, place
from amends.portals.survivor.standing import Standing
from amends.safety.models import SafetyPlan

# What a form begins with: what she last said.
BEGINS_WITH: dict[str, Callable[[Standing], Any]] = {
    "mine": lambda now: {"road": now.road},
    "wish": lambda now: {"wish": now.wish.wish, "form": now.wish.form or ""} if now.wish else None,
    "name": lambda now: ChosenName.objects.filter(case_id=now.case.id).values("name").first(),
    "me": lambda now: HerName.objects.filter(case_id=now.case.id).values("called", "language").first(),
    "steps": lambda now: (
        SafetyPlan.objects.filter(case_id=now.case.id).order_by("-added_at").values("steps").first()
    ),
    "tell": lambda now: breach_wishes_now(now.case.id),
}


def act(request: AskedRequest, case_id: UUID, address: str) -> HttpResponse:
    """Show the page of one act, or do it and go back to the page that it belongs to."""
    now = Standing(request.asker, case_id)
    if address not in ACTS:
        raise Http404
    home, chosen = ACTS[address]
    begins_with = BEGINS_WITH.get(address)
    if not is_offered(now, chosen) and request.method != "POST":
        return not_now(request, place(now, home))
    return do_act(
        request, now, chosen, back=place(now, home), initial=begins_with(now) if begins_with else None
    )


def item_act(request: AskedRequest, case_id: UUID, item_id: UUID, address: str) -> HttpResponse:
    """Show the page of one act on one item, or do it."""
    now = Standing(request.asker, case_id)
    one = item_of(case_id, item_id)
    if address not in ITEM_ACTS:
        raise Http404
    back = reverse("survivor:item", args=[case_id, item_id])
    if ITEM_ACTS[address] not in item_acts(now, one):
        return not_now(request, back)
    chosen = ITEM_ACTS[address]
    do = chosen.does
    chosen = replace(
        chosen,
        does=lambda _, **said: do(one, **said),
        asked_with={"item": one.id},
    )
    initial = {field: getattr(one, field) for field in ("kind", "action", "for_whom", "by_when", "shown_by")}
    context = {}
    template = "shared/act.html"
    if address == "show":
        template = "survivor/show.html"
        context = {"tasks": [task_seen(one)]}
    return do_act(request, now, chosen, back=back, initial=initial, context=context, template=template)


def service_act(request: AskedRequest, case_id: UUID, service_id: UUID) -> HttpResponse:
    """Show the page on which she ends one service, or end it."""
    now = Standing(request.asker, case_id)
    one = get_object_or_404(Service, case_id=case_id, id=service_id, closed_by_her_on__isnull=True)
    chosen = replace(
        SERVICE_ACT,
        title=SERVICES[one.kind],
        does=partial(SERVICE_ACT.does, service_id=one.id, today=request.asker.today),
    )
    return do_act(request, now, chosen, back=place(now, "help"))


def do_act(
    request: AskedRequest,
    now: Standing,
    act: Act,
    *,
    back: str,
    initial: Mapping[str, Any] | None = None,
    **options: Any,
) -> HttpResponse:
    """Show or do an act as the survivor, with the rules that it speaks of put into its words."""
    context = {**framed(now), **options.pop("context", {}), "back": (back, BACK)}
    chosen = replace(act, lead=tuple(now.told(sentence) for sentence in act.lead))
    return perform(
        request,
        now.case.id,
        chosen,
        frame="survivor/frame.html",
        role="survivor",
        back=(back, BACK),
        rules_on=now.case.entered_on,
        initial={"today": request.asker.today, **(initial or {})},
        context=context,
        **options,
    )
