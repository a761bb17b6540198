"""No look without a record (P14): a case is shown after the record was committed, and for a while."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from amends.access.asking import NotOpen, TooManyCases, arrive
from amends.access.matrix import ROLES, load_matrix
from amends.circles.models import PlanItem
from amends.database.addresses import connect_as
from amends.database.clock import set_clock
from amends.trace.models import Look
from tests.access.rows import PURPOSE, as_owner, as_web, set_key, the_database, works_on_oak_as_well
from tests.world import World, id_of, key_of

FACILITATOR = "rose's facilitator"
RECORDS = load_matrix().records


def read(web: psycopg.Connection) -> int:
    """Return how many items of plans this connection is shown."""
    return web.execute("SELECT count(*) FROM plan_item").fetchone()[0]


def look(web: psycopg.Connection, case: object = World.rose, purpose: str = PURPOSE) -> str:
    return web.execute("SELECT access.record_look(%s, %s)", [case, purpose]).fetchone()[0]


def time_passes(**amount: float) -> None:
    with connect_as("amends_owner", the_database()) as owner:
        set_clock(owner, ahead=timedelta(**amount))


def rule_becomes(key: str, value: int) -> None:
    with connect_as("amends_owner", the_database()) as owner:
        changed = owner.execute("UPDATE policy_rule SET value = %s::jsonb WHERE key = %s", [str(value), key])
        assert changed.rowcount == 1


@pytest.fixture
def nobody_has_looked(own_world) -> World:
    """The world without the looks that it was written with."""
    with as_owner("look") as owner:
        owner.execute("ALTER TABLE look DISABLE TRIGGER z_only_added")
        owner.execute("DELETE FROM look")
        owner.execute("ALTER TABLE look ENABLE TRIGGER z_only_added")
    return own_world


def test_nothing_is_shown_before_the_record_is_committed_and_everything_after(nobody_has_looked):
    there = sum(row["case_id"] == World.rose for row in nobody_has_looked.rows("plan_item"))
    assert there
    with connect_as("amends_web", the_database()) as web:
        set_key(web, FACILITATOR)
        assert read(web) == 0
        assert look(web) == "recorded"
        assert read(web) == 0, "in the transaction that records"
        web.rollback()
        set_key(web, FACILITATOR)
        assert read(web) == 0, "after the record was taken back"
        assert look(web) == "recorded"
        web.commit()
        set_key(web, FACILITATOR)
        assert read(web) == there


def test_a_savepoint_is_no_commit(nobody_has_looked):
    with connect_as("amends_web", the_database()) as web:
        set_key(web, FACILITATOR)
        web.execute("SAVEPOINT inside")
        assert look(web) == "recorded"
        web.execute("RELEASE SAVEPOINT inside")
        assert read(web) == 0
        web.execute("SAVEPOINT another")
        assert read(web) == 0
        web.commit()
        set_key(web, FACILITATOR)
        assert read(web) > 0


def test_a_record_opens_one_case_for_one_person(nobody_has_looked):
    works_on_oak_as_well(FACILITATOR)
    with as_web(FACILITATOR, opening=World.rose) as web:
        shown = {case for (case,) in web.execute("SELECT case_id FROM plan_item").fetchall()}
        assert shown == {World.rose}
    with as_web("rose's advocate") as web:
        assert read(web) == 0
    with as_web(FACILITATOR, opening=World.oak) as web:
        shown = {case for (case,) in web.execute("SELECT case_id FROM plan_item").fetchall()}
        assert shown == {World.rose, World.oak}


def test_one_record_serves_for_fifteen_minutes_and_then_ends(nobody_has_looked):
    def records() -> int:
        return len(nobody_has_looked.rows("look"))

    with as_web(FACILITATOR, opening=World.rose):
        pass
    for minutes in (5, 14.9):
        time_passes(minutes=minutes)
        with as_web(FACILITATOR) as web:
            assert read(web) > 0
            assert look(web) == "open"
    assert records() == 1
    time_passes(minutes=15)
    with as_web(FACILITATOR) as web:
        assert read(web) == 0
        assert look(web) == "recorded"
        assert read(web) == 0
    assert records() == 2
    with as_web(FACILITATOR) as web:
        assert read(web) > 0


def test_how_long_a_record_serves_is_a_rule(nobody_has_looked):
    rule_becomes("looking.window_minutes", 3)
    with as_web(FACILITATOR, opening=World.rose):
        pass
    time_passes(minutes=3)
    with as_web(FACILITATOR) as web:
        assert read(web) == 0


def test_only_so_many_different_cases_open_in_an_hour(nobody_has_looked):
    rule_becomes("looking.most_cases_an_hour", 1)
    works_on_oak_as_well(FACILITATOR)
    for alias in connections:
        connections[alias].close()
    assert arrive(key_of(FACILITATOR), case=World.rose, purpose=PURPOSE) is not None
    with pytest.raises(TooManyCases):
        arrive(key_of(FACILITATOR), case=World.oak, purpose=PURPOSE)
    with as_web(FACILITATOR) as web:
        assert {case for (case,) in web.execute("SELECT case_id FROM plan_item").fetchall()} == {World.rose}
    time_passes(minutes=50)
    assert arrive(key_of(FACILITATOR), case=World.rose, purpose=PURPOSE) is not None, "the same one again"
    with pytest.raises(TooManyCases):
        arrive(key_of(FACILITATOR), case=World.oak, purpose=PURPOSE)
    time_passes(minutes=50 + 61)
    assert arrive(key_of(FACILITATOR), case=World.oak, purpose=PURPOSE) is not None


def test_what_is_not_theirs_and_what_is_not_there_are_refused_alike(nobody_has_looked):
    before = len(nobody_has_looked.rows("look"))
    for case in (World.oak, id_of("a case that does not exist")):
        with as_web(FACILITATOR) as web:
            assert look(web, case) == "no"
        with pytest.raises(NotOpen):
            arrive(key_of(FACILITATOR), case=case, purpose=PURPOSE)
    for person in (World.stranger, World.director, None):
        with as_web(person) as web:
            assert look(web) == "no"
    assert len(nobody_has_looked.rows("look")) == before
    with as_web(FACILITATOR) as web:
        assert look(web) == "recorded"


def test_a_case_is_opened_for_a_listed_purpose_or_not_at_all(world):
    with pytest.raises(psycopg.errors.CheckViolation), as_web("rose's coach") as web:
        look(web, purpose="out of curiosity")
    with as_web("rose's coach") as web:
        assert look(web) in ("recorded", "open")


def test_a_seat_that_has_ended_closes_what_a_look_had_opened(nobody_has_looked):
    with as_web(FACILITATOR, opening=World.rose) as web:
        assert read(web) > 0
    with as_owner("seat") as owner:
        owner.execute("UPDATE seat SET until_at = access.now() WHERE person_id = %s", [id_of(FACILITATOR)])
    with as_web(FACILITATOR) as web:
        assert read(web) == 0
        assert look(web) == "no"


def test_the_survivor_reads_who_looked_and_what_for(nobody_has_looked):
    for person, purpose in ((FACILITATOR, PURPOSE), ("rose's coach", PURPOSE)):
        assert arrive(key_of(person), case=World.rose, purpose=purpose) is not None
    with nobody_has_looked.acting_as("rose's survivor", opening=World.rose):
        looks = Look.objects.order_by("number").values_list("number", "role", "purpose", "case_id")
        assert list(looks) == [
            (1, "facilitator", PURPOSE, World.rose),
            (2, "coach", PURPOSE, World.rose),
            (3, "survivor", PURPOSE, World.rose),
        ]
    with nobody_has_looked.acting_as("oak's survivor", opening=World.oak):
        assert set(Look.objects.values_list("case_id", flat=True)) == {World.oak}


def test_a_director_reads_contents_only_behind_broken_glass_and_she_can_read_why(nobody_has_looked):
    def contents() -> int:
        with nobody_has_looked.acting_as(World.director):
            return PlanItem.objects.count() + her_names()

    def her_names() -> int:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM her_name")
            return cursor.fetchone()[0]

    def breaks(case: object, why: str) -> bool:
        with as_web(World.director) as web:
            return web.execute("SELECT access.break_the_glass(%s, %s)", [case, why]).fetchone()[0]

    assert contents() == 0
    with as_web(FACILITATOR) as web:
        assert web.execute("SELECT access.break_the_glass(%s, 'to see it')", [World.rose]).fetchone() == (
            False,
        )
    with pytest.raises(psycopg.errors.CheckViolation):
        breaks(World.rose, "because")
    assert breaks(World.rose, "The advocate cannot be reached and a threat was reported.")
    assert contents() == 0, "the glass is broken, and no look was recorded"
    assert arrive(key_of(World.director), case=World.rose, purpose=PURPOSE) is not None
    assert contents() == 1, "her name: the plan is not the director's to read even so"
    with nobody_has_looked.acting_as("rose's survivor", opening=World.rose):
        assert Look.objects.get(person_id=id_of(World.director)).purpose == "break-glass"
    with as_web("rose's survivor") as web:
        reasons = web.execute("SELECT reason FROM break_glass WHERE person_id = %s", [id_of(World.director)])
        assert "threat" in str(reasons.fetchall())
    time_passes(hours=4)
    with as_web(World.director) as web:
        assert look(web) == "no"
    assert contents() == 0


def test_every_record_that_needs_a_look_needs_it(nobody_has_looked):
    for role in ROLES:
        needing = [record for record, told in RECORDS.items() if told.scope(role, "read") == "case"]
        if role == "director":
            # Only behind broken glass, which is tried above.
            continue
        assert (role == "liaison") or len(needing) > 5
        with as_web(f"rose's {role}") as web:
            assert {record: shown(web, record) for record in needing} == dict.fromkeys(needing, 0)
        with as_web(f"rose's {role}", opening=World.rose) as web:
            assert [record for record in needing if not shown(web, record)] == []


def shown(web: psycopg.Connection, record: str) -> int:
    """Return how many rows of rose a connection is shown of a record."""
    count = sql.SQL("SELECT count(*) FROM {} WHERE {} = %s").format(
        sql.Identifier(record), sql.Identifier(RECORDS[record].case)
    )
    return web.execute(count, [World.rose]).fetchone()[0]
