"""The pages of the accountable party's door. Nothing on them rests on what he may not read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amends.access.asking import AskedRequest
from amends.circles.models import (
    Extension,
    ExtensionAnswer,
    HisPreparation,
    HisWish,
    Memorandum,
    Progress,
    Task,
    TaskEnded,
)
from amends.journey.models import Charge, Seat, WordToHisSide
from amends.journey.seating import office_of
from amends.policy.rules import RULES
from amends.portals.accountable.acts import ACTS, OFFERED, TASK_ACTS
from amends.portals.shared.acts import Act, Words, not_now, perform, with_form
from amends.portals.shared.theirs import (
    answers_now,
    found,
    how_it_stands,
    notices_seen,
    progress_given,
    task_seen,
    tasks_asked,
    word_now,
    words_out,
)
from amends.portals.shared.words import EVIDENCE, MODES, OUTWARD, SAYS, WISHES, YES_OR_NO, YOUR_ANSWERS
from amends.trace.models import LookByHisSide

FRAME = "frames/accountable.html"
LOOKS_ON_FIRST_PAGE = 5
NOT_ASKED = _("This is not asked of you as things stand now. Nothing was saved.")
LOOKED = {
    "coach": (_("Your coach"), _("To work with you")),
    "counsel": (_("Your lawyer"), _("To stand by you")),
}


@dataclass(frozen=True)
class Next:
    """The one thing to do now, as shared/parts/next.html is given it."""

    title: Words
    sentence: Words
    link: tuple[str, Words] | None = None


def cases(request: AskedRequest) -> HttpResponse:
    """Show his cases, each by court number, counts and word; or go straight to the one."""
    # From his own seats: asked for all that he may read, the database would look at everybody's.
    own = list(
        Seat.objects.filter(person_id=request.asker.person_id, role="accountable").values_list(
            "case_id", flat=True
        )
    )
    charges = list(Charge.objects.filter(case_id__in=own).order_by("court_number", "counts", "case_id"))
    if len(charges) == 1:
        return HttpResponseRedirect(reverse("accountable:case", args=[charges[0].case_id]))
    newest = WordToHisSide.objects.filter(case_id__in=own).order_by("case_id", "-number").distinct("case_id")
    words = {one.case_id: OUTWARD[one.word] for one in newest}
    listed = [
        (
            reverse("accountable:case", args=[one.case_id]),
            _("Court number %(number)s") % {"number": one.court_number},
            one.counts,
            words.get(one.case_id, ""),
            True,
        )
        for one in charges
    ]
    return render(request, "accountable/cases.html", {"page_title": _("Your page"), "tasks": listed})


def case(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show one case: the word, what is asked now, what else can be done, what was done, who looked."""
    charge = get_object_or_404(Charge, case_id=case_id)
    word = word_now(case_id)
    takes_part = word == "active"
    answers, given = answers_now(case_id), progress_given(case_id)
    tasks = tasks_asked(case_id) if takes_part else []
    extension, said_of_it = more_time(case_id)
    may_extend = takes_part and said_of_it is None and extension and extension.until_on > request.asker.today
    pages = {one.id: reverse("accountable:task", args=[case_id, one.id]) for one in tasks}
    last_given = {task_id: each[0] for task_id, each in given.items()}
    accepted = [one for one in tasks if one.id in answers and answers[one.id].answer == "accept"]
    unfinished = [one for one in accepted if one.id not in last_given or not is_done(last_given[one.id])]
    waiting = {
        "invited": reverse("accountable:rights", args=[case_id]) if word == "received" else None,
        "over": None if word in OFFERED else "",
        "more time": reverse("accountable:act", args=[case_id, "more-time"]) if may_extend else None,
        "to answer": first(pages[one.id] for one in tasks if one.id not in answers),
        "more needed": first(
            pages[one] for one in pages if one in last_given and is_wanting(last_given[one])
        ),
        "going on": first(pages[one.id] for one in unfinished),
        "nothing": "",
    }
    shown = [
        task_seen(
            one,
            status=how_it_stands(answers.get(one.id), given.get(one.id, []), said=YOUR_ANSWERS),
            link=(pages[one.id], _("Open")),
        )
        for one in tasks
    ]
    return render(
        request,
        "accountable/case.html",
        {
            "page_title": _("Your page"),
            "charge": charge,
            "case_id": case_id,
            "word": word,
            "words_out": words_out(case_id),
            "next": next_for(waiting),
            "tasks": shown,
            "notices": notices_seen(case_id),
            "preparation": [
                (one.held_on, MODES[one.mode])
                for one in HisPreparation.objects.filter(case_id=case_id).order_by("-held_on", "id")
            ],
            "wish": his_wish(case_id),
            "more_time": (extension.until_on, YES_OR_NO[said_of_it]) if extension and said_of_it else None,
            "choices": choices(case_id, word, more_time=bool(may_extend)),
            "looks": looked(case_id)[:LOOKS_ON_FIRST_PAGE],
        },
    )


