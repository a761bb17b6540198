"""Everything that staff can do with a case, as one table. Who may, and when, the journey and matrix say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from amends.care.closing import end_service
from amends.care.serving import move_end_of_means, open_service
from amends.circles import answering, consenting, planning, wishing
from amends.circles.breaching import record_breach
from amends.circles.choosing import choose_road
from amends.circles.explaining import explain_points
from amends.circles.meeting import cancel_meeting, hold_meeting, schedule_meeting
from amends.circles.preparing import prepare_her, prepare_him
from amends.circles.reviewing import ask_for_more_time, review, review_hold
from amends.circles.verifying import (
    ask_her_at_the_end,
    confirm,
    confirm_act,
    pass_on,
    read_item,
    read_progress,
    verify_item,
)
from amends.journey.moving import take_move
from amends.journey.reaching import name_case, name_her, say_how_to_reach
from amends.journey.recording import add
from amends.journey.seating import PARTS, end_part, offer_part
from amends.journey.stages import AFTER_HIS_YES, LASTING
from amends.money import spending
from amends.portals.shared.acts import Act, Words
from amends.portals.staff import forms, money_forms, things
from amends.portals.staff.at_hand import DIRECTOR, CaseAtHand
from amends.safety.judging import find_coercion, judge
from amends.safety.models import ContactOrder
from amends.safety.planning import write_safety_plan
from amends.trace.breaking_glass import break_the_glass


@dataclass(frozen=True)
class Group:
    """Acts with one purpose. They stand open where they are used most, by stage or role, else folded up."""

    title: Words
    foremost: tuple[str, ...] = ()
    always_for: tuple[str, ...] = ()


GROUPS: dict[str, Group] = {
    "road": Group(_("The next step"), LASTING),
    "stop": Group(_("Stop and pause, as the survivor says it"), LASTING),
    "safety": Group(_("Safety"), LASTING),
    "choice": Group(_("The choice"), ("screening", "choosing")),
    "talks": Group(_("Preparation and wishes"), ("preparing",)),
    "meetings": Group(_("Meetings"), AFTER_HIS_YES),
    "plan": Group(_("The plan"), ("planning", "following")),
    "end": Group(_("When all is done"), ("following",)),
    "services": Group(_("Services"), ("referred", "screening")),
    "money": Group(_("Money"), always_for=("advocate", "coach")),
    "reach": Group(_("Names, and how the survivor is reached"), ("referred", "screening")),
    "time": Group(_("Time and reviews")),
    "breach": Group(_("When a term is not kept")),
    "people": Group(_("Who works on the case"), always_for=(DIRECTOR,)),
    "hold": Group(_("Hold"), always_for=(DIRECTOR,)),
    "ending": Group(_("Ending")),
    "glass": Group(_("Opening the case"), always_for=(DIRECTOR,)),
}


@dataclass(frozen=True)
class StaffAct(Act):
    """An act of this door.

    group       where it stands among the others
    whose       whose act it is, when somebody gives it by voice or on paper and staff write it down
    by          who may do it, where neither the journey nor the matrix is narrow enough
    changes     the record that it changes, where it adds none
    within      the stages in which it has its place, where the matrix names none
    about       the kind of thing that its address names (see THINGS); it then stands beside the thing
    applies     whether it has its place as things are: with the thing that it is about, or with the case
    asks        what the conditions are asked with about the thing
    starts_with what the form begins with about the thing
    guidance    what to think of, as a list
    leads_away  whether the case is no longer theirs afterwards
    """

    group: str = ""
    whose: str = ""
    by: tuple[str, ...] = ()
    changes: str | None = None
    within: tuple[str, ...] = ()
    about: str = ""
    applies: Callable[[CaseAtHand, Any], bool] | None = None
    asks: Callable[[Any], Mapping[str, Any]] | None = None
    starts_with: Callable[[Any], dict[str, Any]] | None = None
    guidance: tuple[Words, ...] = ()
    leads_away: bool = False


def step(event: str) -> Callable[..., bool]:
    """Return the act that takes one step of the journey, given by voice unless the form says otherwise."""

    def take(case_id: UUID, *, how: str = "page", because: str | None = None) -> bool:
        return take_move(case_id, event, how=how, because=because)

    return take


def upon(name: str, act: Callable[..., object]) -> Callable[..., object]:
    """Return an act that is given the thing it is about first, and not the case."""

    def do(case_id: UUID, **told: Any) -> object:
        return act(told.pop(name), **told)

    return do


def by_instruction(event: str, **row: Any) -> StaffAct:
    """Return a step that the survivor gives by voice or on paper, and that her advocate writes down."""
    return StaffAct(
        does=step(event), needs=event, asked_with={"how": "voice"}, whose="survivor", form=forms.Given, **row
    )


def his_instruction(event: str, does: Callable[..., object], **row: Any) -> StaffAct:
    """Return a step that the accountable party gives by voice or on paper, and that the coach writes down."""
    told = {"form": forms.Given, "group": "road", **row}
    return StaffAct(does=does, needs=event, asked_with={"how": "voice"}, whose="accountable", **told)


def reads_back(act: str, **row: Any) -> StaffAct:
    """Return that a second person read back to the survivor what her advocate is to write down."""
    return StaffAct(
        lead=(_("It counts for one day. Then the advocate stores it."),),
        submit=_("I did"),
        does=partial(confirm_act, act=act),
        by=("facilitator",),
        adds="confirmation",
        **row,
    )


def ending(event: str, **row: Any) -> StaffAct:
    """Return one way in which the program ends a case."""
    told = {"submit": _("End the case"), "danger": True, "group": "ending", **row}
    return StaffAct(does=step(event), needs=event, **told)


OUTWARD_ALIKE = _("Outside, every ending reads the same. The reason stays inside.")
SERVICES_STAY = _("The survivor's services go on.")
UNDONE_WHOLE = _("A second entry undoes the whole of it. Both stay to be read.")
READ_BACK_FIRST = _("A second person must have read it back before it counts.")

ACTS: tuple[StaffAct, ...] = (
    # The road.
    StaffAct(
        address="agreed",
        title=_("The survivor agreed to talk"),
        lead=(_("Use only the ways of contact that are safe."),),
        submit=_("Store it"),
        does=step("agree to talk"),
        group="road",
        needs="agree to talk",
    ),
    StaffAct(
        address="offer",
        title=_("Offer the choice"),
        lead=(_("From here on the survivor can choose a road, in their own time."),),
        submit=_("Offer the choice"),
        does=step("offer the choice"),
        group="road",
        needs="offer the choice",
    ),
    by_instruction(
        "choose the restorative road",
        address="confirm-choice",
        title=_("Confirm the choice, as told"),
        submit=_("Store it"),
        group="road",
        lead=(_("The accountable party is invited after this step, and not before."), READ_BACK_FIRST),
    ),
    by_instruction(
        "choose another road",
        address="another-road",
        title=_("The survivor wants another road"),
        submit=_("Store it"),
        group="road",
        danger=True,
        lead=(
            _("The case ends. Services go on. The accountable party never hears of it."),
            READ_BACK_FIRST,
        ),
    ),
    reads_back(
        "choose another road",
        address="read-road-back",
        title=_("I read the choice of another road back to the survivor"),
        group="road",
        within=("choosing",),
    ),
    StaffAct(
        address="go-on",
        title=_("Go on to planning"),
        lead=(_("Both want to go on, both are prepared, and it is safe."),),
        submit=_("Go on"),
        does=step("go on"),
        group="road",
        needs="go on",
    ),
    by_instruction(
        "agree the plan",
        address="agree-plan",
        title=_("The survivor agrees the plan, as told"),
        submit=_("Store it"),
        group="road",
        lead=(_("Every item must have been accepted first."), READ_BACK_FIRST),
    ),
    StaffAct(
        address="complete",
        title=_("All is done"),
        lead=(_("Two people have seen each item done, and the survivor was asked."),),
        submit=_("Complete the case"),
        does=step("complete"),
        group="road",
        needs="complete",
    ),
    his_instruction(
        "consent",
        consenting.consent,
        address="consent",
        form=forms.Consent,
        title=_("The accountable party says yes, as told"),
        submit=_("Store it"),
        typed=("counsel_consulted", "consequences_explained", "acknowledged"),
        lead=(
            _("The invitation is open."),
            _("Saying no is free, and leaves no adverse record."),
        ),
    ),
    his_instruction(
        "decline",
        consenting.decline,
        address="decline",
        danger=True,
        title=_("The accountable party says no, as told"),
        submit=_("Store it"),
        lead=(_("No reason is asked or kept."),),
    ),
    his_instruction(
        "leave",
        consenting.leave,
        address="leave-process",
        group="ending",
        danger=True,
        title=_("The accountable party leaves, as told"),
        submit=_("Store it"),
        lead=(_("No reason is asked or kept, and nothing adverse is recorded."),),
    ),
    # Stop and pause: one touch, nothing asked.
    StaffAct(
        address="stop",
        title=_("The survivor says stop"),
        lead=(
            _("It holds at once. Ask for no reason."),
            _("The survivor alone decides when the word goes out; make a safety plan with them."),
        ),
        submit=_("Stop now"),
        does=partial(take_move, event="stop", how="voice"),
        group="stop",
        whose="survivor",
        by=PARTS,
        needs="stop",
    ),
    StaffAct(
        address="pause",
        title=_("The survivor says pause"),
        lead=(
            _("Nothing is asked of the survivor until they go on. The other side sees no difference."),
            _("Say that the 24 months run on."),
        ),
        submit=_("Pause now"),
        does=partial(take_move, event="pause", how="voice"),
        group="stop",
        whose="survivor",
        by=PARTS,
        needs="pause",
    ),
    by_instruction(
        "resume",
        address="resume",
        title=_("The survivor goes on after the pause"),
        submit=_("Go on"),
        group="stop",
        lead=(_("What was given meanwhile takes effect now."), READ_BACK_FIRST),
    ),
    reads_back(
        "resume",
        address="read-resume-back",
        title=_("I read back to the survivor that they go on"),
        group="stop",
        applies=things.is_paused,
    ),
    by_instruction(
        "take it back",
        address="take-back",
        title=_("The survivor takes the stop back"),
        submit=_("Take it back"),
        group="stop",
        lead=(_("Nothing of the stop has gone out."), READ_BACK_FIRST),
    ),
    reads_back(
        "take it back",
        address="read-stop-back",
        title=_("I read back to the survivor that the stop is taken back"),
        group="stop",
        applies=things.is_stopping,
    ),
    by_instruction(
        "send the word",
        address="send-word",
        title=_("The survivor sends the word now"),
        group="stop",
        submit=_("Send the word"),
        danger=True,
        lead=(_("The case ends now."), OUTWARD_ALIKE),
    ),
    # Safety.
    StaffAct(
        address="check",
        title=_("Judge coercion or safety"),
        lead=(_("Your structured professional judgement, with its day, level and reason."),),
        guidance=(
            _("Family or children abroad or nearby who could be reached"),
            _("Debt, real or claimed, and who keeps the papers about it"),
            _("Passports, visas and other documents in somebody's hands"),
            _("Children, and what was said about keeping or losing them"),
            _("Images or recordings that somebody could use"),
            _("Housing, work or immigration status that hangs on somebody of the other side"),
            _("Pressure by staff, counsel, officials or the survivor's own circle counts too"),
        ),
        form=forms.Judgement,
        submit=_("Store the check"),
        does=judge,
        group="safety",
        within=LASTING,
        adds="safety_check",
    ),
    StaffAct(
        address="safety-plan",
        title=_("Write a safety plan"),
        form=forms.SafetySteps,
        submit=_("Store the plan"),
        does=write_safety_plan,
        group="safety",
        adds="safety_plan",
    ),
    StaffAct(
        address="order",
        title=_("File an order that forbids contact"),
        form=forms.ContactOrder,
        submit=_("File it"),
        does=lambda case_id, **told: add(ContactOrder(case_id=case_id, **told)),
        group="safety",
        within=LASTING,
        adds="contact_order",
    ),
    StaffAct(
        address="finding",
        title=_("Record a finding of coercion"),
        lead=(
            _("The survivor is told first, with a safety plan. A second person must confirm it."),
            SERVICES_STAY,
        ),
        form=forms.Finding,
        submit=_("Store the finding"),
        does=find_coercion,
        group="safety",
        within=LASTING,
        adds="coercion_finding",
    ),
    StaffAct(
        address="confirm-finding",
        title=_("Confirm the finding of coercion"),
        lead=(_("Confirm only what you have found yourself."),),
        submit=_("I find the same"),
        does=lambda case_id, finding: confirm(case_id, about=finding.id),
        group="safety",
        by=("advocate", "facilitator"),
        within=LASTING,
        about="finding",
        applies=things.waits_for_a_second_person,
        adds="confirmation",
    ),
    # The choice.
    StaffAct(
        address="explain",
        title=_("Explain the two roads"),
        lead=(_("Both roads, side by side, in the survivor's language. You can do it in several talks."),),
        form=forms.PointsTold,
        submit=_("Store what was told"),
        does=explain_points,
        group="choice",
        adds="explanation",
        applies=things.points_are_left,
    ),
    StaffAct(
        address="record-choice",
        title=_("Record the choice, as told"),
        lead=(_("It can be changed at any time. It counts once the time to think is over."), READ_BACK_FIRST),
        form=forms.Road,
        submit=_("Store the choice"),
        does=choose_road,
        group="choice",
        by=("advocate",),
        adds="choice",
    ),
    StaffAct(
        address="read-back",
        title=_("I read the choice back to the survivor"),
        lead=(_("Read it back in the survivor's language, without the person who took it down."),),
        submit=_("I did"),
        does=lambda case_id, choice: confirm(case_id, about=choice.id),
        group="choice",
        by=("facilitator",),
        within=("choosing",),
        about="choice",
        applies=things.waits_to_be_read_back,
        adds="confirmation",
    ),
    # Preparation and wishes.
    StaffAct(
        address="prepare-hers",
        title=_("Preparation with the survivor"),
        form=forms.Session,
        submit=_("Store the session"),
        does=prepare_her,
        group="talks",
        adds="her_preparation",
    ),
    StaffAct(
        address="prepare-his",
        title=_("Preparation with the accountable party"),
        form=forms.Session,
        submit=_("Store the session"),
        does=prepare_him,
        group="talks",
        adds="his_preparation",
    ),
    StaffAct(
        address="her-wish",
        title=_("What the survivor wishes, as told"),
        form=forms.HerWish,
        submit=_("Store the wish"),
        does=lambda case_id, form, **told: wishing.say_her_wish(case_id, form=form or None, **told),
        group="talks",
        by=("advocate",),
        adds="her_wish",
    ),
    StaffAct(
        address="his-wish",
        title=_("What the accountable party wishes, as told"),
        form=forms.HisWish,
        submit=_("Store the wish"),
        does=answering.say_his_wish,
        group="talks",
        by=("coach",),
        adds="his_wish",
    ),
    # Meetings.
    StaffAct(
        address="schedule",
        title=_("Plan a meeting"),
        lead=(_("In the form that the survivor chose. Letters and going between count too."),),
        form=forms.MeetingPlan,
        submit=_("Plan it"),
        does=schedule_meeting,
        group="meetings",
        by=("facilitator",),
        within=AFTER_HIS_YES,
        needs="schedule a meeting",
        typed=("form_is_hers", "no_order_forbids"),
        adds="meeting",
    ),
    StaffAct(
        address="cancel",
        title=_("Cancel the meeting"),
        lead=(_("The other side is told in the same words whatever the cause."),),
        submit=_("Cancel it"),
        does=upon("meeting", cancel_meeting),
        group="meetings",
        within=LASTING,
        about="meeting",
        adds="meeting_outcome",
    ),
    StaffAct(
        address="held",
        title=_("The meeting took place"),
        form=forms.MeetingHeld,
        submit=_("Store it"),
        does=upon("meeting", hold_meeting),
        group="meetings",
        by=("facilitator",),
        within=AFTER_HIS_YES,
        about="meeting",
        needs="hold a meeting",
        asks=lambda meeting: {"form": meeting.form, "on_day": meeting.on_day},
        applies=things.is_due,
        adds="meeting_outcome",
    ),
    # The plan.
    StaffAct(
        address="item",
        title=_("Add an item, as told"),
        lead=(_("The plan is the survivor's. Write their words."),),
        form=forms.Item,
        submit=_("Add it"),
        does=planning.write_item,
        group="plan",
        by=("advocate",),
        adds="plan_item",
    ),
    StaffAct(
        address="no-money",
        title=_("The survivor wants no money terms"),
        lead=(
            _("A court can order restitution only after a conviction. Make sure that this was explained."),
        ),
        submit=_("Store it"),
        does=planning.want_no_money,
        group="plan",
        by=("advocate",),
        within=AFTER_HIS_YES,
        applies=things.money_is_open,
        adds="no_money_wanted",
    ),
    reads_back(
        "agree the plan",
        address="read-plan-back",
        title=_("I read the plan back to the survivor"),
        group="plan",
        within=("planning",),
    ),
    StaffAct(
        address="reading",
        title=_("Read the item before it is shown"),
        lead=(_("This is, word for word, what the accountable party will see."),),
        guidance=(
            _("A place, a provider, a school, a way to somewhere"),
            _("A name, also of a friend or a child"),
            _("A day, an hour or a habit from which somebody could learn a routine"),
            _("Anything unlawful, or that degrades"),
        ),
        form=forms.Reading,
        submit=_("Store the reading"),
        does=upon("item", read_item),
        group="plan",
        within=AFTER_HIS_YES,
        about="item",
        applies=things.waits_for_a_reading,
        adds="item_reading",
    ),
    StaffAct(
        address="show",
        title=_("Show the item to the accountable party, as told"),
        lead=(
            _("The survivor has seen exactly what will be shown, and wants it shown."),
            _("It appears at the next fixed time."),
        ),
        submit=_("Show it"),
        does=upon("item", planning.show_item),
        group="plan",
        by=("advocate",),
        within=AFTER_HIS_YES,
        about="item",
        needs="show him an item",
        asks=lambda item: {"item": item.id},
        applies=things.may_be_shown,
        adds="task",
    ),
    StaffAct(
        address="reword",
        title=_("Change the item, as told"),
        lead=(_("The wording before it stands until the new one is agreed."),),
        form=forms.Item,
        submit=_("Store the new wording"),
        does=lambda case_id, item, **told: planning.write_item(case_id, replaces=item, **told),
        group="plan",
        by=("advocate",),
        about="item",
        applies=things.is_the_last_wording,
        starts_with=lambda item: {
            name: getattr(item, name) for name in ("kind", "action", "for_whom", "by_when", "shown_by")
        },
        adds="plan_item",
    ),
    StaffAct(
        address="drop",
        title=_("Drop the item, as told"),
        lead=(_("It counts no longer from this moment. Nobody has to agree."),),
        submit=_("Drop it"),
        does=upon("item", planning.drop_item),
        danger=True,
        group="plan",
        by=("advocate",),
        within=AFTER_HIS_YES,
        about="item",
        applies=things.is_asked,
        adds="item_dropped",
    ),
    StaffAct(
        address="hear",
        title=_("Whether the survivor wants to see what was done"),
        form=forms.HearsOfProgress,
        submit=_("Store it"),
        does=wishing.say_whether_to_hear_of_progress,
        group="plan",
        by=("advocate",),
        within=AFTER_HIS_YES,
        adds="hears_of_progress",
    ),
    StaffAct(
        address="progress-read",
        title=_("Read what was given for the task"),
        form=forms.ProgressRead,
        submit=_("Store the reading"),
        does=upon("progress", read_progress),
        group="plan",
        within=AFTER_HIS_YES,
        about="progress",
        applies=things.is_unread,
        adds="progress_reading",
    ),
    StaffAct(
        address="pass-on",
        title=_("Pass on to the survivor what was done"),
        lead=(_("Only how far it is, and the day. No words of the accountable party."),),
        submit=_("Pass it on"),
        does=upon("progress", pass_on),
        group="plan",
        within=AFTER_HIS_YES,
        about="progress",
        applies=things.may_be_passed_on,
        adds="progress_shown",
    ),
    StaffAct(
        address="verify",
        title=_("I saw that the item was done"),
        lead=(_("Two different people must see it, each with their own eyes."),),
        submit=_("I saw it"),
        does=upon("item", verify_item),
        group="end",
        about="item",
        applies=things.waits_for_my_eyes,
        adds="verification",
    ),
    StaffAct(
        address="answer",
        title=_("Answer the task, as told"),
        form=forms.TaskAnswered,
        submit=_("Store the answer"),
        does=lambda case_id, task, **told: answering.answer_task(case_id, task_id=task.id, **told),
        group="plan",
        about="task",
        adds="task_answer",
    ),
    StaffAct(
        address="progress",
        title=_("What was done for the task"),
        form=forms.ProgressGiven,
        submit=_("Store it"),
        does=lambda case_id, task, **told: answering.tell_progress(case_id, task_id=task.id, **told),
        group="plan",
        about="task",
        adds="progress",
    ),
    # The end.
    StaffAct(
        address="ask-at-end",
        title=_("The survivor was asked whether all is done"),
        lead=(_("No answer by the last day is recorded as such, and blocks nothing."),),
        form=forms.AskedOn,
        submit=_("Store it"),
        does=ask_her_at_the_end,
        group="end",
        adds="asked_at_the_end",
    ),
    StaffAct(
        address="answer-at-end",
        title=_("What the survivor answered at the end, as told"),
        form=forms.AnswerAtTheEnd,
        submit=_("Store the answer"),
        does=wishing.say_at_the_end,
        group="end",
        by=("advocate",),
        adds="answer_at_the_end",
    ),
    # Services, and how the survivor is reached.
    StaffAct(
        address="service",
        title=_("Open a service"),
        lead=(_("Services hang on no stage. They open at first contact."),),
        form=forms.ServiceOpened,
        submit=_("Open it"),
        does=open_service,
        group="services",
        adds="service",
    ),
    StaffAct(
        address="service-means",
        title=_("Change until when there are means"),
        form=forms.Means,
        submit=_("Store the day"),
        does=upon("service", move_end_of_means),
        group="services",
        about="service",
        changes="service",
    ),
    StaffAct(
        address="service-end",
        title=_("The survivor ends the service"),
        lead=(_("Only the survivor ends a service."),),
        submit=_("End it"),
        does=lambda case_id, service, ended_on: end_service(case_id, service_id=service.id, today=ended_on),
        form=forms.ServiceEnded,
        danger=True,
        group="services",
        about="service",
        changes="service",
    ),
    # Money.
    StaffAct(
        address="emergency",
        title=_("Ask the emergency fund"),
        lead=(_("For what the survivor needs today. The director sees it at once."),),
        form=money_forms.EmergencyAsked,
        submit=_("Ask now"),
        does=spending.ask_emergency_fund,
        group="money",
        adds="emergency_request",
    ),
    StaffAct(
        address="grant-spent",
        title=_("What was spent of the grant"),
        form=money_forms.SpentOfGrant,
        submit=_("Store it"),
        does=upon("grant", spending.spend_what_was_granted),
        group="money",
        about="grant",
        adds="her_cost",
    ),
    StaffAct(
        address="cost",
        title=_("What was spent for the survivor"),
        lead=(_("The survivor can read it. The books hold the amount, and not whose case it was."),),
        form=money_forms.SpentOnHer,
        submit=_("Store it"),
        does=spending.spend_on_her,
        group="money",
        adds="her_cost",
    ),
    StaffAct(
        address="his-cost",
        title=_("What was spent for the accountable party"),
        lead=(_("The books hold the amount, and not whose case it was."),),
        form=money_forms.SpentOnHim,
        submit=_("Store it"),
        does=spending.spend_on_him,
        group="money",
        adds="his_cost",
    ),
    *(
        StaffAct(
            address="undo-cost",
            title=_("Undo this cost"),
            lead=(UNDONE_WHOLE,),
            submit=_("Undo it"),
            does=upon("cost", spending.undo_in_case),
            group="money",
            about="cost",
            adds=record,
        )
        for record in ("her_cost", "his_cost")
    ),
    StaffAct(
        address="held-in",
        title=_("Money came in for the survivor"),
        lead=(_("It is held for them, apart from what the program has."),),
        form=money_forms.HeldIn,
        submit=_("Store it"),
        does=spending.hold_for_her,
        group="money",
        adds="held_in",
    ),
    StaffAct(
        address="held-out",
        title=_("Money went out to the survivor"),
        form=money_forms.HeldOut,
        submit=_("Store it"),
        does=spending.pay_out_to_her,
        group="money",
        adds="held_out",
    ),
    StaffAct(
        address="undo-held",
        title=_("Undo this entry"),
        lead=(UNDONE_WHOLE,),
        submit=_("Undo it"),
        does=upon("held", spending.undo_in_case),
        group="money",
        by=("advocate",),
        about="held",
        adds="held_in",
    ),
    StaffAct(
        address="way",
        title=_("How the survivor is reached, or never"),
        lead=(_("The newest word on each way counts."),),
        form=forms.Way,
        submit=_("Store it"),
        does=say_how_to_reach,
        group="reach",
        by=("advocate",),
        adds="safe_way",
    ),
    StaffAct(
        address="case-name",
        title=_("What the case is called on lists"),
        form=forms.CaseName,
        submit=_("Store the name"),
        does=name_case,
        group="reach",
        by=("advocate",),
        adds="chosen_name",
    ),
    StaffAct(
        address="her-name",
        title=_("What the survivor is called, and their language"),
        form=forms.HerName,
        submit=_("Store it"),
        does=name_her,
        group="reach",
        by=("advocate",),
        changes="her_name",
    ),
    # Time, and terms that are not kept.
    StaffAct(
        address="review",
        title=_("Store a review"),
        form=forms.Reviewed,
        submit=_("Store it"),
        does=review,
        group="time",
        adds="review",
        applies=things.reviews_are_left,
    ),
    StaffAct(
        address="more-time",
        title=_("Ask for more time"),
        form=forms.MoreTime,
        submit=_("Ask for it"),
        does=ask_for_more_time,
        group="time",
        within=AFTER_HIS_YES,
        adds="extension",
    ),
    StaffAct(
        address="breach-wish",
        title=_("What the survivor wants to hear of, as told"),
        form=forms.BreachWish,
        submit=_("Store the wish"),
        does=wishing.say_breach_wish,
        group="breach",
        by=("advocate",),
        within=LASTING,
        adds="breach_wish",
    ),
    StaffAct(
        address="breach",
        title=_("Record that a term was not kept"),
        lead=(
            _("A threat, contact or new harm is acted on today, whatever was wished beforehand."),
            _("An arrest is not a breach: check safety today, then decide. This ends nothing by itself."),
        ),
        form=forms.Breach,
        submit=_("Store it"),
        does=record_breach,
        group="breach",
        adds="breach",
    ),
    # People.
    StaffAct(
        address="other-worker",
        title=_("The survivor asks for another worker"),
        lead=(_("No reason is asked."),),
        form=forms.Part,
        submit=_("Store it"),
        does=wishing.ask_for_another_worker,
        group="people",
        by=("advocate",),
        within=LASTING,
        adds="worker_change_asked",
    ),
    *(
        StaffAct(
            address="leave-part",
            title=_("Leave this case"),
            lead=(_("Your part ends at once. Tell the director, so that somebody takes it up."),),
            submit=_("Leave it now"),
            does=partial(end_part, part=part),
            danger=True,
            group="people",
            by=(part,),
            leads_away=True,
        )
        for part in PARTS
    ),
    StaffAct(
        address="offer-part",
        title=_("Ask a worker to take a part"),
        lead=(_("They say whether they have a tie to either side before the part begins."),),
        form=forms.PartOffer,
        submit=_("Ask"),
        does=lambda case_id, who_and_part: offer_part(
            case_id, who=UUID(who_and_part.split()[1]), part=who_and_part.split()[0]
        ),
        group="people",
        by=(DIRECTOR,),
        within=LASTING,
    ),
    StaffAct(
        address="end-part",
        title=_("End a worker's part"),
        form=forms.PartEnd,
        submit=_("End it now"),
        does=end_part,
        danger=True,
        group="people",
        by=(DIRECTOR,),
    ),
    # Hold and endings.
    StaffAct(
        address="hold",
        title=_("Put the case on hold"),
        lead=(
            _("When the person charged may be a victim of trafficking too, whenever that is learnt."),
            _("They get an advocate of their own, and people outside the case look at it."),
        ),
        submit=_("Hold it"),
        does=step("hold"),
        group="hold",
        needs="hold",
    ),
    StaffAct(
        address="hold-review",
        title=_("What people outside the case decided about the hold"),
        form=forms.HoldReviewed,
        submit=_("Store it"),
        does=review_hold,
        group="hold",
        by=(DIRECTOR,),
        within=LASTING,
        adds="hold_review",
        applies=things.is_held,
    ),
    StaffAct(
        address="let-go-on",
        title=_("End the hold"),
        submit=_("Let it go on"),
        does=step("let go on"),
        group="hold",
        needs="let go on",
    ),
    ending(
        "breach",
        address="end-for-breach",
        title=_("End the case after a breach"),
        lead=(_("The program acts, and is named as the one who acts."), OUTWARD_ALIKE, SERVICES_STAY),
    ),
    ending(
        "end for coercion",
        address="end-for-coercion",
        title=_("End the case because coercion was found"),
        lead=(_("Only after the survivor was told, and two people found it."), OUTWARD_ALIKE, SERVICES_STAY),
    ),
    ending(
        "end for safety",
        address="end-for-safety",
        title=_("End the case: it cannot be offered safely now"),
        lead=(
            _("The survivor is told why, and may ask another person to look again."),
            OUTWARD_ALIKE,
            SERVICES_STAY,
        ),
    ),
    ending(
        "end as not eligible",
        address="end-not-eligible",
        title=_("End the case as not eligible"),
        lead=(
            _("The survivor is told why, and may ask another person to look again."),
            OUTWARD_ALIKE,
            SERVICES_STAY,
        ),
    ),
    ending(
        "end by the program",
        address="end-by-program",
        title=_("End the case for another reason"),
        form=forms.Ending,
        typed=("reason_given",),
        lead=(OUTWARD_ALIKE, SERVICES_STAY),
    ),
    StaffAct(
        address="break-glass",
        title=_("Break the glass"),
        lead=(
            _("The case opens to you for a few hours. Each look is recorded."),
            _("The survivor is told, and reads your name and your reason."),
        ),
        form=forms.Glass,
        submit=_("Open this case"),
        does=break_the_glass,
        danger=True,
        group="glass",
        by=(DIRECTOR,),
    ),
)
