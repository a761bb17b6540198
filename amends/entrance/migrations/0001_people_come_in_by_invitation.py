"""Accounts, invitations and waits: how people come in.

New tables only: yesterday's code still runs.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.TextField(choices=[("staff", "staff"), ("participant", "participant")])),
                (
                    "found_by",
                    models.BinaryField(help_text="Keyed hash of the sign-in name, or of the passphrase."),
                ),
                (
                    "verifier",
                    models.TextField(help_text="Argon2 of the password, or of passphrase and PIN together."),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "account",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.TextField(choices=[("staff", "staff"), ("participant", "participant")])),
                ("code_hash", models.BinaryField(help_text="Keyed hash of the code, 32 bytes.")),
                (
                    "made_as",
                    models.TextField(
                        choices=[
                            ("advocate", "advocate"),
                            ("facilitator", "facilitator"),
                            ("coach", "coach"),
                            ("director", "director"),
                            ("operator", "operator"),
                        ],
                        help_text="The part in which somebody invited.",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(help_text="A newer invitation took its place.", null=True)),
            ],
            options={
                "db_table": "invitation",
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code_hash", models.BinaryField(help_text="Keyed hash of the code.")),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "recovery_code",
            },
        ),
        migrations.CreateModel(
            name="WrongTry",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "typed",
                    models.BinaryField(
                        help_text="Keyed hash of the name, passphrase or code that was typed."
                    ),
                ),
                ("place", models.BinaryField(help_text="Keyed hash of the network address.")),
                ("tried_at", models.DateTimeField()),
            ],
            options={
                "db_table": "wrong_try",
            },
        ),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="one_time_code",
                        serialize=False,
                        to="entrance.account",
                    ),
                ),
                ("sealed_key", models.BinaryField()),
                ("last_step", models.BigIntegerField(default=0, help_text="Steps of 30 seconds since 1970.")),
            ],
            options={
                "db_table": "one_time_code",
            },
        ),
    ]