# What comes next for him, what most needs doing first: its title, a sentence, and the words of the link.
NEXT: dict[str, tuple[Words, Words, Words]] = {
    "invited": (
        _("You are asked if you want to take part"),
        _("You can say yes or no. Talk with your lawyer first."),
        _("Read what this means"),
    ),
    "over": (
        _("Nothing more is asked of you here"),
        _("If you have a question, ask your lawyer."),
        "",
    ),
    "more time": (
        _("You are asked about more time"),
        _("Talk with your lawyer first. Then say yes or no."),
        _("Answer"),
    ),
    "to answer": (
        _("Please answer what is asked of you"),
        _("Talk with your lawyer first. You can say yes, say no, or ask."),
        _("Answer"),
    ),
    "more needed": (
        _("A little more is needed"),
        _("Our staff have read what you sent. More is needed for one thing."),
        _("Look at it"),
    ),
    "going on": (
        _("Do what you said yes to"),
        _("Tell us here each time you have done a part of it."),
        "",
    ),
    "nothing": (
        _("Nothing is asked of you now"),
        _("New things show up here on fixed days of the week."),
        "",
    ),
}


def next_for(waiting: dict[str, str | None]) -> Next:
    """Return the first of NEXT that waits; `waiting` says of each that does where its link leads."""
    kind = next(kind for kind in NEXT if waiting.get(kind) is not None)
    title, sentence, link = NEXT[kind]
    return Next(title, sentence, (str(waiting[kind]), link) if link else None)


def is_wanting(progress: Progress) -> bool:
    """Return whether a facilitator has read what was given and found that more is needed."""
    return hasattr(progress, "reading") and progress.reading.outcome == "more is needed"


def is_done(progress: Progress) -> bool:
    """Return whether what was given is all that was asked, and was found to be enough."""
    return progress.says == "done" and hasattr(progress, "reading") and progress.reading.outcome == "accepted"


def first(addresses: Iterable[str]) -> str | None:
    """Return the first address, or None when there is none."""
    return next(iter(addresses), None)


def more_time(case_id: UUID) -> tuple[Extension | None, str | None]:
    """Return what was asked last about more time, and his side's answer to it as far as he may read it."""
    extension = Extension.objects.filter(case_id=case_id).order_by("-added_at").first()
    if extension is None:
        return None, None
    answers = ExtensionAnswer.objects.filter(case_id=case_id, extension=extension, role="accountable")
    return extension, answers.values_list("answer", flat=True).first()


def his_wish(case_id: UUID) -> tuple[Words, date] | None:
    """Return what he last said about going on, and the day; None before he has said anything."""
    last = HisWish.objects.filter(case_id=case_id).order_by("-added_at").first()
    return (WISHES[last.wish], localdate(last.added_at)) if last else None


def choices(case_id: UUID, word: str | None, *, more_time: bool) -> list[tuple[str, Words, Words]]:
    """Return what else he can do while this word stands, as shared/parts/choices.html is given it."""
    offered = OFFERED.get(word or "", ())
    return [
        (reverse("accountable:act", args=[case_id, act.address]), act.title, act.lead[0])
        for act in ACTS
        if act.address in offered and (act.address != "more-time" or more_time)
    ]


def looked(case_id: UUID) -> list[tuple[date, Words, Words]]:
    """Return who of his own side opened his case, by part and day."""
    looks = LookByHisSide.objects.filter(case_id=case_id).order_by("-looked_on", "role")
    return [(one.looked_on, *LOOKED[one.role]) for one in looks]


