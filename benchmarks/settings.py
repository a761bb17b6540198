"""For a benchmark: as on a desk, in a database of its own."""

import os

from amends.settings.desk import *  # noqa: F403
from amends.settings.desk import DATABASES

DATABASES = {
    alias: {**told, "NAME": os.environ.get("AMENDS_BENCHMARK_DATABASE", "amends_benchmark_small")}
    for alias, told in DATABASES.items()
}
