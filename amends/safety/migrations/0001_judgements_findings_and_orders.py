"""Judgements, findings, and orders that forbid contact.

New tables only: yesterday's code still runs.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("journey", "0001_matters_cases_and_seats"),
        ("people", "0001_people_and_how_they_may_be_reached"),
    ]

    operations = [
        migrations.CreateModel(
            name="SafetyCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("kind", models.TextField(choices=[("coercion", "coercion"), ("safety", "safety")])),
                (
                    "level",
                    models.TextField(
                        choices=[
                            ("low", "low"),
                            ("raised", "raised"),
                            ("high", "high"),
                            ("not now", "not now"),
                        ]
                    ),
                ),
                ("checked_on", models.DateField()),
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
                "db_table": "safety_check",
            },
        ),
        migrations.CreateModel(
            name="CheckReason",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("reason", models.TextField()),
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
                (
                    "check_made",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="reason",
                        to="safety.safetycheck",
                    ),
                ),
            ],
            options={
                "db_table": "check_reason",
            },
        ),
        migrations.CreateModel(
            name="SafetyPlan",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("steps", models.TextField()),
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
                "db_table": "safety_plan",
            },
        ),
        migrations.CreateModel(
            name="CoercionFinding",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "pressure_from",
                    models.TextField(
                        choices=[
                            ("accountable party", "accountable party"),
                            ("family", "family"),
                            ("staff", "staff"),
                            ("counsel", "counsel"),
                            ("official", "official"),
                            ("somebody else", "somebody else"),
                        ]
                    ),
                ),
                ("told_her_on", models.DateField()),
                ("safety_plan_made_on", models.DateField()),
                (
                    "her_view",
                    models.TextField(
                        choices=[
                            ("agrees", "agrees"),
                            ("sees it differently", "sees it differently"),
                            ("does not want to say", "does not want to say"),
                        ]
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
                "db_table": "coercion_finding",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "pressure_from__in",
                                [
                                    "accountable party",
                                    "family",
                                    "staff",
                                    "counsel",
                                    "official",
                                    "somebody else",
                                ],
                            )
                        ),
                        name="coercion_finding_names_where_pressure_came_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("her_view__in", ["agrees", "sees it differently", "does not want to say"])
                        ),
                        name="coercion_finding_has_her_view",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "issued_by",
                    models.TextField(
                        choices=[("court", "court"), ("parole", "parole"), ("immigration", "immigration")]
                    ),
                ),
                (
                    "forbids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[
                                ("circle", "circle"),
                                ("conference", "conference"),
                                ("shuttle", "shuttle"),
                                ("letters", "letters"),
                                ("stand-in", "stand-in"),
                            ]
                        ),
                        size=None,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("exception_from_on", models.DateField(null=True)),
                ("exception_until_on", models.DateField(null=True)),
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
                "db_table": "contact_order",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("issued_by__in", ["court", "parole", "immigration"])),
                        name="contact_order_is_by_a_listed_authority",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "forbids__contained_by",
                                ["circle", "conference", "shuttle", "letters", "stand-in"],
                            )
                        ),
                        name="contact_order_forbids_listed_forms",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))),
                        name="contact_order_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("exception_from_on__isnull", True), ("exception_until_on__isnull", True)
                            ),
                            ("exception_until_on__gt", models.F("exception_from_on")),
                            _connector="OR",
                        ),
                        name="contact_order_exception_has_both_dates",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="safetycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["coercion", "safety"])),
                name="safety_check_is_of_a_listed_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="safetycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["low", "raised", "high", "not now"])),
                name="safety_check_has_a_listed_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkreason",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")), name="check_reason_is_given"
            ),
        ),
    ]
