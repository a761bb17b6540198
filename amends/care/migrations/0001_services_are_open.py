"""The services that are open for a survivor.

New tables only: yesterday's code still runs.
"""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("advocacy", "advocacy"),
                            ("housing", "housing"),
                            ("health", "health"),
                            ("counseling", "counseling"),
                            ("legal", "legal"),
                            ("immigration counsel", "immigration counsel"),
                            ("money", "money"),
                            ("work and learning", "work and learning"),
                            ("other", "other"),
                        ]
                    ),
                ),
                ("opened_on", models.DateField()),
                ("means_until_on", models.DateField()),
                ("closed_by_her_on", models.DateField(help_text="Only she ends a service.", null=True)),
            ],
            options={
                "db_table": "service",
            },
        ),
    ]
