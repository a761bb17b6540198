"""The small world that every test knows: two cases, rose and oak, and everybody in them.

In rose every record of the matrix has a row; in oak as well, by other people. Ids and keys are made from names, so
that a test can name anybody without asking the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

import psycopg
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from psycopg import sql

from amends.access.asking import asking
from amends.access.matrix import load_matrix
from amends.database.addresses import connect_as
from amends.database.sight import with_sight
from amends.money.models import PURPOSES, SIDES

NAMES = UUID("6f1f9b1e-4c1f-4f5e-9d1a-0a4f8f1d2c3b")
LONG_AGO = datetime(2026, 1, 5, 12, tzinfo=UTC)

PARTS = {
    "survivor": "hers",
    "advocate": "hers",
    "facilitator": "between",
    "coach": "his",
    "accountable": "his",
    "counsel": "his",
    "liaison": "office",
}


def id_of(name: str) -> UUID:
    """Return the id that belongs to a name."""
    return uuid5(NAMES, name)


def key_of(name: str) -> str:
    """Return the sitting key of a person, by name, as it may stand in a cookie."""
    return sha256(f"key of {name}".encode()).hexdigest()


class World:
    """Who and what there is, by name. `rose` and `oak` are ids of cases; people are called `rose's advocate`."""

    rose = id_of("rose")
    oak = id_of("oak")
    cases = {"rose": rose, "oak": oak}
    director = "the director"
    stranger = "a stranger"

    def person(self, part: str, case: str = "rose") -> str:
        """Return the name of whoever plays a part in a case."""
        return self.director if part == "director" else f"{case}'s {part}"

    @contextmanager
    def acting_as(self, name: str, *, opening: UUID | None = None) -> Iterator[None]:
        """Be this person in one transaction, with the look at a case recorded if one is opened. Rolled back."""
        with asking(key_of(name), case=opening, purpose="working on the case"):
            yield
            connections["default"].set_rollback(True)

    def rows(self, record: str) -> list[dict]:
        """Return every row of a record, as its owner sees them with the guard lifted: nothing is hidden."""
        name = connections["default"].settings_dict["NAME"]
        with (
            connect_as("amends_owner", name, row_factory=psycopg.rows.dict_row) as owner,
            with_sight(owner, record),
        ):
            return owner.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(record))).fetchall()


WORLD = World()


def build_world(database: str) -> None:
    """Write the world into a database, as its owner, and commit it."""
    matrix = load_matrix()
    tables = [*matrix.records, *matrix.people, *matrix.books, *matrix.gate]
    sealed = [table for table in dict.fromkeys(tables) if table not in matrix.open]
    with connect_as("amends_owner", database) as owner, with_sight(owner, *sealed):
        # The world is written down as it stands; that it could have come about is for other tests.
        for table in sealed:
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        write = Writer(owner)
        write.program()
        for case in World.cases:
            write.case(case)
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in sealed:
            owner.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))


class Writer:
    """Writes rows by table and column, filling in whatever a test does not care about."""

    def __init__(self, owner: psycopg.Connection) -> None:
        self.owner = owner
        self.models = {model._meta.db_table: model for model in apps.get_models()}

    def row(self, table: str, **values: object) -> None:
        """Insert one row."""
        self.owner.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, values)),
                sql.SQL(", ").join(sql.Placeholder() * len(values)),
            ),
            list(values.values()),
        )

    def person(self, name: str) -> UUID:
        """Insert a person with a sitting that lasts."""
        self.row("person", id=id_of(name), made_at=LONG_AGO)
        self.row(
            "sitting",
            id=id_of(f"sitting of {name}"),
            person_id=id_of(name),
            key_hash=sha256(key_of(name).encode()).digest(),
            opened_at=LONG_AGO,
            seen_at=datetime.now(UTC),
            idle=timedelta(days=4000),
            ends_at=LONG_AGO + timedelta(days=4000),
        )
        return id_of(name)

    def worker(self, name: str, role: str, organization: str) -> None:
        """Insert somebody who works in the program, with a credential."""
        self.person(name)
        self.row(
            "appointment",
            id=id_of(f"appointment of {name}"),
            person_id=id_of(name),
            organization_id=id_of(organization),
            role=role,
            called=name,
            from_at=LONG_AGO,
        )
        self.row(
            "credential",
            id=id_of(f"credential of {name}"),
            person_id=id_of(name),
            role=role,
            from_on=LONG_AGO.date(),
        )

    def program(self) -> None:
        """Insert the county, the organizations, the agreement in force, the director, and spare workers."""
        self.row("site", id=id_of("county"), name="Invented County")
        for kind in ("prosecutor", "defense", "community", "program"):
            self.row("organization", id=id_of(kind), site_id=id_of("county"), kind=kind, name=f"The {kind}")
        self.row(
            "memorandum",
            id=id_of("memorandum"),
            office_id=id_of("prosecutor"),
            version="1",
            text="What is said here is not used in court.",
            from_on=LONG_AGO.date(),
        )
        self.worker(World.director, "director", "program")
        self.person(World.stranger)
        for role in ("advocate", "facilitator", "coach"):
            self.worker(f"a spare {role}", role, "community")
        self.worker("a spare liaison", "liaison", "prosecutor")
        self.worker("a spare counsel", "counsel", "defense")
        self.books()

    def books(self) -> None:
        """Insert one fund that pays for everything, with its terms, a line of its budget, and its money."""
        by = {"added_by_id": id_of(World.director), "added_at": LONG_AGO}
        self.row("fund", id=id_of("fund"), funder="The invented funder", name="The fund", **by)
        self.row(
            "fund_terms",
            id=id_of("fund_terms"),
            fund_id=id_of("fund"),
            purposes=[word for word, _ in PURPOSES["choices"]],
            sides=[word for word, _ in SIDES["choices"]],
            from_on=LONG_AGO.date(),
            until_on=date(2036, 12, 31),
            **by,
        )
        self.row(
            "budget_line",
            id=id_of("budget_line"),
            fund_id=id_of("fund"),
            year=2026,
            purpose="housing",
            side="hers",
            cents=400_000,
            **by,
        )
        self.row(
            "transfer",
            id=id_of("transfer"),
            fund_id=id_of("fund"),
            giver="funder",
            taker="fund",
            cents=1_000_000,
            on_day=LONG_AGO.date(),
            **by,
        )

    def case(self, case: str) -> None:
        """Insert one case in `following`, with a seat for every part and a row of every record."""
        homes = {"liaison": "prosecutor", "counsel": "defense"}
        for part in PARTS:
            if part in ("survivor", "accountable"):
                self.person(f"{case}'s {part}")
            else:
                self.worker(f"{case}'s {part}", part, homes.get(part, "community"))
        self.row(
            "matter", id=id_of(f"matter of {case}"), office_id=id_of("prosecutor"), court_number=f"CR-{case}"
        )
        self.row(
            "case_file",
            id=id_of(case),
            matter_id=id_of(f"matter of {case}"),
            number=case.upper(),
            entered_on=date(2026, 2, 1),
            move_number=len(ROAD_TO_FOLLOWING),
            state="following",
            stage="following",
            since=LONG_AGO,
            agreed_on=date(2026, 3, 1),
        )
        self.row(
            "parties",
            case_id=id_of(case),
            survivor_id=id_of(f"{case}'s survivor"),
            accountable_id=id_of(f"{case}'s accountable"),
            counsel_id=id_of(f"{case}'s counsel"),
        )
        for part, side in PARTS.items():
            self.row(
                "seat",
                id=id_of(f"seat of {case}'s {part}"),
                matter_id=id_of(f"matter of {case}"),
                case_id=id_of(case),
                person_id=id_of(f"{case}'s {part}"),
                role=part,
                side=side,
                from_at=LONG_AGO,
            )
        for number, (start, event, end, part) in enumerate(ROAD_TO_FOLLOWING, 1):
            self.row(
                "case_move",
                id=id_of(f"{case} move {number}"),
                case_id=id_of(case),
                number=number,
                previous=number - 1 or None,
                start=start,
                event=event,
                end=end,
                moved_at=LONG_AGO + timedelta(days=number),
                moved_by_id=id_of(f"{case}'s {part}"),
                taken_by_id=id_of(f"{case}'s {part}"),
                role=part,
                how="page",
            )
        self.every_record(case)

    def every_record(self, case: str) -> None:
        """Insert a row of every record that the matrix names and that has none yet, by everybody who may add one."""
        for record in in_order_of_need(load_matrix().records):
            if record in ("case_file", "case_move"):
                continue
            authors = load_matrix().records[record].roles("add", "own", "case", "all") or ("advocate",)
            model = self.models[record]
            single = any(
                set(c.fields) <= {"case"}
                for c in model._meta.constraints
                if isinstance(c, models.UniqueConstraint)
            ) or any(isinstance(f, models.OneToOneField) for f in model._meta.concrete_fields)
            for author in authors[:1] if single else authors:
                if (record, author) in FOR_ANOTHER:
                    continue
                self.row(record, **self.values(model, case, author))

    def values(self, model: type[models.Model], case: str, author: str) -> dict[str, object]:
        """Return a plausible value for every column of a record."""
        told = {}
        for field in model._meta.concrete_fields:
            if field.null and field.column not in ("counsel_consulted_on", "form"):
                continue
            told[field.column] = SPECIAL.get((model._meta.db_table, field.name)) or self.value(
                model, field, case, author
            )
        return {column: value for column, value in told.items() if value is not None}

    def value(self, model: type[models.Model], field: models.Field, case: str, author: str) -> object:
        """Return one value that fits a field."""
        table = model._meta.db_table
        if field.name == "id":
            return id_of(f"{case} {table} by {author}")
        if field.name == "case":
            return id_of(case)
        if field.is_relation:
            other = field.related_model._meta.db_table
            if other == "person":
                return id_of(World().person(author, case))
            if other == "seat":
                return id_of(f"seat of {case}'s advocate")
            if other in load_matrix().books:
                return id_of(other)
            writer = (load_matrix().records[other].roles("add", "own", "case", "all") or ("advocate",))[0]
            return id_of(f"{case} {other} by {writer}")
        if isinstance(field, ArrayField):
            return [field.base_field.choices[0][0]]
        if field.choices:
            words = [word for word, _ in field.choices]
            return author if author in words else words[0]
        match field:
            case models.BooleanField():
                return True
            case models.IntegerField():
                return 1 if field.name != "number" else 7
            case models.DateField() if not isinstance(field, models.DateTimeField):
                return date(2026, 3, 2) if "until" not in field.name else date(2027, 3, 2)
            case models.DateTimeField():
                return LONG_AGO + (timedelta(days=900) if "until" in field.name else timedelta())
            case models.BinaryField():
                return b"x"
            case models.UUIDField():
                return id_of(f"{case} {table} about")
            case models.TextField():
                return f"words of {case}"
            case _:
                return "1"


# Who adds a record only in the place of somebody who has a row of their own.
FOR_ANOTHER = {("extension_answer", "counsel")}

SPECIAL = {
    ("look", "purpose"): "working on the case",
    ("look", "role"): "director",
    ("worker", "role"): "advocate",
    ("look_by_his_side", "role"): "coach",
    ("her_wish", "form"): "circle",
    ("outward_word", "word"): "active",
    ("word_to_his_side", "word"): "active",
    ("plan_item", "kind"): "money",
    ("meeting_outcome", "outcome"): "cancelled",
    ("item_reading", "reading"): "safe to show",
}

ROAD_TO_FOLLOWING = (
    ("(start)", "refer", "referred", "liaison"),
    ("referred", "agree to talk", "screening", "advocate"),
    ("screening", "offer the choice", "choosing", "facilitator"),
    ("choosing", "choose the restorative road", "inviting", "survivor"),
    ("inviting", "consent", "preparing", "accountable"),
    ("preparing", "go on", "planning", "facilitator"),
    ("planning", "agree the plan", "following", "survivor"),
)


def in_order_of_need(records: dict[str, object]) -> list[str]:
    """Return the records so that each comes after those it points to."""
    tables = {model._meta.db_table: model for model in apps.get_models()}
    done: list[str] = []
    while len(done) < len(records):
        for record in records:
            needs = {
                field.related_model._meta.db_table
                for field in tables[record]._meta.concrete_fields
                if field.is_relation and field.related_model is not tables[record]
            }
            if record not in done and not (needs & set(records)) - set(done) - {"case_file"}:
                done.append(record)
    return done
