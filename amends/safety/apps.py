"""Registers this chapter with Django."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """The chapter `safety`."""

    name = "amends.safety"
    label = "safety"
