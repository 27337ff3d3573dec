"""Rows that tests put into the database past the product's verbs leave no event, and so nobody
tells the search of them: this does."""

from django.db import transaction

from zhuqi.foundation.search.actions import index
from zhuqi.foundation.search.kinds import KINDS


def index_all(*names: str) -> None:
    """Write these kinds into the index, all of them by default; what is the worker's excepted."""
    for name, kind in KINDS.items():
        if names and name not in names:
            continue
        ids = list(kind.rows().order_by("pk").values_list("pk", flat=True))
        for part_name, part in kind.parts.items():
            if ids and not part.later:
                with transaction.atomic():
                    index(name, part_name, list(part.of(ids)))
