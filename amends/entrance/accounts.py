"""Making an account, or making it anew: by invitation, except where a demonstration is set up."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from amends.entrance.codes import in_one_case
from amends.entrance.models import Account, Invitation, OneTimeCode, RecoveryCode
from amends.entrance.moments import DOOR, moment
from amends.entrance.passphrases import in_one_spelling
from amends.entrance.sealing import keyed_hash, seal
from amends.entrance.sittings import end_sittings_of

ONE_FINDS_ONE = "account_is_found_by_one_secret"


class OnlyByInvitation(Exception):
    """On a live site no account is made without an invitation. Nothing was written."""


class InvitationIsOver(Exception):
    """The invitation was used, replaced, or has ended. Nothing was written."""


class NameIsTaken(ValueError):
    """Somebody else signs in with this name. Nothing was written."""


@dataclass(frozen=True, kw_only=True)
class StaffSecrets:
    """What a worker signs in with. Name and password are theirs to choose; the rest is drawn by us.

    `last_step` is the step of the code with which they showed that their phone has the key: it is used up.
    """

    name: str
    password: str
    one_time_key: str
    recovery_codes: tuple[str, ...] = ()
    last_step: int = 0

    kind = "staff"

    @property
    def found_by(self) -> bytes:
        """The keyed hash under which the account is found."""
        return found_by_name(self.name)

    @property
    def verified(self) -> str:
        """What is verified with argon2."""
        return verified_staff(self.password)


@dataclass(frozen=True, kw_only=True)
class ParticipantSecrets:
    """What a participant signs in with: six words that we drew, and six digits of their own."""

    passphrase: str
    pin: str

    kind = "participant"

    @property
    def found_by(self) -> bytes:
        """The keyed hash under which the account is found."""
        return found_by_passphrase(self.passphrase)

    @property
    def verified(self) -> str:
        """What is verified with argon2."""
        return verified_participant(self.passphrase, self.pin)


Secrets = StaffSecrets | ParticipantSecrets


def name_is_free(name: str, *, person_id: UUID) -> bool:
    """Return whether nobody but this person signs in with this name."""
    return not Account.objects.filter(found_by=found_by_name(name)).exclude(person_id=person_id).exists()


def make_account(person_id: UUID, secrets: Secrets, *, invitation_id: UUID | None = None) -> Account:
    """Make the account of a person with these secrets and use up the invitation, in one transaction.

    A person who has an account gets it anew: the old secrets are gone, and every sitting of theirs ends.
    Without an invitation, which is how a demonstration makes sign-ins that everybody knows, a live site
    refuses (OnlyByInvitation), and lets no such account in, should its database hold one.
    Raises InvitationIsOver and NameIsTaken, too; nothing is written then.
    """
    if invitation_id is None and settings.LIVE:
        raise OnlyByInvitation("A live site makes no account without an invitation. Nothing was written.")
    try:
        with transaction.atomic(using=DOOR):
            when = moment()
            if invitation_id and not (
                Invitation.objects.filter(
                    id=invitation_id, person_id=person_id, kind=secrets.kind, used_at=None, ended_at=None
                )
                .filter(ends_at__gt=when.now)
                .update(used_at=when.now)
            ):
                raise InvitationIsOver("The invitation is over. Nothing was written.")
            account, _ = Account.objects.update_or_create(
                person_id=person_id,
                defaults={
                    "kind": secrets.kind,
                    "found_by": secrets.found_by,
                    "verifier": make_password(secrets.verified),
                    "invitation_id": invitation_id,
                    "made_at": when.now,
                },
            )
            _write_codes(account, secrets)
            end_sittings_of(person_id)
    except IntegrityError as error:
        cause = error.__cause__
        if (
            isinstance(cause, UniqueViolation)
            and cause.diag.constraint_name == "account_is_found_by_one_secret"
        ):
            raise NameIsTaken("Somebody signs in with this name. Nothing was written.") from error
        raise
    return account


def _write_codes(account: Account, secrets: Secrets) -> None:
    OneTimeCode.objects.filter(account_id=account.id).delete()
    RecoveryCode.objects.filter(account_id=account.id).delete()
    if isinstance(secrets, StaffSecrets):
        OneTimeCode.objects.create(
            account_id=account.id,
            sealed_key=seal("one-time codes", sealed_at(account.id), secrets.one_time_key.encode()),
            last_step=secrets.last_step,
        )
        RecoveryCode.objects.bulk_create(
            RecoveryCode(account_id=account.id, code_hash=recovery_hash(code))
            for code in secrets.recovery_codes
        )


def found_by_name(name: str) -> bytes:
    """Return the keyed hash under which the account with a sign-in name is found; capitals do not matter."""
    return keyed_hash("sign-in names", name.strip().casefold())


def found_by_passphrase(passphrase: str) -> bytes:
    """Return the keyed hash under which the account with a passphrase is found."""
    return keyed_hash("passphrases", in_one_spelling(passphrase))


def verified_staff(password: str) -> str:
    """Return what argon2 verifies of a worker: keyed first, so that the table alone cannot be guessed at."""
    return keyed_hash("passwords", password).hex()


def verified_participant(passphrase: str, pin: str) -> str:
    """Return what argon2 verifies of a participant.

    Words and PIN go in together: a million PINs are soon tried, and alone would not be worth a hash.
    """
    return keyed_hash("passwords", f"{in_one_spelling(passphrase)} {pin.strip()}").hex()


def recovery_hash(code: str) -> bytes:
    """Return what the table holds of a recovery code."""
    return keyed_hash("recovery codes", in_one_case(code))


def sealed_at(account_id: UUID) -> str:
    """Return where a key is sealed: table, column, row."""
    return f"one_time_code|sealed_key|{account_id}"
