"""Who can see what, who has looked, and what they see: from the matrix, the looks and their own policies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import DateField, DateTimeField, Field, Model, TextField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from amends.access.asking import seen_as
from amends.access.matrix import HIS_SIDE, Record, load_matrix
from amends.journey.models import Worker
from amends.portals.shared.theirs import notices_seen, task_seen, tasks_asked, words_out
from amends.portals.shared.words import ISSUED_BY
from amends.portals.survivor.words import PURPOSES, ROLES, THEMES, Text
from amends.trace.models import BreakGlass, Look

WATCHERS = ("advocate", "facilitator", "coach", "accountable", "counsel", "liaison", "director")
# Whose view of her she can take, by the word in the address, which says nothing.
OTHERS = {"one": "accountable", "two": "counsel", "three": "coach", "four": "liaison"}
LOOKS_A_PAGE = 50

OWN = _("only what they wrote")
LATER = _("from a set day on")
IN_AN_EMERGENCY = _("only in an emergency, and you can see that they did")
NOBODY_ELSE = _("Only you")
NOT_HER = _("Not you")

# What the fields of a record are called where it has no part of its own to be shown with.
FIELDS: dict[str, Text] = {
    "court_number": _("Number in court"),
    "counts": _("The charge"),
    "charged_on": _("Day of the charge"),
    "called": _("Name"),
    "from_on": _("From"),
    "until_on": _("Until"),
    "exception_from_on": _("Allowed from"),
    "exception_until_on": _("Allowed until"),
    "issued_by": _("Who gave the order"),
}
STORED_WORDS = {"issued_by": ISSUED_BY}


def tasks_seen(case_id: UUID) -> list[Any]:
    """Return what is asked of him as it stands on his own door."""
    return [task_seen(task) for task in tasks_asked(case_id)]


@dataclass(frozen=True)
class Part:
    """The shared part that shows a record on the other's own door, and what that part is given."""

    template: str
    given: str
    reads: Callable[[UUID], list[Any]]


PARTS: dict[str, Part | None] = {
    "outward_word": Part("shared/parts/their_word.html", "words_out", words_out),
    "task": Part("shared/parts/their_tasks.html", "tasks", tasks_seen),
    "meeting_notice": Part("shared/parts/their_notices.html", "notices", notices_seen),
    # The same word for other readers, and what takes something away: seen in what stands above.
    "word_to_his_side": None,
    "task_ended": None,
    "cancellation_notice": None,
}


@dataclass(frozen=True)
class Seen:
    """One kind of thing that another person can open: its words, with its part or its rows in words."""

    what: Text
    part: Part | None
    content: list[Any]

    @property
    def shown(self) -> SafeString:
        """The rows as they stand on the other's own door. Empty where there is no part for them."""
        return (
            render_to_string(self.part.template, {self.part.given: self.content})
            if self.part
            else SafeString()
        )


def seen_by(part: str, case_id: UUID) -> list[Seen]:
    """Return what another part can open about her now, found by that part's own policies.

    Records that only his side writes are about himself, and stay his: they are left out, unread.
    """
    found = []
    with seen_as(part):
        for record, what in every_record():
            writers = set(record.roles("add", "own", "case", "all"))
            if (writers and writers <= set(HIS_SIDE)) or PARTS.get(record.name, ...) is None:
                continue
            shown = PARTS.get(record.name)
            content = shown.reads(case_id) if shown else rows_in_words(record, case_id)
            if content:
                found.append(Seen(what, shown, content))
    return found


def every_record() -> list[tuple[Record, Text]]:
    """Return each record of the matrix that she reads too, with her words for it."""
    records = load_matrix().records
    return [
        (records[name], what)
        for _, named in THEMES
        for name, what in named.items()
        if records[name].scope("survivor", "read")
    ]


def rows_in_words(record: Record, case_id: UUID) -> list[list[tuple[Text, str]]]:
    """Return the rows of a record that whoever asks may read, each as pairs of a field's name and value."""
    model = table_of(record.name)
    fields = [field for field in model._meta.concrete_fields if is_told(field)]
    rows = model._default_manager.filter(**{record.case: case_id})  # noqa: SLF001
    return [
        [(name_of(field), said(field, value)) for field in fields if (value := getattr(row, field.name))]
        for row in rows
    ]


def is_told(field: Field) -> bool:
    """Return whether a field says something to a person: words or a day, and no moment."""
    return isinstance(field, TextField | DateField) and not isinstance(field, DateTimeField)


def name_of(field: Field) -> Text:
    """Return what a field is called on a page."""
    return FIELDS.get(field.name, field.name.replace("_", " ").capitalize())


def said(field: Field, value: Any) -> str:
    """Return a value as a page writes it: a day or a listed word in words, anything else as it stands."""
    if isinstance(field, DateField):
        return date_format(value)
    return str(STORED_WORDS.get(field.name, {}).get(value, value))


def table_of(record: str) -> type[Model]:
    """Return the model of a record of the matrix."""
    return next(model for model in apps.get_models() if model._meta.db_table == record)


def who_sees_what() -> list[tuple[Text, list[tuple[Text, str, None]]]]:
    """Return the matrix in her words, by theme, as shared/parts/summary.html is given it: what, and who."""
    records = load_matrix().records
    return [
        (theme, [(what, watchers(records[name]), None) for name, what in named.items()])
        for theme, named in THEMES
    ]


def watchers(record: Record) -> str:
    """Return in words who besides her can see a record, each with what limits it; nobody is said as well."""
    seen = [f"{ROLES[role]}{limit(record, role)}" for role in WATCHERS if record.scope(role, "read")]
    if not record.scope("survivor", "read"):
        seen.append(str(NOT_HER))
    return " ".join(f"{one}." for one in seen or [str(NOBODY_ELSE)])


def limit(record: Record, role: str) -> str:
    """Return in brackets what limits how a role sees a record that it can see; nothing when nothing does."""
    scope = record.scope(role, "read")
    if scope == "own":
        return f" ({OWN})"
    if scope == "case" and role == "director":
        return f" ({IN_AN_EMERGENCY})"
    return f" ({LATER})" if record.appears and role in HIS_SIDE else ""


def looks(case_id: UUID, *, most: int, before: int | None = None) -> list[Look]:
    """Return the newest looks at her case, from before a number of a look on if one is given."""
    found = Look.objects.filter(case_id=case_id).order_by("-number")
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found.only("case_id", "number", "person_id", "role", "purpose", "looked_at")[:most])


def in_words(case_id: UUID, found: list[Look]) -> list[tuple[str, Text, Text]]:
    """Return looks as shared/parts/looks.html is given them: the day and hour, who, and what for."""
    names = dict(Worker.objects.filter(case_id=case_id).values_list("person_id", "called"))
    return [
        (moment(look.looked_at), person(look.role, names.get(look.person_id)), PURPOSES[look.purpose])
        for look in found
    ]


def emergencies(case_id: UUID) -> list[BreakGlass]:
    """Return each time the head of the program opened her case in an emergency, the newest first."""
    return list(BreakGlass.objects.filter(case_id=case_id).order_by("-from_at"))


def person(role: str, called: str | None) -> str:
    """Return who somebody is to her, with the name if she may know it."""
    return f"{ROLES[role]}, {called}" if called else str(ROLES[role])


def moment(when: Any) -> str:
    """Return a day and an hour in words, where the program works."""
    here = timezone.localtime(when)
    return f"{date_format(here, 'DATE_FORMAT')}, {date_format(here, 'TIME_FORMAT')}"
