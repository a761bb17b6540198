"""The staff door's pages, as Django knows them."""

from django.apps import AppConfig


class StaffDoorConfig(AppConfig):
    """Pages behind /staff/. It keeps no records of its own."""

    name = "amends.portals.staff"
    label = "staff_door"
