"""What a refusal tells, and to whom: his side and the office are never told of her facts, nor is any log."""

import os

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from amends.database import embedded
from amends.database.addresses import connect_as
from amends.journey.moving import NotNow, findings, take_move
from amends.journey.stages import HIS_FACTS, OFFICE_FACTS
from tests.access.rows import as_owner, as_web, insert, plausible, the_database
from tests.walking import Walk
from tests.world import World, key_of

HERS, OFFICES = "prepared_hers", "mou_in_force"


def also_needs(act: str, *conditions: str) -> None:
    """Let an act need more than the journey says: no act of his or the office's rests on her facts today."""
    rests_on = {**dict.fromkeys(HIS_FACTS, "his"), **dict.fromkeys(OFFICE_FACTS, "office")}
    with connect_as("amends_owner", the_database()) as owner:
        for place, condition in enumerate(conditions, 90):
            owner.execute(
                "INSERT INTO need (id, act, condition, rests_on, place) VALUES (gen_random_uuid(), %s, %s, %s, %s)",
                [act, condition, rests_on.get(condition, "hers"), place],
            )


def test_his_side_is_told_that_something_is_missing_and_not_that_it_is_hers(own_world):
    walk = Walk()
    walk.to_inviting()
    also_needs("consent", HERS)
    for part, how in (("accountable", "page"), ("counsel", "voice")):
        with walk.as_(part):
            told = dict(findings(walk.case_id, "consent", how=how))
        assert told["something_else"] == "not met"
        assert HERS not in told
        assert "counsel_consulted" in told, "his own facts are his to know"
    with walk.as_("accountable"), pytest.raises(NotNow) as refusal:
        take_move(walk.case_id, "consent")
    assert "something_else" in dict(refusal.value.findings)
    assert HERS not in dict(refusal.value.findings)


def test_the_office_is_told_of_its_own_facts_and_not_of_hers(own_world):
    walk = Walk()
    walk.to_referred()
    also_needs("end by the office", HERS, OFFICES)
    with walk.as_("liaison"):
        told = dict(findings(walk.case_id, "end by the office", reason="charge dismissed"))
    assert told == {"reason_given": "met", OFFICES: "met", "something_else": "not met"}


def test_staff_are_told_what_is_missing(own_world):
    walk = Walk()
    walk.to_preparing()
    with walk.as_("facilitator"):
        told = dict(findings(walk.case_id, "go on"))
    assert told[HERS] == "not met"
    assert "something_else" not in told


def test_whoever_could_not_act_is_told_of_no_condition(own_world):
    walk = Walk()
    walk.to_preparing()
    for part in ("accountable", "counsel", "liaison", "coach"):
        with walk.as_(part):
            assert findings(walk.case_id, "go on") == []
            assert findings(walk.case_id, "schedule a meeting", form="circle") == []
    with as_web(World.stranger) as web:
        assert web.execute("SELECT access.findings(%s, 'go on')", [walk.case_id]).fetchall() == []


SEALED = "sealed-3a91c7f0"
PLAIN = "What she wrote down in plain words"


@pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="Another server keeps its log where we cannot read it."
)
def test_the_servers_log_holds_no_key_and_no_word_after_errors_of_every_kind(own_world):
    log = embedded.status().log
    files = [log] if log.is_file() else []
    began = {file: file.stat().st_size for file in files}
    key = key_of("rose's survivor")

    def with_literals() -> None:
        """Send words within statements, as somebody careless or hostile would."""
        with as_web("rose's survivor", opening=World.rose) as web:
            for statement in (
                f"SELECT '{PLAIN}'::uuid",
                f"SELECT '{SEALED}'::integer",
                f"SELECT 1/0 FROM plan_item WHERE action = '{PLAIN}'",
                f"SELECT access.no_such_function('{SEALED}')",
                f"SELECT FROM no_such_table WHERE name = '{PLAIN}'",
                f"SELECT set_config('access.key', '{key}', true), 1/0",
                f"this is no statement: {PLAIN} {SEALED}",
                f"INSERT INTO plan_item (id, action) VALUES (gen_random_uuid(), '{PLAIN}')",
            ):
                with pytest.raises(psycopg.Error), web.transaction():
                    web.execute(statement)
            item = plausible("plan_item", case="rose", author="survivor", action=PLAIN, kind=SEALED)
            with pytest.raises(psycopg.errors.CheckViolation), web.transaction():
                web.execute(insert("plan_item", item), list(item.values()))

    def through_the_site() -> None:
        for statement, values in (
            ("SELECT %s::uuid", [PLAIN]),
            ("SELECT set_config('access.key', %s, true), 1/0", [key]),
            ("INSERT INTO her_name (called) VALUES (%s)", [SEALED]),
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)

    def as_the_owner() -> None:
        """A migration that fails over rows names the rows in its detail."""
        with pytest.raises(psycopg.Error), as_owner("plan_item") as owner:
            owner.execute("ALTER TABLE plan_item DISABLE TRIGGER z_only_added")
        with as_owner("plan_item") as owner:
            owner.execute("UPDATE plan_item SET action = %s", [PLAIN])
        with pytest.raises(psycopg.errors.UniqueViolation) as refusal, as_owner("plan_item") as owner:
            owner.execute("CREATE UNIQUE INDEX one ON plan_item (action)")
        assert PLAIN in str(refusal.value), "there was something to write"

    with_literals()
    through_the_site()
    as_the_owner()
    written = ""
    for file in [one for one in ([log] if log.is_file() else sorted(log.iterdir())) if one.is_file()]:
        with file.open("rb") as read:
            read.seek(began.get(file, 0))
            written += read.read().decode(errors="replace")
    for word in (key, PLAIN, SEALED):
        assert word not in written
