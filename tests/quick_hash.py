"""Argon2 with the least work that it allows, so that signing in costs the tests nothing."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The same hash, soon done. Live it would be soon guessed, too."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
