"""Registers this chapter with Django."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """The chapter `money`."""

    name = "amends.money"
    label = "money"
