"""Who opened a case, and what for.

New tables only: yesterday's code still runs.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import amends.trace.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("journey", "0001_matters_cases_and_seats"),
        ("people", "0001_people_and_how_they_may_be_reached"),
    ]

    operations = [
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("reason", models.TextField()),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="broken_glass",
                        to="journey.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "db_table": "break_glass",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "\\S.{9,}")), name="break_glass_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_at__gt", models.F("from_at"))), name="break_glass_ends"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.IntegerField()),
                ("role", models.TextField()),
                ("purpose", models.TextField()),
                ("looked_at", models.DateTimeField()),
                ("open_until", models.DateTimeField()),
                ("written_in", amends.trace.models.XidField()),
                ("previous_hash", models.BinaryField()),
                ("hash", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="looks", to="journey.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "db_table": "look",
                "indexes": [models.Index(fields=["person", "open_until"], name="look_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="look_has_its_own_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                (
                                    "my own case",
                                    "working on the case",
                                    "answering what is asked of me",
                                    "advising the accountable party",
                                    "the word on the case",
                                    "break-glass",
                                ),
                            )
                        ),
                        name="look_has_a_listed_purpose",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookByHisSide",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("role", models.TextField()),
                ("looked_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="looks_by_his_side",
                        to="journey.case",
                    ),
                ),
            ],
            options={
                "db_table": "look_by_his_side",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "role", "looked_on"), name="look_by_his_side_once_a_day"
                    )
                ],
            },
        ),
    ]
