"""Registers this chapter with Django."""

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    """The chapter `journey`."""

    name = "amends.journey"
    label = "journey"
