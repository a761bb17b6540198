"""On a desk: loopback, plain HTTP, the embedded database, readable errors for the developer."""

from amends.settings.base import *  # noqa: F403

LIVE = False
# Without TLS a browser refuses the `__Host-` prefix.
SITTING_COOKIE = "amends_sitting"
SITTING_COOKIE_SECURE = False
