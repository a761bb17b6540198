"""A case to attack, and those who attack it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from uuid import UUID

import pytest

from tests.adversary.injecting import Injector
from tests.walking import Walk


@pytest.fixture
def walk(own_world) -> Walk:
    """A new case in a world of its own; each test takes it where it wants it."""
    return Walk()


@pytest.fixture
def injected(own_world) -> Iterator[Callable[..., Injector]]:
    """Makes somebody who can run SQL as the site, by the key of a sitting; `at_case` records the look first."""
    with ExitStack() as open_until_the_end:

        def inject(key: str, *, at_case: UUID | None = None) -> Injector:
            return open_until_the_end.enter_context(Injector(key, at_case=at_case))

        yield inject
