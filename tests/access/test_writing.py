"""A row stays what it was when it was written: its case, its author, its moment, and whom it names."""

from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import sql

from amends.access.matrix import HIS_SIDE, ROLES, WORDS, load_matrix
from amends.access.records import CaseRecord
from amends.database.addresses import administer, connect_as
from amends.database.sight import with_sight
from amends.journey.stages import FLAGS, STAGES
from tests.access.rows import (
    MODELS,
    as_owner,
    as_web,
    case_records,
    insert,
    plausible,
    set_key,
    the_database,
    works_on_oak_as_well,
)
from tests.conftest import point_at
from tests.world import ROAD_TO_FOLLOWING, WORLD, World, id_of

RECORDS = load_matrix().records
SURVIVOR, ADVOCATE, COACH = "rose's survivor", "rose's advocate", "rose's coach"
RECORDS_OF_MONEY = ("emergency_request", "emergency_answer", "her_cost", "his_cost", "held_in", "held_out")
HELD = (
    *("case_move", "outward_word", "word_to_his_side", "ending_reason", "look", "break_glass"),
    *RECORDS_OF_MONEY,
    *load_matrix().books,
)


def add(web: psycopg.Connection, record: str, values: dict) -> None:
    web.execute(insert(record, values), list(values.values()))


def constraint_of(refusal: pytest.ExceptionInfo) -> str:
    return refusal.value.diag.constraint_name


def test_author_and_moment_are_the_databases_to_say(own_world):
    lie = plausible("item_dropped", case="rose", author="survivor")
    with as_owner("item_dropped") as owner:
        owner.execute("DELETE FROM item_dropped")
    lie |= {"added_by_id": id_of(ADVOCATE), "added_at": datetime(2001, 1, 1, tzinfo=UTC)}
    with as_web(SURVIVOR, opening=World.rose) as web:
        add(web, "item_dropped", lie)
        found = web.execute(
            "SELECT added_by_id, added_at = access.now() FROM item_dropped WHERE id = %s", [lie["id"]]
        ).fetchone()
    assert found == (id_of(SURVIVOR), True)


def test_the_moment_of_what_appears_at_fixed_times_carries_no_hour_of_hers(own_world):
    with as_owner("task", "task_ended") as owner:
        owner.execute("DELETE FROM task_ended")
    ended = plausible(
        "task_ended", case="rose", author="survivor", shown_from=datetime(2001, 1, 1, tzinfo=UTC)
    )
    with as_web(SURVIVOR, opening=World.rose) as web:
        add(web, "task_ended", ended)
    row = next(row for row in own_world.rows("task_ended") if row["id"] == ended["id"])
    assert row["added_at"] == row["shown_from"] > datetime.now(UTC)
    assert (row["shown_from"].minute, row["shown_from"].second, row["shown_from"].microsecond) == (0, 0, 0)
    with as_web("rose's accountable", opening=World.rose) as web:
        assert web.execute("SELECT count(*) FROM task_ended").fetchone() == (0,)
    with as_web(SURVIVOR, opening=World.rose) as web:
        assert web.execute("SELECT count(*) FROM task_ended").fetchone() == (1,)


CHANGING = [record for record, told in RECORDS.items() if told.roles("change", *WORDS)]


@pytest.mark.parametrize("record", CHANGING)
@pytest.mark.parametrize("column", ["case_id", "added_by_id", "added_at"])
def test_a_record_that_can_be_changed_keeps_its_case_its_author_and_its_moment(world, record, column):
    writer = RECORDS[record].roles("change", *WORDS)[0]
    other = {"case_id": World.oak, "added_by_id": id_of("rose's coach"), "added_at": datetime.now(UTC)}
    change = sql.SQL("UPDATE {} SET {} = %s WHERE case_id = %s").format(
        sql.Identifier(record), sql.Identifier(column)
    )
    with (
        pytest.raises(psycopg.errors.CheckViolation) as refusal,
        as_web(f"rose's {writer}", opening=World.rose) as web,
    ):
        web.execute(change, [other[column], World.rose])
    assert constraint_of(refusal) == "record_stays_in_its_case"
    text = next(f.column for f in MODELS[record]._meta.fields if f.column in ("name", "called", "kind"))
    word = {"kind": "health"}.get(text, "Another word")
    with as_web(f"rose's {writer}", opening=World.rose) as web:
        harmless = sql.SQL("UPDATE {} SET {} = %s").format(sql.Identifier(record), sql.Identifier(text))
        assert web.execute(harmless, [word]).rowcount == 1
        web.execute("SELECT 1")
        raise_back(web)


def raise_back(web: psycopg.Connection) -> None:
    """Undo what the open transaction did."""
    raise psycopg.Rollback


