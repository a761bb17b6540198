"""The services that are open for a survivor.

New tables only: yesterday's code still runs.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("care", "0001_services_are_open"),
        ("journey", "0001_matters_cases_and_seats"),
        ("people", "0001_people_and_how_they_may_be_reached"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "advocacy",
                            "housing",
                            "health",
                            "counseling",
                            "legal",
                            "immigration counsel",
                            "money",
                            "work and learning",
                            "other",
                        ],
                    )
                ),
                name="service_is_of_a_listed_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(("means_until_on__gte", models.F("opened_on"))),
                name="service_means_end_later",
            ),
        ),
    ]
