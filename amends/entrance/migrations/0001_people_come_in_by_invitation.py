"""Tables of signing in: nobody had them before, so nothing that runs today changes."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_people_and_how_they_may_be_reached"),
    ]

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
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "db_table": "account",
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
                        ],
                        help_text="The part in which somebody invited.",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(help_text="A newer invitation took its place.", null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
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
                "db_table": "invitation",
            },
        ),
        migrations.AddField(
            model_name="account",
            name="invitation",
            field=models.OneToOneField(
                help_text="Empty for an account of a demonstration, which no live site lets in.",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="entrance.invitation",
            ),
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
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="recovery_codes",
                        to="entrance.account",
                    ),
                ),
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
                "indexes": [
                    models.Index(fields=["typed", "tried_at"], name="wrong_try_by_typed"),
                    models.Index(fields=["place", "tried_at"], name="wrong_try_by_place"),
                    models.Index(fields=["tried_at"], name="wrong_try_by_age"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["staff", "participant"])),
                name="invitation_is_of_a_listed_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_as__in", ["advocate", "facilitator", "coach", "director"])),
                name="invitation_is_by_a_listed_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("code_hash",), name="invitation_has_its_own_code"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("made_at"))), name="invitation_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("used_at__isnull", True), ("ended_at__isnull", True), _connector="OR"),
                name="invitation_is_used_or_replaced",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("used_at__isnull", True)),
                fields=("person",),
                name="invitation_open_once_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["staff", "participant"])), name="account_is_of_a_listed_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(fields=("found_by",), name="account_is_found_by_one_secret"),
        ),
    ]
