"""From the choice to the last item of the plan.

New tables only: yesterday's code still runs.
"""

import uuid

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AnswerAtTheEnd",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "answer",
                    models.TextField(
                        choices=[
                            ("it is done", "it is done"),
                            ("not done", "not done"),
                            ("does not want to say", "does not want to say"),
                        ]
                    ),
                ),
            ],
            options={
                "db_table": "answer_at_the_end",
            },
        ),
        migrations.CreateModel(
            name="AskedAtTheEnd",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("asked_on", models.DateField()),
            ],
            options={
                "db_table": "asked_at_the_end",
            },
        ),
        migrations.CreateModel(
            name="Breach",
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
                            ("threat", "threat"),
                            ("contact", "contact"),
                            ("new harm", "new harm"),
                            ("task not done", "task not done"),
                            ("missed appointment", "missed appointment"),
                            ("other", "other"),
                        ]
                    ),
                ),
                ("happened_on", models.DateField()),
                ("asked_her_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "breach",
            },
        ),
        migrations.CreateModel(
            name="BreachWish",
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
                            ("threat", "threat"),
                            ("contact", "contact"),
                            ("new harm", "new harm"),
                            ("task not done", "task not done"),
                            ("missed appointment", "missed appointment"),
                            ("other", "other"),
                        ]
                    ),
                ),
                (
                    "wish",
                    models.TextField(
                        choices=[
                            ("tell me", "tell me"),
                            ("ask me first", "ask me first"),
                            ("do not tell me", "do not tell me"),
                        ]
                    ),
                ),
            ],
            options={
                "db_table": "breach_wish",
            },
        ),
        migrations.CreateModel(
            name="CancellationNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("shown_from", models.DateTimeField()),
            ],
            options={
                "db_table": "cancellation_notice",
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("road", models.TextField(choices=[("restorative", "restorative"), ("another", "another")])),
                (
                    "how",
                    models.TextField(
                        choices=[("page", "page"), ("voice", "voice"), ("paper", "paper")], default="page"
                    ),
                ),
            ],
            options={
                "db_table": "choice",
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("about", models.UUIDField()),
                (
                    "act",
                    models.TextField(
                        choices=[
                            ("choose the restorative road", "choose the restorative road"),
                            ("choose another road", "choose another road"),
                            ("agree the plan", "agree the plan"),
                            ("resume", "resume"),
                            ("take it back", "take it back"),
                        ],
                        null=True,
                    ),
                ),
            ],
            options={
                "db_table": "confirmation",
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("counsel_consulted_on", models.DateField()),
                ("consequences_explained_on", models.DateField()),
                ("acknowledged_on", models.DateField(null=True)),
                (
                    "how",
                    models.TextField(
                        choices=[("page", "page"), ("voice", "voice"), ("paper", "paper")], default="page"
                    ),
                ),
            ],
            options={
                "db_table": "consent",
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "point",
                    models.TextField(
                        choices=[
                            ("both roads", "both roads"),
                            ("restitution needs a conviction", "restitution needs a conviction"),
                            ("a civil suit stays possible", "a civil suit stays possible"),
                            ("immigration counsel offered", "immigration counsel offered"),
                            ("limits of confidentiality", "limits of confidentiality"),
                            ("what the prosecutor learns", "what the prosecutor learns"),
                            (
                                "the prosecutor decides about the charge",
                                "the prosecutor decides about the charge",
                            ),
                            ("he may guess why it ended", "he may guess why it ended"),
                            ("stopping is always possible", "stopping is always possible"),
                        ]
                    ),
                ),
                ("language", models.TextField()),
                (
                    "in_the_room",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[
                                ("survivor", "survivor"),
                                ("advocate", "advocate"),
                                ("facilitator", "facilitator"),
                                ("interpreter", "interpreter"),
                                ("supporter", "supporter"),
                                ("somebody else", "somebody else"),
                            ]
                        ),
                        size=None,
                    ),
                ),
                ("told_on", models.DateField()),
            ],
            options={
                "db_table": "explanation",
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("until_on", models.DateField()),
            ],
            options={
                "db_table": "extension",
            },
        ),
        migrations.CreateModel(
            name="ExtensionAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("survivor", "survivor"),
                            ("accountable", "accountable"),
                            ("liaison", "liaison"),
                        ]
                    ),
                ),
                ("answer", models.TextField(choices=[("yes", "yes"), ("no", "no")])),
                (
                    "how",
                    models.TextField(
                        choices=[("page", "page"), ("voice", "voice"), ("paper", "paper")], default="page"
                    ),
                ),
            ],
            options={
                "db_table": "extension_answer",
            },
        ),
        migrations.CreateModel(
            name="HearsOfProgress",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("wants", models.BooleanField()),
            ],
            options={
                "db_table": "hears_of_progress",
            },
        ),
        migrations.CreateModel(
            name="HerPreparation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("held_on", models.DateField()),
                ("minutes", models.IntegerField()),
                (
                    "mode",
                    models.TextField(
                        choices=[
                            ("in person", "in person"),
                            ("by phone", "by phone"),
                            ("by video", "by video"),
                        ]
                    ),
                ),
            ],
            options={
                "db_table": "her_preparation",
            },
        ),
        migrations.CreateModel(
            name="HerWish",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("wish", models.TextField(choices=[("go on", "go on"), ("not yet", "not yet")])),
                (
                    "form",
                    models.TextField(
                        choices=[
                            ("circle", "circle"),
                            ("conference", "conference"),
                            ("shuttle", "shuttle"),
                            ("letters", "letters"),
                            ("stand-in", "stand-in"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "how",
                    models.TextField(
                        choices=[("page", "page"), ("voice", "voice"), ("paper", "paper")], default="page"
                    ),
                ),
            ],
            options={
                "db_table": "her_wish",
            },
        ),
        migrations.CreateModel(
            name="HisPreparation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("held_on", models.DateField()),
                ("minutes", models.IntegerField()),
                (
                    "mode",
                    models.TextField(
                        choices=[
                            ("in person", "in person"),
                            ("by phone", "by phone"),
                            ("by video", "by video"),
                        ]
                    ),
                ),
            ],
            options={
                "db_table": "his_preparation",
            },
        ),
        migrations.CreateModel(
            name="HisWish",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("wish", models.TextField(choices=[("go on", "go on"), ("not yet", "not yet")])),
                (
                    "how",
                    models.TextField(
                        choices=[("page", "page"), ("voice", "voice"), ("paper", "paper")], default="page"
                    ),
                ),
            ],
            options={
                "db_table": "his_wish",
            },
        ),
        migrations.CreateModel(
            name="ItemDropped",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
            ],
            options={
                "db_table": "item_dropped",
            },
        ),
        migrations.CreateModel(
            name="ItemReading",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "reading",
                    models.TextField(
                        choices=[
                            ("safe to show", "safe to show"),
                            ("names a place", "names a place"),
                            ("names a person", "names a person"),
                            ("names a child", "names a child"),
                            ("shows a routine", "shows a routine"),
                            ("not lawful", "not lawful"),
                        ]
                    ),
                ),
            ],
            options={
                "db_table": "item_reading",
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "form",
                    models.TextField(
                        choices=[
                            ("circle", "circle"),
                            ("conference", "conference"),
                            ("shuttle", "shuttle"),
                            ("letters", "letters"),
                            ("stand-in", "stand-in"),
                        ]
                    ),
                ),
                ("on_day", models.DateField()),
            ],
            options={
                "db_table": "meeting",
            },
        ),
        migrations.CreateModel(
            name="MeetingNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "form",
                    models.TextField(
                        choices=[
                            ("circle", "circle"),
                            ("conference", "conference"),
                            ("shuttle", "shuttle"),
                            ("letters", "letters"),
                            ("stand-in", "stand-in"),
                        ]
                    ),
                ),
                ("on_day", models.DateField()),
                ("shown_from", models.DateTimeField()),
            ],
            options={
                "db_table": "meeting_notice",
            },
        ),
        migrations.CreateModel(
            name="MeetingOutcome",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("outcome", models.TextField(choices=[("held", "held"), ("cancelled", "cancelled")])),
                ("minutes", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "meeting_outcome",
            },
        ),
        migrations.CreateModel(
            name="Memorandum",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.TextField()),
                ("text", models.TextField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "memorandum",
            },
        ),
        migrations.CreateModel(
            name="NoMoneyWanted",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
            ],
            options={
                "db_table": "no_money_wanted",
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
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
                            ("action", "action"),
                            ("money", "money"),
                            ("no contact", "no contact"),
                            ("treatment", "treatment"),
                            ("learning", "learning"),
                            ("letter", "letter"),
                            ("community", "community"),
                        ]
                    ),
                ),
                ("action", models.TextField()),
                (
                    "for_whom",
                    models.TextField(
                        choices=[
                            ("survivor", "survivor"),
                            ("accountable party", "accountable party"),
                            ("community", "community"),
                            ("family", "family"),
                        ]
                    ),
                ),
                ("by_when", models.DateField()),
                (
                    "shown_by",
                    models.TextField(
                        choices=[
                            ("receipt", "receipt"),
                            ("letter from a provider", "letter from a provider"),
                            ("attendance sheet", "attendance sheet"),
                            ("court record", "court record"),
                            ("seen by staff", "seen by staff"),
                            ("other paper", "other paper"),
                        ]
                    ),
                ),
                (
                    "how",
                    models.TextField(
                        choices=[("page", "page"), ("voice", "voice"), ("paper", "paper")], default="page"
                    ),
                ),
            ],
            options={
                "db_table": "plan_item",
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("says", models.TextField(choices=[("done", "done"), ("part done", "part done")])),
                (
                    "shown_by",
                    models.TextField(
                        choices=[
                            ("receipt", "receipt"),
                            ("letter from a provider", "letter from a provider"),
                            ("attendance sheet", "attendance sheet"),
                            ("court record", "court record"),
                            ("seen by staff", "seen by staff"),
                            ("other paper", "other paper"),
                        ]
                    ),
                ),
                ("done_on", models.DateField()),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "db_table": "progress",
            },
        ),
        migrations.CreateModel(
            name="ProgressReading",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "outcome",
                    models.TextField(
                        choices=[("accepted", "accepted"), ("more is needed", "more is needed")]
                    ),
                ),
            ],
            options={
                "db_table": "progress_reading",
            },
        ),
        migrations.CreateModel(
            name="ProgressShown",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("says", models.TextField(choices=[("done", "done"), ("part done", "part done")])),
                ("done_on", models.DateField()),
            ],
            options={
                "db_table": "progress_shown",
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("month", models.IntegerField()),
                ("held_on", models.DateField()),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("goes on", "goes on"),
                            ("to be changed", "to be changed"),
                            ("to be extended", "to be extended"),
                            ("to be ended", "to be ended"),
                        ]
                    ),
                ),
            ],
            options={
                "db_table": "review",
            },
        ),
        migrations.CreateModel(
            name="SecondView",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
            ],
            options={
                "db_table": "second_view",
            },
        ),
        migrations.CreateModel(
            name="Task",
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
                            ("action", "action"),
                            ("money", "money"),
                            ("no contact", "no contact"),
                            ("treatment", "treatment"),
                            ("learning", "learning"),
                            ("letter", "letter"),
                            ("community", "community"),
                        ]
                    ),
                ),
                ("action", models.TextField()),
                ("by_when", models.DateField()),
                (
                    "shown_by",
                    models.TextField(
                        choices=[
                            ("receipt", "receipt"),
                            ("letter from a provider", "letter from a provider"),
                            ("attendance sheet", "attendance sheet"),
                            ("court record", "court record"),
                            ("seen by staff", "seen by staff"),
                            ("other paper", "other paper"),
                        ]
                    ),
                ),
                ("shown_from", models.DateTimeField()),
            ],
            options={
                "db_table": "task",
            },
        ),
        migrations.CreateModel(
            name="TaskAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "answer",
                    models.TextField(
                        choices=[
                            ("accept", "accept"),
                            ("decline", "decline"),
                            ("ask for more time", "ask for more time"),
                            ("ask for another way", "ask for another way"),
                            ("ask what it means", "ask what it means"),
                        ]
                    ),
                ),
                ("counsel_consulted_on", models.DateField(null=True)),
                (
                    "how",
                    models.TextField(
                        choices=[("page", "page"), ("voice", "voice"), ("paper", "paper")], default="page"
                    ),
                ),
            ],
            options={
                "db_table": "task_answer",
            },
        ),
        migrations.CreateModel(
            name="TaskEnded",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("shown_from", models.DateTimeField()),
            ],
            options={
                "db_table": "task_ended",
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
            ],
            options={
                "db_table": "verification",
            },
        ),
        migrations.CreateModel(
            name="WorkerChangeAsked",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "role",
                    models.TextField(
                        choices=[("advocate", "advocate"), ("facilitator", "facilitator"), ("coach", "coach")]
                    ),
                ),
            ],
            options={
                "db_table": "worker_change_asked",
            },
        ),
    ]
