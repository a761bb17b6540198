"""The office's door, as Django knows it."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The pages behind /office/. It has pages and no tables."""

    name = "amends.portals.office"
    label = "office_door"