def test_a_case_of_mine_is_no_way_into_another_case_of_mine(own_world):
    """One person's seats in two cases do not let a row go from one to the other."""
    works_on_oak_as_well(ADVOCATE)
    with as_web(ADVOCATE, opening=World.oak):
        pass
    with (
        pytest.raises(psycopg.errors.CheckViolation) as refusal,
        as_web(ADVOCATE, opening=World.rose) as web,
    ):
        web.execute("UPDATE service SET case_id = %s WHERE case_id = %s", [World.oak, World.rose])
    assert constraint_of(refusal) == "record_stays_in_its_case"


BLIND = [
    (record, role)
    for record, told in RECORDS.items()
    for role in told.roles("add", *WORDS)
    if not told.scope(role, "read") and role != "director"
]


def test_there_are_rows_that_their_writer_cannot_read():
    assert {("breach", "coach"), ("worker_change_asked", "counsel")} <= set(BLIND)


@pytest.mark.parametrize("record,role", BLIND)
def test_a_row_can_be_added_by_somebody_who_cannot_read_it_back(own_world, record, role):
    with as_owner(record) as owner:
        owner.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(record)))
    values = plausible(record, case="rose", author=role)
    with as_web(f"rose's {role}", opening=World.rose) as web:
        add(web, record, values)
        assert web.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier(record))).rowcount == 0
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        as_web(f"rose's {role}", opening=World.rose) as web,
    ):
        web.execute(insert(record, values) + sql.SQL(" RETURNING id"), list(values.values()))
    assert [row["added_by_id"] for row in own_world.rows(record)] == [id_of(f"rose's {role}")]


NAMING = [
    (record, field.column, field.related_model._meta.db_table)
    for record in case_records()
    if RECORDS[record].roles("add", *WORDS)
    for field in MODELS[record]._meta.concrete_fields
    if field.is_relation and issubclass(field.related_model, CaseRecord)
]


@pytest.fixture(scope="module")
def nothing_is_named(make_clone) -> str:
    """A database of the world in which no record names another, so that one that can be named once is free."""
    database = make_clone()
    with administer(database, autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        for record, column, _ in NAMING:
            may_be_null = next(f.null for f in MODELS[record]._meta.concrete_fields if f.column == column)
            nothing = sql.SQL("NULL" if may_be_null else "gen_random_uuid()")
            forget = sql.SQL("UPDATE amends.{} SET {} = {}")
            server.execute(forget.format(sql.Identifier(record), sql.Identifier(column), nothing))
    return database


# What he is shown is copied from what it names, and there is nothing to copy in another case.
COPIES = ("task", "meeting_notice")


@pytest.mark.parametrize("record,column,named", NAMING)
def test_a_record_names_only_records_of_its_own_case(nothing_is_named, record, column, named):
    point_at(nothing_is_named)
    writers = RECORDS[record].roles("add", *WORDS)
    writer = next((role for role in writers if role != "director"), "director")
    opening = World.rose if writer != "director" else None
    namer = (RECORDS[named].roles("add", *WORDS) or ("advocate",))[0]
    refused = {}
    for case in ("oak", "rose"):
        naming = plausible(
            record, case="rose", author=writer, **{column: id_of(f"{case} {named} by {namer}")}
        )
        try:
            with as_web(WORLD.person(writer), opening=opening) as web:
                add(web, record, naming)
                raise psycopg.Rollback
        except psycopg.errors.IntegrityError as refusal:
            refused[case] = refusal.diag.constraint_name
    assert refused["oak"] == (None if record in COPIES else "record_names_its_own_case")
    assert refused.get("rose") != "record_names_its_own_case"


def test_what_names_another_record_is_known():
    assert len(NAMING) > 10
    assert {"task", "task_answer", "verification", "progress", "check_reason"} <= {
        one for one, _, _ in NAMING
    }


# What his side gives is judged by what his side knows, which is tried with its door.
NOT_HIS = [role for role in ROLES if role not in (*HIS_SIDE, "director")]
FITTING = {
    record: told
    for record, told in RECORDS.items()
    if told.during and set(told.roles("add", *WORDS)) & set(NOT_HIS)
}


STATES = [
    *((stage, stage) for stage in STAGES),
    *((stage, f"{stage} {flag}") for stage in ("screening", "choosing", "following") for flag in FLAGS),
]


def test_a_record_fits_where_the_case_is_or_is_refused(own_world):
    assert {"choice", "plan_item", "task", "verification"} <= set(FITTING)
    with administer(the_database(), autocommit=True) as server:
        # What can be there once must not be there yet, or that would refuse a second one.
        server.execute("SET session_replication_role = replica")
        for record in FITTING.keys() - {named for _, _, named in NAMING}:
            server.execute(sql.SQL("DELETE FROM amends.{}").format(sql.Identifier(record)))
        server.execute("UPDATE amends.task SET item_id = gen_random_uuid()")
    with connect_as("amends_owner", the_database()) as owner, connect_as("amends_web", the_database()) as web:
        for role in NOT_HIS:
            with as_web(f"rose's {role}", opening=World.rose):
                pass
        for stage, state in STATES:
            with with_sight(owner, "case_file"):
                owner.execute("UPDATE case_file SET stage = %s, state = %s", [stage, state])
            owner.commit()
            for record, told in FITTING.items():
                calm = state == stage or not told.calm
                assert is_out_of_place(web, record) == (stage not in told.during or not calm), (record, state)


def is_out_of_place(web: psycopg.Connection, record: str) -> bool:
    """Return whether a new row is refused because of where the case is."""
    writer = next(role for role in RECORDS[record].roles("add", *WORDS) if role in NOT_HIS)
    row = plausible(record, case="rose", author=writer)
    try:
        set_key(web, f"rose's {writer}")
        add(web, record, row)
    except psycopg.errors.IntegrityError as refusal:
        return refusal.diag.constraint_name == "record_fits_the_journey"
    finally:
        web.rollback()
    return False


@pytest.mark.parametrize("table", HELD)
@pytest.mark.parametrize(
    "how", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}", "TRUNCATE {0} CASCADE"]
)
def test_what_was_added_stays_for_the_owner_too(world, table, how):
    assert world.rows(table)
    columns = [field.column for field in MODELS[table]._meta.concrete_fields]
    refusals = (psycopg.errors.CheckViolation, psycopg.errors.FeatureNotSupported)
    with pytest.raises(refusals) as refusal, as_owner(table) as owner:
        owner.execute(how.format(table, columns[-1]))
    if isinstance(refusal.value, psycopg.errors.FeatureNotSupported):
        assert how == "TRUNCATE {0}", "what other tables point to is refused before a trigger is asked"
    else:
        assert constraint_of(refusal) == "rows_are_only_added"


