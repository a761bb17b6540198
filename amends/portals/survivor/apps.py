"""The survivor's door as an app, so that its pages are found."""

from django.apps import AppConfig


class SurvivorDoor(AppConfig):
    """Has pages and no tables."""

    name = "amends.portals.survivor"
    label = "survivor_door"
