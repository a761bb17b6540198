"""What is kept so that the database alone gives nothing away: keyed hashes, and sealed bytes."""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amends.database.addresses import program_secret

NONCE_BYTES = 12


class NotOurs(ValueError):
    """Something that comes back from a page was not sealed by us for this, was changed, or is too old."""


def keyed_hash(purpose: str, text: str) -> bytes:
    """Return 32 bytes that only this program can make from a text, and never back into it."""
    return hmac.digest(program_secret(purpose), text.encode(), hashlib.sha256)


def seal(purpose: str, where: str, what: bytes) -> bytes:
    """Return bytes that only this program opens, for this purpose and at this place (table, column, row)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(program_secret(purpose)).encrypt(nonce, what, where.encode())


def open_sealed(purpose: str, where: str, sealed: bytes) -> bytes:
    """Return what was sealed. Raises NotOurs when it was changed, or moved to another place."""
    try:
        return AESGCM(program_secret(purpose)).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], where.encode()
        )
    except (InvalidTag, ValueError) as error:
        raise NotOurs("What was sealed cannot be opened. Nothing was done.") from error


def carry(told: dict[str, Any], *, until: datetime) -> str:
    """Return words, sealed, that a page carries from one step of an errand to the next, good until a moment.

    So nothing is stored of an errand that somebody leaves half done, and no cookie remembers it.
    """
    text = json.dumps({**told, "until": until.timestamp()}).encode()
    return base64.urlsafe_b64encode(seal("errands", "page", text)).decode()


def carried(token: str, *, now: datetime) -> dict[str, Any]:
    """Return what a page carried. Raises NotOurs."""
    try:
        told = json.loads(open_sealed("errands", "page", base64.urlsafe_b64decode(token)))
    except ValueError as error:
        raise NotOurs("What the page carried cannot be read. Nothing was done.") from error
    if told.pop("until") < now.timestamp():
        raise NotOurs("What the page carried is too old. Nothing was done.")
    return told
