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
SAYS: Words = {"done": _("Done"), "part done": _("Part of it is done")}
PASSED: Words = {"accepted": _("This is enough"), "more is needed": _("More is needed")}
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
    "clock": _("By itself, when the time was over"),
}


def in_words(listed: Iterable[tuple[str, str]], words: Words) -> list[tuple[str, str | Promise]]:
    """Return a field's choices, each stored word with what a person reads instead, in the order of the list.

    Raises KeyError for a stored word that has no words yet.
    """
    return [(stored, words[stored]) for stored, _ in listed]