def looks(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show every look by his side."""
    get_object_or_404(Charge, case_id=case_id)
    told = {"page_title": _("Who has looked"), "back": back_to(case_id), "looks": looked(case_id)}
    return render(request, "accountable/looks.html", told)


def rights(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show his rights, what a yes and a no mean, who reads what, and the agreement with the prosecutor."""
    get_object_or_404(Charge, case_id=case_id)
    word, today = word_now(case_id), request.asker.today
    agreement = (
        Memorandum.objects.filter(office_id=office_of(case_id), from_on__lte=today)
        .exclude(until_on__lte=today)
        .order_by("-from_on")
        .first()
    )
    told = {
        "page_title": _("Your rights"),
        "back": back_to(case_id),
        "agreement": agreement,
        "word": word,
        "choices": choices(case_id, word, more_time=False) if word == "received" else (),
    }
    return render(request, "accountable/rights.html", told)


def task(request: AskedRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Show one task, his answer, what he gave and what was found of it."""
    one = get_object_or_404(Task, case_id=case_id, id=task_id)
    answer, given = answers_now(case_id).get(one.id), progress_given(case_id).get(one.id, [])
    is_open = may_work_on(one)
    told = {
        "page_title": _("One thing to do"),
        "back": back_to(case_id),
        "tasks": [task_seen(one, status=how_it_stands(answer, given, said=YOUR_ANSWERS) if is_open else "")],
        "answer": YOUR_ANSWERS[answer.answer] if answer else "",
        "is_open": is_open,
        "given": [
            (
                given_one.done_on,
                SAYS[given_one.says],
                EVIDENCE[given_one.shown_by],
                given_one.note,
                found(given_one),
            )
            for given_one in given
        ],
        "choices": [
            (reverse("accountable:task_act", args=[case_id, one.id, act.address]), act.title, act.lead[0])
            for act in TASK_ACTS
            if is_open
        ],
    }
    return render(request, "accountable/task.html", told)


def may_work_on(one: Task) -> bool:
    """Return whether he takes part, and the task is still asked of him, as far as he can read it."""
    return (
        word_now(one.case_id) == "active"
        and not TaskEnded.objects.filter(case_id=one.case_id, task=one).exists()
    )


def act_on_task(request: AskedRequest, case_id: UUID, task_id: UUID, address: str) -> HttpResponse:
    """Show or do one act on one task."""
    one = get_object_or_404(Task, case_id=case_id, id=task_id)
    chosen = called(TASK_ACTS, address)
    back = (reverse("accountable:task", args=[case_id, one.id]), _("Back"))
    if not may_work_on(one):
        return not_now(request, back[0], said=NOT_ASKED)
    chosen = replace(chosen, does=partial(chosen.does, task_id=one.id), lead=(one.action, *chosen.lead))
    chosen = with_form(chosen, today=request.asker.today)
    return done_by(request, get_object_or_404(Charge, case_id=case_id), chosen, back)


def act(request: AskedRequest, case_id: UUID, address: str) -> HttpResponse:
    """Show or do one act on the case."""
    chosen = called(ACTS, address)
    charge = get_object_or_404(Charge, case_id=case_id)
    if address not in OFFERED.get(word_now(case_id) or "", ()):
        return not_now(request, back_to(case_id)[0], said=NOT_ASKED)
    if address == "yes":
        acknowledges = RULES["entry.accountable_acknowledges"].on(entered_on(charge))
        chosen = with_form(chosen, today=request.asker.today, acknowledges=acknowledges)
    if address == "more-time":
        extension, answer = more_time(case_id)
        if extension is None or answer is not None:
            return not_now(request, back_to(case_id)[0], said=NOT_ASKED)
        asked = _("You are asked to go on until %(day)s.") % {"day": date_format(extension.until_on)}
        chosen = replace(
            chosen,
            does=partial(chosen.does, extension_id=extension.id, role="accountable"),
            lead=(asked, *chosen.lead),
        )
    return done_by(request, charge, chosen, back_to(case_id))


def done_by(request: AskedRequest, charge: Charge, act: Act, back: tuple[str, Words]) -> HttpResponse:
    """Show or do an act as the accountable party."""
    return perform(
        request,
        charge.case_id,
        act,
        frame=FRAME,
        role="accountable",
        back=back,
        rules_on=entered_on(charge),
        context={"page_title": _("Your answer")},
    )


def called(acts: tuple[Act, ...], address: str) -> Act:
    """Return the act with this address. Raises Http404 when there is none."""
    for one in acts:
        if one.address == address:
            return one
    raise Http404


def entered_on(charge: Charge) -> date:
    """Return the day on which the case entered, whose rules hold for it: that of the referral."""
    return localdate(charge.added_at)


def back_to(case_id: UUID) -> tuple[str, Words]:
    """Return the way back to the case."""
    return reverse("accountable:case", args=[case_id]), _("Back")
