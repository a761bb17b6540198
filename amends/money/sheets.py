"""The books as sheets: CSV and XLSX, in and out. What comes in is stored whole or not at all, each fault by its row."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from amends.journey.recording import Refused
from amends.money import booking
from amends.money.amounts import NoAmount, cents_of, plain_dollars
from amends.money.models import FIRST_YEAR, LAST_YEAR, PURPOSES, SIDES, SPENT, Fund, Transfer
from amends.money.refusals import REFUSALS

COLUMNS = ("entry", "fund", "purpose", "side", "spent on", "dollars", "day", "receipt")
MOST_ROWS = 5_000
# What a spreadsheet takes for a formula, or hides before one.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Words = str | Promise
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Fault:
    """What is wrong with one row of a sheet; row 1 holds the names of the columns."""

    row: int
    says: Words


class BadSheet(ValueError):
    """A sheet cannot be stored. Holds every fault; nothing was written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} rows are wrong. Nothing was written.")


class Wrong(ValueError):
    """One cell cannot be read. Its argument says why, in words for whoever wrote the sheet."""


# What a row of each kind is: the columns it needs, and the act that stores it.
KINDS: Mapping[str, tuple[tuple[str, ...], Callable[..., object]]] = {
    "received": (("dollars", "day"), booking.receive),
    "spent": (("purpose", "side", "spent on", "dollars", "day", "receipt"), booking.spend),
    "committed": (("purpose", "side", "dollars", "day", "receipt"), booking.commit),
    "planned": (("purpose", "side", "dollars", "day"), booking.plan),
}


def store(rows: Sequence[Cells]) -> int:
    """Store each row as an entry of the books, all or none, and return how many they were. Raises BadSheet.

    A row of the kind `planned` takes the year from its day. A day is written 2026-03-27.
    """
    faults: list[Fault] = []
    with transaction.atomic():
        funds = {fund.name: fund for fund in Fund.objects.all()}
        for number, cells in enumerate(rows, 2):
            try:
                store_row(cells, funds)
            except Wrong as wrong:
                faults.append(Fault(number, wrong.args[0]))
            except Refused as refusal:
                faults.append(
                    Fault(number, REFUSALS.get(refusal.constraint, _("The books refuse this row.")))
                )
        if not rows:
            faults.append(Fault(2, _("There is no row under the names of the columns.")))
        if faults:
            transaction.set_rollback(True)
    if faults:
        raise BadSheet(faults)
    return len(rows)


def store_row(cells: Cells, funds: Mapping[str, Fund]) -> None:
    """Store one row. Raises Wrong for a cell that cannot be read, and Refused as the database refuses."""
    kind = one_of(cells, "entry", KINDS)
    fund = funds.get(cells["fund"])
    if fund is None:
        raise Wrong(_("There is no fund of this name: %(name)s.") % {"name": shown(cells["fund"])})
    needs, act = KINDS[kind]
    if surplus := [name for name in COLUMNS[2:] if cells[name] and name not in needs]:
        raise Wrong(_("This kind of entry has no place for: %(names)s.") % {"names": ", ".join(surplus)})
    told: dict[str, Any] = {"cents": cents(cells["dollars"])}
    on_day = day(cells["day"])
    if "purpose" in needs:
        told["purpose"] = one_of(cells, "purpose", dict(PURPOSES["choices"]))
        told["side"] = one_of(cells, "side", dict(SIDES["choices"]))
    if "spent on" in needs:
        told["spent_on"] = one_of(cells, "spent on", SPENT)
    if "receipt" in needs:
        told["voucher"] = cells["receipt"] or None
    told |= {"year": on_day.year} if kind == "planned" else {"on_day": on_day}
    act(fund, **told)


def one_of(cells: Cells, name: str, choices: Iterable[str]) -> str:
    """Return a cell that holds one word of a list. Raises Wrong."""
    if cells[name] in choices:
        return cells[name]
    told = {"column": name, "is": shown(cells[name]), "list": ", ".join(choices)}
    raise Wrong(_("[%(column)s] is %(is)s; expected one of: %(list)s.") % told)


