"""Who is signed in, and until when.

New tables only: yesterday's code still runs.
"""

import datetime
import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Sitting",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("key_hash", models.BinaryField(help_text="SHA-256 of the key, 32 bytes.", unique=True)),
                ("opened_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(help_text="Moved on at most once a minute.")),
                ("idle", models.DurationField(default=datetime.timedelta(seconds=600))),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "sitting",
            },
        ),
    ]
