"""One-time codes of a worker's phone (RFC 6238), recovery codes, and the codes of invitations."""

import base64
import secrets
from datetime import UTC, datetime

from cryptography.hazmat.primitives import constant_time
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

# What every authenticator app understands.
STEP_SECONDS = 30
DIGITS = 6
KEY_BYTES = 20
# A phone's clock may be one step off.
STEPS_OFF = (-1, 0, 1)

# Nothing in it is mistaken for something else, read or heard: no I, L, O, U, 0 or 1.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_CODES = 10
RECOVERY_LETTERS = 10
INVITATION_LETTERS = 16
IN_A_GROUP = 4


def draw_one_time_key() -> str:
    """Return a new key for one-time codes, in the letters (base32) that a person can type into a phone."""
    return base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode()


def true_time() -> datetime:
    """Return this machine's moment: a phone knows no other, whatever clock a demonstration has set."""
    return datetime.now(UTC)


def one_time_code(one_time_key: str, at: datetime | None = None) -> str:
    """Return the six digits that a phone with this key shows at a moment, by default now."""
    return _codes(one_time_key).generate(int((at or true_time()).timestamp())).decode()


def step_of(one_time_key: str, typed: str) -> int | None:
    """Return the step of 30 seconds whose code was typed, at most one step off; None when there is none.

    Whoever accepts it keeps the step and takes only later ones: a code that somebody saw is worthless.
    """
    digits = "".join(typed.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) == DIGITS):
        return None
    here = int(true_time().timestamp()) // STEP_SECONDS
    codes = _codes(one_time_key)
    fitting = [
        here + off
        for off in STEPS_OFF
        if constant_time.bytes_eq(codes.generate((here + off) * STEP_SECONDS), digits.encode())
    ]
    return fitting[-1] if fitting else None


def enrolment_address(one_time_key: str, name: str) -> str:
    """Return the address that an authenticator app reads from a QR code."""
    return _codes(one_time_key).get_provisioning_uri(name, "Amends")


def draw_recovery_codes() -> tuple[str, ...]:
    """Return ten codes, each good once (49 bits)."""
    return tuple(_draw(RECOVERY_LETTERS, RECOVERY_LETTERS // 2) for _ in range(RECOVERY_CODES))


def draw_invitation_code() -> str:
    """Return a code of sixteen letters in groups of four (78 bits), to be told by phone or on paper."""
    return _draw(INVITATION_LETTERS, IN_A_GROUP)


def in_one_case(typed: str) -> str:
    """Return the letters and digits of a typed code, in capitals.

    >>> in_one_case(" k7qm-2xrt 9hwp 4dnb ")
    'K7QM2XRT9HWP4DNB'
    """
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def _draw(letters: int, in_a_group: int) -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(letters))
    return "-".join(drawn[at : at + in_a_group] for at in range(0, letters, in_a_group))


def _codes(one_time_key: str) -> TOTP:
    # SHA-1 is what authenticator apps read; its weakness is collisions, which do not matter in an HMAC.
    return TOTP(base64.b32decode(one_time_key), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303
