"""The chapter of the entrance, as Django knows it; it stops a start where signing in would not be safe."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from amends.entrance.passphrases import LANGUAGES, words_of


class EntranceConfig(AppConfig):
    """Accounts, invitations, waits and sittings."""

    name = "amends.entrance"

    def ready(self) -> None:
        """Raise BrokenWords, or ImproperlyConfigured when nobody said how many proxies stand before us."""
        for language in LANGUAGES:
            words_of(language)
        if not settings.PROXIES.isdecimal() and (settings.LIVE or settings.PROXIES):
            raise ImproperlyConfigured(
                f"The environment variable [AMENDS_PROXIES] is [{settings.PROXIES}]. Give the number of your "
                "own proxies that pass each request on, 0 for none. With a wrong number one person's wrong "
                "tries make everybody wait, or nobody ever."
            )
