"""The one thing that she could do now: the first row of a table that holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from amends.journey.stages import AFTER_HIS_YES
from amends.portals.survivor.acts import open_extension
from amends.portals.survivor.standing import Standing
from amends.portals.survivor.words import Text


@dataclass(frozen=True)
class Next:
    """The one thing to do now, if `when` holds: a title, a sentence, and the page for it, if there is one."""

    when: Callable[[Standing], bool]
    title: Text
    sentence: Text
    page: str = ""
    words: Text = ""


def next_thing(now: Standing) -> Next:
    """Return the first row of NEXT that holds for a case."""
    return next(one for one in NEXT if one.when(now))


def at(*stages: str) -> Callable[[Standing], bool]:
    """Return whether the case is in one of these stages."""
    return lambda standing: standing.case.stage in stages


NEXT = (
    Next(
        lambda now: now.is_over,
        _("There is nothing that you have to do"),
        _("Your help goes on. You can always talk with your advocate."),
        "help",
        _("See your help"),
    ),
    Next(
        lambda now: "stopping" in now.flags,
        _("You have stopped"),
        _("Nothing more is asked of you. You choose when the others hear of it."),
    ),
    Next(
        lambda now: "paused" in now.flags,
        _("You have paused"),
        _("Rest. There is nothing that you have to do."),
    ),
    Next(
        lambda now: "held" in now.flags,
        _("Please wait"),
        _("A person who is new to your case is looking at it. There is nothing that you have to do."),
    ),
    Next(
        lambda now: now.case.stage in AFTER_HIS_YES and open_extension(now.case.id) is not None,
        _("We ask you about more time"),
        _("The program asks for more time. Yes or no are both fine."),
        "longer",
        _("Answer"),
    ),
    Next(
        lambda now: now.is_asked_at_the_end,
        _("Is all of your plan done?"),
        _("We ask how you see it. You do not have to answer."),
        "whole",
        _("Answer"),
    ),
    Next(
        lambda now: now.case.stage == "choosing" and now.choice is None,
        _("Read about the two roads"),
        _("Take your time. Talk with your advocate. Then tell us what you want."),
        "two",
        _("See the two roads"),
    ),
    Next(
        lambda now: now.case.stage == "choosing" and now.road == "another",
        _("You told us that you want another road"),
        _("If you still want that, say so once more. You can also change your choice."),
        "two",
        _("See your choice"),
    ),
    Next(
        lambda now: now.case.stage == "choosing" and now.is_thinking,
        _("Think about your choice"),
        _("You chose the plan road. You have {think} to think. Then you can say yes for good, or change it."),
        "two",
        _("See your choice"),
    ),
    Next(
        at("choosing"),
        _("Do you still want the plan road?"),
        _("Your time to think is over. You can say yes for good now, or change your choice."),
        "two",
        _("See your choice"),
    ),
    Next(
        lambda now: now.case.stage in AFTER_HIS_YES and now.wish is None,
        _("Tell us if you want to go on"),
        _("It is up to you. You can also say how you want to meet, or that you do not want to."),
        "wish",
        _("Tell us"),
    ),
    Next(
        lambda now: now.has_item("not passed on"),
        _("A part of your plan was not passed on"),
        _("You can see why, change it, or ask for a second view."),
        "list",
        _("See your plan"),
    ),
    Next(
        lambda now: now.has_item("decline", "ask for more time", "ask for another way", "ask what it means"),
        _("The other person answered"),
        _("You decide what comes next. You can change your plan, leave it, or stop."),
        "list",
        _("See your plan"),
    ),
    Next(
        lambda now: now.has_item("may be shown"),
        _("A part of your plan is ready"),
        _("Your advocate has read it. See what the other person would see. Then you decide."),
        "list",
        _("See your plan"),
    ),
    Next(
        lambda now: now.case.stage in ("preparing", "planning") and not now.items,
        _("Begin your plan"),
        _("Say what has to be done to make things right. No one on the other side sees it until you say so."),
        "list",
        _("Go to your plan"),
    ),
    Next(
        lambda now: now.case.stage == "planning" and all(stands == "accept" for _, stands in now.items),
        _("Look at your plan once more"),
        _("The other person said yes to all of it. If you agree too, it begins."),
        "list",
        _("See your plan"),
    ),
    Next(
        at("referred", "screening"),
        _("There is nothing that you have to do"),
        _("Your advocate will talk with you. You can tell us how to reach you."),
        "ways",
        _("How we may reach you"),
    ),
    Next(
        lambda now: not now.is_over,
        _("There is nothing that you have to do"),
        _("When something is new, you see it here."),
    ),
)
