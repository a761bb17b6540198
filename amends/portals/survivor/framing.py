"""What every page behind this door is given besides its own words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.portals.survivor.acts import ACTS_OF_PAGE
from amends.portals.survivor.offering import address_of, is_offered, place
from amends.portals.survivor.standing import Standing

BACK = _("Back")


def framed(now: Standing) -> dict[str, Any]:
    """Return what the frame is given: the steps that are hers now, and the way to her first page."""
    return {
        "page_title": _("Page"),
        "home": place(now, "page"),
        "steps_now": [
            (address_of(now, act), act.title) for act in ACTS_OF_PAGE["page"] if is_offered(now, act)
        ],
        "back": (place(now, "page"), BACK),
    }