def test_emptying_what_a_history_hangs_on_is_refused_too(world):
    with pytest.raises(psycopg.errors.CheckViolation), as_owner("case_file") as owner:
        owner.execute("TRUNCATE case_file CASCADE")


class TestHistory:
    """A history that is not a path cannot be stored, whoever writes it."""

    LAST = len(ROAD_TO_FOLLOWING)
    # What is wrong; the row's number, the one it follows, the step; the constraint that refuses it.
    REFUSED = {
        "a first row in mid-journey": (
            1, None, "planning", "agree the plan", "following", "case_move_starts_at_the_start",
        ),
        "a first row that follows another": (
            1, 1, "(start)", "refer", "referred", "case_move_has_the_one_before",
        ),
        "a fork": (
            LAST, LAST - 1, "planning", "stop", "planning stopping", "case_move_has_its_own_number",
        ),
        "a fork beside its number": (
            LAST + 1, LAST - 1, "planning", "stop", "planning stopping", "case_move_has_the_one_before",
        ),
        "a gap": (
            LAST + 2, LAST + 1, "following", "stop", "following stopping", "case_move_follows_the_one_before",
        ),
        "a row before the first": (
            0, None, "(start)", "refer", "referred", "case_move_",
        ),
        "a step that the journey does not have": (
            LAST + 1, LAST, "following", "go on", "planning", "case_move_is_legal",
        ),
        "a step from where the case is not": (
            LAST + 1, LAST, "planning", "stop", "planning stopping", "case_move_follows_the_one_before",
        ),
        "a step that leads elsewhere": (
            LAST + 1, LAST, "following", "complete", "returned", "case_move_is_legal",
        ),
        "a second beginning": (
            LAST + 1, LAST, "(start)", "refer", "referred", "case_move_",
        ),
        "going on although she has stopped": (
            LAST + 1, LAST, "following stopping", "complete", "completed", "case_move_",
        ),
    }  # fmt: skip

    @staticmethod
    def step(number: int, previous: int | None, start: str, event: str, end: str) -> dict[str, object]:
        return {
            "id": id_of(f"step {number} {start} {event}"),
            "case_id": World.rose,
            "number": number,
            "previous": previous,
            "start": start,
            "event": event,
            "end": end,
            "moved_at": datetime.now(UTC),
            "moved_by_id": id_of(SURVIVOR),
            "taken_by_id": id_of(SURVIVOR),
            "role": "survivor",
            "how": "page",
        }

    @pytest.mark.parametrize("what", REFUSED)
    def test_it_is_refused(self, world, what):
        *step, constraint = self.REFUSED[what]
        with as_owner("case_move") as owner:
            if step[0] == 1:
                # For a beginning there must be a case without one.
                owner.execute("ALTER TABLE case_move DISABLE TRIGGER z_only_added")
                owner.execute("DELETE FROM case_move")
            with pytest.raises(psycopg.errors.IntegrityError) as refusal, owner.transaction():
                add(owner, "case_move", self.step(*step))
            raise psycopg.Rollback
        assert constraint_of(refusal).startswith(constraint)

    def test_a_next_step_is_stored(self, own_world):
        stop = (self.LAST + 1, self.LAST, "following", "stop", "following stopping")
        back = (self.LAST + 2, self.LAST + 1, "following stopping", "take it back", "following")
        for step in (stop, back):
            with as_owner("case_move") as owner:
                add(owner, "case_move", self.step(*step))
        assert len(own_world.rows("case_move")) == 2 * self.LAST + 2


