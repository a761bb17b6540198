"""Registers this chapter with Django."""

from django.apps import AppConfig


class TraceConfig(AppConfig):
    """The chapter `trace`."""

    name = "amends.trace"
    label = "trace"
