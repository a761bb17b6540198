"""The entrance's pages, as Django knows them."""

from django.apps import AppConfig


class EntrancePagesConfig(AppConfig):
    """Pages of the entrance. Its label differs from that of the chapter whose acts it shows."""

    name = "amends.portals.entrance"
    label = "entrance_pages"
