"""Rows opened to persons for a time; rooms above call it inside the change that is the reason."""

from collections.abc import Collection, Iterable
from datetime import datetime

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.accounts.models import Grant
from zhuqi.foundation.audit.actions import insert_rows


def give_grants(
    users: Iterable[int],
    *,
    object_type: str,
    object_id: int,
    why: str,
    by: Person,
    now: datetime,
) -> list[Grant]:
    """Open a row to each of these persons until it is taken back, with the reason.

    NotYours for a script that acts for nobody: somebody has to answer for it.
    """
    if by.actor.user_id is None:
        raise NotYours("授权须由具体的人作出")
    rows = [
        Grant(
            user_id=pk, object_type=object_type, object_id=object_id, since=now, why=why,
            given_by_id=by.actor.user_id,
        )
        for pk in users
    ]  # fmt: skip
    insert_rows(rows)
    return rows


def end_grants(ids: Collection[int], *, now: datetime) -> int:
    """Take them back; the rows stay, with until when. How many."""
    running = Grant.objects.filter(pk__in=ids, until__isnull=True)
    return running.update(until=now)
