"""What the books refuse, by the name under which the database refuses it, in words for whoever tried."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, str | Promise] = {
    "fund_has_terms": _("This fund has no terms yet. Nothing was saved."),
    "fund_is_open_on_this_day": _(
        "The fund does not pay on this day: see its first and last day. Nothing was saved."
    ),
    "fund_pays_for_this_purpose": _("The funder does not allow this purpose. Nothing was saved."),
    "fund_pays_for_this_side": _("The funder does not allow this side. Nothing was saved."),
    "fund_has_this_much_left": _("The fund has not this much left. Nothing was saved."),
    "commitment_has_this_much_left": _("Not this much is left of what was set aside. Nothing was saved."),
    "transfer_keeps_to_its_commitment": _("This is not what was set aside for. Nothing was saved."),
    "emergency_request_was_granted": _("This request was not granted. Nothing was saved."),
    "held_money_is_there": _("Not this much is held. Nothing was saved."),
    "case_cost_is_put_right_in_its_case": _("A cost of a case is put right in the case. Nothing was saved."),
    "what_puts_right_is_not_undone": _(
        "This entry puts another right, and cannot be undone. Nothing was saved."
    ),
    "budget_line_is_planned_once": _(
        "This is planned already: undo the first line before. Nothing was saved."
    ),
    "voucher_is_entered_once": _("A receipt with this number is in the books already. Nothing was saved."),
    "record_is_of_a_day_that_has_come": _("This day has not come yet. Nothing was saved."),
    "fund_has_its_own_name": _("There is a fund with this name. Nothing was saved."),
}
