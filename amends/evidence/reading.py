"""Reads the columns that an estimate names from a CSV or Parquet file, and names every fault by its row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from amends.evidence.faults import BadInput, Fault

Kind = Literal["number", "yes or no", "label"]

# What stands in a cell of which nothing is known. Such a row is left out and counted; it is no fault.
BLANKS = ("", "NA", "NaN")
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
# The square of what is larger could not be squared again.
LARGEST = 1e70
PARQUET = b"PAR1"


class Column(NamedTuple):
    """A column that an estimate asks for, and what may stand in it.

    kind      "number" (finite, and not beyond LARGEST), "yes or no" (0 and 1, or true and false), "label" (any
              words or figures)
    at_least  the smallest number that may stand there
    above     a number that all must exceed
    unique    no two rows may hold the same label
    """

    name: str
    kind: Kind
    at_least: float | None = None
    above: float | None = None
    unique: bool = False


class Levels(NamedTuple):
    """The different labels of a column, lowest first, and the place of each row's label among them."""

    labels: list[str]
    codes: np.ndarray


@dataclass(frozen=True)
class Reading:
    """The rows of a file in which every named column is filled in, without fault.

    rows     the number of each used row in the file; the first below the heads is 1
    missing  for each named column, in how many rows of the file it is blank
    """

    rows: np.ndarray
    missing: Mapping[str, int]
    _numbers: Mapping[str, np.ndarray] = field(repr=False)
    _labels: Mapping[str, pa.Array] = field(repr=False)

    @property
    def n(self) -> int:
        """How many rows are used."""
        return len(self.rows)

    def numbers(self, name: str) -> np.ndarray:
        """Return a column asked for as "number" or "yes or no", in float64 (yes is 1)."""
        return self._numbers[name]

    def labels(self, name: str) -> np.ndarray:
        """Return a column asked for as "label" as texts, each as it stands in the file."""
        return np.asarray(self._labels[name].to_pylist(), dtype=object)

    def of(self, chosen: np.ndarray) -> Reading:
        """Return the same reading with only some of its rows, chosen by a mask; what is missing stays told."""
        return Reading(
            self.rows[chosen],
            self.missing,
            {name: values[chosen] for name, values in self._numbers.items()},
            {name: values.filter(pa.array(chosen)) for name, values in self._labels.items()},
        )

    def levels(self, name: str) -> Levels:
        """Return the different labels of such a column and each row's place among them.

        They are in the order of numbers where all are numbers, in that of characters otherwise.
        """
        coded = self._labels[name].dictionary_encode()
        labels = coded.dictionary.to_pylist()
        rank = _rank(labels)
        order = sorted(range(len(labels)), key=lambda place: rank(labels[place]))
        place_of = np.empty(len(labels), dtype=np.int64)
        place_of[order] = np.arange(len(labels))
        return Levels([labels[place] for place in order], place_of[coded.indices.to_numpy()])


def read(
    path: Path,
    columns: Iterable[Column],
    *,
    also: Callable[[Reading], Iterable[Fault]] | None = None,
    blanks_stay: bool = False,
) -> Reading:
    """Return the rows of a CSV or Parquet file in which all of these columns are filled in.

    Other columns are not looked at. Heads and cells are taken without the blanks around them. A column may be
    asked for several times, as a number and as a label, say. `also` looks at the rows that are complete and
    without fault, and yields what is wrong between columns or rows. With `blanks_stay` no row is left out: a
    blank is not-a-number, or None where a label was asked for.

    Raises BadInput with every fault: a file that is none, a column that is not there, a cell that does not
    hold what it should, an id that repeats, and what `also` found; and when no row is complete.
    """
    asked = list(dict.fromkeys(columns))
    names = list(dict.fromkeys(column.name for column in asked))
    table = _table(path, names)
    worded = {column.name for column in asked if column.kind == "label" or column.unique}
    # A number that is stored as one is never made a word of: of ten million rows that would take longest.
    texts = {
        name: None if name not in worded and _is_number(table[name].type) else _text(table[name], name)
        for name in names
    }
    blank = {name: _blank(table[name], texts[name]) for name in names}
    faults: list[Fault] = []
    numbers: dict[str, np.ndarray] = {}
    for column in asked:
        if column.kind != "label":
            values = _numbers(table[column.name], texts[column.name])
            faults += _wrong(column, values, known=~blank[column.name])
            numbers[column.name] = values
        if column.unique:
            faults += _repeats(column.name, texts[column.name])
    wrong = [fault.row - 1 for fault in faults if fault.row is not None]
    complete = np.ones(len(table), dtype=bool)
    if names and not blanks_stay:
        complete = ~np.logical_or.reduce(list(blank.values()))
    sound = complete.copy()
    sound[wrong] = False
    reading = Reading(
        rows=np.flatnonzero(sound) + 1,
        missing={name: int(blank[name].sum()) for name in names},
        _numbers={name: values[sound] for name, values in numbers.items()},
        _labels={name: text.filter(pa.array(sound)) for name, text in texts.items() if text is not None},
    )
    if also is not None:
        faults += also(reading)
    if faults:
        # In the order of the file, so that somebody with the file open reads both from the top.
        faults.sort(key=lambda fault: fault.row or 0)
        raise BadInput(faults, name=path.name)
    if reading.n == 0:
        empty = ", ".join(f"[{name}] is blank in {count}" for name, count in reading.missing.items())
        raise BadInput([f"No row of {len(table)} is filled in throughout: {empty}."], name=path.name)
    return reading


