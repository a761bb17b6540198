"""The matter, the case, the seats and the history of a case."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amends.access.records import CaseRecord, only, words

ROLES = words("survivor", "advocate", "facilitator", "coach", "accountable", "counsel", "liaison")
SIDES = words("hers", "his", "between", "office")
HOW = words("page", "voice", "paper")
KEPT = words("stop", "pause", "hold")
REVIEWED = words("go on", "end", "ask the office to look again")
WORDS = words("received", "not accepted", "active", "returned", "completed")


class PolicyRule(models.Model):
    """A dated rule of the program as the database reads it. Loaded from policy/rules/ by `amends migrate`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.TextField()
    applies_from = models.DateField()
    value = models.JSONField()

    class Meta:
        db_table = "policy_rule"
        constraints = [
            models.UniqueConstraint(fields=["key", "applies_from"], name="rule_has_one_value_a_day")
        ]


class LegalMove(models.Model):
    """One step that a history may hold. Written from journey/stages.py by `amends migrate`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    start = models.TextField()
    event = models.TextField()
    end = models.TextField()
    by = ArrayField(models.TextField(), help_text="The parts whose act this is.")
    taken_by = ArrayField(
        models.TextField(), help_text="Who may write it down when it was given by voice or on paper."
    )
    reasons = ArrayField(
        models.TextField(), help_text="The closed list of inward reasons, if one must be named."
    )
    word = models.TextField(null=True, help_text="What goes out with this step, if anything does.")

    class Meta:
        db_table = "legal_move"
        constraints = [
            models.UniqueConstraint(fields=["start", "event"], name="legal_move_leads_to_one_place"),
            models.UniqueConstraint(fields=["start", "event", "end"], name="legal_move_whole"),
        ]


class Need(models.Model):
    """One condition of a move or an act, whose facts it rests on, in the order in which it is told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.TextField()
    condition = models.TextField()
    rests_on = models.TextField(help_text="hers, his or office: who may be told")
    place = models.IntegerField()

    class Meta:
        db_table = "need"
        constraints = [models.UniqueConstraint(fields=["act", "condition"], name="need_stands_once")]


class Matter(models.Model):
    """The prosecutor's court case. Several cases may stand in one matter; none may learn of another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("people.Organization", models.RESTRICT, related_name="matters")
    court_number = models.TextField()

    class Meta:
        db_table = "matter"
        constraints = [
            models.UniqueConstraint(fields=["office", "court_number"], name="matter_once_an_office"),
            models.CheckConstraint(
                condition=models.Q(court_number__regex=r"\S"), name="matter_has_a_court_number"
            ),
        ]


class Case(models.Model):
    """One survivor and one accountable party within a matter, with where the case is now, for lists.

    State, stage and dates are written by the gate together with the move that changes them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="cases")
    number = models.TextField(unique=True, help_text="Random, so that it counts nothing.")
    entered_on = models.DateField(help_text="The case keeps the rules of this day (P17).")
    move_number = models.IntegerField()
    state = models.TextField()
    stage = models.TextField()
    since = models.DateTimeField()
    due_on = models.DateField(null=True, help_text="The longest stay in this stage ends then.")
    agreed_on = models.DateField(null=True, help_text="Both had said yes: the 24 months run from here.")

    class Meta:
        db_table = "case_file"
        constraints = [models.UniqueConstraint(fields=["id", "matter"], name="case_stays_in_its_matter")]
        indexes = [models.Index(fields=["-since", "id"], name="case_by_since")]


class Parties(models.Model):
    """Who the two parties of a case are, before they hold seats. Only the gate reads this."""

    case = models.OneToOneField(Case, models.RESTRICT, primary_key=True, related_name="parties")
    survivor = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    accountable = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    counsel = models.ForeignKey("people.Person", models.RESTRICT, related_name="+", null=True)

    class Meta:
        db_table = "parties"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(survivor=models.F("accountable")), name="nobody_on_both_sides"
            )
        ]


