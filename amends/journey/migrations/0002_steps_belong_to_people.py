"""Where a case is, who has a part in it, and every step that it took.

New tables only: yesterday's code still runs.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("journey", "0001_matters_cases_and_seats"),
        ("people", "0001_people_and_how_they_may_be_reached"),
    ]

    operations = [
        migrations.AddField(
            model_name="casemove",
            name="moved_by",
            field=models.ForeignKey(
                help_text="Empty: the clock.",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="casemove",
            name="taken_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="charge",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="charge",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="endingreason",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="ending_reasons", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="holdreview",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="holdreview",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalmove",
            constraint=models.UniqueConstraint(
                fields=("start", "event"), name="legal_move_leads_to_one_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalmove",
            constraint=models.UniqueConstraint(fields=("start", "event", "end"), name="legal_move_whole"),
        ),
        migrations.AddField(
            model_name="matter",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="matters", to="people.organization"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="cases", to="journey.matter"
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.UniqueConstraint(fields=("act", "condition"), name="need_stands_once"),
        ),
        migrations.AddField(
            model_name="newsforhisside",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="news_for_his_side",
                to="journey.case",
            ),
        ),
        migrations.AddField(
            model_name="outwardword",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="outward_words", to="journey.case"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyrule",
            constraint=models.UniqueConstraint(
                fields=("key", "applies_from"), name="rule_has_one_value_a_day"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="referralrequest",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="referralrequest",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="referralrequest",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="referral_requests",
                to="people.organization",
            ),
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="worker",
                        serialize=False,
                        to="journey.seat",
                    ),
                ),
                ("role", models.TextField()),
                ("called", models.TextField()),
                ("organization", models.TextField()),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "worker",
            },
        ),
        migrations.AddField(
            model_name="seat",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="seats", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="seats", to="journey.matter"
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="seats", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="seatoffer",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="seat_offers", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="seatoffer",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="stopasked",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="stops_asked", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="stopasked",
            name="moved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="stopasked",
            name="taken_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="wordtohisside",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="words_to_his_side",
                to="journey.case",
            ),
        ),
        migrations.AddField(
            model_name="parties",
            name="accountable",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="parties",
            name="counsel",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="parties",
            name="survivor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="pendingmove",
            name="moved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="pendingmove",
            name="taken_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="casemove",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="case_move_has_its_own_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="casemove",
            constraint=models.UniqueConstraint(
                fields=("case", "number", "end"), name="case_move_ends_somewhere"
            ),
        ),
        migrations.AddConstraint(
            model_name="casemove",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="case_move_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="casemove",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["page", "voice", "paper"])),
                name="case_move_was_given_in_a_listed_way",
            ),
        ),
        migrations.AddIndex(
            model_name="charge",
            index=models.Index(fields=["court_number"], name="charge_by_court_number"),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.UniqueConstraint(fields=("case",), name="charge_once_a_case"),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(("counts__regex", "\\S")), name="charge_names_its_counts"
            ),
        ),
        migrations.AddConstraint(
            model_name="endingreason",
            constraint=models.UniqueConstraint(fields=("case",), name="ending_reason_once_a_case"),
        ),
        migrations.AddConstraint(
            model_name="holdreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["go on", "end", "ask the office to look again"])),
                name="hold_review_has_a_listed_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.UniqueConstraint(
                fields=("office", "court_number"), name="matter_once_an_office"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(("court_number__regex", "\\S")), name="matter_has_a_court_number"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-since", "id"], name="case_by_since"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("id", "matter"), name="case_stays_in_its_matter"),
        ),
        migrations.AddIndex(
            model_name="newsforhisside",
            index=models.Index(
                condition=models.Q(("told_at__isnull", True)),
                fields=["asked_at"],
                name="news_for_his_side_not_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="outwardword",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="outward_word_has_its_own_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="outwardword",
            constraint=models.UniqueConstraint(fields=("case", "word"), name="outward_word_goes_out_once"),
        ),
        migrations.AddConstraint(
            model_name="outwardword",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("word__in", ["received", "not accepted", "active", "returned", "completed"])
                ),
                name="outward_word_is_one_of_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(fields=("case",), name="referral_once_a_case"),
        ),
        migrations.AddConstraint(
            model_name="referralrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("court_number__regex", "\\S")), name="referral_request_names_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="referralrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer__isnull", True), ("answered_at__isnull", True), ("answered_by__isnull", True)
                    ),
                    models.Q(
                        ("answer__in", ["will refer", "will not refer", "no such charge"]),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="referral_request_is_answered_once",
            ),
        ),
        migrations.AddField(
            model_name="worker",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="workers", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="worker",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["case", "person"], name="seat_by_case_and_person"),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["person", "role", "-from_at"], name="seat_by_person"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["survivor", "advocate", "facilitator", "coach", "accountable", "counsel", "liaison"],
                    )
                ),
                name="seat_is_for_a_listed_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["hers", "his", "between", "office"])),
                name="seat_is_on_a_listed_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_at__gt", models.F("from_at"))), name="seat_ends_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("role__in", ("advocate", "facilitator", "coach")), ("until_at__isnull", True)
                ),
                fields=("case", "role"),
                name="part_is_played_by_one_worker",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["survivor", "advocate", "facilitator", "coach", "accountable", "counsel", "liaison"],
                    )
                ),
                name="seat_offer_is_for_a_listed_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer__isnull", True), ("answered_at__isnull", True)),
                    models.Q(("answer__in", ["no tie", "tie"]), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="seat_offer_is_answered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="stopasked",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__in", ["stop", "pause", "hold"])),
                name="stop_asked_is_of_a_listed_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="stopasked",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["page", "voice", "paper"])),
                name="stop_asked_was_given_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="wordtohisside",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="word_to_his_side_has_its_own_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="wordtohisside",
            constraint=models.UniqueConstraint(
                fields=("case", "word"), name="word_to_his_side_goes_out_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="wordtohisside",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("word__in", ["received", "not accepted", "active", "returned", "completed"])
                ),
                name="word_to_his_side_is_one_of_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="parties",
            constraint=models.CheckConstraint(
                condition=models.Q(("survivor", models.F("accountable")), _negated=True),
                name="nobody_on_both_sides",
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["page", "voice", "paper"])),
                name="pending_move_was_given_in_a_listed_way",
            ),
        ),
    ]
