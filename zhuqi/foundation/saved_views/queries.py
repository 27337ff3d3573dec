"""Reads about saved views."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import IntegerField, QuerySet, Subquery

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.saved_views.models import SavedView


def views_of(scope: Scope, listing: str) -> list[SavedView]:
    """One's own views of a list in the order they were saved, then colleagues'. One query."""
    found = []
    for *row, owner_name in _VIEWS(listing, user=scope.user_id, units=scope.units()):
        view = SavedView.from_db(DEFAULT_DB_ALIAS, _VIEW, row)
        view.owner = User.from_db(DEFAULT_DB_ALIAS, ("id", "name"), (view.owner_id, owner_name))
        found.append(view)
    return sorted(found, key=lambda view: (view.owner_id != scope.user_id, view.pk))


_VIEW = ("id", "owner_id", "listing", "name", "query", "unit_id", "saved_at")
_VIEWS = Prepared(
    lambda listing, user, units: (
        SavedView.objects.had_by(user, units)
        .filter(listing=listing)
        .order_by()
        .values_list(*_VIEW, "owner__name")
    )
)


class _Counted(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counts(several: Sequence[QuerySet[Any, Any]], most: int) -> list[int]:
    """How many rows each has, counted up to `most` and one more; one query for all of them."""
    if not several:
        return []
    counted = {
        f"n{place}": _Counted(rows.order_by().values("pk")[: most + 1])
        for place, rows in enumerate(several)
    }
    row = SavedView.objects.order_by().annotate(**counted).values_list(*counted)[:1]
    return list(next(iter(row), [0] * len(several)))
