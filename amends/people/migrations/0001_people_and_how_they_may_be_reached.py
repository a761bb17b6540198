"""People, where they work, and how a survivor may be reached.

New tables only: yesterday's code still runs.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("journey", "0001_matters_cases_and_seats"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "person",
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.TextField(unique=True)),
            ],
            options={
                "db_table": "site",
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("prosecutor", "prosecutor"),
                            ("defense", "defense"),
                            ("community", "community"),
                            ("provider", "provider"),
                            ("program", "program"),
                        ]
                    ),
                ),
                ("name", models.TextField(unique=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="organizations",
                        to="people.site",
                    ),
                ),
            ],
            options={
                "db_table": "organization",
            },
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="likeness",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "likeness",
                "indexes": [models.Index(fields=["hash"], name="likeness_by_hash")],
            },
        ),
        migrations.CreateModel(
            name="HisName",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("called", models.TextField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="%(class)ss",
                        to="journey.case",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "his_name",
                "constraints": [models.UniqueConstraint(fields=("case",), name="his_name_once_a_case")],
            },
        ),
        migrations.CreateModel(
            name="HerName",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("called", models.TextField()),
                ("language", models.TextField(choices=[("en", "en"), ("es", "es")], default="en")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="%(class)ss",
                        to="journey.case",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "her_name",
                "constraints": [
                    models.UniqueConstraint(fields=("case",), name="her_name_once_a_case"),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "es"])),
                        name="her_name_has_a_listed_language",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("liaison", "liaison"),
                            ("counsel", "counsel"),
                            ("advocate", "advocate"),
                            ("facilitator", "facilitator"),
                            ("coach", "coach"),
                            ("director", "director"),
                            ("provider", "provider"),
                            ("evaluator", "evaluator"),
                            ("board", "board"),
                        ]
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="credentials",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "credential",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "liaison",
                                    "counsel",
                                    "advocate",
                                    "facilitator",
                                    "coach",
                                    "director",
                                    "provider",
                                    "evaluator",
                                    "board",
                                ],
                            )
                        ),
                        name="credential_is_for_a_listed_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))),
                        name="credential_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChosenName",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("name", models.TextField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="%(class)ss",
                        to="journey.case",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "chosen_name",
                "constraints": [models.UniqueConstraint(fields=("case",), name="chosen_name_once_a_case")],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("liaison", "liaison"),
                            ("counsel", "counsel"),
                            ("advocate", "advocate"),
                            ("facilitator", "facilitator"),
                            ("coach", "coach"),
                            ("director", "director"),
                            ("provider", "provider"),
                            ("evaluator", "evaluator"),
                            ("board", "board"),
                        ]
                    ),
                ),
                ("called", models.TextField(help_text="The name that colleagues and the survivor read.")),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="appointments",
                        to="people.person",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="appointments",
                        to="people.organization",
                    ),
                ),
            ],
            options={
                "db_table": "appointment",
                "indexes": [models.Index(fields=["person", "role"], name="appointment_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "liaison",
                                    "counsel",
                                    "advocate",
                                    "facilitator",
                                    "coach",
                                    "director",
                                    "provider",
                                    "evaluator",
                                    "board",
                                ],
                            )
                        ),
                        name="appointment_is_to_a_listed_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_at__gt", models.F("from_at"))),
                        name="appointment_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("called", ""), _negated=True), name="appointment_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SafeWay",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "channel",
                    models.TextField(
                        choices=[
                            ("phone", "phone"),
                            ("text", "text"),
                            ("e-mail", "e-mail"),
                            ("letter", "letter"),
                            ("through a person", "through a person"),
                        ]
                    ),
                ),
                (
                    "address",
                    models.TextField(
                        blank=True, help_text="A number, an address, or the person to go through."
                    ),
                ),
                ("allowed", models.BooleanField(help_text="No means: never use this way.")),
                (
                    "hours",
                    models.TextField(blank=True, help_text="When it is safe, in the survivor's words."),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="%(class)ss",
                        to="journey.case",
                    ),
                ),
            ],
            options={
                "db_table": "safe_way",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["phone", "text", "e-mail", "letter", "through a person"])
                        ),
                        name="safe_way_is_a_listed_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("allowed", False), models.Q(("address", ""), _negated=True), _connector="OR"
                        ),
                        name="safe_way_says_where",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["prosecutor", "defense", "community", "provider", "program"])
                ),
                name="organization_is_of_a_listed_kind",
            ),
        ),
    ]
