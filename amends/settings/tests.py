"""In tests: as on a desk, with a fast password hash so that signing in costs nothing."""

from amends.settings.desk import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["tests.quick_hash.QuickArgon2"]
# Static files are served from where they are written; nobody collects them for a test.
WHITENOISE_AUTOREFRESH = True
