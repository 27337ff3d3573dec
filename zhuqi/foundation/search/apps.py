"""Registers the room with Django."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """The room `search`."""

    name = "zhuqi.foundation.search"
    label = "search"

    def ready(self) -> None:
        """Listen to written rows, and declare what the worker does."""
        from zhuqi.foundation.contributions.checks import CHECKS
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED
        from zhuqi.foundation.contributions.written import WRITTEN_ROWS
        from zhuqi.foundation.search import actions, handlers  # noqa: F401 (needs loaded models)
        from zhuqi.foundation.search.checking import SEARCH_CHECK

        WRITTEN_ROWS.register("search", actions.told)
        UNLOGGED.register("search.SearchText", "查找用的索引，由原记录算出，check search 会核对")
        UNLOGGED.register("search.FileText", "从附件读出的文字，可以从附件再读")
        UNLOGGED.register("search.Filling", "索引建到哪里，办完后不再有用")
        NOT_TOLD.register("search", "an index: what stands in it is told by the rows themselves")
        CHECKS.register("search", SEARCH_CHECK, order=45)
        post_migrate.connect(_no_grams_without_texts, sender=self)


def _no_grams_without_texts(**_kwargs: Any) -> None:
    """Django empties its tables without knowing of the grams; they go with the last text."""
    from django.db import connection

    from zhuqi.foundation.search.lookups import GRAMS
    from zhuqi.foundation.search.models import SearchText

    if connection.vendor != "sqlite" or GRAMS not in connection.introspection.table_names():
        return
    if not SearchText.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {GRAMS} ({GRAMS}) VALUES ('delete-all')")  # noqa: S608 (a name)
