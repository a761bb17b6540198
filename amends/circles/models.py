"""Bringing people together: the choice, the consent, preparing, meeting, the plan and whether it is kept."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amends.access.records import CaseRecord, only, only_each, words
from amends.journey.stages import ROAD, TURNS
from amends.safety.models import FORMS

POINTS = words(
    "both roads",
    "restitution needs a conviction",
    "a civil suit stays possible",
    "immigration counsel offered",
    "limits of confidentiality",
    "what the prosecutor learns",
    "the prosecutor decides about the charge",
    "he may guess why it ended",
    "stopping is always possible",
)
IN_THE_ROOM = words("survivor", "advocate", "facilitator", "interpreter", "supporter", "somebody else")
READ_BACK = words(*(row.event for row in (*ROAD, *TURNS) if "read_back" in row.needs))
ROADS = words("restorative", "another")
HOW = words("page", "voice", "paper")
WISHES = words("go on", "not yet")
MODES = words("in person", "by phone", "by video")
ITEM_KINDS = words("action", "money", "no contact", "treatment", "learning", "letter", "community")
FOR_WHOM = words("survivor", "accountable party", "community", "family")
EVIDENCE = words(
    "receipt", "letter from a provider", "attendance sheet", "court record", "seen by staff", "other paper"
)
ANSWERS = words("accept", "decline", "ask for more time", "ask for another way", "ask what it means")
READINGS = words(
    "safe to show", "names a place", "names a person", "names a child", "shows a routine", "not lawful"
)
SAYS = words("done", "part done")
PASSED = words("accepted", "more is needed")
BREACHES = words("threat", "contact", "new harm", "task not done", "missed appointment", "other")
URGENT_BREACHES = ("threat", "contact", "new harm")
LAST_ANSWERS = words("it is done", "not done", "does not want to say")
REVIEWED = words("goes on", "to be changed", "to be extended", "to be ended")
EXTENDING = words("survivor", "accountable", "liaison")
YES_OR_NO = words("yes", "no")
WORKERS = words("advocate", "facilitator", "coach")
BREACH_WISHES = words("tell me", "ask me first", "do not tell me")


class Explanation(CaseRecord):
    """One point of the informed choice that was told to her: in which language, and who was in the room (P3)."""

    point = models.TextField(**POINTS)
    language = models.TextField()
    in_the_room = ArrayField(models.TextField(**IN_THE_ROOM))
    told_on = models.DateField()

    class Meta:
        db_table = "explanation"
        constraints = [
            only_each("in_the_room", IN_THE_ROOM["choices"], "explanation_names_listed_people_in_the_room"),
            only("point", POINTS["choices"], "explanation_is_of_a_listed_point"),
        ]


class Choice(CaseRecord):
    """Which road she chose. The newest row counts; cooling-off runs from it."""

    road = models.TextField(**ROADS)
    how = models.TextField(default="page", **HOW)

    class Meta:
        db_table = "choice"
        constraints = [
            only("how", HOW["choices"], "choice_was_given_in_a_listed_way"),
            only("road", ROADS["choices"], "choice_is_of_a_listed_road"),
        ]


class Confirmation(CaseRecord):
    """That a second person stands behind a record: read it back to her, found the same, saw the same.

    `about` is the id of that record, or of the case for an act that is still to come; `act` is then which.
    """

    about = models.UUIDField()
    act = models.TextField(null=True, **READ_BACK)

    class Meta:
        db_table = "confirmation"
        constraints = [
            only("act", READ_BACK["choices"], "confirmation_is_of_a_listed_act"),
            models.CheckConstraint(
                condition=models.Q(act__isnull=True) & ~models.Q(about=models.F("case"))
                | models.Q(act__isnull=False) & models.Q(about=models.F("case")),
                name="confirmation_of_an_act_is_about_its_case",
            ),
        ]
        indexes = [models.Index(fields=["about"], name="confirmation_by_its_record")]


class Consent(CaseRecord):
    """What came before his yes: counsel, consequences, acknowledgement. A tick and a date, never words (P5)."""

    counsel_consulted_on = models.DateField()
    consequences_explained_on = models.DateField()
    acknowledged_on = models.DateField(null=True)
    how = models.TextField(default="page", **HOW)

    class Meta:
        db_table = "consent"
        constraints = [
            only("how", HOW["choices"], "consent_was_given_in_a_listed_way"),
        ]


class HerWish(CaseRecord):
    """Whether she wants to go on, as she last said, and the form of meeting she chose, if any."""

    wish = models.TextField(**WISHES)
    form = models.TextField(null=True, **FORMS)
    how = models.TextField(default="page", **HOW)

    class Meta:
        db_table = "her_wish"
        constraints = [
            only("form", FORMS["choices"], "her_wish_is_for_a_listed_form"),
            only("how", HOW["choices"], "her_wish_was_given_in_a_listed_way"),
            only("wish", WISHES["choices"], "her_wish_is_a_listed_wish"),
        ]


class HisWish(CaseRecord):
    """Whether he wants to go on, as he last said."""

    wish = models.TextField(**WISHES)
    how = models.TextField(default="page", **HOW)

    class Meta:
        db_table = "his_wish"
        constraints = [
            only("how", HOW["choices"], "his_wish_was_given_in_a_listed_way"),
            only("wish", WISHES["choices"], "his_wish_is_a_listed_wish"),
        ]


class HerPreparation(CaseRecord):
    """One preparation session on her side: a day, minutes, how. Nothing of what was said (P15)."""

    held_on = models.DateField()
    minutes = models.IntegerField()
    mode = models.TextField(**MODES)

    class Meta:
        db_table = "her_preparation"
        constraints = [
            only("mode", MODES["choices"], "her_preparation_was_held_in_a_listed_way"),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(1, 600)), name="her_preparation_took_some_time"
            ),
        ]


class HisPreparation(CaseRecord):
    """One preparation session on his side: a day, minutes, how. Nothing of what was said (P15)."""

    held_on = models.DateField()
    minutes = models.IntegerField()
    mode = models.TextField(**MODES)

    class Meta:
        db_table = "his_preparation"
        constraints = [
            only("mode", MODES["choices"], "his_preparation_was_held_in_a_listed_way"),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(1, 600)), name="his_preparation_took_some_time"
            ),
        ]


class Memorandum(models.Model):
    """The agreement with a prosecutor's office that protects what is said, as it stood from a day to a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("people.Organization", models.RESTRICT, related_name="memoranda")
    version = models.TextField()
    text = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        db_table = "memorandum"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gt=models.F("from_on")), name="memorandum_ends_later"
            )
        ]


