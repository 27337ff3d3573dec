"""Rows that tests put into the database past the product's verbs leave no event, and so nobody
tells the search of them: this does."""

from django.db import transaction

from zhuqi.foundation.search.actions import index
from zhuqi.foundation.search.kinds import KINDS


def index_all(*names: str, later: bool = False) -> None:
    """Write these kinds into the index, by default all; what the worker makes only if `later`."""
    for name, kind in KINDS.items():
        if names and name not in names:
            continue
        ids = list(kind.rows().order_by("pk").values_list("pk", flat=True))
        for part_name, part in kind.parts.items():
            if ids and (later or not part.later):
                with transaction.atomic():
                    index(name, part_name, list(part.of(ids)))
