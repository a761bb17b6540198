"""The page of one act: what it does, what it still needs, the form, the button. Each door lists its own acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amends.access.matrix import HIS_SIDE, load_matrix
from amends.journey.moving import NoSuchCase, NoSuchMove, NotNow, SomebodyWasFirst, findings
from amends.journey.recording import Refused
from amends.journey.stages import ACTS, steps_from
from amends.money.refusals import REFUSALS as MONEY_REFUSALS
from amends.policy.conditions import explain_all, withheld
from amends.policy.findings import Finding, Met, may_go_ahead
from amends.portals.shared import words

Words = str | Promise

# How the database calls a reason that this person may not know.
WITHHELD = "something_else"

NOT_NOW = _("This is not possible as things stand now. Nothing was saved.")

# What the database refuses by name, in words for whoever tried. What stands here in no words is a fault of ours.
REFUSALS: dict[str, Words] = {
    "record_fits_the_journey": NOT_NOW,
    "meeting_is_safe": _("This meeting cannot take place now. Nothing was saved."),
    "meeting_is_held_on_its_day": _("The day of this meeting has not come yet. Nothing was saved."),
    "task_was_read_first": _("Somebody on your side must read this first. Nothing was saved."),
    "she_asked_to_see": _("The survivor has not asked to see this. Nothing was saved."),
    "verification_once_a_person": _("You have said so before. Another person must see it too."),
    "no credential": _("This person's credential is not in force. Nothing was saved."),
    **MONEY_REFUSALS,
    "another side": _("This person has a part on another side of this court case. Nothing was saved."),
}


# What it refuses by a name that stands above in no words, because the form should have caught it.
REFUSED = _("This does not fit what is already here. Nothing was saved. Please look again.")

# To his side and to the office, that somebody else did something a moment ago would tell when (P12).
OUTSIDE = (*HIS_SIDE, "liaison")
FIRST = _("Somebody else changed this a moment ago. Nothing was saved. Please look again.")
BUSY = _("This could not be saved just now. Please try again.")

SAVED = _("Saved.")
KEPT = _("We have this. It will be stored in a few seconds. You do not have to do it again.")


STORED_WORDS = frozenset(
    stored
    for name, told in vars(words).items()
    if name.isupper() and isinstance(told, Mapping)
    for stored in told
)

# Who is told only what is missing: what is in place is a checklist for those who work with it.
PARTICIPANTS = ("survivor", "accountable")


@dataclass(frozen=True)
class Act:
    """One thing that somebody can do with a case.

    `address` is the last word of its address. `does` is given the case's id and what the form gave, by name, and may
    raise what amends.journey raises; when it answers False, what was asked is kept and stored later (P4).
    `needs` names the step of the journey whose conditions the page shows; without it the page shows none until
    the database refuses. `asked_with` is what those conditions are asked with besides (how, item, form, on_day), and
    `typed` names those that rest on what the form is for: they are asked only once it has been filled in.
    `adds` names the record that the act adds, so that `fits` can say when.
    """

    address: str
    title: Words
    submit: Words
    does: Callable[..., object]
    lead: tuple[Words, ...] = ()
    form: Callable[..., forms.Form] | None = None
    needs: str | None = None
    asked_with: Mapping[str, Any] = field(default_factory=dict)
    typed: tuple[str, ...] = ()
    adds: str | None = None
    danger: bool = False
    aside: tuple[Words, ...] = ()
    done: Words = SAVED
    kept: Words = KEPT


def with_form(act: Act, **more: Any) -> Act:
    """Return the act with a form that is told more than what was typed: the day, what there is to choose from."""
    return replace(act, form=partial(act.form, **more)) if act.form else act


def fits(act: Act, *, role: str, state: str) -> bool:
    """Return whether an act fits where a case now is, as the journey and the access matrix say it.

    `role` is whose act it is, also when somebody else writes it down for them. Whether this person may do it, the
    database says when they do.
    """
    if act.needs is not None and act.needs not in ACTS:
        return any(step.event == act.needs and role in step.by for step in steps_from(state))
    if act.adds is None:
        return True
    record, stage = load_matrix().records[act.adds], state.partition(" ")[0]
    return (not record.during or stage in record.during) and (not record.calm or state == stage)


def explained(answers: Iterable[tuple[str, str]], *, role: str, rules_on: date) -> tuple[Finding, ...]:
    """Return the database's answers as findings in the reader's language, with only the reasons that they may know."""
    answers = list(answers)
    language = get_language() or "en"
    told = [(condition, answer) for condition, answer in answers if condition != WITHHELD]
    found = explain_all(told, role=role, language=language, rules_on=rules_on)
    if len(told) < len(answers):
        found += (withheld(role, language=language),)
    return tuple(dict.fromkeys(found))


def problem_of(error: NoSuchMove | SomebodyWasFirst | Refused, *, role: str) -> Words:
    """Return in words why nothing was saved, for somebody in this role."""
    match error:
        case Refused():
            return REFUSALS.get(error.constraint, REFUSED)
        case SomebodyWasFirst():
            return BUSY if role in OUTSIDE else FIRST
        case _:
            return NOT_NOW


def not_now(request: HttpRequest, address: str, *, said: Words = NOT_NOW) -> HttpResponse:
    """Go back to an address, where it is said that this is not possible as things stand. Nothing is written.

    Whoever sent sentences of their own is shown them first, to copy: a page that is left does not keep them.
    """
    if sentences := own_sentences(request):
        told = {"said": said, "sentences": sentences, "address": address}
        return render(request, "shared/not_now.html", told, status=409)
    messages.info(request, str(said))
    return HttpResponseRedirect(address, status=303)


def own_sentences(request: HttpRequest) -> list[str]:
    """Return what was typed with care: texts of several words. Days, numbers and choices are quickly given again."""
    texts = (text.strip() for _name, texts in request.POST.lists() for text in texts)
    return [text for text in texts if " " in text and text not in STORED_WORDS]


def perform(
    request: HttpRequest,
    case_id: UUID,
    act: Act,
    *,
    frame: str,
    role: str,
    back: tuple[str, Words],
    rules_on: date,
    initial: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
    template: str = "shared/act.html",
) -> HttpResponse:
    """Show the page of an act, or do it and go back with a word that it is done.

    A form error stands beside its field, with what was typed. A refusal gives every reason that `role` may know. Either
    way nothing has been written. Raises Http404 for what is not theirs.
    """
    form = act.form(request.POST if request.method == "POST" else None, initial=initial) if act.form else None
    found: tuple[Finding, ...] = ()
    if act.needs:
        asked = findings(case_id, act.needs, **act.asked_with)
        untyped = [(condition, answer) for condition, answer in asked if condition not in act.typed]
        found = explained(untyped, role=role, rules_on=rules_on)
    refused = not may_go_ahead(found)
    problem: Words | None = None
    if request.method == "POST" and not refused and (form is None or form.is_valid()):
        try:
            # What an act writes in several rows is written whole or not at all.
            with transaction.atomic():
                stored = act.does(case_id, **(form.cleaned_data if form else {})) is not False
        except NoSuchCase as error:
            raise Http404 from error
        except NotNow as error:
            found, refused = explained(error.findings, role=role, rules_on=rules_on), True
        except (NoSuchMove, SomebodyWasFirst, Refused) as error:
            problem = problem_of(error, role=role)
        else:
            messages.success(request, str(act.done if stored else act.kept))
            return HttpResponseRedirect(back[0], status=303)
    if problem:
        messages.error(request, str(problem))
    if role in PARTICIPANTS:
        found = tuple(one for one in found if one.met is not Met.YES)
    told = {
        "frame": frame,
        "page_title": act.title,
        "title": act.title,
        "lead": act.lead,
        "findings": found,
        "refused": refused,
        "again": refused
        and (
            (form is not None and form.is_bound)
            or all(one.met is Met.YES or one.condition in act.typed for one in found)
        ),
        "form": form,
        "submit": act.submit,
        "danger": act.danger,
        "back": back,
        "aside": act.aside,
        **(context or {}),
    }
    return render(request, template, told)
