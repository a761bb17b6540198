"""What every confidential record about a case carries, so that the database can judge it alone."""

import uuid

from django.db import models


def words(*choices: str) -> dict:
    """Return the options of a field that holds one word or phrase from a closed list.

    The database holds the list as well: each such field has a constraint of its own (see `only`).
    """
    return {"choices": [(word, word) for word in choices]}


def only(field: str, choices: list[tuple[str, str]], name: str) -> models.CheckConstraint:
    """Return a constraint that lets nothing but the listed words into a field."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [word for word, _ in choices]}), name=name
    )


def only_each(field: str, choices: list[tuple[str, str]], name: str) -> models.CheckConstraint:
    """Return the same for a field that holds several of the listed words."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__contained_by": [word for word, _ in choices]}), name=name
    )


class CaseRecord(models.Model):
    """A row that belongs to one case and has one author.

    The id is made here and never asked back from the database: who may add a row need not be able to
    read it. Author and moment are put in by the database (access/gate.sql), whatever is sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("journey.Case", models.RESTRICT, related_name="%(class)ss")
    added_by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+", editable=False)
    added_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True
