"""Registers this chapter with Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The chapter `access`."""

    name = "amends.access"
    label = "access"
