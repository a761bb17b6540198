"""How she is reached, and what she and her case are called: hers to say, at any time."""

from __future__ import annotations

from uuid import UUID

from amends.journey.moving import NoSuchCase
from amends.journey.recording import add
from amends.people.models import ChosenName, HerName, SafeWay


def say_how_to_reach(
    case_id: UUID, *, channel: str, allowed: bool, address: str = "", hours: str = ""
) -> None:
    """Store how she may be reached on one channel, or that it is never to be used. The newest counts.

    Raises Refused when a channel is allowed without an address; then nothing has been written.
    """
    add(
        SafeWay(
            case_id=case_id, channel=channel, allowed=allowed, address=address.strip(), hours=hours.strip()
        )
    )


def ways_now(case_id: UUID) -> list[SafeWay]:
    """Return the newest word on each channel, in the order in which they were last changed."""
    newest: dict[str, SafeWay] = {}
    for way in SafeWay.objects.filter(case_id=case_id).order_by("added_at"):
        newest.pop(way.channel, None)
        newest[way.channel] = way
    return list(newest.values())


def name_case(case_id: UUID, *, name: str) -> None:
    """Store what she calls her case on lists, in place of what it was called before."""
    if not ChosenName.objects.filter(case_id=case_id).update(name=name.strip()):
        add(ChosenName(case_id=case_id, name=name.strip()))


def name_her(case_id: UUID, *, called: str, language: str) -> None:
    """Store what she is called in this case, and the language she reads.

    Raises NoSuchCase where that is not hers to say; then nothing has been written.
    """
    if not HerName.objects.filter(case_id=case_id).update(called=called.strip(), language=language):
        raise NoSuchCase
