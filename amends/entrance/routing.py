"""Which tables are reached under the alias `door`: those that the matrix gives to the role of that name."""

from django.db.models import Model

from amends.access.matrix import load_matrix
from amends.entrance.moments import DOOR


class AtTheDoor:
    """Sends what belongs to signing in to its own role; the site's role has no grant on any of it."""

    def db_for_read(self, model: type[Model], **hints: object) -> str | None:
        """Return `door` for a table of the matrix's section of that name, and no opinion on any other."""
        return DOOR if model._meta.db_table in load_matrix().door else None

    db_for_write = db_for_read
