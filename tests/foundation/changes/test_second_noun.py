"""A second noun stands on the mechanism: a visit, planned and made. What it needs is `VISITS` and
`open_visit`; the rest of this file is its stories."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from zhuqi.foundation.access import SYSTEM_PERSON, NotNow, Person
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.changes import Aggregate, Change, Noun, opened, save
from zhuqi.foundation.outbox import registry
from zhuqi.foundation.outbox.models import OutboxItem

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
BY = replace(SYSTEM_PERSON, actor=replace(SYSTEM_PERSON.actor, name="林助"))


class Visit(models.Model):
    """An official goes to see a firm."""

    state = models.CharField(max_length=10, default="planned")
    said = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "stories"
        managed = False
        db_table = "stories_visit"

    def __str__(self) -> str:
        return self.state


@dataclass(slots=True)
class VisitAggregate(Aggregate[Visit]):
    """A visit by itself."""

    logged_fields: ClassVar[tuple[str, ...]] = ("state",)

    visit: Visit

    @property
    def row(self) -> Visit:
        return self.visit


VISITS = Noun(
    model=Visit,
    object_type="visit",
    load=lambda rows: [VisitAggregate(row) for row in rows],
    stale="这次走访刚刚被其他人更新过",
    state_of=lambda visit: visit.state,
    notify="visits.notify",
    notified=frozenset({"visit.made"}),
)


class VisitChange(Change[VisitAggregate]):
    """The verbs of a visit."""

    def make(self, said: str) -> None:
        """It has taken place. NotNow if it had before."""
        visit = self.aggregate.visit
        if visit.state != "planned":
            raise NotNow("已走访", state=visit.state)
        visit.state, visit.said = "made", said
        self.log("visit.made", erasable={"said": said})


@contextmanager
def open_visit(
    pk: int, *, by: Person = BY, seen: int | None = None, also: tuple[int, ...] = ()
) -> Iterator[VisitChange]:
    """Lock a visit, hand it to its verbs, write what they changed."""
    with opened(VISITS, pk, seen=seen, also=also) as (aggregate, beside):
        yield VisitChange(aggregate, by, NOW, beside)


def plan(count: int = 1) -> list[Visit]:
    """So many visits that are still to come."""
    changes = [VisitChange(VisitAggregate(Visit()), BY, NOW) for _number in range(count)]
    for change in changes:
        change.log("visit.planned")
    with transaction.atomic():
        save(VISITS, [change.aggregate for change in changes])
    return [change.aggregate.visit for change in changes]


@pytest.fixture(autouse=True)
def _table(db: None) -> Iterator[None]:  # noqa: ARG001 (pytest-django's way to ask for it)
    key = {"postgresql": "bigserial", "sqlite": "integer"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE stories_visit (id {key} PRIMARY KEY, state varchar(10) NOT NULL,"
            " said text NOT NULL, version integer NOT NULL)"
        )
    with registry.isolated_registry():
        registry.handler("visits.notify")(lambda event: None)  # noqa: ARG005 (its keyword)
        yield


def log_of(visit: Visit) -> list[tuple[str, dict[str, object]]]:
    events = Event.objects.filter(object_type="visit", object_id=visit.pk).order_by("seq")
    return [(event.kind, event.facts) for event in events]


def test_a_change_is_a_row_an_event_and_what_is_owed() -> None:
    [visit] = plan()
    with open_visit(visit.pk, seen=1) as work:
        work.make("缺流动资金")
    visit.refresh_from_db()
    assert (visit.state, visit.said, visit.version) == ("made", "缺流动资金", 2)
    assert log_of(visit) == [
        ("visit.planned", {"state": "planned"}),
        ("visit.made", {"changes": {"state": ["planned", "made"]}}),
    ]
    made = Event.objects.get(kind="visit.made")
    assert (made.actor_name, made.occurred_at, made.private) == (
        "林助", NOW, {"said": "缺流动资金"},
    )  # fmt: skip
    assert list(OutboxItem.objects.values_list("key", flat=True)) == [f"visits.notify:{made.pk}"]


def test_whoever_saw_an_older_version_is_told_and_changes_nothing() -> None:
    [visit] = plan()
    with pytest.raises(NotNow, match="刚刚被其他人更新过") as stale, open_visit(visit.pk, seen=0):
        pytest.fail("the verbs are not reached")
    assert stale.value.state == "planned"
    assert len(log_of(visit)) == 1


def test_what_a_verb_refuses_undoes_everything_before_it() -> None:
    first, second = plan(2)

    def make_one_twice() -> None:
        with open_visit(second.pk, also=(first.pk,)) as work:
            work.make("第一遍")
            VisitChange(work.beside[first.pk], BY, NOW).make("另一家")
            work.make("第二遍")

    with pytest.raises(NotNow, match="已走访"):
        make_one_twice()
    for visit in (first, second):
        visit.refresh_from_db()
    assert {first.state, second.state} == {"planned"}
    assert OutboxItem.objects.count() == 0
    assert [len(log_of(visit)) for visit in (first, second)] == [1, 1]


def test_others_are_locked_with_it_and_written_only_where_something_happened() -> None:
    first, second, third = plan(3)
    with open_visit(third.pk, also=(second.pk, first.pk)) as work:
        assert list(work.beside) == [first.pk, second.pk]
        VisitChange(work.beside[first.pk], BY, NOW).make("另一家")
    assert [len(log_of(visit)) for visit in (first, second, third)] == [2, 1, 1]


def test_what_is_not_there_is_not_opened() -> None:
    with pytest.raises(Visit.DoesNotExist), open_visit(99):
        pytest.fail("the verbs are not reached")


def test_what_is_to_be_done_afterwards_sees_everything_written() -> None:
    [visit] = plan()
    seen: list[int] = []
    with open_visit(visit.pk) as work:
        work.make("")
        work.after(lambda: seen.append(len(log_of(visit))))
    assert seen == [2]


def test_events_and_what_is_owed_take_the_same_statements_for_one_and_for_thirty() -> None:
    def made(count: int) -> int:
        visits = plan(count)
        changes = [VisitChange(VisitAggregate(visit), BY, NOW) for visit in visits]
        for change in changes:
            change.make("见面")
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            save(VISITS, [change.aggregate for change in changes])
        return len([q for q in queries if "stories_visit" not in q["sql"]])

    assert made(30) == made(1)
