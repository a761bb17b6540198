"""What holds everywhere: on a desk, in tests and live."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from amends.database.addresses import database_settings, program_secret

ROOT = Path(__file__).resolve().parents[2]


def from_environment(name: str, help_text: str, default: str | None = None) -> str:
    """Return an environment variable, or `default`; without either the start is refused with a paragraph of help."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"The environment variable [{name}] is not set. {help_text}")
    return value


# Signs cookies and one-way tokens. Whoever knows it can forge a language cookie, not a sitting.
SECRET_KEY = program_secret("django").hex()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "amends.portals.urls"
WSGI_APPLICATION = "amends.portals.wsgi.application"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [ROOT / "locale"]
# The program's own day, the same as access.today() in the database; a test compares the two.
TIME_ZONE = "America/Los_Angeles"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"
# Files are named by their content, so that a browser may keep them for good and never shows an old one.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "amends.portals.shared.forms.PlainFormRenderer"
MESSAGE_STORAGE = "amends.portals.shared.just_done.JustDone"

# The site reads and writes as `default`, which owns nothing; signing in is wholly under `door`.
DATABASES = {
    "default": database_settings("amends_web"),
    "door": database_settings("amends_door"),
    "jobs": database_settings("amends_jobs"),
    "owner": database_settings("amends_owner"),
}
DATABASE_ROUTERS = ["amends.database.routing.OwnerMigrates", "amends.entrance.routing.AtTheDoor"]

# How many proxies of ours pass a request on. Too many, and anybody can claim any address and never has to wait;
# too few, and all share the proxy's address, so that one person's wrong tries make everybody wait.
PROXIES = from_environment("AMENDS_PROXIES", "Give a whole number, 0 for none.", "")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "amends.access",
    "amends.trace",
    "amends.people",
    "amends.journey",
    "amends.safety",
    "amends.care",
    "amends.circles",
    "amends.money",
    "amends.entrance",
    "amends.portals.shared",
    "amends.portals.public",
    "amends.portals.entrance",
    "amends.portals.survivor",
    "amends.portals.accountable",
    "amends.portals.office",
    "amends.portals.staff",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "amends.access.middleware.SittingMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "amends.portals.shared.context.frame",
            ],
        },
    },
]

# Nothing is loaded from elsewhere, nothing runs inline, nobody may frame us.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
# `no-referrer` would make browsers send forms with `Origin: null`, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# No cookie outlives the browser's session: one that lasted a year would say for a year that somebody was here.
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_AGE = None
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"

# One line a request would say who did what and when. We log errors by their kind only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": [], "propagate": False, "level": "CRITICAL"},
        "django.server": {"handlers": [], "propagate": False, "level": "CRITICAL"},
        "amends": {"handlers": ["console"], "level": "INFO"},
    },
}

# Whether all that is stored is invented, and every page says so.
DEMONSTRATION = False
# Where *Exit this page* leads: a site that nobody wonders about. Without it the exit would have nowhere to go.
EXIT_TO = from_environment(
    "AMENDS_EXIT_TO", "Give the https address of a neutral site.", "https://www.weather.gov/"
)
# A number that staff answer at any hour, shown on the survivor's door. Empty: none is shown.
HELP_PHONE = from_environment("AMENDS_HELP_PHONE", "Give a telephone number.", "")