class Meeting(CaseRecord):
    """A meeting that is planned: its form and day. The database refuses one that is not safe (P6)."""

    form = models.TextField(**FORMS)
    on_day = models.DateField()

    class Meta:
        db_table = "meeting"
        constraints = [only("form", FORMS["choices"], "meeting_has_a_listed_form")]


class MeetingNotice(CaseRecord):
    """What he is told about a meeting: the form and the day, from a fixed time on. No place of hers."""

    meeting = models.OneToOneField(Meeting, models.RESTRICT, related_name="notice")
    form = models.TextField(**FORMS)
    on_day = models.DateField()
    shown_from = models.DateTimeField()

    class Meta:
        db_table = "meeting_notice"
        constraints = [
            only("form", FORMS["choices"], "meeting_notice_has_a_listed_form"),
        ]


class MeetingOutcome(CaseRecord):
    """That a meeting took place or was cancelled. Who sat there by part, and minutes; nothing of what was said."""

    meeting = models.OneToOneField(Meeting, models.RESTRICT, related_name="outcome")
    outcome = models.TextField(**words("held", "cancelled"))
    minutes = models.IntegerField(null=True)

    class Meta:
        db_table = "meeting_outcome"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="cancelled", minutes__isnull=True)
                | models.Q(outcome="held", minutes__range=(1, 1440)),
                name="meeting_outcome_has_minutes_when_held",
            )
        ]


class CancellationNotice(CaseRecord):
    """What he is told of a cancelled meeting: that it is cancelled, in the same words whatever the cause."""

    notice = models.OneToOneField(MeetingNotice, models.RESTRICT, related_name="cancellation")
    shown_from = models.DateTimeField()

    class Meta:
        db_table = "cancellation_notice"


