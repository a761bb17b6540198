"""Judgements about coercion and safety, findings, and orders that forbid contact."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amends.access.records import CaseRecord, only, only_each, words

CHECKS = words("coercion", "safety")
LEVELS = words("low", "raised", "high", "not now")
PRESSURE = words("accountable party", "family", "staff", "counsel", "official", "somebody else")
VIEWS = words("agrees", "sees it differently", "does not want to say")
AUTHORITIES = words("court", "parole", "immigration")
FORMS = words("circle", "conference", "shuttle", "letters", "stand-in")


class SafetyCheck(CaseRecord):
    """One structured professional judgement of the survivor's situation: its kind, day and level.

    The author is the rater. A level is not a finding (P7).
    """

    kind = models.TextField(**CHECKS)
    level = models.TextField(**LEVELS)
    checked_on = models.DateField()

    class Meta:
        db_table = "safety_check"
        constraints = [
            only("kind", CHECKS["choices"], "safety_check_is_of_a_listed_kind"),
            only("level", LEVELS["choices"], "safety_check_has_a_listed_level"),
        ]


class CheckReason(CaseRecord):
    """What a level rests on, for the survivor and her advocate only."""

    check_made = models.OneToOneField(SafetyCheck, models.RESTRICT, related_name="reason")
    reason = models.TextField()

    class Meta:
        db_table = "check_reason"
        constraints = [
            models.CheckConstraint(condition=models.Q(reason__regex=r"\S"), name="check_reason_is_given")
        ]


class SafetyPlan(CaseRecord):
    """What the survivor and her advocate agreed to do when something happens. The newest row counts."""

    steps = models.TextField()

    class Meta:
        db_table = "safety_plan"


class CoercionFinding(CaseRecord):
    """That coercion was found, by whom pressure came, and that she was told first (P7)."""

    pressure_from = models.TextField(**PRESSURE)
    told_her_on = models.DateField()
    safety_plan_made_on = models.DateField()
    her_view = models.TextField(**VIEWS)

    class Meta:
        db_table = "coercion_finding"
        constraints = [
            only("pressure_from", PRESSURE["choices"], "coercion_finding_names_where_pressure_came_from"),
            only("her_view", VIEWS["choices"], "coercion_finding_has_her_view"),
        ]


class ContactOrder(CaseRecord):
    """A court's, parole's or immigration authority's order that forbids forms of contact, and its exception if any."""

    issued_by = models.TextField(**AUTHORITIES)
    forbids = ArrayField(models.TextField(**FORMS))
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    exception_from_on = models.DateField(null=True)
    exception_until_on = models.DateField(null=True)

    class Meta:
        db_table = "contact_order"
        constraints = [
            only("issued_by", AUTHORITIES["choices"], "contact_order_is_by_a_listed_authority"),
            only_each("forbids", FORMS["choices"], "contact_order_forbids_listed_forms"),
            models.CheckConstraint(
                condition=models.Q(until_on__gt=models.F("from_on")), name="contact_order_ends_later"
            ),
            models.CheckConstraint(
                condition=models.Q(exception_from_on__isnull=True, exception_until_on__isnull=True)
                | models.Q(exception_until_on__gt=models.F("exception_from_on")),
                name="contact_order_exception_has_both_dates",
            ),
        ]