def cents(text: str) -> int:
    """Return an amount in cents. Raises Wrong."""
    try:
        return cents_of(text)
    except NoAmount as error:
        told = {"is": shown(text)}
        raise Wrong(_("[dollars] is %(is)s; expected dollars and cents, such as 1250.00.") % told) from error


def day(text: str) -> date:
    """Return a day of the years that the books know. Raises Wrong."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Wrong(_("[day] is %(is)s; expected a day such as 2026-03-27.") % {"is": shown(text)})
    return found


def shown(text: str) -> str:
    """Return what stood in a cell, short enough to be shown again."""
    return f"[{text[:40]}]" if text else "[]"


def read_sheet(name: str, content: bytes) -> list[Cells]:
    """Return the rows of a CSV in UTF-8 or of an XLSX workbook's first sheet, by column. Raises BadSheet."""
    table = rows_of_workbook(content) if name.lower().endswith(".xlsx") else rows_of_csv(content)
    head = [cell.strip().lower() for cell in next(table, [])]
    if missing := [name for name in COLUMNS if name not in head]:
        raise BadSheet([Fault(1, _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})])
    rows: list[Cells] = []
    for cells in table:
        if not any(cell.strip() for cell in cells):
            continue
        rows.append({**dict.fromkeys(COLUMNS, ""), **dict(zip(head, map(str.strip, cells), strict=False))})
        if len(rows) > MOST_ROWS:
            raise BadSheet([Fault(MOST_ROWS + 2, _("There are too many rows for one sheet."))])
    return rows


def rows_of_csv(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV. Raises BadSheet when it is no text in UTF-8."""
    try:
        text = content.decode("utf-8-sig")
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadSheet([Fault(1, _("This is no CSV in UTF-8."))]) from error


def rows_of_workbook(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a workbook's first sheet as text. Raises BadSheet for a formula and for what is no workbook."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
        table = [row[: len(COLUMNS) + 1] for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 3)]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise BadSheet([Fault(1, _("This is no workbook in XLSX."))]) from error
    for number, row in enumerate(table, 1):
        if any(cell.data_type == "f" for cell in row):
            raise BadSheet([Fault(number, _("There is a formula in this row. Put its value there."))])
        yield [as_text(cell.value) for cell in row]


def as_text(value: object) -> str:
    """Return a workbook's value as a sheet of text would hold it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.2f}"
    return "" if value is None else str(value)


def entries() -> Iterator[tuple[str, ...]]:
    """Yield every entry that stands, as a sheet holds it: read in again, it leaves every fund with as much.

    What was undone is left out with what undid it; of a commitment stands what was neither paid nor released. No row
    names a case: the books hold none.
    """
    kinds = {("funder", "fund"): "received", ("fund", "committed"): "committed"}
    standing = Transfer.objects.filter(puts_right__isnull=True, put_right_by__isnull=True)
    drawn = dict(
        standing.filter(commitment__isnull=False)
        .values_list("commitment_id")
        .annotate(cents=Sum("cents"))
        .values_list("commitment_id", "cents")
    )
    for one in standing.select_related("fund").order_by("on_day", "added_at", "id"):
        cents = one.cents - drawn.get(one.pk, 0)
        is_release = (one.giver, one.taker) == ("committed", "fund")
        if is_release or not cents:
            continue
        yield (
            kinds.get((one.giver, one.taker), "spent"),
            one.fund.name,
            one.purpose or "",
            one.side or "",
            one.taker if one.taker in SPENT else "",
            plain_dollars(cents),
            one.on_day.isoformat(),
            one.voucher or "",
        )


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("housing")
    ("'=1+1", 'housing')
    """
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a sheet as CSV in UTF-8, with the names of the columns."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(COLUMNS)
    sheet.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def as_workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a sheet as an XLSX workbook, with the names of the columns."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("books")
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
