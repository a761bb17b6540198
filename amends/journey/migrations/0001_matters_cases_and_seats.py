"""Where a case is, who has a part in it, and every step that it took.

New tables only: yesterday's code still runs.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.TextField(help_text="Random, so that it counts nothing.", unique=True)),
                ("entered_on", models.DateField(help_text="The case keeps the rules of this day (P17).")),
                ("move_number", models.IntegerField()),
                ("state", models.TextField()),
                ("stage", models.TextField()),
                ("since", models.DateTimeField()),
                (
                    "due_on",
                    models.DateField(help_text="The longest stay in this stage ends then.", null=True),
                ),
                (
                    "agreed_on",
                    models.DateField(help_text="Both had said yes: the 24 months run from here.", null=True),
                ),
            ],
            options={
                "db_table": "case_file",
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("court_number", models.TextField()),
                ("counts", models.TextField(help_text="The counts that concern this survivor, as charged.")),
                ("charged_on", models.DateField()),
            ],
            options={
                "db_table": "charge",
            },
        ),
        migrations.CreateModel(
            name="EndingReason",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("event", models.TextField()),
                ("reason", models.TextField()),
            ],
            options={
                "db_table": "ending_reason",
            },
        ),
        migrations.CreateModel(
            name="HoldReview",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("go on", "go on"),
                            ("end", "end"),
                            ("ask the office to look again", "ask the office to look again"),
                        ]
                    ),
                ),
            ],
            options={
                "db_table": "hold_review",
            },
        ),
        migrations.CreateModel(
            name="LegalMove",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("start", models.TextField()),
                ("event", models.TextField()),
                ("end", models.TextField()),
                (
                    "by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), help_text="The parts whose act this is.", size=None
                    ),
                ),
                (
                    "taken_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        help_text="Who may write it down when it was given by voice or on paper.",
                        size=None,
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        help_text="The closed list of inward reasons, if one must be named.",
                        size=None,
                    ),
                ),
                (
                    "word",
                    models.TextField(help_text="What goes out with this step, if anything does.", null=True),
                ),
            ],
            options={
                "db_table": "legal_move",
            },
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("court_number", models.TextField()),
            ],
            options={
                "db_table": "matter",
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("act", models.TextField()),
                ("condition", models.TextField()),
                ("rests_on", models.TextField(help_text="hers, his or office: who may be told")),
                ("place", models.IntegerField()),
            ],
            options={
                "db_table": "need",
            },
        ),
        migrations.CreateModel(
            name="NewsForHisSide",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("asked_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "news_for_his_side",
            },
        ),
        migrations.CreateModel(
            name="OutwardWord",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.IntegerField()),
                (
                    "word",
                    models.TextField(
                        choices=[
                            ("received", "received"),
                            ("not accepted", "not accepted"),
                            ("active", "active"),
                            ("returned", "returned"),
                            ("completed", "completed"),
                        ]
                    ),
                ),
                ("on_day", models.DateField()),
            ],
            options={
                "db_table": "outward_word",
            },
        ),
        migrations.CreateModel(
            name="PolicyRule",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("key", models.TextField()),
                ("applies_from", models.DateField()),
                ("value", models.JSONField()),
            ],
            options={
                "db_table": "policy_rule",
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("told_on", models.DateField(help_text="The day she was told about the program.")),
                ("may_be_contacted", models.BooleanField()),
                ("contact_how", models.TextField()),
                (
                    "contact_whom",
                    models.TextField(help_text="Whom to ask for; by first contact an advocate."),
                ),
                (
                    "says_adult",
                    models.BooleanField(help_text="By what the survivor says; no papers are asked for."),
                ),
            ],
            options={
                "db_table": "referral",
            },
        ),
        migrations.CreateModel(
            name="ReferralRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("court_number", models.TextField()),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.TextField(
                        choices=[
                            ("will refer", "will refer"),
                            ("will not refer", "will not refer"),
                            ("no such charge", "no such charge"),
                        ],
                        null=True,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "referral_request",
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("survivor", "survivor"),
                            ("advocate", "advocate"),
                            ("facilitator", "facilitator"),
                            ("coach", "coach"),
                            ("accountable", "accountable"),
                            ("counsel", "counsel"),
                            ("liaison", "liaison"),
                        ]
                    ),
                ),
                (
                    "side",
                    models.TextField(
                        choices=[
                            ("hers", "hers"),
                            ("his", "his"),
                            ("between", "between"),
                            ("office", "office"),
                        ]
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "seat",
            },
        ),
        migrations.CreateModel(
            name="SeatOffer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("survivor", "survivor"),
                            ("advocate", "advocate"),
                            ("facilitator", "facilitator"),
                            ("coach", "coach"),
                            ("accountable", "accountable"),
                            ("counsel", "counsel"),
                            ("liaison", "liaison"),
                        ]
                    ),
                ),
                (
                    "his_name",
                    models.TextField(help_text="As charged in public, so that the worker can think of ties."),
                ),
                ("offered_at", models.DateTimeField()),
                ("answer", models.TextField(choices=[("no tie", "no tie"), ("tie", "tie")], null=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "seat_offer",
            },
        ),
        migrations.CreateModel(
            name="StopAsked",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("event", models.TextField(choices=[("stop", "stop"), ("pause", "pause"), ("hold", "hold")])),
                ("role", models.TextField(help_text="The part whose act this is.")),
                ("how", models.TextField(choices=[("page", "page"), ("voice", "voice"), ("paper", "paper")])),
                ("asked_at", models.DateTimeField()),
                ("stored_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "stop_asked",
            },
        ),
        migrations.CreateModel(
            name="WordToHisSide",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.IntegerField()),
                (
                    "word",
                    models.TextField(
                        choices=[
                            ("received", "received"),
                            ("not accepted", "not accepted"),
                            ("active", "active"),
                            ("returned", "returned"),
                            ("completed", "completed"),
                        ]
                    ),
                ),
                ("on_day", models.DateField()),
            ],
            options={
                "db_table": "word_to_his_side",
            },
        ),
        migrations.CreateModel(
            name="Parties",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="parties",
                        serialize=False,
                        to="journey.case",
                    ),
                ),
            ],
            options={
                "db_table": "parties",
            },
        ),
        migrations.CreateModel(
            name="PendingMove",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="pending_move",
                        serialize=False,
                        to="journey.case",
                    ),
                ),
                ("event", models.TextField()),
                ("role", models.TextField()),
                ("how", models.TextField(choices=[("page", "page"), ("voice", "voice"), ("paper", "paper")])),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "db_table": "pending_move",
            },
        ),
        migrations.CreateModel(
            name="CaseMove",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.IntegerField()),
                ("previous", models.IntegerField(null=True)),
                ("start", models.TextField()),
                ("event", models.TextField()),
                ("end", models.TextField()),
                ("moved_at", models.DateTimeField()),
                ("role", models.TextField(help_text="The part whose act this is.")),
                ("how", models.TextField(choices=[("page", "page"), ("voice", "voice"), ("paper", "paper")])),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="moves", to="journey.case"
                    ),
                ),
            ],
            options={
                "db_table": "case_move",
            },
        ),
    ]
