"""What an analysis was computed with."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("amends", "duckdb", "lifelines", "numpy", "pandas", "pyarrow", "scipy", "splink", "statsmodels")


def versions() -> dict[str, str]:
    """Return the version of Python and of each package that estimates stand on; [not installed] where it is not."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found
