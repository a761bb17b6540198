"""Registers this chapter with Django."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The chapter `care`."""

    name = "amends.care"
    label = "care"
