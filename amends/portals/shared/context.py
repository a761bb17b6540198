"""What every page's frame is given."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return who is signed in, where *Exit this page* leads, and whether all that is shown is invented."""
    return {
        "asker": getattr(request, "asker", None),
        "exit_to": settings.EXIT_TO,
        "help_phone": settings.HELP_PHONE,
        "invented": settings.DEMONSTRATION,
    }
