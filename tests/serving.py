"""The site on loopback, over a copy of the world, in a thread of this process.

`python -m tests.serving` serves it until Enter is pressed; cookies are named for people, see tests/world.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread


@contextmanager
def site() -> Iterator[str]:
    """Serve the site from the database that the aliases point at now; yields its address."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings.tests")
    django.setup()
    from amends.command.migrate import migrate
    from amends.database import roles
    from tests.conftest import point_at
    from tests.world import build_world

    name = f"amends_look_{os.getpid()}"
    point_at(name)
    migrate(name)
    build_world(name)
    point_at(name)
    try:
        with site() as address:
            input(f"{address}/ with the cookie amends_sitting=key of rose's survivor; Enter ends it.\n")
    finally:
        roles.drop(name)
