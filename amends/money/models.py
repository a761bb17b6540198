"""The program's own books: funds, what was planned, what moved, and what is held for a survivor.

Rows are only ever added. A mistake is put right by a second row that names the first and undoes the whole of it; the
database fills such a row in from the first, so that it cannot undo less. What a funder forbids, the database refuses.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from amends.access.records import CaseRecord, only, only_each, words

# What money may be for: her services as amends.care names them, and what the program needs besides.
PURPOSES = words(
    "advocacy",
    "housing",
    "health",
    "counseling",
    "legal",
    "immigration counsel",
    "money",
    "work and learning",
    "emergency",
    "accountability program",
    "treatment",
    "facilitation",
    "evaluation",
    "security",
    "training",
    "running the program",
    "other",
)
SIDES = words("hers", "his", "program")
SPENT_ON = words("services", "stipends", "staff time")
PLACES = words("funder", "fund", "committed", *(word for word, _ in SPENT_ON["choices"]))
EMERGENCIES = words("a safe night", "food", "a way to travel", "medicine", "a phone", "clothes", "other")
OUTCOMES = words("declined", "granted")
# A reason from a list, because what is typed could name somebody.
REASONS = words(
    "another source pays",
    "not what the fund is for",
    "no money is left",
    "ask again for less",
    "it fits the fund",
)
GRANTED_BECAUSE = "it fits the fund"
THROUGH = words("an account of the program", "the court")
PAID_BY = words("check", "prepaid card", "bank transfer", "cash", "a bill that was paid")

SPENT = [word for word, _ in SPENT_ON["choices"]]
FIRST_YEAR, LAST_YEAR = 2000, 2200
# Too narrow for a sentence about somebody.
VOUCHER = r"^[A-Z0-9-]{1,20}$"


def moves_something(name: str) -> models.CheckConstraint:
    """Return a constraint that lets in amounts above nothing only."""
    return models.CheckConstraint(condition=Q(cents__gt=0), name=name)


class BookRow(models.Model):
    """A row of the books that belongs to no case. Author and moment are put in by the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    added_by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+", editable=False)
    added_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True


class Fund(BookRow):
    """Money from one funder under one name. What it may be used for stands in its terms."""

    funder = models.TextField()
    name = models.TextField()

    class Meta:
        db_table = "fund"
        constraints = [
            models.UniqueConstraint("name", name="fund_has_its_own_name"),
            models.CheckConstraint(condition=~Q(funder="") & ~Q(name=""), name="fund_is_named"),
        ]


class FundTerms(BookRow):
    """What a funder allows, and from when until when. The newest terms of a fund are those in force."""

    fund = models.ForeignKey(Fund, models.RESTRICT, related_name="terms")
    purposes = ArrayField(models.TextField(**PURPOSES))
    sides = ArrayField(models.TextField(**SIDES))
    from_on = models.DateField()
    until_on = models.DateField(help_text="The last day on which money may be spent.")

    class Meta:
        db_table = "fund_terms"
        constraints = [
            only_each("purposes", PURPOSES["choices"], "fund_terms_name_listed_purposes"),
            only_each("sides", SIDES["choices"], "fund_terms_name_listed_sides"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="fund_terms_end_later"),
        ]


class BudgetLine(BookRow):
    """What is planned to be spent of a fund in a calendar year, for one purpose and one side."""

    fund = models.ForeignKey(Fund, models.RESTRICT, related_name="budget_lines")
    year = models.IntegerField()
    purpose = models.TextField(**PURPOSES)
    side = models.TextField(**SIDES)
    cents = models.BigIntegerField(help_text="In US cents. Always more than nothing.")
    puts_right = models.OneToOneField("self", models.RESTRICT, null=True, related_name="put_right_by")

    class Meta:
        db_table = "budget_line"
        constraints = [
            moves_something("budget_line_plans_something"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="budget_line_is_of_a_year"
            ),
            only("purpose", PURPOSES["choices"], "budget_line_has_a_listed_purpose"),
            only("side", SIDES["choices"], "budget_line_has_a_listed_side"),
        ]


