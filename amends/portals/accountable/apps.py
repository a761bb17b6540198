"""The accountable party's door, as Django knows it."""

from django.apps import AppConfig


class AccountableConfig(AppConfig):
    """The pages behind /answer/."""

    name = "amends.portals.accountable"
    label = "accountable_door"