def read_texts(path: Path, names: Sequence[str], *, unique: str | None = None) -> pa.Table:
    """Return these columns of every row as texts, null where nothing is known; no row is left out.

    unique  a column that must be filled in throughout and repeat nothing
    Raises BadInput as `read` does.
    """
    asked = list(dict.fromkeys(names))
    table = _table(path, asked)
    texts = {name: _text(table[name], name) for name in asked}
    if unique is not None:
        blank = texts[unique].is_null().to_numpy(zero_copy_only=False)
        faults: list[Fault] = list(_at(Column(unique, "label"), blank, "is blank; expected an id."))
        faults += _repeats(unique, texts[unique])
        if faults:
            faults.sort(key=lambda fault: fault.row or 0)
            raise BadInput(faults, name=path.name)
    return pa.table(texts)


def as_stored(path: Path) -> pa.Table:
    """Return every column whose head stands over no other, as it is stored; of a CSV file as bytes, which `read` decodes.

    What stands in a column that nobody asks for is looked at by nobody. Raises BadInput if unread.
    """
    names = heads(path)
    return _table(path, [name for name in names if names.count(name) == 1])


def heads(path: Path) -> list[str]:
    """Return the heads of a CSV or Parquet file, without the blanks around them. Raises BadInput if unread."""
    return [head.strip() for head in _raw_heads(path)]


def told_heads(whose: str, names: Sequence[str]) -> str:
    """Return which columns a file has, in a sentence.

    A file without heads begins with somebody's name or day of birth, which no message may repeat: where the first line
    has a blank or a number among its heads, none of them is told.
    """
    if any(not name or name[0].isdigit() for name in names):
        return f"The first line of {whose[0].lower()}{whose[1:]} seems to hold values. Expected the names of its columns."
    return f"{whose} has {', '.join(f'[{name}]' for name in names)}."


def _raw_heads(path: Path) -> list[str]:
    try:
        if _is_parquet(path):
            return list(pyarrow.parquet.read_schema(path).names)
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
            return next(csv.reader(text), [])
    except OSError as error:
        raise BadInput([f"It cannot be read: {error.strerror or error}."], name=path.name) from error
    except (csv.Error, pa.ArrowException) as error:
        raise BadInput(["Expected a CSV file with heads, or a Parquet file."], name=path.name) from error


def _table(path: Path, names: Sequence[str]) -> pa.Table:
    """Return these columns under their stripped names; of a CSV file as bytes, of Parquet as they are stored."""
    raw = _raw_heads(path)
    stripped = [head.strip() for head in raw]
    faults = [Fault("there is no such column.", column=name) for name in names if name not in stripped]
    faults += [Fault("stands over two columns.", column=name) for name in names if stripped.count(name) > 1]
    if faults:
        raise BadInput([*faults, Fault(told_heads("The file", stripped))], name=path.name)
    heads_in_file = [raw[stripped.index(name)] for name in names]
    read_columns = _parquet if _is_parquet(path) else _csv
    table = read_columns(path, heads_in_file)
    return table.select(heads_in_file).rename_columns(list(names))


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(PARQUET)) == PARQUET


def _parquet(path: Path, heads_in_file: Sequence[str]) -> pa.Table:
    return pyarrow.parquet.ParquetFile(path).read(columns=list(heads_in_file))