class PlanItem(CaseRecord):
    """One thing that accountability must look like: hers to write (P8). A change is a new item that replaces one."""

    kind = models.TextField(**ITEM_KINDS)
    action = models.TextField()
    for_whom = models.TextField(**FOR_WHOM)
    by_when = models.DateField()
    shown_by = models.TextField(**EVIDENCE)
    replaces = models.OneToOneField("self", models.RESTRICT, null=True, related_name="replaced_by")
    how = models.TextField(default="page", **HOW)

    class Meta:
        db_table = "plan_item"
        constraints = [
            only("how", HOW["choices"], "plan_item_was_given_in_a_listed_way"),
            only("kind", ITEM_KINDS["choices"], "plan_item_is_of_a_listed_kind"),
            only("for_whom", FOR_WHOM["choices"], "plan_item_is_for_a_listed_person"),
            only("shown_by", EVIDENCE["choices"], "plan_item_can_be_checked"),
            models.CheckConstraint(condition=models.Q(action__regex=r"\S"), name="plan_item_says_what"),
        ]


class NoMoneyWanted(CaseRecord):
    """That she was asked about money terms and wants none (P3: restitution would need a conviction)."""

    class Meta:
        db_table = "no_money_wanted"


class ItemDropped(CaseRecord):
    """That she dropped, eased or paused an item: at once, without asking anybody."""

    item = models.OneToOneField(PlanItem, models.RESTRICT, related_name="dropped")

    class Meta:
        db_table = "item_dropped"


class ItemReading(CaseRecord):
    """That somebody of her side read an item before it is shown to him, and what they found (P12)."""

    item = models.ForeignKey(PlanItem, models.RESTRICT, related_name="readings")
    reading = models.TextField(**READINGS)

    class Meta:
        db_table = "item_reading"
        constraints = [only("reading", READINGS["choices"], "item_reading_has_a_listed_outcome")]


class SecondView(CaseRecord):
    """That she asks somebody else to look again at an item that was not passed on."""

    item = models.OneToOneField(PlanItem, models.RESTRICT, related_name="second_view")

    class Meta:
        db_table = "second_view"


class Task(CaseRecord):
    """An item as he sees it, from a fixed time on (P12). A copy, because what he sees is a record of its own."""

    item = models.OneToOneField(PlanItem, models.RESTRICT, related_name="task")
    kind = models.TextField(**ITEM_KINDS)
    action = models.TextField()
    by_when = models.DateField()
    shown_by = models.TextField(**EVIDENCE)
    shown_from = models.DateTimeField()

    class Meta:
        db_table = "task"
        constraints = [
            only("kind", ITEM_KINDS["choices"], "task_is_of_a_listed_kind"),
            only("shown_by", EVIDENCE["choices"], "task_can_be_checked"),
        ]


class TaskEnded(CaseRecord):
    """That a task is no longer asked of him, from a fixed time on."""

    task = models.OneToOneField(Task, models.RESTRICT, related_name="ended")
    shown_from = models.DateTimeField()

    class Meta:
        db_table = "task_ended"


class TaskAnswer(CaseRecord):
    """His answer to a task: from a list, never words. The newest counts."""

    task = models.ForeignKey(Task, models.RESTRICT, related_name="answers")
    answer = models.TextField(**ANSWERS)
    counsel_consulted_on = models.DateField(null=True)
    how = models.TextField(default="page", **HOW)

    class Meta:
        db_table = "task_answer"
        constraints = [
            only("how", HOW["choices"], "task_answer_was_given_in_a_listed_way"),
            only("answer", ANSWERS["choices"], "task_answer_is_a_listed_answer"),
            models.CheckConstraint(
                condition=~models.Q(answer="accept") | models.Q(counsel_consulted_on__isnull=False),
                name="task_answer_follows_counsel",
            ),
        ]


class Progress(CaseRecord):
    """What he did for a task, and what shows it. It does not reach her (P12)."""

    task = models.ForeignKey(Task, models.RESTRICT, related_name="progress")
    says = models.TextField(**SAYS)
    shown_by = models.TextField(**EVIDENCE)
    done_on = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        db_table = "progress"
        constraints = [
            only("shown_by", EVIDENCE["choices"], "progress_names_listed_evidence"),
            only("says", SAYS["choices"], "progress_says_how_far"),
        ]


class ProgressReading(CaseRecord):
    """That a facilitator read what he gave, and whether it is enough."""

    progress = models.OneToOneField(Progress, models.RESTRICT, related_name="reading")
    outcome = models.TextField(**PASSED)

    class Meta:
        db_table = "progress_reading"
        constraints = [
            only("outcome", PASSED["choices"], "progress_reading_has_a_listed_outcome"),
        ]


