"""After too many wrong tries: a wait, for what was typed and for the place it was typed from."""

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Max
from django.http import HttpRequest

from amends.entrance.models import WrongTry
from amends.entrance.moments import DOOR, Moment, moment
from amends.entrance.sealing import keyed_hash

# A provider gives one subscriber a whole network of this size, not one address.
SUBSCRIBER_BITS = 64


class HaveToWait(Exception):
    """Too many wrong tries were made with this, or from here. Nothing was compared."""

    def __init__(self, minutes: int) -> None:
        """Keep how many minutes the wait still lasts, rounded up."""
        super().__init__(f"There is a wait of {minutes} minutes. Nothing was compared.")
        self.minutes = minutes


def address_of(request: HttpRequest) -> str:
    """Return the network address that a request came from; one word for all that cannot be read.

    Behind proxies of ours it is what the outermost of them saw: whatever stands further left in the header
    was written by the caller.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    if proxies := int(settings.PROXIES or 0):
        passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        seen = passed_on[-proxies] if len(passed_on) >= proxies else ""
    try:
        address = ipaddress.ip_address(seen.strip())
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, SUBSCRIBER_BITS), strict=False))
    return str(address)


def begin_try(kind: str, typed: str, *, address: str) -> None:
    """Write down a try before anything is compared, so that many at once count as many.

    What was typed counts whether or not there is such an account: the answer is the same. A try during a
    wait is neither compared nor written, so the wait does not grow. Committed on return. Raises HaveToWait.
    """
    what, place = _typed_hash(kind, typed), keyed_hash("tries", f"place {address}")
    with transaction.atomic(using=DOOR):
        _one_at_a_time(what, place)
        when = moment()
        minutes = max(_minutes_left(when, typed=what), _minutes_left(when, place=place))
        if minutes == 0:
            WrongTry.objects.create(typed=what, place=place, tried_at=when.now)
            WrongTry.objects.filter(tried_at__lt=when.now - 2 * _length(when)).delete()
    if minutes:
        raise HaveToWait(minutes)


def forget_tries(kind: str, typed: str) -> None:
    """Forget the wrong tries of somebody who then came in. Other people's tries from the same place stay."""
    WrongTry.objects.filter(typed=_typed_hash(kind, typed)).delete()


def _typed_hash(kind: str, typed: str) -> bytes:
    return keyed_hash("tries", f"{kind} {typed}")


def _one_at_a_time(*hashes: bytes) -> None:
    """Let nobody else count the same tries until this transaction ends; in one order, against deadlock."""
    with connections[DOOR].cursor() as cursor:
        for lock in sorted(int.from_bytes(one[:8], signed=True) for one in hashes):
            cursor.execute("SELECT pg_advisory_xact_lock(%s::bigint)", [lock])


def _length(when: Moment) -> timedelta:
    return timedelta(minutes=when.rule("pause_after_tries_minutes"))


def _minutes_left(when: Moment, **which: bytes) -> int:
    """Return how many minutes the wait for one thing still lasts, rounded up; 0 when there is none."""
    tries = WrongTry.objects.filter(**which)
    last: datetime | None = tries.aggregate(last=Max("tried_at"))["last"]
    if last is None or last + _length(when) <= when.now:
        return 0
    if tries.filter(tried_at__gt=last - _length(when)).count() < when.rule("tries_before_pause"):
        return 0
    return -int((when.now - last - _length(when)) // timedelta(minutes=1))