class Seat(models.Model):
    """A part that somebody plays in a case, from a moment to a moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="seats")
    case = models.ForeignKey(Case, models.RESTRICT, related_name="seats")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="seats")
    role = models.TextField(**ROLES)
    side = models.TextField(**SIDES)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "seat"
        constraints = [
            only("role", ROLES["choices"], "seat_is_for_a_listed_role"),
            only("side", SIDES["choices"], "seat_is_on_a_listed_side"),
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="seat_ends_later"
            ),
            models.UniqueConstraint(
                fields=["case", "role"],
                condition=models.Q(until_at__isnull=True, role__in=("advocate", "facilitator", "coach")),
                name="part_is_played_by_one_worker",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "person"], name="seat_by_case_and_person"),
            models.Index(fields=["person", "role", "-from_at"], name="seat_by_person"),
        ]


class Worker(models.Model):
    """How somebody who works on a case is introduced to the survivor: a part, a name, an organization.

    The person is named by id as well, so that whoever reads a record of the case can be told who wrote it.
    """

    seat = models.OneToOneField(Seat, models.RESTRICT, primary_key=True, related_name="worker")
    case = models.ForeignKey(Case, models.RESTRICT, related_name="workers")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    role = models.TextField()
    called = models.TextField()
    organization = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "worker"


class SeatOffer(models.Model):
    """That the director asked a worker to take a part, and what the worker said about ties (P18)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="seat_offers")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    role = models.TextField(**ROLES)
    his_name = models.TextField(help_text="As charged in public, so that the worker can think of ties.")
    offered_at = models.DateTimeField()
    answer = models.TextField(null=True, **words("no tie", "tie"))
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "seat_offer"
        constraints = [
            only("role", ROLES["choices"], "seat_offer_is_for_a_listed_role"),
            models.CheckConstraint(
                condition=models.Q(answer__isnull=True, answered_at__isnull=True)
                | models.Q(answer__in=["no tie", "tie"], answered_at__isnull=False),
                name="seat_offer_is_answered_once",
            ),
        ]


class CaseMove(models.Model):
    """One numbered step of a history. The foreign keys and checks that make it a path are in SQL."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="moves")
    number = models.IntegerField()
    previous = models.IntegerField(null=True)
    start = models.TextField()
    event = models.TextField()
    end = models.TextField()
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(
        "people.Person", models.RESTRICT, related_name="+", null=True, help_text="Empty: the clock."
    )
    role = models.TextField(help_text="The part whose act this is.")
    taken_by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+", null=True)
    how = models.TextField(**HOW)

    class Meta:
        db_table = "case_move"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_move_has_its_own_number"),
            models.UniqueConstraint(fields=["case", "number", "end"], name="case_move_ends_somewhere"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="case_move_counts_from_one"),
            only("how", HOW["choices"], "case_move_was_given_in_a_listed_way"),
        ]


class EndingReason(models.Model):
    """Why a case ended, for those inside. It never leaves (P10)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="ending_reasons")
    event = models.TextField()
    reason = models.TextField()

    class Meta:
        db_table = "ending_reason"
        constraints = [models.UniqueConstraint(fields=["case"], name="ending_reason_once_a_case")]


class OutwardWord(models.Model):
    """The one word that the office can read of a case, with the day on which it went out (P10)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="outward_words")
    number = models.IntegerField()
    word = models.TextField(**WORDS)
    on_day = models.DateField()

    class Meta:
        db_table = "outward_word"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="outward_word_has_its_own_number"),
            models.UniqueConstraint(fields=["case", "word"], name="outward_word_goes_out_once"),
            only("word", WORDS["choices"], "outward_word_is_one_of_five"),
        ]


class WordToHisSide(models.Model):
    """The same word as his side reads it: from the invitation on, with the day on which it reached his side.

    The day of the referral would tell him how long she took to choose. What others do reaches his side at fixed
    times and never when they do it; what he does himself, at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="words_to_his_side")
    number = models.IntegerField()
    word = models.TextField(**WORDS)
    on_day = models.DateField()

    class Meta:
        db_table = "word_to_his_side"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="word_to_his_side_has_its_own_number"),
            models.UniqueConstraint(fields=["case", "word"], name="word_to_his_side_goes_out_once"),
            only("word", WORDS["choices"], "word_to_his_side_is_one_of_five"),
        ]


