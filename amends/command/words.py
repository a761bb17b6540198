"""`amends words`: brings the catalogues of sentences up to what the program says, or finds what they lack.

English stands in the code and is looked up by itself; what is in locale/en are only sentences of Django's that
we say in a warmer way, and each other language says those too.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from amends.command.docs import PROJECT

LOCALE = PROJECT / "locale"
SOURCE = "en"
WIDTH = 110
# Django's lazy twins of the functions that Babel knows.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")},
    "gettext_noop": None,
}


@click.command(help=__doc__)
@click.option(
    "--check", is_flag=True, help="Write nothing; name what a language lacks, and leave with 1 if it does."
)
def command(*, check: bool) -> None:
    """Write each catalogue anew, its translations kept, or with --check name what is missing in it."""
    said = all_that_is_said()
    if not check:
        for path in catalogues():
            path.write_text(brought_up(path, said), encoding="utf-8")
            missing = sum(not _is_whole(message) for message in read(path) if message.id)
            click.echo(f"Written: {path.relative_to(PROJECT)} ({missing} without a translation)")
        return
    found = [(path, fault) for path in catalogues() for fault in faults(path, said)]
    for path, fault in found:
        click.echo(f"{path.relative_to(PROJECT)}: {fault}")
    raise click.exceptions.Exit(1 if found else 0)


def catalogues() -> list[Path]:
    """Return the files of every language but the one that the code is written in."""
    return sorted(path for path in LOCALE.glob("*/LC_MESSAGES/django.po") if path.parts[-3] != SOURCE)


def read(path: Path) -> Catalog:
    """Return what stands in a catalogue. Raises OSError when it is not there."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def all_that_is_said() -> Catalog:
    """Return every sentence that the pages and the code may say, each with the files that say it."""
    said = Catalog(charset="utf-8")
    for path in sorted((PROJECT / "amends").rglob("*")):
        if path.suffix in {".html", ".txt", ".py"} and "vendor" not in path.parts:
            for sentence, context in sentences(path):
                said.add(sentence, locations=[(path.relative_to(PROJECT).as_posix(), 0)], context=context)
    for message in read(LOCALE / SOURCE / "LC_MESSAGES" / "django.po"):
        if message.id:
            said.add(message.id, locations=[("django", 0)], context=message.context)
    return said


def sentences(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Yield what one file marks as said, singular and plural together, with its context if it has one."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What Django makes of a template is Python but for how far its lines stand in.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    for _, sentence, _, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        if sentence:
            yield sentence, context


def brought_up(path: Path, said: Catalog) -> str:
    """Return a catalogue's text with every sentence of the program in it, and no others."""
    catalogue = read(path)
    catalogue.update(said, no_fuzzy_matching=True)
    written = io.BytesIO()
    write_po(
        written,
        catalogue,
        width=WIDTH,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    # The head is ours, as it stands: Babel's own would name the day on which it was written.
    head = path.read_text(encoding="utf-8").split("\n\n", 1)[0]
    return f"{head}\n\n{written.getvalue().decode().strip()}\n"


def faults(path: Path, said: Catalog) -> Iterator[str]:
    """Yield what keeps a catalogue from being whole: each sentence with what is wrong with it."""
    catalogue = read(path)
    for message in said:
        if not message.id:
            continue
        found = catalogue.get(message.id, message.context)
        if found is None or not _is_whole(found):
            yield f"not translated: {_short(message)}"
        elif found.fuzzy:
            yield f"not sure (fuzzy): {_short(message)}"
        elif placeholders_differ(found):
            yield f"other placeholders than the sentence has: {_short(message)}"
    for message in catalogue:
        if message.id and said.get(message.id, message.context) is None:
            yield f"nothing says it any more: {_short(message)}"


def placeholders_differ(message: Message) -> bool:
    """Return whether a translation fills in anything else than its sentence; one may leave the number out."""
    ids, strings = _each(message.id), _each(message.string)
    wanted = {name for one in ids for name in placeholders(one)}
    if len(ids) == 1:
        return any(placeholders(one) != wanted for one in strings)
    return any(placeholders(one) - wanted for one in strings) or placeholders(strings[-1]) != wanted


def placeholders(text: str) -> set[str]:
    """Return the names that a sentence leaves open, as `%(name)s` or as `{name}`.

    >>> sorted(placeholders("%(day)s or {count}"))
    ['count', 'day']
    """
    braces = {name for _, name, _, _ in Formatter().parse(text) if name} if "{" in text else set()
    return braces | {part.split(")")[0] for part in text.split("%(")[1:]}


def _each(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def _is_whole(message: Message) -> bool:
    return bool(message.string) and all(_each(message.string))


def _short(message: Message) -> str:
    return f"“{_each(message.id)[0]}”"
