"""Nobody writes down what was not so: of another hand, of another day, or in words that no list holds."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connections
from psycopg import errors, sql

from amends.circles import models as circles
from amends.circles.verifying import confirm, confirm_act, pass_on
from amends.database.addresses import connect_as
from amends.journey.models import Charge, HoldReview
from amends.journey.moving import NoSuchCase, NotNow
from amends.journey.recording import Refused, add
from amends.people.models import HisName
from amends.safety.models import CoercionFinding, SafetyCheck
from tests.adversary.injecting import through_the_gate
from tests.walking import Walk
from tests.world import id_of

LISTED = [
    pytest.param(
        model._meta.db_table, field.column, isinstance(field, ArrayField), id=f"{model.__name__}.{field.name}"
    )
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if field.choices or (isinstance(field, ArrayField) and field.base_field.choices)
]


@pytest.mark.parametrize("table, column, several", LISTED)
def test_the_database_holds_every_closed_list_of_words(world, table, column, several):
    name = connections["default"].settings_dict["NAME"]
    with connect_and_see(name, table) as owner:
        words = ["my own words"] if several else "my own words"
        change = sql.SQL("UPDATE {} SET {} = %s").format(sql.Identifier(table), sql.Identifier(column))
        rows = owner.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier(table))).rowcount
        if rows == 0:
            assert holds_a_list(owner, table, column), "no row to try it with, and no constraint"
            return
        with pytest.raises(errors.CheckViolation):
            owner.execute(change, [words])


def connect_and_see(database: str, table: str):
    """Return a connection of the owner, for one transaction that is undone, with sight of one table."""
    owner = connect_as("amends_owner", database)
    owner.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(sql.Identifier(table)))
    owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    return Undone(owner)


class Undone:
    """A transaction of which nothing stays."""

    def __init__(self, connection) -> None:
        self.connection = connection

    def __enter__(self):
        return self.connection

    def __exit__(self, *error: object) -> None:
        self.connection.rollback()
        self.connection.close()


def holds_a_list(owner, table: str, column: str) -> bool:
    """Whether a constraint of a table speaks of a column."""
    question = (
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'"
    )
    return any(column in definition for (definition,) in owner.execute(question, [table]))


def test_no_day_that_must_have_been_lies_ahead(walk):
    walk.to_following()
    tomorrow, today = walk.today() + timedelta(days=1), walk.today()
    with walk.as_("accountable"):
        task = circles.Task.objects.get(case_id=walk.case_id)
    records = (
        ("facilitator", SafetyCheck, {"kind": "safety", "level": "low"}, "checked_on"),
        ("advocate", circles.HerPreparation, {"minutes": 60, "mode": "in person"}, "held_on"),
        ("coach", circles.HisPreparation, {"minutes": 60, "mode": "in person"}, "held_on"),
        ("facilitator", circles.AskedAtTheEnd, {}, "asked_on"),
        ("coach", circles.Breach, {"kind": "other"}, "happened_on"),
        ("facilitator", circles.Review, {"month": 3, "outcome": "goes on"}, "held_on"),
        ("accountable", circles.Progress, {"task": task, "says": "done", "shown_by": "receipt"}, "done_on"),
        ("accountable", circles.TaskAnswer, {"task": task, "answer": "accept"}, "counsel_consulted_on"),
    )
    for part, model, told, day in records:
        with pytest.raises(Refused) as refusal:
            walk.adds(part, model, **told, **{day: tomorrow})
        assert refusal.value.constraint == "record_is_of_a_day_that_has_come", model
        walk.adds(part, model, **told, **{day: today})


def test_a_check_of_next_year_does_not_hide_the_check_of_today(walk):
    walk.to_screening()
    with pytest.raises(Refused):
        walk.adds(
            "facilitator",
            SafetyCheck,
            kind="safety",
            level="low",
            checked_on=walk.today() + timedelta(days=365),
        )
    walk.checks()
    walk.adds("facilitator", SafetyCheck, kind="safety", level="not now", checked_on=walk.today())
    with pytest.raises(NotNow) as refusal:
        walk.moves("facilitator", "offer the choice")
    assert refusal.value.findings == [("safe_enough", "not met")]


def test_the_survivor_has_the_whole_time_to_answer_from_when_the_question_was_written_down(walk):
    walk.to_following()
    walk.days_pass(30)
    walk.verifies(walk.item)
    walk.adds("facilitator", circles.AskedAtTheEnd, asked_on=walk.today() - timedelta(days=30))
    with pytest.raises(NotNow) as refusal:
        walk.moves("facilitator", "complete")
    assert refusal.value.findings == [("she_was_asked", "not met")]
    walk.days_pass(15)
    walk.moves("facilitator", "complete")
    assert walk.state() == "completed"


def test_what_somebody_writes_down_for_another_was_not_given_on_a_page(walk):
    walk.to_choosing()
    with pytest.raises(Refused) as refusal:
        walk.adds("advocate", circles.Choice, road="restorative", how="page")
    assert refusal.value.constraint == "page_is_used_by_oneself"
    walk.adds("advocate", circles.Choice, road="restorative", how="voice")
    walk.adds("survivor", circles.Choice, road="restorative", how="page")
    other = Walk("elm")
    other.to_preparing()
    for part in ("coach", "counsel"):
        with pytest.raises(Refused):
            other.adds(part, circles.HisWish, wish="go on", how="page")
        other.adds(part, circles.HisWish, wish="go on", how="paper")


def test_what_is_told_by_voice_counts_once_a_second_person_has_read_back_that_very_act(walk):
    walk.to_planning()
    walk.moves("survivor", "pause")
    with pytest.raises(NotNow) as refusal:
        walk.moves("advocate", "resume", how="voice")
    assert refusal.value.findings == [("read_back", "not met")]
    with walk.as_("advocate"):
        confirm_act(walk.case_id, act="resume")
    with walk.as_("facilitator"):
        confirm_act(walk.case_id, act="agree the plan")
    with pytest.raises(NotNow):
        walk.moves("advocate", "resume", how="voice")
    with walk.as_("facilitator"):
        confirm_act(walk.case_id, act="resume")
    walk.moves("advocate", "resume", how="voice")
    assert walk.state() == "planning"
    walk.moves("survivor", "stop")
    with pytest.raises(NotNow):
        walk.moves("advocate", "take it back", how="voice")
    walk.moves("survivor", "take it back")
    assert walk.state() == "planning"


def test_a_choice_of_another_road_by_voice_is_read_back_and_by_page_is_not(walk):
    walk.to_choosing()
    with pytest.raises(NotNow):
        walk.moves("advocate", "choose another road", how="voice")
    assert walk.state() == "choosing"
    walk.moves("survivor", "choose another road")
    assert walk.state() == "not_accepted"


def test_whoever_works_with_his_side_alone_stands_behind_no_record_of_theirs(walk):
    walk.to_choosing()
    choice = walk.adds("advocate", circles.Choice, road="restorative", how="voice")
    with walk.as_("coach"), pytest.raises(NoSuchCase):
        confirm(walk.case_id, about=choice.id)
    with walk.as_("facilitator"):
        confirm(walk.case_id, about=choice.id)


def test_a_confirmation_names_an_act_exactly_when_it_is_about_one(walk):
    walk.to_choosing()
    with walk.as_("facilitator"):
        for about, act in ((walk.case_id, None), (id_of("a record"), "resume"), (walk.case_id, "any act")):
            with pytest.raises(Refused):
                add(circles.Confirmation(case_id=walk.case_id, about=about, act=act))
        add(circles.Confirmation(case_id=walk.case_id, about=walk.case_id, act="resume"))


def test_nothing_of_what_he_did_is_passed_on_that_they_have_not_asked_for_or_that_he_did_not_give(walk):
    walk.to_following()
    with walk.as_("accountable") as asker:
        task = circles.Task.objects.get(case_id=walk.case_id)
        told = {"task": task, "says": "part done", "shown_by": "receipt", "done_on": asker.today}
    given = walk.adds("accountable", circles.Progress, **told)
    with walk.as_("facilitator"), pytest.raises(Refused) as refusal:
        pass_on(given)
    assert refusal.value.constraint == "she_asked_to_see"
    walk.adds("survivor", circles.HearsOfProgress, wants=True)
    with walk.as_("facilitator"):
        for says, done_on in (("done", given.done_on), ("part done", given.done_on - timedelta(days=1))):
            with pytest.raises(Refused):
                add(circles.ProgressShown(case_id=walk.case_id, item=walk.item, says=says, done_on=done_on))
        pass_on(given)
    walk.moves("survivor", "pause")
    with walk.as_("facilitator"), pytest.raises(Refused) as refusal:
        pass_on(given)
    assert refusal.value.constraint == "record_fits_the_journey"


def test_once_two_people_have_found_coercion_nothing_goes_on_whatever_the_checks_say(walk):
    walk.to_planning()
    today = walk.today()
    finding = walk.adds(
        "advocate",
        CoercionFinding,
        pressure_from="family",
        told_her_on=today,
        safety_plan_made_on=today,
        her_view="agrees",
    )
    walk.schedules()
    with walk.as_("facilitator"):
        confirm(walk.case_id, about=finding.id)
    walk.checks("low")
    with pytest.raises(NotNow) as refusal:
        walk.schedules()
    assert ("safe_enough", "not met") in refusal.value.findings


def test_a_meeting_is_planned_ahead_and_is_safe_again_on_its_day(walk):
    walk.to_planning()
    with pytest.raises(Refused) as refusal:
        walk.adds("facilitator", circles.Meeting, form="circle", on_day=walk.today() - timedelta(days=1))
    assert refusal.value.constraint == "meeting_is_planned_ahead"
    meeting = walk.schedules(in_days=0)
    walk.adds("survivor", circles.HerWish, wish="not yet", form="circle")
    with pytest.raises(Refused) as refusal:
        walk.adds("facilitator", circles.MeetingOutcome, meeting=meeting, outcome="held", minutes=60)
    assert refusal.value.constraint == "meeting_is_safe"
    walk.adds("survivor", circles.HerWish, wish="go on", form="circle")
    walk.adds("facilitator", circles.MeetingOutcome, meeting=meeting, outcome="held", minutes=60)


def test_two_who_saw_an_item_done_are_not_enough_without_the_facilitator(walk):
    walk.to_following()
    walk.adds("advocate", circles.Verification, item=walk.item)
    with walk.as_("director", at_case=False):
        add(circles.Verification(case_id=walk.case_id, item=walk.item))
    walk.is_asked_at_the_end()
    with pytest.raises(NotNow) as refusal:
        walk.moves("facilitator", "complete")
    assert refusal.value.findings == [("all_verified", "not met")]
    walk.adds("facilitator", circles.Verification, item=walk.item)
    walk.moves("facilitator", "complete")


def test_the_last_word_from_outside_lets_a_held_case_go_on_and_no_older_one(walk):
    walk.to_preparing()
    walk.moves("facilitator", "hold")
    with walk.as_("director", at_case=False):
        add(HoldReview(case_id=walk.case_id, outcome="go on"))
    with walk.as_("director", at_case=False):
        add(HoldReview(case_id=walk.case_id, outcome="end"))
    with pytest.raises(NotNow):
        walk.moves("facilitator", "let go on")
    with walk.as_("director", at_case=False):
        add(HoldReview(case_id=walk.case_id, outcome="go on"))
    walk.moves("facilitator", "let go on")
    assert walk.state() == "preparing"


def test_nothing_that_his_side_reads_carries_the_day_of_the_referral(walk):
    walk.days_pass(40)
    walk.to_referred()
    referred_on = walk.today()
    walk.seats()
    walk.moves("advocate", "agree to talk")
    walk.checks()
    walk.moves("facilitator", "offer the choice")
    walk.explains()
    walk.chooses()
    walk.days_pass(4)
    walk.moves("survivor", "choose the restorative road")
    walk.news_comes()
    for part in ("accountable", "counsel"):
        with walk.as_(part):
            charge = Charge.objects.get(case_id=walk.case_id)
            name = HisName.objects.get(case_id=walk.case_id)
            assert charge.added_at == name.added_at
            assert charge.added_at.date() < referred_on - timedelta(days=30)
    rules = through_the_gate(
        "SELECT max(applies_from) FROM amends.policy_rule WHERE applies_from <= %s", referred_on
    )
    assert rules == [(charge.added_at.astimezone(ZoneInfo("America/Los_Angeles")).date(),)]


def test_no_part_can_find_out_whether_another_has_answered_about_more_time(walk, injected):
    walk.to_following()
    extension = walk.adds("facilitator", circles.Extension, until_on=walk.today() + timedelta(days=900))
    party = injected(walk.key("accountable"), at_case=walk.case_id)
    forged = (
        "INSERT INTO extension_answer (id, case_id, added_by_id, added_at, extension_id, role, answer, how)"
        " VALUES (gen_random_uuid(), %s, access.me(), access.now(), %s, 'survivor', 'yes', 'page')"
    )
    before = party.is_told(forged, walk.case_id, extension.id)
    assert "extension_answer_is_for_its_own_part" in before
    walk.adds("survivor", circles.ExtensionAnswer, extension=extension, role="survivor", answer="no")
    assert party.is_told(forged, walk.case_id, extension.id) == before
