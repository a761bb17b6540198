"""The small world in a copy of its own: whoever opens a case here leaves a look behind."""

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import point_at
from tests.world import WORLD, World


@pytest.fixture(scope="session")
def clone_for_money(make_clone: Callable[[], str]) -> str:
    """One copy for all tests of money of this worker, which keep nothing else of what they do."""
    return make_clone()


@pytest.fixture
def world(clone_for_money, django_db_blocker) -> Iterator[World]:
    """The two cases, rose and oak, and everybody in them."""
    with django_db_blocker.unblock():
        point_at(clone_for_money)
        yield WORLD