class Transfer(BookRow):
    """Money of a fund that went from one place to another.

    One row has both ends of the movement, so that the books balance by their shape. It names no case: what was spent
    in a case is a record there, with the same id.
    """

    fund = models.ForeignKey(Fund, models.RESTRICT, related_name="transfers")
    giver = models.TextField(**PLACES)
    taker = models.TextField(**PLACES)
    cents = models.BigIntegerField(help_text="In US cents. Always more than nothing.")
    on_day = models.DateField()
    purpose = models.TextField(**PURPOSES, null=True, help_text="Of what the funder gives, nothing.")
    side = models.TextField(**SIDES, null=True)
    commitment = models.ForeignKey("self", models.RESTRICT, null=True, related_name="drawn")
    puts_right = models.OneToOneField("self", models.RESTRICT, null=True, related_name="put_right_by")
    voucher = models.TextField(
        null=True, help_text="The number of the receipt, so that none is entered twice."
    )

    class Meta:
        db_table = "transfer"
        constraints = [
            models.UniqueConstraint("fund", "voucher", name="voucher_is_entered_once"),
            models.CheckConstraint(condition=Q(voucher__regex=VOUCHER), name="voucher_is_a_number"),
            moves_something("transfer_moves_something"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="transfer_has_two_ends"),
            models.CheckConstraint(
                condition=Q(giver="funder", taker="fund")
                | Q(giver="fund", taker__in=["committed", *SPENT])
                | Q(giver="committed", taker__in=["fund", *SPENT])
                | (
                    Q(puts_right__isnull=False)
                    & (Q(giver="fund", taker="funder") | Q(giver__in=SPENT, taker__in=["fund", "committed"]))
                ),
                name="transfer_goes_a_known_way",
            ),
            models.CheckConstraint(
                condition=(
                    (Q(giver="funder") | Q(taker="funder")) & Q(purpose__isnull=True, side__isnull=True)
                )
                | (~Q(giver="funder") & ~Q(taker="funder") & Q(purpose__isnull=False, side__isnull=False)),
                name="transfer_says_what_for",
            ),
            models.CheckConstraint(
                condition=Q(commitment__isnull=True)
                & ~Q(giver="committed")
                & (~Q(taker="committed") | Q(puts_right__isnull=True))
                | (
                    Q(commitment__isnull=False)
                    & (Q(giver="committed") | Q(taker="committed", puts_right__isnull=False))
                ),
                name="transfer_names_its_commitment",
            ),
            only("purpose", PURPOSES["choices"], "transfer_has_a_listed_purpose"),
            only("side", SIDES["choices"], "transfer_has_a_listed_side"),
        ]
        indexes = [
            models.Index("fund", "on_day", name="transfers_of_a_fund"),
            models.Index("commitment", name="transfers_of_a_commitment"),
        ]


class EmergencyRequest(CaseRecord):
    """That a worker asks the emergency fund for something that she needs today."""

    need = models.TextField(**EMERGENCIES)
    cents = models.BigIntegerField(help_text="In US cents.")

    class Meta:
        db_table = "emergency_request"
        constraints = [
            moves_something("emergency_request_asks_for_something"),
            only("need", EMERGENCIES["choices"], "emergency_request_is_for_a_listed_need"),
        ]


class EmergencyAnswer(CaseRecord):
    """What a director answered. A grant sets the amount aside in the books."""

    request = models.OneToOneField(EmergencyRequest, models.RESTRICT, related_name="answer")
    outcome = models.TextField(**OUTCOMES)
    reason = models.TextField(**REASONS)
    fund = models.ForeignKey(Fund, models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "emergency_answer"
        constraints = [
            only("outcome", OUTCOMES["choices"], "emergency_answer_is_listed"),
            only("reason", REASONS["choices"], "emergency_answer_has_a_listed_reason"),
            models.CheckConstraint(
                condition=Q(outcome="granted", reason=GRANTED_BECAUSE, fund__isnull=False)
                | (Q(outcome="declined", fund__isnull=True) & ~Q(reason=GRANTED_BECAUSE)),
                name="emergency_answer_is_whole",
            ),
        ]


class CaseCost(CaseRecord):
    """What was spent on one side of a case. The database writes it into the books, without the case."""

    fund = models.ForeignKey(Fund, models.RESTRICT, related_name="+")
    purpose = models.TextField(**PURPOSES)
    spent_on = models.TextField(**SPENT_ON)
    cents = models.BigIntegerField(help_text="In US cents. Always more than nothing.")
    on_day = models.DateField()
    puts_right = models.OneToOneField("self", models.RESTRICT, null=True, related_name="put_right_by")

    class Meta:
        abstract = True


class HerCost(CaseCost):
    """What was spent on her side; with a request, out of what was set aside for it."""

    request = models.ForeignKey(EmergencyRequest, models.RESTRICT, null=True, related_name="costs")

    class Meta:
        db_table = "her_cost"
        constraints = [
            moves_something("her_cost_moves_something"),
            only("purpose", PURPOSES["choices"], "her_cost_has_a_listed_purpose"),
            only("spent_on", SPENT_ON["choices"], "her_cost_is_spent_on_something_listed"),
        ]


class HisCost(CaseCost):
    """What was spent on his side."""

    class Meta:
        db_table = "his_cost"
        constraints = [
            moves_something("his_cost_moves_something"),
            only("purpose", PURPOSES["choices"], "his_cost_has_a_listed_purpose"),
            only("spent_on", SPENT_ON["choices"], "his_cost_is_spent_on_something_listed"),
        ]


class HeldIn(CaseRecord):
    """Money that came in for her under the plan and is held for her. It names neither her nor an account."""

    item = models.ForeignKey("circles.PlanItem", models.RESTRICT, null=True, related_name="+")
    cents = models.BigIntegerField(help_text="In US cents. Always more than nothing.")
    on_day = models.DateField()
    through = models.TextField(**THROUGH)
    puts_right = models.OneToOneField("self", models.RESTRICT, null=True, related_name="put_right_by")

    class Meta:
        db_table = "held_in"
        constraints = [
            moves_something("held_in_moves_something"),
            only("through", THROUGH["choices"], "held_in_came_through_a_listed_account"),
        ]


class HeldOut(CaseRecord):
    """Money that went out to her of what is held for her. It names neither her nor an account."""

    cents = models.BigIntegerField(help_text="In US cents. Always more than nothing.")
    on_day = models.DateField()
    paid_by = models.TextField(**PAID_BY)
    puts_right = models.OneToOneField("self", models.RESTRICT, null=True, related_name="put_right_by")

    class Meta:
        db_table = "held_out"
        constraints = [
            moves_something("held_out_moves_something"),
            only("paid_by", PAID_BY["choices"], "held_out_was_paid_in_a_listed_way"),
        ]
