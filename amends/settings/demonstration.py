"""For a demonstration: as on a desk, in a database of its own in which everything is invented."""

from amends.settings.desk import *  # noqa: F403
from amends.settings.desk import DATABASES

DEMONSTRATION = True
DATABASES = {alias: {**told, "NAME": "amends_demo"} for alias, told in DATABASES.items()}
