"""Registers this chapter with Django."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    """The chapter `circles`."""

    name = "amends.circles"
    label = "circles"
