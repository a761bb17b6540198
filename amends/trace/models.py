"""Who looked. Rows are only ever added, and only by the gate."""

import uuid

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# What a case may be opened for. Routes name one of these; the database refuses any other.
PURPOSES = (
    "my own case",
    "working on the case",
    "answering what is asked of me",
    "advising the accountable party",
    "the word on the case",
    "break-glass",
)


class XidField(models.Field):
    """PostgreSQL's 64-bit transaction id."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the type as PostgreSQL calls it."""
        return "xid8"


class Look(models.Model):
    """That a person opened a case, and what for: committed before anything of the case is shown.

    Rows of a case are numbered and chained by hash, so that an altered, missing or moved row shows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("journey.Case", models.RESTRICT, related_name="looks")
    number = models.IntegerField()
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    role = models.TextField()
    purpose = models.TextField()
    looked_at = models.DateTimeField()
    open_until = models.DateTimeField()
    written_in = XidField()
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "look"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="look_has_its_own_number"),
            models.CheckConstraint(
                condition=models.Q(purpose__in=PURPOSES), name="look_has_a_listed_purpose"
            ),
        ]
        indexes = [models.Index(fields=["person", "open_until"], name="look_by_person")]


class LookByHisSide(models.Model):
    """The same fact for the accountable party's own page: a part and a day, no name and no hour.

    Only looks by people of his own side stand here. A look by anybody else would tell him when her side is busy.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("journey.Case", models.RESTRICT, related_name="looks_by_his_side")
    role = models.TextField()
    looked_on = models.DateField()

    class Meta:
        db_table = "look_by_his_side"
        constraints = [
            models.UniqueConstraint(fields=["case", "role", "looked_on"], name="look_by_his_side_once_a_day")
        ]


class BreakGlass(models.Model):
    """That a director opened one case's contents, why, and until when. She can read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("journey.Case", models.RESTRICT, related_name="broken_glass")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    reason = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        db_table = "break_glass"
        constraints = [
            models.CheckConstraint(condition=models.Q(reason__regex=r"\S.{9,}"), name="break_glass_says_why"),
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="break_glass_ends"
            ),
        ]
