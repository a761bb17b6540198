"""The public pages, as Django knows them."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Pages that anybody may read."""

    name = "amends.portals.public"
