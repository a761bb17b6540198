"""The services that a survivor is offered, which hang on no stage of the journey (P11)."""

from django.db import models

from amends.access.records import CaseRecord, only, words

SERVICES = words(
    "advocacy",
    "housing",
    "health",
    "counseling",
    "legal",
    "immigration counsel",
    "money",
    "work and learning",
    "other",
)


class Service(CaseRecord):
    """One service that is open for the survivor, and the day until which the program has the means for it."""

    kind = models.TextField(**SERVICES)
    opened_on = models.DateField()
    means_until_on = models.DateField()
    closed_by_her_on = models.DateField(null=True, help_text="Only she ends a service.")

    class Meta:
        db_table = "service"
        constraints = [
            only("kind", SERVICES["choices"], "service_is_of_a_listed_kind"),
            models.CheckConstraint(
                condition=models.Q(means_until_on__gte=models.F("opened_on")), name="service_means_end_later"
            ),
        ]
