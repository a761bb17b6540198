"""Everything that she can do, in one table: the page it belongs to, what it says first, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from amends.care.closing import end_service
from amends.circles.answering import answer_extension
from amends.circles.choosing import choose_road
from amends.circles.models import BreachWish, Extension, PlanItem
from amends.circles.planning import ask_for_second_view, drop_item, show_item, want_no_money, write_item
from amends.circles.wishing import (
    ask_for_another_worker,
    say_at_the_end,
    say_breach_wish,
    say_her_wish,
    say_whether_to_hear_of_progress,
)
from amends.journey.moving import NoSuchCase, take_move
from amends.journey.reaching import name_case, name_her, say_how_to_reach
from amends.portals.shared.acts import Act
from amends.portals.shared.words import BREACHES
from amends.portals.survivor import forms
from amends.safety.planning import write_safety_plan


def step(event: str) -> Callable[..., object]:
    """Return what takes one step of the journey."""
    return partial(take_move, event=event)


def breach_wishes_now(case_id: UUID) -> dict[str, str]:
    """Return what she last said of each kind of breach; where she has said nothing: to be told."""
    said = BreachWish.objects.filter(case_id=case_id).order_by("added_at").values_list("kind", "wish")
    return dict.fromkeys(BREACHES, "tell me") | dict(said)


def say_breach_wishes(case_id: UUID, *, wishes: dict[str, str]) -> None:
    """Store what she wants to hear of, for each kind that she has changed."""
    now = breach_wishes_now(case_id)
    for kind, wish in wishes.items():
        if wish != now[kind]:
            say_breach_wish(case_id, kind=kind, wish=wish)


def open_extension(case_id: UUID) -> Extension | None:
    """Return the newest request for more time if she has not answered it."""
    asked = Extension.objects.filter(case_id=case_id).order_by("-added_at").first()
    return asked if asked and not asked.answers.filter(case_id=case_id, role="survivor").exists() else None


def answer_more_time(case_id: UUID, *, answer: str) -> None:
    """Store her yes or no to the newest request for more time. Raises NoSuchCase when none waits for her."""
    asked = open_extension(case_id)
    if asked is None:
        raise NoSuchCase
    answer_extension(case_id, extension_id=asked.id, role="survivor", answer=answer)


HELP_GOES_ON = _("Your help goes on.")

# Each page behind the door with what can be done there. {hold} and its like stand for amounts in the rules.
ACTS_OF_PAGE: dict[str, tuple[Act, ...]] = {
    "page": (
        Act(
            "rest",
            _("Take a pause"),
            _("Pause now"),
            step("pause"),
            lead=(
                _("While you pause, we ask you nothing. There are no meetings, no letters and no reminders."),
                _("Your plan stays as it is. Nothing changes for the other person, who must go on."),
                _("Your advocate gets in touch within {check_in}. They use only a way that you allowed."),
                _("This can last {length} in all. That time runs on while you pause."),
                HELP_GOES_ON,
            ),
            needs="pause",
            done=_("You have paused. Rest as long as you need."),
            kept=_("Your pause is safe with us. It will be stored in a few seconds."),
        ),
        Act(
            "on",
            _("Go on after your pause"),
            _("Go on"),
            step("resume"),
            lead=(
                _("We go on where you paused."),
                _("If the other person answered in that time, their answer counts from now on."),
            ),
            needs="resume",
            done=_("You have gone on. Your page shows what comes next."),
        ),
        Act(
            "close",
            _("Stop"),
            _("Stop now"),
            step("stop"),
            lead=(
                _("You can stop now. You do not have to say why. No one can undo it but you."),
                _("From this moment we ask you nothing. No meeting, no letter and no change can happen."),
                _("No one outside hears of it yet. On the next page you choose when they do."),
                _("They can hear now. Or we wait up to {hold}, so that you can make a safety plan."),
                HELP_GOES_ON,
            ),
            needs="stop",
            done=_("You have stopped. This holds from now on."),
            kept=_("Your stop is safe with us. It holds, and it will be stored in a few seconds."),
        ),
        Act(
            "return",
            _("Take your stop back"),
            _("Take it back"),
            step("take it back"),
            lead=(_("We go on as if you had not stopped. No one outside heard of it."),),
            needs="take it back",
            done=_("You took your stop back."),
        ),
        Act(
            "send",
            _("Let the others know now"),
            _("Send the word now"),
            step("send the word"),
            lead=(
                _("We tell the prosecutor's office and the other side that it has ended. We never say why."),
                _("After that, this cannot be taken back. You can always ask us to begin again."),
                HELP_GOES_ON,
            ),
            needs="send the word",
            done=_("The word has gone out. This has ended."),
        ),
    ),
    "two": (
        Act(
            "mine",
            _("Tell us your choice"),
            _("Save my choice"),
            choose_road,
            lead=(
                _("Nothing happens yet. You have {think} to think. Then we ask you once more."),
                _("The other person does not hear of this now."),
            ),
            form=forms.Road,
            adds="choice",
            done=_("We have your choice. You can change it."),
        ),
        Act(
            "yes",
            _("Say yes to the plan road"),
            _("Yes, this is what I want"),
            step("choose the restorative road"),
            lead=(
                _("When you say yes, we ask the other person. They can say yes or no."),
                _("You can pause or stop on any day after this."),
            ),
            needs="choose the restorative road",
            done=_("You said yes. Now we ask the other person."),
        ),
        Act(
            "other",
            _("Choose another road"),
            _("Yes, I choose another road"),
            step("choose another road"),
            lead=(
                _("This ends the plan road. The court may go on. The prosecutor decides that."),
                _("The other person never hears that there was a choice."),
                HELP_GOES_ON,
            ),
            needs="choose another road",
            done=_("You chose another road. Your help goes on."),
        ),
    ),
    "list": (
        Act(
            "new",
            _("Add to your plan"),
            _("Save this"),
            write_item,
            lead=(
                _("Say one thing that has to be done. You can add more after it."),
                _("No one on the other side sees it now. Your advocate reads it first."),
            ),
            form=forms.Item,
            adds="plan_item",
            done=_("Saved. Your advocate will read it next."),
        ),
        Act(
            "none",
            _("I want no money"),
            _("I want no money"),
            want_no_money,
            lead=(
                _("On this road there may be no court order for money. So we ask you."),
                _("If you want no money in your plan, tell us here. You can still add some later."),
            ),
            adds="no_money_wanted",
            done=_("Saved. Your plan needs no money part."),
        ),
        Act(
            "agree",
            _("Agree to your plan"),
            _("Yes, this is my plan"),
            step("agree the plan"),
            lead=(
                _("The other person said yes to each part. When you agree too, the plan begins."),
                _("You can still drop a part on any day, or ask for a new one."),
            ),
            needs="agree the plan",
            done=_("Your plan is agreed. It begins now."),
        ),
        Act(
            "news",
            _("Hear what was done"),
            _("Save"),
            say_whether_to_hear_of_progress,
            lead=(_("You hear what the other person did only if you ask for it."),),
            form=forms.News,
            adds="hears_of_progress",
        ),
        Act(
            "whole",
            _("Is all of it done?"),
            _("Send my answer"),
            say_at_the_end,
            lead=(
                _("Two people saw that each part was done. We ask how you see it."),
                _("You do not have to answer."),
            ),
            form=forms.AtTheEnd,
            adds="answer_at_the_end",
            done=_("Thank you. We have your answer."),
        ),
        Act(
            "longer",
            _("More time"),
            _("Send my answer"),
            answer_more_time,
            lead=(
                _("The program asks for more time. It happens only if all three of these say yes:"),
                _("You, the other person, and the prosecutor's office."),
                _("Yes or no are both fine. No one is told why."),
            ),
            form=forms.MoreTime,
            adds="extension_answer",
            done=_("We have your answer."),
        ),
    ),
    "dates": (
        Act(
            "wish",
            _("Tell us what you want"),
            _("Save"),
            say_her_wish,
            lead=(_("It is up to you. We ask it often, because you may change your mind."),),
            form=forms.Wish,
            adds="her_wish",
        ),
    ),
    "ways": (
        Act(
            "way",
            _("Add or change a way"),
            _("Save"),
            say_how_to_reach,
            lead=(_("We use only what you allow here. A message says only that you have a message."),),
            form=forms.Way,
            adds="safe_way",
        ),
        Act(
            "name",
            _("Change what your case is called"),
            _("Save"),
            name_case,
            lead=(_("This name stands on lists that your team reads."),),
            form=forms.CaseName,
            adds="chosen_name",
        ),
        Act(
            "me",
            _("Change what you are called"),
            _("Save"),
            name_her,
            lead=(_("And the language that you want to read."),),
            form=forms.Called,
        ),
    ),
    "card": (
        Act(
            "steps",
            _("Write your safety plan"),
            _("Save"),
            write_safety_plan,
            lead=(_("Your advocate can make this with you. The older one is kept."),),
            form=forms.SafetySteps,
            adds="safety_plan",
        ),
        Act(
            "tell",
            _("Say what you want to hear of"),
            _("Save"),
            say_breach_wishes,
            lead=(
                _("Staff act on their own when the other person does not keep to the plan."),
                _("After a threat, contact or new harm, they act on the same day. They do not wait for you."),
                _("Here you say what you want to be told."),
            ),
            form=forms.Breaches,
            adds="breach_wish",
        ),
    ),
    "people": (
        Act(
            "change",
            _("Ask for someone else"),
            _("Ask for someone else"),
            ask_for_another_worker,
            lead=(_("You do not have to say why. The head of the program will find someone."),),
            form=forms.Another,
            adds="worker_change_asked",
            done=_("We have heard you. We will find someone else."),
        ),
    ),
}

ACTS: dict[str, tuple[str, Act]] = {
    act.address: (page, act) for page, acts in ACTS_OF_PAGE.items() for act in acts
}


def word_anew(item: PlanItem, **wording: Any) -> None:
    """Store a new wording of an item."""
    write_item(item.case_id, replaces=item, **wording)


# What can be done with one item. `does` is given the item in place of the case.
ITEM_ACTS: dict[str, Act] = {
    act.address: act
    for act in (
        Act(
            "edit",
            _("Change this"),
            _("Save the new words"),
            word_anew,
            lead=(
                _("Your advocate reads the new words first."),
                _("If the other person has said yes to the old words, those count until they say yes again."),
            ),
            form=forms.Item,
            adds="plan_item",
            done=_("Saved. Your advocate will read it next."),
        ),
        Act(
            "show",
            _("Show this to the other person"),
            _("Show it, just like this"),
            show_item,
            lead=(
                _("Your advocate has read it. You decide if the other person sees it."),
                _(
                    "They see new things only on set days: {news_days}. So no one can tell when you were here."
                ),
            ),
            needs="show him an item",
            adds="task",
            done=_("It will be shown on the day that you see below."),
        ),
        Act(
            "off",
            _("Drop this"),
            _("Drop it"),
            drop_item,
            lead=(
                _("It does not count from this moment on. You do not have to ask anyone."),
                _("If the other person has seen it, they hear that it is no longer asked of them."),
            ),
            adds="item_dropped",
            done=_("Dropped. It does not count any more."),
        ),
        Act(
            "again",
            _("Ask for a second view"),
            _("Ask for a second view"),
            ask_for_second_view,
            lead=(_("Someone else will look at it and tell you what they think."),),
            adds="second_view",
            done=_("We have heard you. Someone else will look at it."),
        ),
    )
}

SERVICE_ACT = Act(
    "enough",
    _("I do not need this any more"),
    _("End this help"),
    end_service,
    lead=(_("Only you can end this help. You can ask for it again later."),),
    done=_("This help has ended, as you asked."),
)
