"""From the choice to the last item of the plan.

New tables only: yesterday's code still runs.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("circles", "0001_choice_plan_and_meetings"),
        ("journey", "0001_matters_cases_and_seats"),
        ("people", "0001_people_and_how_they_may_be_reached"),
    ]

    operations = [
        migrations.AddField(
            model_name="answerattheend",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="answerattheend",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="askedattheend",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="askedattheend",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="breach",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="breach",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="breachwish",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="breachwish",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="cancellationnotice",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="cancellationnotice",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="choice",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="choice",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="explanation",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="explanation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="extensionanswer",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="extensionanswer",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="extensionanswer",
            name="extension",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="answers", to="circles.extension"
            ),
        ),
        migrations.AddField(
            model_name="hearsofprogress",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="hearsofprogress",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="herpreparation",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="herpreparation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="herwish",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="herwish",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="hispreparation",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="hispreparation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="hiswish",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="hiswish",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="itemdropped",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="itemdropped",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="itemreading",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="itemreading",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="meetingnotice",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="meetingnotice",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="meetingnotice",
            name="meeting",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT, related_name="notice", to="circles.meeting"
            ),
        ),
        migrations.AddField(
            model_name="cancellationnotice",
            name="notice",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="cancellation",
                to="circles.meetingnotice",
            ),
        ),
        migrations.AddField(
            model_name="meetingoutcome",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="meetingoutcome",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="meetingoutcome",
            name="meeting",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT, related_name="outcome", to="circles.meeting"
            ),
        ),
        migrations.AddField(
            model_name="memorandum",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="memoranda",
                to="people.organization",
            ),
        ),
        migrations.AddField(
            model_name="nomoneywanted",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="nomoneywanted",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="replaced_by",
                to="circles.planitem",
            ),
        ),
        migrations.AddField(
            model_name="itemreading",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="readings", to="circles.planitem"
            ),
        ),
        migrations.AddField(
            model_name="itemdropped",
            name="item",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT, related_name="dropped", to="circles.planitem"
            ),
        ),
        migrations.AddField(
            model_name="progress",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="progress",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="progressreading",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="progressreading",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="progressreading",
            name="progress",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT, related_name="reading", to="circles.progress"
            ),
        ),
        migrations.AddField(
            model_name="progressshown",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="progressshown",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="progressshown",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="progress_shown",
                to="circles.planitem",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="secondview",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="secondview",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="secondview",
            name="item",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="second_view",
                to="circles.planitem",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="item",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT, related_name="task", to="circles.planitem"
            ),
        ),
        migrations.AddField(
            model_name="progress",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="progress", to="circles.task"
            ),
        ),
        migrations.AddField(
            model_name="taskanswer",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="taskanswer",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="taskanswer",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="answers", to="circles.task"
            ),
        ),
        migrations.AddField(
            model_name="taskended",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="taskended",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="taskended",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT, related_name="ended", to="circles.task"
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="verifications",
                to="circles.planitem",
            ),
        ),
        migrations.AddField(
            model_name="workerchangeasked",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="workerchangeasked",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="%(class)ss", to="journey.case"
            ),
        ),
        migrations.AddConstraint(
            model_name="answerattheend",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["it is done", "not done", "does not want to say"])),
                name="answer_at_the_end_is_a_listed_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["threat", "contact", "new harm", "task not done", "missed appointment", "other"],
                    )
                ),
                name="breach_is_of_a_listed_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="breachwish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["threat", "contact", "new harm", "task not done", "missed appointment", "other"],
                    )
                ),
                name="breach_wish_is_for_a_listed_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="breachwish",
            constraint=models.CheckConstraint(
                condition=models.Q(("wish__in", ["tell me", "ask me first", "do not tell me"])),
                name="breach_wish_is_a_listed_wish",
            ),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["page", "voice", "paper"])),
                name="choice_was_given_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.CheckConstraint(
                condition=models.Q(("road__in", ["restorative", "another"])),
                name="choice_is_of_a_listed_road",
            ),
        ),
        migrations.AddIndex(
            model_name="confirmation",
            index=models.Index(fields=["about"], name="confirmation_by_its_record"),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "choose the restorative road",
                            "choose another road",
                            "agree the plan",
                            "resume",
                            "take it back",
                        ],
                    )
                ),
                name="confirmation_is_of_a_listed_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act__isnull", True), models.Q(("about", models.F("case")), _negated=True)),
                    models.Q(("act__isnull", False), ("about", models.F("case"))),
                    _connector="OR",
                ),
                name="confirmation_of_an_act_is_about_its_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["page", "voice", "paper"])),
                name="consent_was_given_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "in_the_room__contained_by",
                        ["survivor", "advocate", "facilitator", "interpreter", "supporter", "somebody else"],
                    )
                ),
                name="explanation_names_listed_people_in_the_room",
            ),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "point__in",
                        [
                            "both roads",
                            "restitution needs a conviction",
                            "a civil suit stays possible",
                            "immigration counsel offered",
                            "limits of confidentiality",
                            "what the prosecutor learns",
                            "the prosecutor decides about the charge",
                            "he may guess why it ended",
                            "stopping is always possible",
                        ],
                    )
                ),
                name="explanation_is_of_a_listed_point",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["survivor", "accountable", "liaison"])),
                name="extension_answer_is_for_a_listed_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["yes", "no"])), name="extension_answer_is_yes_or_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["page", "voice", "paper"])),
                name="extension_answer_was_given_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionanswer",
            constraint=models.UniqueConstraint(
                fields=("extension", "role"), name="extension_answer_once_a_part"
            ),
        ),
        migrations.AddConstraint(
            model_name="herpreparation",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["in person", "by phone", "by video"])),
                name="her_preparation_was_held_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="herpreparation",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__range", (1, 600))), name="her_preparation_took_some_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="herwish",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["circle", "conference", "shuttle", "letters", "stand-in"])),
                name="her_wish_is_for_a_listed_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="herwish",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["page", "voice", "paper"])),
                name="her_wish_was_given_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="herwish",
            constraint=models.CheckConstraint(
                condition=models.Q(("wish__in", ["go on", "not yet"])), name="her_wish_is_a_listed_wish"
            ),
        ),
        migrations.AddConstraint(
            model_name="hispreparation",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["in person", "by phone", "by video"])),
                name="his_preparation_was_held_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="hispreparation",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__range", (1, 600))), name="his_preparation_took_some_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="hiswish",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["page", "voice", "paper"])),
                name="his_wish_was_given_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="hiswish",
            constraint=models.CheckConstraint(
                condition=models.Q(("wish__in", ["go on", "not yet"])), name="his_wish_is_a_listed_wish"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["circle", "conference", "shuttle", "letters", "stand-in"])),
                name="meeting_has_a_listed_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["circle", "conference", "shuttle", "letters", "stand-in"])),
                name="meeting_notice_has_a_listed_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("minutes__isnull", True), ("outcome", "cancelled")),
                    models.Q(("minutes__range", (1, 1440)), ("outcome", "held")),
                    _connector="OR",
                ),
                name="meeting_outcome_has_minutes_when_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandum",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gt", models.F("from_on"))), name="memorandum_ends_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["page", "voice", "paper"])),
                name="plan_item_was_given_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["action", "money", "no contact", "treatment", "learning", "letter", "community"],
                    )
                ),
                name="plan_item_is_of_a_listed_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("for_whom__in", ["survivor", "accountable party", "community", "family"])
                ),
                name="plan_item_is_for_a_listed_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "shown_by__in",
                        [
                            "receipt",
                            "letter from a provider",
                            "attendance sheet",
                            "court record",
                            "seen by staff",
                            "other paper",
                        ],
                    )
                ),
                name="plan_item_can_be_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__regex", "\\S")), name="plan_item_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reading__in",
                        [
                            "safe to show",
                            "names a place",
                            "names a person",
                            "names a child",
                            "shows a routine",
                            "not lawful",
                        ],
                    )
                ),
                name="item_reading_has_a_listed_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["accepted", "more is needed"])),
                name="progress_reading_has_a_listed_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressshown",
            constraint=models.CheckConstraint(
                condition=models.Q(("says__in", ["done", "part done"])), name="progress_shown_says_how_far"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["goes on", "to be changed", "to be extended", "to be ended"])
                ),
                name="review_has_a_listed_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("case", "month"), name="review_once_a_month"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["action", "money", "no contact", "treatment", "learning", "letter", "community"],
                    )
                ),
                name="task_is_of_a_listed_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "shown_by__in",
                        [
                            "receipt",
                            "letter from a provider",
                            "attendance sheet",
                            "court record",
                            "seen by staff",
                            "other paper",
                        ],
                    )
                ),
                name="task_can_be_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "shown_by__in",
                        [
                            "receipt",
                            "letter from a provider",
                            "attendance sheet",
                            "court record",
                            "seen by staff",
                            "other paper",
                        ],
                    )
                ),
                name="progress_names_listed_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(
                condition=models.Q(("says__in", ["done", "part done"])), name="progress_says_how_far"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["page", "voice", "paper"])),
                name="task_answer_was_given_in_a_listed_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "answer__in",
                        [
                            "accept",
                            "decline",
                            "ask for more time",
                            "ask for another way",
                            "ask what it means",
                        ],
                    )
                ),
                name="task_answer_is_a_listed_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "accept"), _negated=True),
                    ("counsel_consulted_on__isnull", False),
                    _connector="OR",
                ),
                name="task_answer_follows_counsel",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.UniqueConstraint(
                fields=("item", "added_by"), name="verification_once_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="workerchangeasked",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["advocate", "facilitator", "coach"])),
                name="worker_change_is_for_a_listed_part",
            ),
        ),
    ]