def _csv(path: Path, heads_in_file: Sequence[str]) -> pa.Table:
    def parse(handler: Callable[[Any], str] | None = None) -> pa.Table:
        return pyarrow.csv.read_csv(
            path,
            # Rows are numbered only by a single thread.
            read_options=pyarrow.csv.ReadOptions(use_threads=handler is None),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=handler),
            convert_options=pyarrow.csv.ConvertOptions(
                # Bytes: what stands in columns that nobody asked for is nobody's fault.
                column_types=dict.fromkeys(heads_in_file, pa.binary()),
                include_columns=list(heads_in_file),
                strings_can_be_null=False,
            ),
        )

    try:
        return parse()
    except pa.ArrowInvalid as error:
        uneven: list[Fault] = []

        def note(row: Any) -> str:
            says = f"has {row.actual_columns} cells; expected {row.expected_columns}."
            # Arrow counts the line of heads as the first.
            uneven.append(Fault(says, row=None if row.number is None else row.number - 1))
            return "skip"

        try:
            parse(note)
        except pa.ArrowInvalid:
            uneven.clear()
        raise BadInput(
            uneven or ["Expected a CSV file with heads, or a Parquet file."], name=path.name
        ) from error


def _text(column: pa.ChunkedArray, name: str) -> pa.Array:
    """Return a column as texts without the blanks around them; null where nothing is known."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        column = _decoded(column, name)
    elif pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
        if pc.all(pc.equal(column, pc.floor(column))).as_py():
            # Codes in which some are missing: stored as 4011.0 they would not be those of another file.
            column = column.cast(pa.int64())
    try:
        text = column.cast(pa.large_string()).combine_chunks()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BadInput([Fault(f"holds {column.type}; expected numbers or words.", column=name)]) from error
    text = pc.utf8_trim_whitespace(text)
    return pc.if_else(pc.is_in(text, pa.array(BLANKS, pa.large_string())), pa.scalar(None, text.type), text)


def _decoded(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    try:
        return column.cast(pa.large_string())
    except pa.ArrowInvalid as error:
        broken = [
            Fault("is not text in UTF-8.", row=place, column=name)
            for place, cell in enumerate(column.to_pylist(), start=1)
            if cell is not None and cell.decode(errors="replace").encode() != cell
        ]
        raise BadInput(broken) from error


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)


def _blank(stored: pa.ChunkedArray, text: pa.Array | None) -> np.ndarray:
    blank = text.is_null() if text is not None else stored.is_null(nan_is_null=True).combine_chunks()
    return blank.to_numpy(zero_copy_only=False)


def _numbers(stored: pa.ChunkedArray, text: pa.Array | None) -> np.ndarray:
    """Return a column in float64; not-a-number where it is blank or no finite number. True is 1, false 0."""
    if _is_number(stored.type):
        if pa.types.is_boolean(stored.type):
            stored = stored.cast(pa.uint8())
        values = stored.cast(pa.float64(), safe=False).combine_chunks().to_numpy(zero_copy_only=False)
    else:
        text = _yes_no_as_digits(text)
        fits = pc.fill_null(pc.match_substring_regex(text, NUMBER), fill_value=False)
        digits = pc.if_else(fits, text, pa.scalar(None, text.type))
        values = digits.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.where(np.isfinite(values), values, np.nan)


def _wrong(column: Column, values: np.ndarray, *, known: np.ndarray) -> Iterator[Fault]:
    """Yield a fault for each cell that holds something else than was asked for."""
    if column.kind == "yes or no":
        yield from _at(column, known & ~np.isin(values, (0, 1)), "expected 0 or 1, or false or true.")
        return
    yield from _at(column, known & np.isnan(values), "is no number.")
    yield from _at(column, np.abs(values) > LARGEST, f"is beyond {LARGEST:g}; give it in another unit.")
    if column.at_least is not None:
        yield from _at(column, known & (values < column.at_least), f"expected {column.at_least:g} or more.")
    if column.above is not None:
        yield from _at(column, known & (values <= column.above), f"expected more than {column.above:g}.")


def _yes_no_as_digits(text: pa.Array) -> pa.Array:
    lower = pc.utf8_lower(text)
    for word, digit in (("true", "1"), ("false", "0")):
        text = pc.if_else(pc.equal(lower, word), pa.scalar(digit, text.type), text)
    return text


def _at(column: Column, where: np.ndarray, says: str) -> Iterator[Fault]:
    return (Fault(says, row=int(place) + 1, column=column.name) for place in np.flatnonzero(where))


def _repeats(name: str, text: pa.Array) -> Iterator[Fault]:
    if len(text.drop_null()) == len(text.drop_null().unique()):
        return
    first: dict[str, int] = {}
    for row, label in enumerate(text.to_pylist(), start=1):
        if label is not None and first.setdefault(label, row) != row:
            yield Fault(f"repeats the id of row {first[label]}; expected each id once.", row=row, column=name)


def _rank(labels: Sequence[str]) -> Callable[[str], tuple[float, str]]:
    """Return by what labels are ordered: by size where all are numbers."""
    try:
        sizes = {label: float(label) for label in labels}
    except ValueError:
        return lambda label: (0.0, label)
    return lambda label: (sizes[label], label)
