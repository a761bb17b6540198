"""The stored words of every closed list, said as a person would say them, once for all doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

# The one word that goes out (P10), and what it means to whoever reads it. Nothing here says why.
OUTWARD: Words = {
    "received": _("Received"),
    "not accepted": _("Not accepted"),
    "active": _("Active"),
    "returned": _("Returned"),
    "completed": _("Completed"),
}
OUTWARD_MEANS: Words = {
    "received": _("The program has been told about the case."),
    "not accepted": _("The program does not work on the case."),
    "active": _("The program works on the case."),
    "returned": _("The case is back with the prosecutor's office."),
    "completed": _("All that was asked has been done."),
}

ITEM_KINDS: Words = {
    "action": _("Something to do"),
    "money": _("Money"),
    "no contact": _("Staying away"),
    "treatment": _("Treatment"),
    "learning": _("Learning"),
    "letter": _("A letter"),
    "community": _("Something for the community"),
}
EVIDENCE: Words = {
    "receipt": _("A receipt"),
    "letter from a provider": _("A letter from the people who gave the help"),
    "attendance sheet": _("A list of who came"),
    "court record": _("A paper from the court"),
    "seen by staff": _("Our staff saw it"),
    "other paper": _("Some other paper"),
}
ANSWERS: Words = {
    "accept": _("Said yes"),
    "decline": _("Said no"),
    "ask for more time": _("Asks for more time"),
    "ask for another way": _("Asks for another way to do it"),
    "ask what it means": _("Asks what it means"),
}
# The same, to whoever gave the answer; the empty word stands for none yet.
YOUR_ANSWERS: Words = {
    "": _("Please answer"),
    "accept": _("You said yes"),
    "decline": _("You said no"),
    "ask for more time": _("You asked for more time"),
    "ask for another way": _("You asked for another way"),
    "ask what it means": _("You asked what it means"),
}
ANSWERS_TO_GIVE: Words = {
    "accept": _("Yes, I will do this"),
    "decline": _("No, I will not do this"),
    "ask for more time": _("I ask for more time"),
    "ask for another way": _("I ask to do it in another way"),
    "ask what it means": _("I do not understand it"),
}
SAYS: Words = {"done": _("Done"), "part done": _("Part of it is done")}
# What a facilitator found of what was given; the empty word stands for not read yet.
PASSED: Words = {
    "": _("Not read yet"),
    "accepted": _("This is enough"),
    "more is needed": _("More is needed"),
}
WISHES: Words = {"go on": _("I want to go on"), "not yet": _("Not yet")}
YES_OR_NO: Words = {"yes": _("Yes"), "no": _("No")}
LANGUAGES: Words = {"en": "English", "es": "Español"}
MODES: Words = {"in person": _("In person"), "by phone": _("By phone"), "by video": _("By video")}
HOW: Words = {"page": _("On this page"), "voice": _("By voice"), "paper": _("On paper")}

# The ways in which two sides can meet; none ranks above another.
FORMS: Words = {
    "circle": _("A circle"),
    "conference": _("A talk at one table"),
    "shuttle": _("Somebody goes between"),
    "letters": _("Letters"),
    "stand-in": _("With a stand-in"),
}

ROLES: Words = {
    "survivor": _("Survivor"),
    "advocate": _("Advocate"),
    "facilitator": _("Facilitator"),
    "coach": _("Coach"),
    "accountable": _("Accountable party"),
    "counsel": _("Counsel"),
    "liaison": _("Liaison"),
    "director": _("Director"),
    "provider": _("Provider"),
    "evaluator": _("Evaluator"),
    "board": _("Advisory board"),
    "clock": _("By itself, when the time was over"),
}

# Where a case is, as those who work on it say it. Her own door has words of its own, and his never hears of it.
STAGES: Words = {
    "referred": _("Referred"),
    "screening": _("First talks"),
    "choosing": _("Choosing"),
    "inviting": _("Inviting"),
    "preparing": _("Preparing"),
    "planning": _("Planning"),
    "following": _("Following the plan"),
    "completed": _("Completed"),
    "returned": _("Returned"),
    "not_accepted": _("Not accepted"),
}
FLAGS: Words = {"paused": _("Paused"), "stopping": _("Stopped"), "held": _("On hold")}
# What happened, as a history tells it to those inside.
EVENTS: Words = {
    "refer": _("The office referred the case"),
    "agree to talk": _("The survivor agreed to talk"),
    "offer the choice": _("The choice was offered"),
    "choose the restorative road": _("The survivor chose the restorative road"),
    "choose another road": _("The survivor chose another road"),
    "consent": _("The accountable party said yes"),
    "decline": _("The accountable party said no"),
    "go on": _("Both want to go on, and it is safe"),
    "agree the plan": _("The survivor agreed the plan"),
    "complete": _("All is done"),
    "pause": _("The survivor paused"),
    "resume": _("The survivor went on after the pause"),
    "stop": _("The survivor stopped"),
    "take it back": _("The survivor took the stop back"),
    "send the word": _("The word of the stop went out"),
    "hold": _("The case was put on hold"),
    "let go on": _("The hold ended"),
    "leave": _("The accountable party left"),
    "breach": _("Ended after a breach"),
    "end as not eligible": _("Ended as not eligible"),
    "end for safety": _("Ended because it cannot be offered safely now"),
    "end for coercion": _("Ended because coercion was found"),
    "end by the program": _("Ended by the program"),
    "end by the office": _("Ended by the office"),
}
ENDING_REASONS: Words = {
    "survivor under 18": _("The survivor is under 18 after all"),
    "death": _("Somebody has died"),
    "cannot be reached": _("Somebody cannot be reached"),
    "removed from the country": _("Somebody was removed from the country"),
    "no answer by the deadline": _("No answer came by the last day"),
    "time is up": _("The time is up"),
    "charge dismissed": _("The charge was dismissed"),
    "prosecution resumed": _("The prosecution was taken up again"),
    "memorandum ended": _("The memorandum ended"),
}

POINTS: Words = {
    "both roads": _("Both roads, and what each can give"),
    "restitution needs a conviction": _(
        "Restitution by a court needs a conviction; the plan can carry money terms"
    ),
    "a civil suit stays possible": _("A civil suit stays possible"),
    "immigration counsel offered": _("Immigration counsel is offered"),
    "limits of confidentiality": _("What cannot be kept confidential"),
    "what the prosecutor learns": _("What the prosecutor learns, word for word"),
    "the prosecutor decides about the charge": _(
        "The prosecutor decides about the charge, whatever is chosen"
    ),
    "he may guess why it ended": _("The accountable party may guess why it ended"),
    "stopping is always possible": _("Stopping is always possible"),
}
IN_THE_ROOM: Words = {
    "survivor": _("The survivor"),
    "advocate": _("The advocate"),
    "facilitator": _("The facilitator"),
    "interpreter": _("An interpreter"),
    "supporter": _("A supporter"),
    "somebody else": _("Somebody else"),
}
ROADS: Words = {"restorative": _("The restorative road"), "another": _("Another road")}
FOR_WHOM: Words = {
    "survivor": _("For the survivor"),
    "accountable party": _("For the accountable party"),
    "community": _("For the community"),
    "family": _("For the family"),
}
READINGS: Words = {
    "safe to show": _("Safe to show"),
    "names a place": _("It names a place"),
    "names a person": _("It names a person"),
    "names a child": _("It names a child"),
    "shows a routine": _("It shows a routine"),
    "not lawful": _("It is not lawful, or it degrades"),
}
CHECKS: Words = {"coercion": _("Coercion"), "safety": _("Safety")}
LEVELS: Words = {"low": _("Low"), "raised": _("Raised"), "high": _("High"), "not now": _("Not safe now")}
PRESSURE: Words = {
    "accountable party": _("The accountable party"),
    "family": _("Family"),
    "staff": _("Staff of the program"),
    "counsel": _("Counsel"),
    "official": _("An official"),
    "somebody else": _("Somebody else"),
}
VIEWS: Words = {
    "agrees": _("Agrees"),
    "sees it differently": _("Sees it differently"),
    "does not want to say": _("Does not want to say"),
}
# What an office answers to somebody who asks it to refer a case.
REQUEST_ANSWERS: Words = {
    "will refer": _("Will refer"),
    "will not refer": _("Will not refer"),
    "no such charge": _("No such charge"),
}
ISSUED_BY: Words = {"court": _("A court"), "parole": _("Parole"), "immigration": _("Immigration")}
BREACHES: Words = {
    "threat": _("A threat"),
    "contact": _("Contact that is not allowed"),
    "new harm": _("New harm"),
    "task not done": _("A task was not done"),
    "missed appointment": _("A missed appointment"),
    "other": _("Something else"),
}
BREACH_WISHES: Words = {
    "tell me": _("Tell me"),
    "ask me first": _("Ask me first"),
    "do not tell me": _("Do not tell me"),
}
CHANNELS: Words = {
    "phone": _("Phone"),
    "text": _("Text message"),
    "e-mail": _("E-mail"),
    "letter": _("Letter"),
    "through a person": _("Through a person"),
}
SERVICES: Words = {
    "advocacy": _("Somebody at your side"),
    "housing": _("A place to live"),
    "health": _("Health"),
    "counseling": _("Counseling"),
    "legal": _("Legal help"),
    "immigration counsel": _("Immigration counsel"),
    "money": _("Money"),
    "work and learning": _("Work and learning"),
    "other": _("Something else"),
}
# Money: what it may be for, how it was spent and paid, and what the emergency fund is asked and answers.
MONEY_FOR: Words = {
    **SERVICES,
    "emergency": _("Emergency"),
    "accountability program": _("Accountability program"),
    "treatment": _("Treatment"),
    "facilitation": _("Facilitation"),
    "evaluation": _("Evaluation"),
    "security": _("Security"),
    "training": _("Training"),
    "running the program": _("Running the program"),
}
SIDES: Words = {
    "hers": _("The survivor"),
    "his": _("The accountable party"),
    "program": _("The program"),
}
SPENT_ON: Words = {
    "services": _("Services"),
    "stipends": _("Stipends"),
    "staff time": _("Staff time"),
}
PLACES: Words = {
    "funder": _("The funder"),
    "fund": _("The fund"),
    "committed": _("Committed"),
    **SPENT_ON,
}
EMERGENCIES: Words = {
    "a safe night": _("A safe night"),
    "food": _("Food"),
    "a way to travel": _("A way to travel"),
    "medicine": _("Medicine"),
    "a phone": _("A phone"),
    "clothes": _("Clothes"),
    "other": _("Something else"),
}
GRANTED: Words = {"": _("No answer yet"), "granted": _("Granted"), "declined": _("Declined")}
GRANT_REASONS: Words = {
    "another source pays": _("Another source pays for it"),
    "not what the fund is for": _("The fund is not for this"),
    "no money is left": _("No money is left"),
    "ask again for less": _("Please ask again for less"),
    "it fits the fund": _("It fits the fund"),
}
THROUGH: Words = {
    "an account of the program": _("An account of the program"),
    "the court": _("The court"),
}
PAID_BY: Words = {
    "check": _("A check"),
    "prepaid card": _("A prepaid card"),
    "bank transfer": _("A bank transfer"),
    "cash": _("Cash"),
    "a bill that was paid": _("A bill that was paid"),
}
REVIEWED: Words = {
    "goes on": _("It goes on"),
    "to be changed": _("Something is to be changed"),
    "to be extended": _("More time is needed"),
    "to be ended": _("It is to be ended"),
}
HOLD_REVIEWED: Words = {
    "go on": _("It can go on"),
    "end": _("It ends"),
    "ask the office to look again": _("The office is asked to look at the charge again"),
}
AT_THE_END: Words = {
    "it is done": _("It is done"),
    "not done": _("It is not done"),
    "does not want to say": _("No answer is wanted"),
}
# What a case is opened for: see trace/models.py.
PURPOSES: Words = {
    "my own case": _("My own case"),
    "working on the case": _("Working on the case"),
    "answering what is asked of me": _("Answering what is asked"),
    "advising the accountable party": _("Advising the accountable party"),
    "the word on the case": _("The word on the case"),
    "break-glass": _("An emergency, with a written reason"),
}


def in_words(listed: Iterable[tuple[str, str]], words: Words) -> list[tuple[str, str | Promise]]:
    """Return a field's choices, each stored word with what a person reads instead, in the order of the list.

    Raises KeyError for a stored word that has no words yet.
    """
    return [(stored, words[stored]) for stored, _ in listed]
