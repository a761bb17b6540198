"""Registers this chapter with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The chapter `people`."""

    name = "amends.people"
    label = "people"
