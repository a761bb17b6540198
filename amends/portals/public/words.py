"""The words of the money pages: readings, accountings, whose money, and verdicts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

READING: dict[str, Promise] = {
    "year": _("22,000 dollars are for a year"),
    "process": _("22,000 dollars are for the whole process"),
    "half": _("45 parties are served at a time"),
}
READING_MEANS: dict[str, Promise] = {
    "year": _("The program costs 22,000 dollars a year for each of 90 accountable parties."),
    "process": _("The program costs 22,000 dollars for the two years of each of 90 accountable parties."),
    "half": _("Only 45 of the 90 accountable parties are served at a time, at 22,000 dollars a year."),
}
ACCOUNTING: dict[str, Promise] = {
    "average": _("The whole average cost"),
    "marginal": _("Only what falls away at once"),
    "step": _("Nothing, until a prison closes"),
}
ACCOUNTING_MEANS: dict[str, Promise] = {
    "average": _("If one person fewer in prison saves the whole average cost of a year there"),
    "marginal": _("If one person fewer saves only food and what else falls away at once"),
    "step": _("If money is saved only when a whole prison closes"),
}
VIEW: dict[str, Promise] = {
    "state": _("The state"),
    "government": _("All governments together"),
    "society": _("Society as a whole"),
}
VERDICT: dict[str, Promise] = {
    "holds": _("Holds"),
    "holds only if": _("Holds only if"),
    "does not hold": _("Does not hold"),
    "cannot be checked": _("Cannot be checked"),
}
VERDICT_TAG = {
    "holds": "",
    "holds only if": "tag-not-known",
    "does not hold": "tag-not-yet",
    "cannot be checked": "tag-not-known",
}
