"""With what a visitor signs in to the invented program as each kind of person; live, nobody gets in with it.

These secrets are no secrets: they follow from this file. An account is made from them without an invitation,
which a live site refuses, and with which it lets nobody in, should its database hold one.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from random import Random
from typing import Generic, TypeVar

from amends.entrance.accounts import ParticipantSecrets, StaffSecrets
from amends.entrance.passphrases import WORDS_IN_A_PASSPHRASE, words_of

PASSWORD = "nobody here is real"  # noqa: S105 - it opens nothing but what is invented
PIN = "246810"
KEY_BYTES = 20

Secrets = TypeVar("Secrets", StaffSecrets, ParticipantSecrets)


@dataclass(frozen=True)
class SignIn(Generic[Secrets]):
    """One person of the invented program: a part in a case that is shown, and what opens their door."""

    who: str
    part: str
    case: str
    secrets: Secrets


def participant(who: str, part: str, case: str) -> SignIn[ParticipantSecrets]:
    """Return a participant with six words of their own."""
    draw = Random(f"{part} {case}")  # noqa: S311 - everybody may know these
    words = " ".join(draw.sample(words_of("en"), WORDS_IN_A_PASSPHRASE))
    return SignIn(who, part, case, ParticipantSecrets(passphrase=words, pin=PIN))


def worker(who: str, part: str) -> SignIn[StaffSecrets]:
    """Return a worker whose name for signing in is the part."""
    key = base64.b32encode(hashlib.sha256(part.encode()).digest()[:KEY_BYTES]).decode()
    return SignIn(who, part, "following", StaffSecrets(name=part, password=PASSWORD, one_time_key=key))


PARTICIPANTS = (
    participant("survivor who is choosing a road", "survivor", "choosing"),
    participant("survivor whose plan is being kept", "survivor", "following"),
    participant("accountable party with a plan to keep", "accountable", "following"),
    participant("accountable party, once the first survivor has chosen", "accountable", "choosing"),
)
WORKERS = (
    worker("advocate of both survivors", "advocate"),
    worker("facilitator of both cases", "facilitator"),
    worker("coach of both accountable parties", "coach"),
    worker("counsel of both", "counsel"),
    worker("liaison of the prosecutor", "liaison"),
    worker("director of the program", "director"),
)
SIGN_INS = (*PARTICIPANTS, *WORKERS)
