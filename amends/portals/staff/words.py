"""Words that only this door says: how things stand, to those who work on a case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from amends.portals.shared.words import ANSWERS, Words

# How an item stands: see circles/planning.py.
STANDINGS: Words = {
    **ANSWERS,
    "to be read": _("To be read by the advocate"),
    "not passed on": _("Not passed on"),
    "may be shown": _("May be shown"),
    "shown soon": _("Appears at the next fixed time"),
    "no answer yet": _("Shown, no answer yet"),
    "accept": _("Accepted"),
    "decline": _("Declined"),
    "done": _("Done, seen by two"),
    "dropped": _("Dropped"),
}
WISHES: Words = {"go on": _("Wants to go on"), "not yet": _("Not yet")}
OUTCOMES: Words = {"held": _("Took place"), "cancelled": _("Cancelled")}


def days_ago(days: int) -> str:
    """Return how long ago something was, in words.

    >>> days_ago(0), days_ago(1), days_ago(12)
    ('today', '1 day ago', '12 days ago')
    """
    if days <= 0:
        return str(_("today"))
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