class TestSides:
    """Nobody sits on two sides: of a case for everybody, of a matter for those who work in it."""

    @staticmethod
    def seat(owner: psycopg.Connection, person: str, part: str, side: str, case: object = World.rose) -> None:
        owner.execute(
            "INSERT INTO seat (id, matter_id, case_id, person_id, role, side, from_at)"
            " SELECT gen_random_uuid(), matter_id, id, %s, %s, %s, access.now() FROM case_file WHERE id = %s",
            [id_of(person), part, side, case],
        )

    @pytest.mark.parametrize(
        "person,part,side",
        [
            (SURVIVOR, "accountable", "his"),
            (ADVOCATE, "coach", "his"),
            (ADVOCATE, "facilitator", "between"),
            (COACH, "advocate", "hers"),
            ("rose's accountable", "survivor", "hers"),
            ("rose's liaison", "advocate", "hers"),
            ("rose's counsel", "facilitator", "between"),
        ],
    )
    def test_of_a_case(self, world, person, part, side):
        with as_owner("seat", "case_file") as owner:
            # Every other part is free, so that it is the side alone that refuses.
            owner.execute(
                "UPDATE seat SET until_at = access.now() WHERE case_id = %s AND person_id <> %s",
                [World.rose, id_of(person)],
            )
            with pytest.raises(psycopg.errors.ExclusionViolation), owner.transaction():
                self.seat(owner, person, part, side)
            # Not even after the first seat has ended.
            owner.execute("UPDATE seat SET until_at = access.now() WHERE person_id = %s", [id_of(person)])
            with pytest.raises(psycopg.errors.ExclusionViolation), owner.transaction():
                self.seat(owner, person, part, side)
            self.seat(owner, "a spare advocate", "advocate", "hers")
            raise psycopg.Rollback

    def test_a_part_is_played_by_one_worker_at_a_time(self, world):
        with as_owner("seat", "case_file") as owner:
            with pytest.raises(psycopg.errors.UniqueViolation) as refusal, owner.transaction():
                self.seat(owner, "a spare advocate", "advocate", "hers")
            assert constraint_of(refusal) == "part_is_played_by_one_worker"
            owner.execute("UPDATE seat SET until_at = access.now() WHERE person_id = %s", [id_of(ADVOCATE)])
            self.seat(owner, "a spare advocate", "advocate", "hers")
            raise psycopg.Rollback

    def test_of_a_matter_for_workers(self, world):
        with as_owner("seat", "case_file") as owner:
            # A second case in the matter of rose.
            owner.execute(
                "INSERT INTO case_file (id, matter_id, number, entered_on, move_number, state, stage, since)"
                " SELECT %s, matter_id, 'FERN', entered_on, 0, '(start)', '(start)', since FROM case_file"
                " WHERE id = %s",
                [id_of("fern"), World.rose],
            )
            with pytest.raises(psycopg.errors.ExclusionViolation), owner.transaction():
                self.seat(owner, ADVOCATE, "coach", "his", id_of("fern"))
            self.seat(owner, ADVOCATE, "advocate", "hers", id_of("fern"))
            # The person charged in one case of a matter may have been harmed in another.
            self.seat(owner, "rose's accountable", "survivor", "hers", id_of("fern"))
            raise psycopg.Rollback

    def test_a_seat_ends_after_it_began_and_is_in_the_matter_of_its_case(self, world):
        with as_owner("seat") as owner:
            for change, constraint in {
                "until_at = from_at": "seat_ends_later",
                f"matter_id = '{id_of('matter of oak')}'": "seat_is_in_the_matter_of_its_case",
            }.items():
                with pytest.raises(psycopg.errors.IntegrityError) as refusal, owner.transaction():
                    owner.execute(f"UPDATE seat SET {change} WHERE person_id = %s", [id_of(ADVOCATE)])
                assert constraint_of(refusal) == constraint
