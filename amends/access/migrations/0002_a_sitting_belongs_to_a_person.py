"""Who is signed in, and until when.

New tables only: yesterday's code still runs.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_sittings_have_a_key_and_an_end"),
        ("people", "0001_people_and_how_they_may_be_reached"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitting",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="sittings", to="people.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("opened_at"))), name="sitting_has_an_end"
            ),
        ),
    ]
