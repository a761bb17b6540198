"""How people come in: an account, its one-time and recovery codes, the invitation before it, and wrong tries.

No name, no address and no secret stands here in clear, so that these tables say nothing to whoever steals
them. The site's own database role reads none of them.
"""

import uuid

from django.db import models

from amends.access.records import only, words

KINDS = words("staff", "participant")
INVITED_BY = words("advocate", "facilitator", "coach", "director", "operator")


class Invitation(models.Model):
    """A code that lets one person make an account, or make it anew, once and until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    kind = models.TextField(**KINDS)
    code_hash = models.BinaryField(help_text="Keyed hash of the code, 32 bytes.")
    made_as = models.TextField(**INVITED_BY, help_text="The part in which somebody invited.")
    made_by = models.ForeignKey(
        "people.Person", models.RESTRICT, related_name="+", null=True, help_text="Empty: the operator."
    )
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="A newer invitation took its place.")

    class Meta:
        db_table = "invitation"
        constraints = [
            only("kind", KINDS["choices"], "invitation_is_of_a_listed_kind"),
            only("made_as", INVITED_BY["choices"], "invitation_is_by_a_listed_part"),
            models.CheckConstraint(
                condition=models.Q(made_as="operator", made_by__isnull=True)
                | (~models.Q(made_as="operator") & models.Q(made_by__isnull=False)),
                name="invitation_is_by_somebody_or_the_operator",
            ),
            models.UniqueConstraint(fields=["code_hash"], name="invitation_has_its_own_code"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("made_at")), name="invitation_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(ended_at__isnull=True),
                name="invitation_is_used_or_replaced",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at__isnull=True, ended_at__isnull=True),
                name="invitation_open_once_a_person",
            ),
        ]


class Account(models.Model):
    """How one person signs in: found by a keyed hash, of a name or of a passphrase, and then verified."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField("people.Person", models.RESTRICT, related_name="+")
    kind = models.TextField(**KINDS)
    found_by = models.BinaryField(help_text="Keyed hash of the sign-in name, or of the passphrase.")
    verifier = models.TextField(help_text="Argon2 of the password, or of passphrase and PIN together.")
    invitation = models.OneToOneField(
        Invitation,
        models.RESTRICT,
        null=True,
        related_name="+",
        help_text="Empty for an account of a demonstration, which no live site lets in.",
    )
    made_at = models.DateTimeField()

    class Meta:
        db_table = "account"
        constraints = [
            only("kind", KINDS["choices"], "account_is_of_a_listed_kind"),
            models.UniqueConstraint(fields=["found_by"], name="account_is_found_by_one_secret"),
        ]


class OneTimeCode(models.Model):
    """The key of a worker's one-time codes, sealed, and the step whose code was used last."""

    account = models.OneToOneField(Account, models.RESTRICT, primary_key=True, related_name="one_time_code")
    sealed_key = models.BinaryField()
    last_step = models.BigIntegerField(default=0, help_text="Steps of 30 seconds since 1970.")

    class Meta:
        db_table = "one_time_code"


class RecoveryCode(models.Model):
    """One code for a worker whose phone is lost. It works once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.RESTRICT, related_name="recovery_codes")
    code_hash = models.BinaryField(help_text="Keyed hash of the code.")
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "recovery_code"


class WrongTry(models.Model):
    """A try to come in that has not succeeded: what was typed and from where, as keyed hashes, and when.

    Kept only for as long as it counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    typed = models.BinaryField(help_text="Keyed hash of the name, passphrase or code that was typed.")
    place = models.BinaryField(help_text="Keyed hash of the network address.")
    tried_at = models.DateTimeField()

    class Meta:
        db_table = "wrong_try"
        indexes = [
            models.Index(fields=["typed", "tried_at"], name="wrong_try_by_typed"),
            models.Index(fields=["place", "tried_at"], name="wrong_try_by_place"),
            models.Index(fields=["tried_at"], name="wrong_try_by_age"),
        ]
