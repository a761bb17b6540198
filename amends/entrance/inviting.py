"""Invitations: who may come in at all. A code is told by voice or on paper; nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from amends.access.asking import NotOpen
from amends.entrance.accounts import InvitationIsOver
from amends.entrance.codes import draw_invitation_code, in_one_case
from amends.entrance.models import Invitation
from amends.entrance.moments import moment
from amends.entrance.sealing import keyed_hash
from amends.entrance.waiting import begin_try, forget_tries


@dataclass(frozen=True)
class InvitationMade:
    """That somebody invited this person: on which day, in which part, by whom, and whether it was used.

    `by` is empty for whoever is told of workers by their part alone.
    """

    made_on: date
    made_as: str
    by: str
    used_on: date | None
    ends_on: date | None


def invite(case_id: UUID, part: str) -> str:
    """Invite the survivor or the accountable party of a case, and return the code to tell them.

    Asked as the site, in the transaction of whoever is signed in: an advocate invites the survivor, a coach
    or a facilitator the accountable party, who must hold a seat. An older code that was not used stops
    working. Raises NotOpen when this is not theirs to do, or nobody is there to invite; nothing was written.
    """
    return _made_by("SELECT access.invite(%s, %s, %s)", case_id, part)


def invite_worker(person_id: UUID) -> str:
    """Invite somebody who works in the program, as its director, and return the code to tell them.

    Raises NotOpen when this is not theirs to do, or nobody like that works here; nothing was written.
    """
    return _made_by("SELECT access.invite_worker(%s, %s)", person_id)


def my_invitations() -> list[InvitationMade]:
    """Return the invitations made for the person who is signed in, newest first: for their own page.

    Somebody who finds one that they did not ask for knows that another person could have come in as them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT made_on, made_as, made_by, used_on, ends_on FROM access.my_invitations()")
        return [InvitationMade(*row) for row in cursor.fetchall()]


def find_invitation(code: str, *, address: str) -> Invitation:
    """Return the invitation of a code that still stands.

    Raises InvitationIsOver, whether a code was used, replaced, has ended or never was; and HaveToWait.
    """
    typed = in_one_case(code)
    begin_try("invitation", typed, address=address)
    invitation = standing(code_hash=code_hash(typed))
    forget_tries("invitation", typed)
    return invitation


def standing(**which: object) -> Invitation:
    """Return one invitation that still stands, by id or hash of its code. Raises InvitationIsOver."""
    found = Invitation.objects.filter(**which, used_at=None, ended_at=None, ends_at__gt=moment().now).first()
    if found is None:
        raise InvitationIsOver("This invitation cannot be used. Nothing was written.")
    return found


def code_hash(code: str) -> bytes:
    """Return what the table holds of a code."""
    return keyed_hash("invitations", in_one_case(code))


def _made_by(question: str, *about: UUID | str) -> str:
    code = draw_invitation_code()
    with connection.cursor() as cursor:
        cursor.execute(question, [*about, code_hash(code)])
        (answer,) = cursor.fetchone()
    if answer != "invited":
        raise NotOpen
    return code