class HearsOfProgress(CaseRecord):
    """Whether she wants to see what he did. The newest row counts; none means no."""

    wants = models.BooleanField()

    class Meta:
        db_table = "hears_of_progress"


class ProgressShown(CaseRecord):
    """What a facilitator passed on to her of what he did, because she asked."""

    item = models.ForeignKey(PlanItem, models.RESTRICT, related_name="progress_shown")
    says = models.TextField(**SAYS)
    done_on = models.DateField()

    class Meta:
        db_table = "progress_shown"
        constraints = [
            only("says", SAYS["choices"], "progress_shown_says_how_far"),
        ]


class Verification(CaseRecord):
    """That one person saw that an item was done. Two different people are needed."""

    item = models.ForeignKey(PlanItem, models.RESTRICT, related_name="verifications")

    class Meta:
        db_table = "verification"
        constraints = [
            models.UniqueConstraint(fields=["item", "added_by"], name="verification_once_a_person")
        ]


class AskedAtTheEnd(CaseRecord):
    """That she was asked whether all is done, before a case is completed."""

    asked_on = models.DateField()

    class Meta:
        db_table = "asked_at_the_end"


class AnswerAtTheEnd(CaseRecord):
    """What she said when asked whether all is done."""

    answer = models.TextField(**LAST_ANSWERS)

    class Meta:
        db_table = "answer_at_the_end"
        constraints = [
            only("answer", LAST_ANSWERS["choices"], "answer_at_the_end_is_a_listed_answer"),
        ]


class Breach(CaseRecord):
    """That a term was not kept: which kind, when, and what staff did. It names the program, not her (P9)."""

    kind = models.TextField(**BREACHES)
    happened_on = models.DateField()
    asked_her_on = models.DateField(null=True)

    class Meta:
        db_table = "breach"
        constraints = [only("kind", BREACHES["choices"], "breach_is_of_a_listed_kind")]


class BreachWish(CaseRecord):
    """Which breaches she wants to hear of, and whether to be asked first. The newest row of a kind counts."""

    kind = models.TextField(**BREACHES)
    wish = models.TextField(**BREACH_WISHES)

    class Meta:
        db_table = "breach_wish"
        constraints = [
            only("kind", BREACHES["choices"], "breach_wish_is_for_a_listed_kind"),
            only("wish", BREACH_WISHES["choices"], "breach_wish_is_a_listed_wish"),
        ]


class Review(CaseRecord):
    """That the process was looked at with everybody, at 3, 6, 12, 18 and 24 months."""

    month = models.IntegerField()
    held_on = models.DateField()
    outcome = models.TextField(**REVIEWED)

    class Meta:
        db_table = "review"
        constraints = [
            only("outcome", REVIEWED["choices"], "review_has_a_listed_outcome"),
            models.UniqueConstraint(fields=["case", "month"], name="review_once_a_month"),
        ]


class Extension(CaseRecord):
    """That the program asks for more time than 24 months, until a day."""

    until_on = models.DateField()

    class Meta:
        db_table = "extension"


class ExtensionAnswer(CaseRecord):
    """One part's yes or no to an extension. She, he with counsel, and the office must all say yes."""

    extension = models.ForeignKey(Extension, models.RESTRICT, related_name="answers")
    role = models.TextField(**EXTENDING)
    answer = models.TextField(**YES_OR_NO)
    how = models.TextField(default="page", **HOW)

    class Meta:
        db_table = "extension_answer"
        constraints = [
            only("role", EXTENDING["choices"], "extension_answer_is_for_a_listed_part"),
            only("answer", YES_OR_NO["choices"], "extension_answer_is_yes_or_no"),
            only("how", HOW["choices"], "extension_answer_was_given_in_a_listed_way"),
            models.UniqueConstraint(fields=["extension", "role"], name="extension_answer_once_a_part"),
        ]


class WorkerChangeAsked(CaseRecord):
    """That somebody asks for another worker in a part. No reason is asked (P18)."""

    role = models.TextField(**WORKERS)

    class Meta:
        db_table = "worker_change_asked"
        constraints = [
            only("role", WORKERS["choices"], "worker_change_is_for_a_listed_part"),
        ]
