"""What the survivor's door calls things: plain and short, and never the words that go out (P10)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

# The parts of the road in her words, each with the stages that belong to it.
PARTS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (_("First talks"), ("referred", "screening")),
    (_("Your choice"), ("choosing",)),
    (_("Asking the other person"), ("inviting",)),
    (_("Getting ready"), ("preparing",)),
    (_("Your plan"), ("planning",)),
    (_("The plan is being done"), ("following",)),
)

WHERE: dict[str, Text] = {
    "referred": _("An advocate will talk with you first. Nothing is decided."),
    "screening": _("You and your advocate find out what you need and what is safe."),
    "choosing": _("There are two roads. You say which one, or none. Take your time."),
    "inviting": _("You chose to make a plan. We are asking the other person. They can say yes or no."),
    "preparing": _("The other person said yes. Now each of you gets ready. You meet only if you want to."),
    "planning": _("You write what has to be done. The other person says yes or no to each part."),
    "following": _("The plan is agreed. We make sure that it is done."),
}

# How it ended, by the step that ended it.
ENDED: dict[str, Text] = {
    "choose another road": _("You chose another road."),
    "decline": _("The other person said no. That is not your fault."),
    "leave": _("The other person left. That is not your fault."),
    "send the word": _("You stopped this."),
    "complete": _("Your plan is done."),
    "end as not eligible": _("We could not take this case. Your advocate can tell you why."),
    "end for safety": _("We ended this to keep you safe."),
    "end for coercion": _("We ended this to keep you safe."),
    "end by the program": _("We ended this. Your advocate can tell you why."),
    "end by the office": _("The prosecutor's office ended this. Your advocate can tell you why."),
    "breach": _("We ended this. Your advocate can tell you more, if you want."),
}

# Why the program or the office ended it, from the closed lists of the journey.
ENDING_REASONS: dict[str, Text] = {
    "survivor under 18": _("This is for adults. A youth advocate goes on with you."),
    "death": _("Someone has died."),
    "cannot be reached": _("Someone could not be reached."),
    "removed from the country": _("Someone had to leave the country."),
    "no answer by the deadline": _("No answer came by the last day."),
    "time is up": _("The time is up."),
    "charge dismissed": _("The charge was dropped."),
    "prosecution resumed": _("The case goes on in court."),
    "memorandum ended": _("We no longer have an agreement with the prosecutor."),
}

# Each step of the history as she would tell it.
EVENTS: dict[str, Text] = {
    **ENDED,
    "refer": _("We heard that you may want to talk"),
    "agree to talk": _("You agreed to talk with us"),
    "offer the choice": _("The choice was yours to make"),
    "choose the restorative road": _("You chose to make a plan"),
    "choose another road": _("You chose another road"),
    "consent": _("The other person said yes"),
    "decline": _("The other person said no"),
    "go on": _("Both of you wanted to go on"),
    "agree the plan": _("You agreed the plan"),
    "complete": _("All of your plan was done"),
    "leave": _("The other person left"),
    "send the word": _("We told the others that this has ended"),
    "pause": _("You took a pause"),
    "resume": _("You went on"),
    "stop": _("You stopped"),
    "take it back": _("You took your stop back"),
    "hold": _("This had to wait, so that a new person could look at it"),
    "let go on": _("A new person looked at it, and it went on"),
}

ROLES: dict[str, Text] = {
    "survivor": _("You"),
    "advocate": _("Your advocate"),
    "facilitator": _("The facilitator"),
    "coach": _("The coach of the other person"),
    "accountable": _("The other person"),
    "counsel": _("The lawyer of the other person"),
    "liaison": _("The prosecutor's office"),
    "director": _("The head of the program"),
    "clock": _("By itself, when the days were over"),
}
WHAT_THEY_DO: dict[str, Text] = {
    "advocate": _("Works for you and no one else."),
    "facilitator": _("Leads the talks and takes no side."),
    "coach": _("Works with the other person."),
}
# What a look was for, by the word that is stored with it.
PURPOSES: dict[str, Text] = {
    "my own case": _("To see this page"),
    "working on the case": _("To work on your case"),
    "answering what is asked of me": _("To see what is asked of them"),
    "advising the accountable party": _("To help the other person answer"),
    "the word on the case": _("To see if it has begun or ended"),
    "break-glass": _("In an emergency"),
}

FOR_WHOM: dict[str, Text] = {
    "survivor": _("For me"),
    "accountable party": _("For the other person to change"),
    "community": _("For my community"),
    "family": _("For my family"),
}

# The forms of meeting, equal in rank, each in a sentence.
FORMS: dict[str, Text] = {
    "circle": _("A circle. You sit with the other person and with people you trust. Each one gets a turn."),
    "conference": _("A talk at one table. You talk with the other person. The facilitator leads."),
    "shuttle": _("The facilitator goes back and forth. You and the other person are not in one room."),
    "letters": _("Letters. The facilitator reads each one first. They are destroyed when they are read."),
    "stand-in": _("A stand-in. Someone else sits in for you, or for the other person."),
}
NO_FORM = _("None of these. I do not want to meet.")

# How an item stands. Once the plan is agreed, what they said yes to is in force.
STANDING: dict[str, Text] = {
    "to be read": _("Your advocate will read it"),
    "not passed on": _("Not passed on"),
    "may be shown": _("Ready to show"),
    "shown soon": _("Will be shown"),
    "no answer yet": _("No answer yet"),
    "accept": _("They said yes"),
    "in force": _("Agreed"),
    "decline": _("They said no"),
    "ask for more time": _("They ask for more time"),
    "ask for another way": _("They ask for another way"),
    "ask what it means": _("They ask what it means"),
    "done": _("Done"),
}
WHY_NOT_PASSED_ON: dict[str, Text] = {
    "names a place": _("It names a place. That could show where you are."),
    "names a person": _("It names a person. That could put someone in danger."),
    "names a child": _("It names a child. We keep children out of this."),
    "shows a routine": _("It shows what you do and when. That could help someone find you."),
    "not lawful": _("The law does not let us ask for this."),
}

FORMS_FORBIDDEN: dict[str, Text] = {
    "circle": _("sitting in a circle"),
    "conference": _("a talk at one table"),
    "shuttle": _("the facilitator going back and forth"),
    "letters": _("letters"),
    "stand-in": _("a meeting with a stand-in"),
}

AT_THE_END: dict[str, Text] = {
    "it is done": _("Yes, it is done"),
    "not done": _("No, something is not done"),
    "does not want to say": _("I do not want to say"),
}


@dataclass(frozen=True)
class Point:
    """One point of the informed choice: its heading, and what it says, a sentence or two at a time."""

    heading: Text
    says: tuple[Text, ...]


PLAN_ROAD: tuple[Text, ...] = (
    _("You say what has to be done to make things right. The other person does it."),
    _("It starts only if the other person says yes."),
    _("It can take up to {length}."),
    _("You do not have to meet. You do not have to forgive."),
    _("You can pause or stop on any day. You do not have to say why."),
    _("Your help goes on."),
)
COURT_ROAD: tuple[Text, ...] = (
    _("The prosecutor takes the case to court, and decides each step."),
    _("You may be asked to tell the court what was done to you."),
    _("It may take a long time. No one can say how it will end."),
    _("If the court finds the person guilty, it can order them to pay you back."),
    _("You can also choose none of this, or not now."),
    _("Your help goes on here too."),
)

# Every point that the rule choice.points may name, in the order of the rule (P3).
POINTS: dict[str, Point] = {
    "both roads": Point(_("There are two roads"), (_("You see both at the top of this page."),)),
    "restitution needs a conviction": Point(
        _("Money from a court order"),
        (
            _("A court can order the other person to pay you back. But it must first find them guilty."),
            _("On the plan road there may be no such order. So your plan should say what you want paid."),
            _("You can also say that you want no money."),
        ),
    ),
    "a civil suit stays possible": Point(
        _("You can still sue"),
        (
            _("You can ask for money in a case of your own. Both roads leave that open."),
            _("There is a last day for it. Your advocate can help you find a lawyer."),
        ),
    ),
    "immigration counsel offered": Point(
        _("If you were not born in this country"),
        (
            _("Each road may matter for a visa. You can talk with an immigration lawyer before you choose."),
            _("We do not ask for your papers."),
        ),
    ),
    "limits of confidentiality": Point(
        _("What stays private, and what may not"),
        (
            _("What is said here stays here. There are some limits:"),
            _("A judge may still order people to tell."),
            _("Federal offices did not sign our agreement. Nor did immigration or family offices."),
            _("So it does not bind them."),
            _("If a child is hurt, or there is a threat, we may have to report it."),
        ),
    ),
    "what the prosecutor learns": Point(
        _("What the prosecutor's office learns"),
        (_("One word at a time, and its day. Never why. Never what was said. These are all the words:"),),
    ),
    "the prosecutor decides about the charge": Point(
        _("The prosecutor still decides"),
        (_("They can go on with the charge or drop it. They can do so on either road."),),
    ),
    "he may guess why it ended": Point(
        _("The other person may guess"),
        (
            _("If this ends, we never say why. The other person may still guess."),
            _("If that worries you, we make a safety plan with you first."),
        ),
    ),
    "stopping is always possible": Point(
        _("You can stop at any time"),
        (_("You do not have to say why. No one can keep you from stopping."),),
    ),
}

# Who can see what: every record of the matrix in her words, by theme.
THEMES: tuple[tuple[Text, dict[str, Text]], ...] = (
    (
        _("You"),
        {
            "her_name": _("Your name here, and your language"),
            "chosen_name": _("What you call your case"),
            "safe_way": _("How to reach you"),
            "safety_plan": _("Your safety plan"),
            "referral": _("What the prosecutor's office said about you"),
            "service": _("Your help"),
            "worker_change_asked": _("That someone asked for another worker"),
        },
    ),
    (
        _("What you chose"),
        {
            "explanation": _("What was told to you before you chose"),
            "choice": _("Which road you chose"),
            "her_wish": _("If you want to go on, and how you want to meet"),
            "her_preparation": _("Days on which you got ready"),
            "confirmation": _("That a second person stands behind a note"),
            "breach_wish": _("What you want to hear of"),
            "hears_of_progress": _("If you want to hear what was done"),
            "answer_at_the_end": _("What you said at the end"),
        },
    ),
    (
        _("Your plan"),
        {
            "plan_item": _("What you wrote"),
            "no_money_wanted": _("That you want no money"),
            "item_dropped": _("What you dropped"),
            "item_reading": _("What your advocate found when they read it"),
            "second_view": _("That you asked for a second view"),
            "task": _("Your words as the other person sees them"),
            "task_ended": _("What is no longer asked of the other person"),
            "task_answer": _("The other person's yes or no"),
            "progress_shown": _("What we passed on to you"),
            "verification": _("That we saw that it was done"),
            "asked_at_the_end": _("That we asked you if all is done"),
        },
    ),
    (
        _("Meetings"),
        {
            "meeting": _("A meeting: how and when"),
            "meeting_notice": _("What the other side is told of a meeting"),
            "meeting_outcome": _("If a meeting took place"),
            "cancellation_notice": _("That a meeting was called off"),
            "review": _("That we looked at how things go"),
        },
    ),
    (
        _("Safety"),
        {
            "safety_check": _("How safe we think you are"),
            "check_reason": _("Why we think so"),
            "coercion_finding": _("That someone put pressure on you"),
            "contact_order": _("Orders that forbid contact"),
            "breach": _("That the other person did not keep to the plan"),
        },
    ),
    (
        _("Money"),
        {
            "her_cost": _("What was spent for you"),
            "emergency_request": _("That your advocate asked for money you need fast"),
            "emergency_answer": _("If you got it"),
            "held_in": _("Money that came in for you"),
            "held_out": _("Money that was paid to you"),
        },
    ),
    (
        _("Your case"),
        {
            "case_file": _("That there is a case, and where it is"),
            "case_move": _("What happened, step by step"),
            "ending_reason": _("Why it ended"),
            "outward_word": _("The one word that goes out"),
            "word_to_his_side": _("The same word, as the other side reads it"),
            "charge": _("The charge in court"),
            "worker": _("Who works on your case"),
            "seat_offer": _("Who was asked to work on your case"),
            "look": _("Who has looked"),
            "look_by_his_side": _("On which days the other side looked"),
            "break_glass": _("Looks in an emergency"),
            "extension": _("That we ask for more time"),
            "extension_answer": _("Who said yes to more time"),
            "hold_review": _("What the new person said who looked at it"),
        },
    ),
    (
        _("The other person"),
        {
            "his_name": _("Their name in the charge"),
            "consent": _("Their yes"),
            "his_wish": _("If they want to go on"),
            "his_preparation": _("Days on which they got ready"),
            "progress": _("What they did"),
            "progress_reading": _("If what they did is enough"),
            "his_cost": _("What was spent on their side"),
        },
    ),
)

# What became of a meeting; the empty word stands for one that is still to come.
OUTCOMES: dict[str, Text] = {
    "": _("Planned"),
    "held": _("It took place"),
    "cancelled": _("It was called off"),
}
IN_THE_ROOM: dict[str, Text] = {
    "survivor": _("you"),
    "advocate": _("your advocate"),
    "facilitator": _("the facilitator"),
    "interpreter": _("an interpreter"),
    "supporter": _("a person who supports you"),
    "somebody else": _("someone else"),
}
BY_INSTRUCTION = _("You said so in person, by phone or on paper. Our staff wrote it down.")
ANOTHER_LANGUAGE = _("Another language")
