"""The sitting: one signed-in stretch of one person, known by the hash of its key."""

import uuid
from datetime import timedelta

from django.db import models


class Sitting(models.Model):
    """From signing in to signing out, or to the idle end, or to the latest end.

    The key itself is only in the person's cookie. The site's own database role cannot read this table.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="sittings")
    key_hash = models.BinaryField(unique=True, help_text="SHA-256 of the key, 32 bytes.")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="Moved on at most once a minute.")
    idle = models.DurationField(default=timedelta(minutes=10))
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sitting"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("opened_at")), name="sitting_has_an_end"
            ),
        ]
