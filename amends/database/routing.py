"""Which database role touches which tables, as Django asks it."""


class OwnerMigrates:
    """Tables are made and changed by their owner, under the alias `owner`, and under no other."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:
        """Say no for every alias but the owner's."""
        return None if db == "owner" else False
