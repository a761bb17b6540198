"""Signing in: what was typed is compared, and a sitting is opened."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction

from amends.entrance.accounts import (
    found_by_name,
    found_by_passphrase,
    recovery_hash,
    sealed_at,
    verified_participant,
    verified_staff,
)
from amends.entrance.codes import step_of
from amends.entrance.models import Account, OneTimeCode, RecoveryCode
from amends.entrance.moments import DOOR, moment
from amends.entrance.passphrases import in_one_spelling
from amends.entrance.sealing import open_sealed
from amends.entrance.sittings import open_sitting_of
from amends.entrance.waiting import begin_try, forget_tries

# No password fits it, and comparing with it takes as long as with any other.
NOBODYS_VERIFIER = "!"


class NotRight(Exception):
    """Something that was typed is not right. It does not say what, nor whether there is such an account."""


def sign_in_staff(name: str, password: str, code: str, *, address: str) -> str:
    """Return the key of a new sitting, for a name, a password and a one-time or recovery code.

    A code that was used is refused. Raises NotRight, and HaveToWait after too many wrong tries.
    """
    typed = name.strip().casefold()
    begin_try("staff", typed, address=address)
    account = _account("staff", found_by_name(name))
    verified = _is_verified(account, verified_staff(password))
    if account is None or not verified or not _uses_up_code(account.id, code):
        raise NotRight
    forget_tries("staff", typed)
    return open_sitting_of(account.person_id, "staff")


def sign_in_participant(passphrase: str, pin: str, *, address: str) -> str:
    """Return the key of a new sitting, for six words and a PIN.

    Raises NotRight, and HaveToWait after too many wrong tries.
    """
    typed = in_one_spelling(passphrase)
    begin_try("participant", typed, address=address)
    account = _account("participant", found_by_passphrase(passphrase))
    verified = _is_verified(account, verified_participant(passphrase, pin))
    if account is None or not verified:
        raise NotRight
    forget_tries("participant", typed)
    return open_sitting_of(account.person_id, "participant")


def _account(kind: str, found_by: bytes) -> Account | None:
    """Find an account. One that was made without an invitation does not exist live."""
    accounts = Account.objects.filter(kind=kind, found_by=found_by)
    return (accounts.exclude(invitation=None) if settings.LIVE else accounts).first()


def _is_verified(account: Account | None, typed: str) -> bool:
    """Compare in the same time whether or not there is an account."""
    return check_password(typed, account.verifier if account else NOBODYS_VERIFIER)


def _uses_up_code(account_id: UUID, typed: str) -> bool:
    """Take a one-time code or a recovery code, so that it can never be taken again."""
    with transaction.atomic(using=DOOR):
        when = moment()
        held = OneTimeCode.objects.filter(account_id=account_id).first()
        if held is None:
            return False
        key = open_sealed("one-time codes", sealed_at(account_id), bytes(held.sealed_key)).decode()
        step = step_of(key, typed)
        if step is not None:
            later = OneTimeCode.objects.filter(account_id=account_id, last_step__lt=step)
            return later.update(last_step=step) == 1
        unused = RecoveryCode.objects.filter(
            account_id=account_id, code_hash=recovery_hash(typed), used_at=None
        )
        return unused.update(used_at=when.now) == 1
