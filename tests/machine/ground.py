"""Where the machine plays: a database of its own, the connections that it keeps, and the judge's sight of every row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg

from amends.database.addresses import connect_as
from amends.database.clock import set_clock
from amends.database.sight import with_sight
from tests.machine.promises import Picture, Row
from tests.world import Writer, id_of

# Every example begins on a Wednesday at this hour, so that the same example meets the same days of the week. It begins
# after the one before has ended: what somebody opened then is not open any more.
FIRST = datetime(2027, 3, 10, 18, 30, tzinfo=UTC)
FOREVER = timedelta(days=2_000_000)
LAST = datetime(9000, 1, 1, tzinfo=UTC)

# One person whom the program knows in three parts, and one whose credential has lapsed.
OF_MANY_PARTS = "somebody of many parts"
LAPSED = "somebody whose credential has lapsed"


@dataclass(frozen=True)
class Table:
    """One table with a case in it, and which of its columns hold moments and days."""

    name: str
    case_column: str
    moments: tuple[str, ...]
    days: tuple[str, ...]


class Ground:
    """A clone of the world in which the machine's cases are made, one example after another.

    The connections are kept, because opening one takes longer than most acts.
    """

    def __init__(self, database: str) -> None:
        """Open the connections, let the owner see every row, and make the people that the world lacks."""
        self.database = database
        self.owner = connect_as("amends_owner", database, autocommit=True)
        self.web = connect_as("amends_web", database, autocommit=True)
        self.jobs = connect_as("amends_jobs", database, autocommit=True)
        self.owner.execute("SET timezone = 'UTC'")
        self.web.execute("SET timezone = 'UTC'")
        self.tables = list(self._tables())
        self.begins_at = FIRST
        self.ahead = timedelta()
        self._let_the_owner_see()
        self._make_people()
        self.owner.execute("UPDATE policy_rule SET value = '100000' WHERE key = 'looking.most_cases_an_hour'")
        self.every_row = self._one_question(self.tables)
        readable = [table for table in self.tables if self._web_may_read(table.name)]
        self.what_is_seen = self._one_question(readable)

    def close(self) -> None:
        """Close the connections that were kept."""
        for connection in (self.owner, self.web, self.jobs):
            connection.close()

    # Making the ground.

    def _tables(self) -> Iterator[Table]:
        columns = self.owner.execute(
            "SELECT table_name, array_agg(column_name::text), array_agg(data_type::text)"
            " FROM information_schema.columns WHERE table_schema = 'amends' GROUP BY table_name ORDER BY table_name"
        ).fetchall()
        for name, names, types in columns:
            if "case_id" in names or name == "case_file":
                kinds = dict(zip(names, types, strict=True))
                yield Table(
                    name,
                    "id" if name == "case_file" else "case_id",
                    tuple(column for column, kind in kinds.items() if kind == "timestamp with time zone"),
                    tuple(column for column, kind in kinds.items() if kind == "date"),
                )

    def _let_the_owner_see(self) -> None:
        """The guard stays up for everybody; in this copy alone its owner has a policy of its own."""
        for table in [*(table.name for table in self.tables), "likeness", "person"]:
            self.owner.execute(
                f'CREATE POLICY "the judge sees" ON {table} FOR SELECT TO amends_owner USING (true)'
            )

    def _make_people(self) -> None:
        with with_sight(self.owner, "person", "sitting", "appointment", "credential"):
            write = Writer(self.owner)
            write.worker(OF_MANY_PARTS, "advocate", "community")
            for role in ("facilitator", "coach", "counsel"):
                write.row(
                    "appointment",
                    id=id_of(f"{role} {OF_MANY_PARTS}"),
                    person_id=id_of(OF_MANY_PARTS),
                    organization_id=id_of("community"),
                    role=role,
                    called=OF_MANY_PARTS,
                    from_at=FIRST - timedelta(days=100),
                )
                write.row(
                    "credential",
                    id=id_of(f"credential {role} {OF_MANY_PARTS}"),
                    person_id=id_of(OF_MANY_PARTS),
                    role=role,
                    from_on=FIRST.date() - timedelta(days=100),
                )
            write.worker(LAPSED, "advocate", "community")
            self.owner.execute(
                "UPDATE credential SET until_on = '2027-01-01' WHERE person_id = %s", [id_of(LAPSED)]
            )
            self.owner.execute("UPDATE sitting SET idle = %s, ends_at = %s", [FOREVER, LAST])
            self.owner.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def _web_may_read(self, table: str) -> bool:
        row = self.owner.execute(
            "SELECT has_table_privilege('amends_web', %s, 'SELECT')", [f"amends.{table}"]
        ).fetchone()
        return bool(row and row[0])

    def _one_question(self, tables: Iterable[Table]) -> str:
        """Return a statement that answers with all rows of some cases in some tables at once, as JSON."""
        parts = [
            f"SELECT '{table.name}' AS name, (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]'::jsonb)"
            f" FROM amends.{table.name} t WHERE t.{table.case_column} = ANY (%(cases)s::uuid[])) AS rows"
            for table in tables
        ]
        return (
            "SELECT jsonb_object_agg(name, rows)::text FROM (" + " UNION ALL ".join(parts) + ") AS everything"
        )

    # The clock and the rules.

    def begin(self, *, new_rules: dict[str, Any], agreement_days: int | None) -> None:
        """Begin an example on its Wednesday: the rules that it wants from the next day on, and the agreement."""
        while self.begins_at < datetime.now(UTC) + self.ahead:
            self.begins_at += timedelta(days=7)
        self.ahead = self.begins_at - datetime.now(UTC)
        self._set_clock()
        self.owner.execute("DELETE FROM policy_rule WHERE applies_from > %s", [FIRST.date()])
        for key, value in new_rules.items():
            self.owner.execute(
                "INSERT INTO policy_rule (id, key, applies_from, value) VALUES (gen_random_uuid(), %s, %s, %s::jsonb)",
                [key, self.begins_at.date() + timedelta(days=1), json.dumps(value)],
            )
        until = agreement_days and self.begins_at.date() + timedelta(days=agreement_days)
        self.owner.execute("UPDATE memorandum SET until_on = %s", [until])

    def pass_time(self, time: timedelta) -> None:
        """Let time pass for everybody."""
        self.ahead += time
        self._set_clock()

    def _set_clock(self) -> None:
        with self.owner.transaction():
            set_clock(self.owner, ahead=self.ahead)

    def run_the_clock(self) -> int:
        """Let the jobs' role do what is due. Returns how many steps were stored."""
        row = self.jobs.execute("SELECT access.do_what_is_due()").fetchone()
        return row[0] if row else 0

    # Somebody's sitting.

    def sit_down(self, person: str, key: str) -> None:
        """Give somebody a sitting, as if they had been invited and had signed in."""
        with self.owner.transaction():
            self.owner.execute("SET LOCAL ROLE amends_gate")
            self.owner.execute(
                "INSERT INTO amends.sitting (id, person_id, key_hash, opened_at, seen_at, idle, ends_at)"
                " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s)",
                [person, sha256(key.encode()).digest(), self.begins_at, self.begins_at, FOREVER, LAST],
            )

    # What there is, and what somebody sees.

    def moment(self) -> datetime:
        """Return what the clock says."""
        (now,) = self.owner.execute("SELECT access.now()").fetchone()
        return now

    def state_of(self, case: str) -> str:
        """Return where a case is, as it is stored."""
        (state,) = self.owner.execute("SELECT state FROM case_file WHERE id = %s", [case]).fetchone()
        return state

    def known_of(self, case_id: UUID) -> tuple[str, dict[str, str]]:
        """Return the number under which a case is known on the telephone, and the ids of its parties."""
        number, survivor, accountable = self.owner.execute(
            "SELECT f.number, p.survivor_id::text, p.accountable_id::text"
            " FROM case_file f JOIN parties p ON p.case_id = f.id WHERE f.id = %s",
            [case_id],
        ).fetchone()
        return number, {"survivor": survivor, "accountable": accountable}

    def picture(self, cases: list[str]) -> Picture:
        """Return every row of some cases, as they stand."""
        now = self.moment()
        (written,) = self.owner.execute(self.every_row, {"cases": cases}, prepare=True).fetchone()
        rows = self._told(json.loads(written))
        rules = self.owner.execute("SELECT key, applies_from, value FROM policy_rule").fetchall()
        agreements = self.owner.execute("SELECT from_on, until_on FROM memorandum").fetchall()
        people = [row[column] for row in rows["parties"] for column in ("survivor_id", "accountable_id")]
        likenesses = self.owner.execute(
            "SELECT person_id::text, encode(hash, 'hex') FROM likeness WHERE person_id = ANY (%s::uuid[])",
            [people],
        ).fetchall()
        return Picture(
            now,
            rows,
            [dict(zip(("key", "applies_from", "value"), row, strict=True)) for row in rules],
            [dict(zip(("from_on", "until_on"), row, strict=True)) for row in agreements],
            dict(likenesses),
        )

    def _told(self, written: dict[str, list[dict[str, Any]]]) -> dict[str, list[Row]]:
        """Return rows with moments and days as such."""
        for table in self.tables:
            for row in written.get(table.name, ()):
                for column in table.moments:
                    if row[column] is not None:
                        row[column] = datetime.fromisoformat(row[column])
                for column in table.days:
                    if row[column] is not None:
                        row[column] = date.fromisoformat(row[column])
        return written

    def look(self, key: str, case: str) -> str:
        """Record, and commit, that somebody opens a case over the site's own role. Returns what the gate answered."""
        with self.asked_as(key):
            row = self.web.execute("SELECT access.record_look(%s, 'working on the case')", [case]).fetchone()
            return row[0]

    def seen_by(self, key: str, cases: list[str]) -> dict[str, list[Row]]:
        """Return every row of these cases that somebody is shown now, over the site's own role."""
        with self.asked_as(key):
            (written,) = self.web.execute(self.what_is_seen, {"cases": cases}, prepare=True).fetchone()
            return self._told(json.loads(written))

    @contextmanager
    def asked_as(self, key: str) -> Iterator[None]:
        """Ask as somebody, in one transaction of the site's own role."""
        with self.web.transaction():
            self.web.execute("SELECT set_config('access.key', %s, true)", [key])
            yield

    def answer_to(self, key: str, statement: str, values: list[Any]) -> str:
        """Return how the database answers an attempt, in one phrase; whatever was written is undone."""
        try:
            with self.asked_as(key):
                cursor = self.web.execute(statement, values)
                row = cursor.fetchone() if cursor.description else None
                raise psycopg.Rollback
        except psycopg.Error as error:
            return f"{error.sqlstate} {error.diag.constraint_name or ''}"
        return str(row[0] if row else "written")


def person_of(name: str) -> str:
    """Return the id of somebody of the world, as rows hold it."""
    return str(id_of(name))
