"""All figures made anew by several processes: what one of them would make, whatever happens."""

import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from django.db import connection, connections

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import levels
from tests.scenes.life import MONDAY
from tests.scenes.statistics import cells
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.actions import closing
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.reporting.statistics import actions, sources
from zhuqi.reporting.statistics.checking import differences
from zhuqi.reporting.statistics.lines import Known
from zhuqi.reporting.statistics.models import CaseLine, Standing
from zhuqi.reporting.statistics.sources import (
    NAMES,
    LineRow,
    basis_of,
    folded,
    rows_of_lines,
    stored_lines,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_block_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "CHUNK", 1)


@pytest.fixture
def city(cast: Cast) -> list[Case]:
    """Some cases, followed as the worker does."""
    told = [
        scenes.case_in(cast, state, verdict=verdict, title=f"第{n}件", now=MONDAY + timedelta(n))
        for n, (state, verdict) in enumerate(
            [
                (State.STRUCK_OFF, Verdict.SOLVED), (State.COMPLETED, Verdict.PARTLY),
                (State.ANSWERED, None),
            ]
        )
    ]  # fmt: skip
    told += [levels.county_case(cast)]
    actions.bring_up_to_date()
    return told


def lines() -> set[LineRow]:
    return set(CaseLine.objects.values_list(*NAMES))


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("processes", [2, 3, 50])
def test_several_count_what_one_counts(processes: int) -> None:
    followed, made = sorted(cells()), Standing.objects.get()
    said = list[int]()
    actions.rebuild(said.append, processes=processes)
    assert sorted(cells()) == followed
    assert Standing.objects.get().generation != made.generation
    assert said[-1] == Case.objects.count()
    assert list(differences()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's database is in memory here")
@pytest.mark.usefixtures("city")
def test_several_write_the_lines_one_writes() -> None:
    followed = lines()
    CaseLine.objects.all().delete()
    actions.rebuild(processes=3)
    assert lines() == followed
    assert list(differences()) == []


def test_a_process_that_is_killed_leaves_what_there_was(
    city: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    followed, made = sorted(cells()), Standing.objects.get()

    def killed_at_one(told: Mapping[int, Sequence[Known]]) -> list[LineRow]:
        if city[1].pk in told:
            os.kill(os.getpid(), signal.SIGKILL)
        return rows_of_lines(told)

    with monkeypatch.context() as killing:
        killing.setattr(actions, "rows_of_lines", killed_at_one)
        with pytest.raises(ChildProcessError):
            actions.rebuild(processes=2)
    assert Standing.objects.get().generation == made.generation
    assert sorted(cells()) == followed
    actions.rebuild(processes=2)
    assert sorted(cells()) == followed
    assert list(differences()) == []


def test_who_read_earlier_does_not_write_over_who_read_later(
    city: list[Case], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker passes by while a rebuild has read a case and not written it yet."""
    case = city[1]
    CaseLine.objects.filter(case=case).delete()
    worked = list[int]()

    def passed_by(told: Mapping[int, Sequence[Known]]) -> list[LineRow]:
        rows = rows_of_lines(told)
        if case.pk in told and not worked:
            worked.append(case.pk)
            with open_case(case.pk, by=person(cast.shen_jing)) as work:
                closing.redo(work, reason="只解决了一半")
            actions.bring_up_to_date()
        return rows

    monkeypatch.setattr(actions, "rows_of_lines", passed_by)
    actions.rebuild()
    basis, _digest = basis_of()
    assert worked
    assert set(stored_lines([case.pk])) == set(rows_of_lines(folded([case.pk], basis)))
    actions.bring_up_to_date()
    assert list(differences()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_what_is_committed_late_while_a_rebuild_runs_is_counted(
    city: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rebuild has read the case without it; then the worker put lines right that the rebuild
    had counted."""
    case = city[0]
    last = Event.objects.filter(object_type="case", object_id=case.pk).order_by("-seq")[0]
    held = Event.objects.filter(pk=last.pk)
    held.update(object_id=0)
    actions.bring_up_to_date()
    worked = list[int]()

    def passed_by(told: Mapping[int, Sequence[Known]]) -> list[LineRow]:
        rows = rows_of_lines(told)
        if city[1].pk in told and not worked:
            worked.append(held.update(object_id=case.pk))
            actions.bring_up_to_date()
        return rows

    monkeypatch.setattr(actions, "rows_of_lines", passed_by)
    with (
        contextlib.closing(connections.create_connection("default")) as other,
        other.cursor() as writing,
    ):
        # As the late one's would: it is under way when the rebuild begins.
        writing.execute("BEGIN; SELECT txid_current()")
        actions.rebuild()
        writing.execute("ROLLBACK")
    actions.bring_up_to_date()
    assert worked
    assert list(differences()) == []
