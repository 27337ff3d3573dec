"""Where a table lives: the cache has its own file, so that counting never waits for the ledger."""

from typing import Any


class CacheInItsOwnFile:
    """Send Django's database cache to the `cache` database and nothing else there."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        """Name the database for the cache table; no opinion on others."""
        return "cache" if model._meta.app_label == "django_cache" else None  # noqa: SLF001 (Django's own name)

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool | None:
        """Only the cache table belongs into the cache database."""
        if app_label == "django_cache":
            return db == "cache"
        return False if db == "cache" else None
