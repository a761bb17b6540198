"""People, the organizations they work for, and how a person may safely be reached."""

import uuid

from django.db import models

from amends.access.records import CaseRecord, only, words

APPOINTMENTS = words(
    "liaison", "counsel", "advocate", "facilitator", "coach", "director", "provider", "evaluator", "board"
)
ORGANIZATIONS = words("prosecutor", "defense", "community", "provider", "program")
LANGUAGES = words("en", "es")
CHANNELS = words("phone", "text", "e-mail", "letter", "through a person")


class Site(models.Model):
    """A county in which the program works."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.TextField(unique=True)

    class Meta:
        db_table = "site"


class Organization(models.Model):
    """An office, a community-based organization, a provider or a law office."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, models.RESTRICT, related_name="organizations")
    kind = models.TextField(**ORGANIZATIONS)
    name = models.TextField(unique=True)

    class Meta:
        db_table = "organization"
        constraints = [only("kind", ORGANIZATIONS["choices"], "organization_is_of_a_listed_kind")]


class Person(models.Model):
    """A human being as the database knows one: an id and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "person"


class Likeness(models.Model):
    """A keyed hash of a name and a birth date, so that one human being cannot stand on both sides of a case.

    The key is outside the database, and only the gate reads this.
    """

    person = models.OneToOneField(Person, models.RESTRICT, primary_key=True, related_name="likeness")
    hash = models.BinaryField()

    class Meta:
        db_table = "likeness"
        indexes = [models.Index(fields=["hash"], name="likeness_by_hash")]


class Appointment(models.Model):
    """That a person works in the program: as what, for whom, called what, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.RESTRICT, related_name="appointments")
    organization = models.ForeignKey(Organization, models.RESTRICT, related_name="appointments")
    role = models.TextField(**APPOINTMENTS)
    called = models.TextField(help_text="The name that colleagues and the survivor read.")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "appointment"
        constraints = [
            only("role", APPOINTMENTS["choices"], "appointment_is_to_a_listed_role"),
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="appointment_ends_later"
            ),
            models.CheckConstraint(condition=~models.Q(called=""), name="appointment_has_a_name"),
        ]
        indexes = [models.Index(fields=["person", "role"], name="appointment_by_person")]


class Credential(models.Model):
    """What a worker must hold to be given a seat, for example the 40 hours of a caseworker (Evid. Code 1038.2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.RESTRICT, related_name="credentials")
    role = models.TextField(**APPOINTMENTS)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        db_table = "credential"
        constraints = [
            only("role", APPOINTMENTS["choices"], "credential_is_for_a_listed_role"),
            models.CheckConstraint(
                condition=models.Q(until_on__gt=models.F("from_on")), name="credential_ends_later"
            ),
        ]


class HerName(CaseRecord):
    """What the survivor is called in this case, and the language she reads. As she says, not as papers say."""

    called = models.TextField()
    language = models.TextField(default="en", **LANGUAGES)

    class Meta:
        db_table = "her_name"
        constraints = [
            models.UniqueConstraint(fields=["case"], name="her_name_once_a_case"),
            only("language", LANGUAGES["choices"], "her_name_has_a_listed_language"),
        ]


class HisName(CaseRecord):
    """The name under which the accountable party was charged."""

    called = models.TextField()

    class Meta:
        db_table = "his_name"
        constraints = [models.UniqueConstraint(fields=["case"], name="his_name_once_a_case")]


class SafeWay(CaseRecord):
    """One way in which the survivor may, or must never, be reached. The newest row of a channel counts."""

    channel = models.TextField(**CHANNELS)
    address = models.TextField(blank=True, help_text="A number, an address, or the person to go through.")
    allowed = models.BooleanField(help_text="No means: never use this way.")
    hours = models.TextField(blank=True, help_text="When it is safe, in the survivor's words.")

    class Meta:
        db_table = "safe_way"
        constraints = [
            only("channel", CHANNELS["choices"], "safe_way_is_a_listed_channel"),
            models.CheckConstraint(
                condition=models.Q(allowed=False) | ~models.Q(address=""), name="safe_way_says_where"
            ),
        ]


class ChosenName(CaseRecord):
    """What the survivor calls her case on lists. Nothing in it may point to her."""

    name = models.TextField()

    class Meta:
        db_table = "chosen_name"
        constraints = [models.UniqueConstraint(fields=["case"], name="chosen_name_once_a_case")]