class PendingMove(models.Model):
    """What he gave while she had paused or stopped: his at once, and a step of the history when she resumes."""

    case = models.OneToOneField(Case, models.RESTRICT, primary_key=True, related_name="pending_move")
    event = models.TextField()
    moved_by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    role = models.TextField()
    taken_by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    how = models.TextField(**HOW)
    given_at = models.DateTimeField()

    class Meta:
        db_table = "pending_move"
        constraints = [
            only("how", HOW["choices"], "pending_move_was_given_in_a_listed_way"),
        ]


class NewsForHisSide(models.Model):
    """That something came about which his side hears of at the next fixed time, and never when it came about (P12)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="news_for_his_side")
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "news_for_his_side"
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(told_at__isnull=True),
                name="news_for_his_side_not_told",
            )
        ]


class StopAsked(models.Model):
    """A stop or a pause that has been given and must be stored, however long another transaction holds the case.

    A hold that a coach asks for stands here as well: whoever works with his side alone gets the same answer at
    any time, and the clock stores it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="stops_asked")
    event = models.TextField(**KEPT)
    moved_by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    taken_by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    role = models.TextField(help_text="The part whose act this is.")
    how = models.TextField(**HOW)
    asked_at = models.DateTimeField()
    stored_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "stop_asked"
        constraints = [
            only("event", KEPT["choices"], "stop_asked_is_of_a_listed_kind"),
            only("how", HOW["choices"], "stop_asked_was_given_in_a_listed_way"),
        ]


class Charge(CaseRecord):
    """What the court knows about this survivor's counts: number, counts, day of the charge."""

    court_number = models.TextField()
    counts = models.TextField(help_text="The counts that concern this survivor, as charged.")
    charged_on = models.DateField()

    class Meta:
        db_table = "charge"
        constraints = [
            models.UniqueConstraint(fields=["case"], name="charge_once_a_case"),
            models.CheckConstraint(condition=models.Q(counts__regex=r"\S"), name="charge_names_its_counts"),
        ]
        indexes = [models.Index(fields=["court_number"], name="charge_by_court_number")]


class Referral(CaseRecord):
    """What the office says about the survivor when it refers a case. The office cannot read it back."""

    told_on = models.DateField(help_text="The day she was told about the program.")
    may_be_contacted = models.BooleanField()
    contact_how = models.TextField()
    contact_whom = models.TextField(help_text="Whom to ask for; by first contact an advocate.")
    says_adult = models.BooleanField(help_text="By what the survivor says; no papers are asked for.")

    class Meta:
        db_table = "referral"
        constraints = [models.UniqueConstraint(fields=["case"], name="referral_once_a_case")]


class ReferralRequest(models.Model):
    """That an advocate asked an office to refer a case, for a survivor who wants that, and what came of it (P1).

    It names a court case and nobody. Requests and answers are counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("people.Organization", models.RESTRICT, related_name="referral_requests")
    court_number = models.TextField()
    asked_by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(null=True, **words("will refer", "will not refer", "no such charge"))
    answered_by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "referral_request"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(court_number__regex=r"\S"), name="referral_request_names_a_case"
            ),
            models.CheckConstraint(
                condition=models.Q(answer__isnull=True, answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(
                    answer__in=["will refer", "will not refer", "no such charge"],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="referral_request_is_answered_once",
            ),
        ]


class HoldReview(CaseRecord):
    """What people outside the case decided about a case on hold (P1): refusal is never automatic."""

    outcome = models.TextField(**REVIEWED)

    class Meta:
        db_table = "hold_review"
        constraints = [
            only("outcome", REVIEWED["choices"], "hold_review_has_a_listed_outcome"),
        ]
