"""Writes the database's rules, and the page that people read, from the access matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from django.apps import apps
from django.db.models import Model

from amends.access.matrix import HIS_SIDE, ROLES, VERBS, Book, Matrix, Record, load_matrix, refuse
from amends.access.records import CaseRecord

FILE = Path(__file__).with_name("policies.sql")
SQL_VERBS = {"read": "SELECT", "add": "INSERT", "change": "UPDATE", "remove": "DELETE"}


def policies_sql() -> str:
    """Return the whole of policies.sql: grants, one policy a table and verb, and the triggers that keep rows honest.

    It is idempotent, and is applied by `amends migrate` in one transaction after the gate's functions. Raises
    BrokenMatrix when the matrix names what is no table or no column.
    """
    matrix = load_matrix()
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    refuse_what_is_not_there(matrix, tables)
    parts = [
        "-- Made from access/matrix.toml by `make access`. Do not edit: change the matrix.\n",
        *(_record_sql(record, tables[record.name]) for record in matrix.records.values()),
        *(_open_sql(table, why) for table, why in matrix.open.items()),
        *(_people_sql(table, why) for table, why in matrix.people.items()),
        *(_book_sql(table, book) for table, book in matrix.books.items()),
        *(_gate_sql(table, what) for table, what in matrix.gate.items()),
        *(_door_sql(table, verbs) for table, verbs in matrix.door.items()),
    ]
    return "\n".join(parts)


def refuse_what_is_not_there(matrix: Matrix, tables: Mapping[str, type[Model]]) -> None:
    """Raise BrokenMatrix for a table or a column that the matrix names and the program does not have."""
    for section in ("records", "open", "people", "books", "gate", "door"):
        for table in getattr(matrix, section):
            if table not in tables:
                refuse(section, table, expected="is no table of the program: expected the name of one")
    for record in matrix.records.values():
        columns = {field.column for field in tables[record.name]._meta.concrete_fields}
        named = [("case", record.case), ("appears", record.appears), *(("past", day) for day in record.past)]
        for key, column in named:
            if column is not None and column not in columns:
                wanted = f"names [{column}]: expected a column of that table"
                refuse("records", record.name, key, expected=wanted)


def kinds_of_table(matrix: Matrix) -> dict[str, str]:
    """Return, for each table that the matrix names, which section decides who may read it."""
    return {
        **dict.fromkeys(matrix.door, "door"),
        **dict.fromkeys(matrix.gate, "gate"),
        **dict.fromkeys(matrix.open, "open"),
        **dict.fromkeys(matrix.people, "people"),
        **dict.fromkeys(matrix.books, "books"),
        **dict.fromkeys(matrix.records, "record"),
    }


def _array(words: Iterable[str]) -> str:
    return "'{" + ",".join(words) + "}'"


def _sealed(table: str) -> list[str]:
    return [
        f"ALTER TABLE amends.{table} ENABLE ROW LEVEL SECURITY;",
        f"ALTER TABLE amends.{table} FORCE ROW LEVEL SECURITY;",
        f"REVOKE ALL ON amends.{table} FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;",
    ]


def _policy(
    table: str, name: str, verb: str, role: str, condition: str, *, restrictive: bool = False
) -> list[str]:
    clause = {
        "INSERT": f"WITH CHECK ({condition})",
        "UPDATE": f"USING ({condition}) WITH CHECK ({condition})",
    }
    clause["ALL"] = clause["UPDATE"]
    kind = " AS RESTRICTIVE" if restrictive else ""
    return [
        f'DROP POLICY IF EXISTS "{name}" ON amends.{table};',
        f'CREATE POLICY "{name}" ON amends.{table}{kind} FOR {verb} TO {role}\n    '
        + clause.get(verb, f"USING ({condition})")
        + ";",
    ]


def _trigger(table: str, name: str, when: str, function: str) -> list[str]:
    """Return what makes a trigger. One that judges comes AFTER: the policies must have let the row in first.

    Otherwise whoever may not add it could learn where a case stands from the way in which the row is refused.
    """
    return [
        f"DROP TRIGGER IF EXISTS {name} ON amends.{table};",
        f"CREATE TRIGGER {name} {when} ON amends.{table} FOR EACH ROW EXECUTE FUNCTION access.{function};",
    ]


def _condition(record: Record, verb: str, author: str | None) -> str:
    """Return the one condition under which any role may use this verb on a row."""
    opened = f"{record.case} IN (SELECT access.cases_open_to({{}}))"
    options = []
    by_case = record.roles(verb, "case")
    if record.appears and verb == "read":
        now = tuple(role for role in by_case if role not in HIS_SIDE)
        later = tuple(role for role in by_case if role in HIS_SIDE)
        if now:
            options.append(opened.format(_array(now)))
        if later:
            options.append(f"({record.appears} <= access.now() AND {opened.format(_array(later))})")
    elif by_case:
        options.append(opened.format(_array(by_case)))
    if own := record.roles(verb, "own"):
        options.append(f"({author} = (SELECT access.me()) AND {opened.format(_array(own))})")
    if seated := record.roles(verb, "seat"):
        options.append(
            "EXISTS (SELECT FROM amends.seat s"
            f" WHERE s.case_id = {record.name}.{record.case} AND s.person_id = (SELECT access.me())"
            f" AND s.role = ANY ((SELECT access.mine_of({_array(seated)}))::text[])"
            " AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now()))"
        )
    if every := record.roles(verb, "all"):
        options += [f"(SELECT access.is('{role}'))" for role in every]
    return "\n        OR ".join(options)


def _seen_as(record: Record, author: str | None) -> str:
    """Return the condition that narrows what is read to what another part may read as well.

    What a part may read only where it wrote it is what the people in that part wrote.
    """
    asked = "nullif(current_setting('access.seen_as', true), '')"
    may = record.roles("read", "case", "seat")
    allowed = f"{asked} = ANY ({_array(may)}) AND {record.case} IN (SELECT access.cases_with({asked}))"
    if record.appears:
        allowed += f" AND ({asked} <> ALL ({_array(HIS_SIDE)}) OR {record.appears} <= access.now())"
    allowed = f"({allowed})"
    if author and (own := record.roles("read", "own")):
        theirs = f"SELECT p.case_id, p.person_id FROM access.people_with({asked}) AS p"  # noqa: S608
        allowed += f" OR ({asked} = ANY ({_array(own)}) AND ({record.case}, {author}) IN ({theirs}))"
    return f"{asked} IS NULL OR {allowed}"


def _names(roles: Iterable[str]) -> str:
    roles = list(roles)
    return roles[0] if len(roles) == 1 else ", ".join(roles[:-1]) + " and " + roles[-1]


def _record_sql(record: Record, model: type[Model]) -> str:
    author = "added_by_id" if issubclass(model, CaseRecord) else None
    lines = [f"-- {record.name}: {record.holds}", *_sealed(record.name)]
    granted = [SQL_VERBS[verb] for verb in VERBS if record.roles(verb, "own", "case", "seat", "all")]
    lines.append(f"GRANT {', '.join(granted)} ON amends.{record.name} TO amends_web;")
    for verb in VERBS:
        roles = record.roles(verb, "own", "case", "seat", "all")
        if not roles:
            continue
        condition = _condition(record, verb, author)
        if verb == "add":
            condition = f"{author} = (SELECT access.me()) AND ({condition})"
        name = f"{_names(roles)} may {verb}"
        lines += _policy(record.name, name[:63], SQL_VERBS[verb], "amends_web", condition)
    if record.roles("read", "own", "case", "seat", "all"):
        lines += _policy(
            record.name,
            "seen as another sees it",
            "SELECT",
            "amends_web",
            _seen_as(record, author),
            restrictive=True,
        )
    if author:
        lines += _author_triggers(record, model)
    return "\n".join([*lines, *_moment_triggers(record)]) + "\n"


def _author_triggers(record: Record, model: type[Model]) -> list[str]:
    """Return what keeps a record with its author and its moment, and the records that it names in its case."""
    lines = _trigger(record.name, "a_stamp", "BEFORE INSERT", "stamp()")
    lines += _trigger(record.name, "b_stays_in_its_case", "BEFORE UPDATE", "stays_in_its_case()")
    for field in model._meta.concrete_fields:
        if isinstance(field.related_model, type) and issubclass(field.related_model, CaseRecord):
            other = field.related_model._meta.db_table
            lines += _trigger(
                record.name,
                f"c_{field.name}_is_of_its_own_case",
                "AFTER INSERT OR UPDATE",
                f"names_its_own_case('{field.column}', '{other}')",
            )
    return lines


def _moment_triggers(record: Record) -> list[str]:
    """Return what refuses a record at the wrong time, or from the wrong hand, and what says when it appears."""
    lines = []
    if record.during:
        arguments = ", ".join(f"'{word}'" for word in ("calm" if record.calm else "always", *record.during))
        lines += _trigger(record.name, "d_fits_the_journey", "AFTER INSERT", f"fits_the_journey({arguments})")
    if record.past:
        days = ", ".join(f"'{column}'" for column in record.past)
        lines += _trigger(record.name, "d_has_been", "AFTER INSERT OR UPDATE", f"has_been({days})")
    if record.whose:
        judged = f"page_is_used_by_oneself('{record.whose}')"
        lines += _trigger(record.name, "d_page_is_used_by_oneself", "AFTER INSERT", judged)
    if record.appears:
        lines += _trigger(
            record.name, "e_appears_at_a_fixed_time", "BEFORE INSERT", "appears_at_a_fixed_time()"
        )
    return lines


def _open_sql(table: str, why: str) -> str:
    return "\n".join(
        [
            f"-- {table}: {why}",
            f"REVOKE ALL ON amends.{table} FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;",
            f"GRANT SELECT ON amends.{table} TO amends_web, amends_door, amends_jobs, amends_gate;",
            "",
        ]
    )


def _people_sql(table: str, why: str) -> str:
    own = "person_id = (SELECT access.me())"
    lines = [f"-- {table}: {why}", *_sealed(table)]
    if table == "seat":
        lines.append(f"GRANT SELECT ON amends.{table} TO amends_web;")
        lines += _policy(table, "a person reads their own", "SELECT", "amends_web", own)
    else:
        lines.append(f"GRANT SELECT, INSERT, UPDATE ON amends.{table} TO amends_web;")
        director = "(SELECT access.is('director'))"
        lines += _policy(
            table, "a person reads their own, a director all", "SELECT", "amends_web", f"{own} OR {director}"
        )
        lines += _policy(table, "a director may add", "INSERT", "amends_web", director)
        lines += _policy(table, "a director may change", "UPDATE", "amends_web", director)
    return "\n".join(lines) + "\n"


def _book_sql(table: str, book: Book) -> str:
    """Return the rules of one table of the books. Whoever works in the program in a role that is named needs no look."""

    def works_as(roles: Iterable[str]) -> str:
        return " OR ".join(f"(SELECT access.is('{role}'))" for role in roles)

    lines = [f"-- {table}: {book.holds}", *_sealed(table)]
    lines.append(f"GRANT SELECT, INSERT ON amends.{table} TO amends_web;")
    lines += _policy(table, f"{_names(book.read)} may read", "SELECT", "amends_web", works_as(book.read))
    adds = f"added_by_id = (SELECT access.me()) AND ({works_as(book.add)})"
    lines += _policy(table, f"{_names(book.add)} may add", "INSERT", "amends_web", adds)
    return "\n".join([*lines, *_trigger(table, "a_stamp", "BEFORE INSERT", "stamp()")]) + "\n"


def _gate_sql(table: str, what: str) -> str:
    matrix = load_matrix()
    if table in matrix.open:
        return ""
    lines = (
        []
        if table in matrix.records or table in matrix.people or table in matrix.books
        else [f"-- {table}: the gate's own", *_sealed(table)]
    )
    lines.append(
        f"GRANT SELECT{', INSERT, UPDATE' if what == 'write' else ''} ON amends.{table} TO amends_gate;"
    )
    verb = "ALL" if what == "write" else "SELECT"
    lines += _policy(
        table,
        "the gate may read and write" if what == "write" else "the gate may read",
        verb,
        "amends_gate",
        "true",
    )
    return "\n".join(lines) + "\n"


def _door_sql(table: str, verbs: Iterable[str]) -> str:
    """Return what the role that signs people in may do with a table. It is not asked who somebody is: that is its task."""
    lines = [f"-- {table}: for signing in"]
    if table not in load_matrix().gate:
        lines += _sealed(table)
    lines.append(f"GRANT {', '.join(SQL_VERBS[verb] for verb in verbs)} ON amends.{table} TO amends_door;")
    for verb in verbs:
        lines += _policy(table, f"the door may {verb}", SQL_VERBS[verb], "amends_door", "true")
    return "\n".join(lines) + "\n"


def who_sees_what() -> str:
    """Return docs/reference/who-sees-what.md: the matrix as a page, a table for each verb, in Markdown."""
    matrix = load_matrix()
    lines = [
        "# Who sees what",
        "",
        "Made from `amends/access/matrix.toml` by `make docs`. An empty cell means no.",
        "",
        *(f"- **{word}**: {meaning}." for word, meaning in matrix.words.items()),
        "",
    ]
    titles = {"read": "Who may read", "add": "Who may add", "change": "Who may change"}
    for verb, title in titles.items():
        lines += [
            f"## {title}",
            "",
            "| record | " + " | ".join(ROLES) + " |",
            "|---" * (len(ROLES) + 1) + "|",
        ]
        for record in matrix.records.values():
            words = [record.scope(role, verb) or "" for role in ROLES]
            if any(words):
                lines.append(f"| `{record.name}` | " + " | ".join(words) + " |")
        lines.append("")
    lines += [
        "## What each record holds",
        "",
        "| record | holds | added during | appears to his side |",
        "|---|---|---|---|",
    ]
    for record in matrix.records.values():
        during = ", ".join(record.during) + (" (never while paused, stopping or held)" if record.calm else "")
        lines.append(
            f"| `{record.name}` | {record.holds} | {during} | {'at fixed times' if record.appears else ''} |"
        )
    lines += ["", "## Open to everybody who is signed in", ""]
    lines += [f"- `{table}`: {why}" for table, why in matrix.open.items()]
    lines += ["", "## About people who work in the program", ""]
    lines += [f"- `{table}`: {why}" for table, why in matrix.people.items()]
    lines += [
        "",
        "## The program's books",
        "",
        "| table | holds | read by | added to by |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{table}` | {book.holds} | {', '.join(book.read)} | {', '.join(book.add)} |"
        for table, book in matrix.books.items()
    ]
    lines += ["", "## For signing in, under a database role that reads nothing of a case", ""]
    lines += [f"- `{table}`: {', '.join(verbs)}" for table, verbs in matrix.door.items()]
    return "\n".join(lines) + "\n"
