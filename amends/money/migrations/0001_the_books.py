"""Funds with their terms, a budget, transfers, what a case costs, and what is held for a survivor.

New tables only: yesterday's code still runs.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("circles", "0002_records_belong_to_cases"),
        ("journey", "0003_a_history_is_a_path"),
        ("people", "0001_people_and_how_they_may_be_reached"),
    ]

    operations = [
        migrations.CreateModel(
            name="EmergencyRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "need",
                    models.TextField(
                        choices=[
                            ("a safe night", "a safe night"),
                            ("food", "food"),
                            ("a way to travel", "a way to travel"),
                            ("medicine", "medicine"),
                            ("a phone", "a phone"),
                            ("clothes", "clothes"),
                            ("other", "other"),
                        ]
                    ),
                ),
                ("cents", models.BigIntegerField(help_text="In US cents.")),
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
                "db_table": "emergency_request",
            },
        ),
        migrations.CreateModel(
            name="Fund",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("funder", models.TextField()),
                ("name", models.TextField()),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "fund",
            },
        ),
        migrations.CreateModel(
            name="EmergencyAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("outcome", models.TextField(choices=[("declined", "declined"), ("granted", "granted")])),
                (
                    "reason",
                    models.TextField(
                        choices=[
                            ("another source pays", "another source pays"),
                            ("not what the fund is for", "not what the fund is for"),
                            ("no money is left", "no money is left"),
                            ("ask again for less", "ask again for less"),
                            ("it fits the fund", "it fits the fund"),
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
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="answer",
                        to="money.emergencyrequest",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.fund",
                    ),
                ),
            ],
            options={
                "db_table": "emergency_answer",
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("year", models.IntegerField()),
                (
                    "purpose",
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
                            ("emergency", "emergency"),
                            ("accountability program", "accountability program"),
                            ("treatment", "treatment"),
                            ("facilitation", "facilitation"),
                            ("evaluation", "evaluation"),
                            ("security", "security"),
                            ("training", "training"),
                            ("running the program", "running the program"),
                            ("other", "other"),
                        ]
                    ),
                ),
                (
                    "side",
                    models.TextField(choices=[("hers", "hers"), ("his", "his"), ("program", "program")]),
                ),
                ("cents", models.BigIntegerField(help_text="In US cents. Always more than nothing.")),
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
                    "puts_right",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="put_right_by",
                        to="money.budgetline",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="budget_lines",
                        to="money.fund",
                    ),
                ),
            ],
            options={
                "db_table": "budget_line",
            },
        ),
        migrations.CreateModel(
            name="FundTerms",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[
                                ("advocacy", "advocacy"),
                                ("housing", "housing"),
                                ("health", "health"),
                                ("counseling", "counseling"),
                                ("legal", "legal"),
                                ("immigration counsel", "immigration counsel"),
                                ("money", "money"),
                                ("work and learning", "work and learning"),
                                ("emergency", "emergency"),
                                ("accountability program", "accountability program"),
                                ("treatment", "treatment"),
                                ("facilitation", "facilitation"),
                                ("evaluation", "evaluation"),
                                ("security", "security"),
                                ("training", "training"),
                                ("running the program", "running the program"),
                                ("other", "other"),
                            ]
                        ),
                        size=None,
                    ),
                ),
                (
                    "sides",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[("hers", "hers"), ("his", "his"), ("program", "program")]
                        ),
                        size=None,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(help_text="The last day on which money may be spent.")),
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
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="terms", to="money.fund"
                    ),
                ),
            ],
            options={
                "db_table": "fund_terms",
            },
        ),
        migrations.CreateModel(
            name="HeldIn",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("cents", models.BigIntegerField(help_text="In US cents. Always more than nothing.")),
                ("on_day", models.DateField()),
                (
                    "through",
                    models.TextField(
                        choices=[
                            ("an account of the program", "an account of the program"),
                            ("the court", "the court"),
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
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="circles.planitem",
                    ),
                ),
                (
                    "puts_right",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="put_right_by",
                        to="money.heldin",
                    ),
                ),
            ],
            options={
                "db_table": "held_in",
            },
        ),
        migrations.CreateModel(
            name="HeldOut",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                ("cents", models.BigIntegerField(help_text="In US cents. Always more than nothing.")),
                ("on_day", models.DateField()),
                (
                    "paid_by",
                    models.TextField(
                        choices=[
                            ("check", "check"),
                            ("prepaid card", "prepaid card"),
                            ("bank transfer", "bank transfer"),
                            ("cash", "cash"),
                            ("a bill that was paid", "a bill that was paid"),
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
                (
                    "puts_right",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="put_right_by",
                        to="money.heldout",
                    ),
                ),
            ],
            options={
                "db_table": "held_out",
            },
        ),
        migrations.CreateModel(
            name="HerCost",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "purpose",
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
                            ("emergency", "emergency"),
                            ("accountability program", "accountability program"),
                            ("treatment", "treatment"),
                            ("facilitation", "facilitation"),
                            ("evaluation", "evaluation"),
                            ("security", "security"),
                            ("training", "training"),
                            ("running the program", "running the program"),
                            ("other", "other"),
                        ]
                    ),
                ),
                (
                    "spent_on",
                    models.TextField(
                        choices=[
                            ("services", "services"),
                            ("stipends", "stipends"),
                            ("staff time", "staff time"),
                        ]
                    ),
                ),
                ("cents", models.BigIntegerField(help_text="In US cents. Always more than nothing.")),
                ("on_day", models.DateField()),
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
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="money.fund"
                    ),
                ),
                (
                    "puts_right",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="put_right_by",
                        to="money.hercost",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="costs",
                        to="money.emergencyrequest",
                    ),
                ),
            ],
            options={
                "db_table": "her_cost",
            },
        ),
        migrations.CreateModel(
            name="HisCost",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "purpose",
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
                            ("emergency", "emergency"),
                            ("accountability program", "accountability program"),
                            ("treatment", "treatment"),
                            ("facilitation", "facilitation"),
                            ("evaluation", "evaluation"),
                            ("security", "security"),
                            ("training", "training"),
                            ("running the program", "running the program"),
                            ("other", "other"),
                        ]
                    ),
                ),
                (
                    "spent_on",
                    models.TextField(
                        choices=[
                            ("services", "services"),
                            ("stipends", "stipends"),
                            ("staff time", "staff time"),
                        ]
                    ),
                ),
                ("cents", models.BigIntegerField(help_text="In US cents. Always more than nothing.")),
                ("on_day", models.DateField()),
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
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="money.fund"
                    ),
                ),
                (
                    "puts_right",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="put_right_by",
                        to="money.hiscost",
                    ),
                ),
            ],
            options={
                "db_table": "his_cost",
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField(editable=False)),
                (
                    "giver",
                    models.TextField(
                        choices=[
                            ("funder", "funder"),
                            ("fund", "fund"),
                            ("committed", "committed"),
                            ("services", "services"),
                            ("stipends", "stipends"),
                            ("staff time", "staff time"),
                        ]
                    ),
                ),
                (
                    "taker",
                    models.TextField(
                        choices=[
                            ("funder", "funder"),
                            ("fund", "fund"),
                            ("committed", "committed"),
                            ("services", "services"),
                            ("stipends", "stipends"),
                            ("staff time", "staff time"),
                        ]
                    ),
                ),
                ("cents", models.BigIntegerField(help_text="In US cents. Always more than nothing.")),
                ("on_day", models.DateField()),
                (
                    "purpose",
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
                            ("emergency", "emergency"),
                            ("accountability program", "accountability program"),
                            ("treatment", "treatment"),
                            ("facilitation", "facilitation"),
                            ("evaluation", "evaluation"),
                            ("security", "security"),
                            ("training", "training"),
                            ("running the program", "running the program"),
                            ("other", "other"),
                        ],
                        help_text="Of what the funder gives, nothing.",
                        null=True,
                    ),
                ),
                (
                    "side",
                    models.TextField(
                        choices=[("hers", "hers"), ("his", "his"), ("program", "program")], null=True
                    ),
                ),
                (
                    "voucher",
                    models.TextField(
                        help_text="The number of the receipt, so that none is entered twice.", null=True
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
                    "commitment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="drawn",
                        to="money.transfer",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="transfers",
                        to="money.fund",
                    ),
                ),
                (
                    "puts_right",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="put_right_by",
                        to="money.transfer",
                    ),
                ),
            ],
            options={
                "db_table": "transfer",
            },
        ),
        migrations.AddConstraint(
            model_name="emergencyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="emergency_request_asks_for_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "need__in",
                        [
                            "a safe night",
                            "food",
                            "a way to travel",
                            "medicine",
                            "a phone",
                            "clothes",
                            "other",
                        ],
                    )
                ),
                name="emergency_request_is_for_a_listed_need",
            ),
        ),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.UniqueConstraint(models.F("name"), name="fund_has_its_own_name"),
        ),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("funder", ""), _negated=True), models.Q(("name", ""), _negated=True)
                ),
                name="fund_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["declined", "granted"])),
                name="emergency_answer_is_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "another source pays",
                            "not what the fund is for",
                            "no money is left",
                            "ask again for less",
                            "it fits the fund",
                        ],
                    )
                ),
                name="emergency_answer_has_a_listed_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fund__isnull", False), ("outcome", "granted"), ("reason", "it fits the fund")),
                    models.Q(
                        ("fund__isnull", True),
                        ("outcome", "declined"),
                        models.Q(("reason", "it fits the fund"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="emergency_answer_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="budget_line_plans_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2000), ("year__lte", 2200)), name="budget_line_is_of_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        [
                            "advocacy",
                            "housing",
                            "health",
                            "counseling",
                            "legal",
                            "immigration counsel",
                            "money",
                            "work and learning",
                            "emergency",
                            "accountability program",
                            "treatment",
                            "facilitation",
                            "evaluation",
                            "security",
                            "training",
                            "running the program",
                            "other",
                        ],
                    )
                ),
                name="budget_line_has_a_listed_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["hers", "his", "program"])),
                name="budget_line_has_a_listed_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purposes__contained_by",
                        [
                            "advocacy",
                            "housing",
                            "health",
                            "counseling",
                            "legal",
                            "immigration counsel",
                            "money",
                            "work and learning",
                            "emergency",
                            "accountability program",
                            "treatment",
                            "facilitation",
                            "evaluation",
                            "security",
                            "training",
                            "running the program",
                            "other",
                        ],
                    )
                ),
                name="fund_terms_name_listed_purposes",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("sides__contained_by", ["hers", "his", "program"])),
                name="fund_terms_name_listed_sides",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("from_on"))), name="fund_terms_end_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="heldin",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="held_in_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="heldin",
            constraint=models.CheckConstraint(
                condition=models.Q(("through__in", ["an account of the program", "the court"])),
                name="held_in_came_through_a_listed_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="heldout",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="held_out_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="heldout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "paid_by__in",
                        ["check", "prepaid card", "bank transfer", "cash", "a bill that was paid"],
                    )
                ),
                name="held_out_was_paid_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="hercost",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="her_cost_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="hercost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        [
                            "advocacy",
                            "housing",
                            "health",
                            "counseling",
                            "legal",
                            "immigration counsel",
                            "money",
                            "work and learning",
                            "emergency",
                            "accountability program",
                            "treatment",
                            "facilitation",
                            "evaluation",
                            "security",
                            "training",
                            "running the program",
                            "other",
                        ],
                    )
                ),
                name="her_cost_has_a_listed_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="hercost",
            constraint=models.CheckConstraint(
                condition=models.Q(("spent_on__in", ["services", "stipends", "staff time"])),
                name="her_cost_is_spent_on_something_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="hiscost",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="his_cost_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="hiscost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        [
                            "advocacy",
                            "housing",
                            "health",
                            "counseling",
                            "legal",
                            "immigration counsel",
                            "money",
                            "work and learning",
                            "emergency",
                            "accountability program",
                            "treatment",
                            "facilitation",
                            "evaluation",
                            "security",
                            "training",
                            "running the program",
                            "other",
                        ],
                    )
                ),
                name="his_cost_has_a_listed_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="hiscost",
            constraint=models.CheckConstraint(
                condition=models.Q(("spent_on__in", ["services", "stipends", "staff time"])),
                name="his_cost_is_spent_on_something_listed",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(models.F("fund"), models.F("on_day"), name="transfers_of_a_fund"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(models.F("commitment"), name="transfers_of_a_commitment"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                models.F("fund"), models.F("voucher"), name="voucher_is_entered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("voucher__regex", "^[A-Z0-9-]{1,20}$")), name="voucher_is_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="transfer_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("giver", models.F("taker")), _negated=True), name="transfer_has_two_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("giver", "funder"), ("taker", "fund")),
                    models.Q(
                        ("giver", "fund"), ("taker__in", ["committed", "services", "stipends", "staff time"])
                    ),
                    models.Q(
                        ("giver", "committed"), ("taker__in", ["fund", "services", "stipends", "staff time"])
                    ),
                    models.Q(
                        ("puts_right__isnull", False),
                        models.Q(
                            models.Q(("giver", "fund"), ("taker", "funder")),
                            models.Q(
                                ("giver__in", ["services", "stipends", "staff time"]),
                                ("taker__in", ["fund", "committed"]),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="transfer_goes_a_known_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("giver", "funder"), ("taker", "funder"), _connector="OR"),
                        ("purpose__isnull", True),
                        ("side__isnull", True),
                    ),
                    models.Q(
                        models.Q(("giver", "funder"), _negated=True),
                        models.Q(("taker", "funder"), _negated=True),
                        ("purpose__isnull", False),
                        ("side__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="transfer_says_what_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("commitment__isnull", True),
                        models.Q(("giver", "committed"), _negated=True),
                        models.Q(
                            models.Q(("taker", "committed"), _negated=True),
                            ("puts_right__isnull", True),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("commitment__isnull", False),
                        models.Q(
                            ("giver", "committed"),
                            models.Q(("puts_right__isnull", False), ("taker", "committed")),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="transfer_names_its_commitment",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        [
                            "advocacy",
                            "housing",
                            "health",
                            "counseling",
                            "legal",
                            "immigration counsel",
                            "money",
                            "work and learning",
                            "emergency",
                            "accountability program",
                            "treatment",
                            "facilitation",
                            "evaluation",
                            "security",
                            "training",
                            "running the program",
                            "other",
                        ],
                    )
                ),
                name="transfer_has_a_listed_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["hers", "his", "program"])),
                name="transfer_has_a_listed_side",
            ),
        ),
    ]
