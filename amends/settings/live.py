"""Live: everything that base.py says, and tighter. A start without what it needs is refused."""

from amends.settings.base import *  # noqa: F403
from amends.settings.base import from_environment

LIVE = True
# Without it, a site would answer to any name that a stranger's link gives it.
ALLOWED_HOSTS = from_environment(
    "AMENDS_HOSTS", "Give the names under which this site is reached, separated by commas."
).split(",")
from_environment(
    "AMENDS_SECRET", "Give at least 32 random characters, kept outside the database and its backups."
)
from_environment(
    "DATABASE_URL", "Give the address of a PostgreSQL 15 or newer; live we start none ourselves."
)
SITTING_COOKIE = "__Host-sitting"
SITTING_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
