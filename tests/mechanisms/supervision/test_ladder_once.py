"""However often, late or broken off the ladder is swept: each step is taken once."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.scenes.ladder import DUE, adopt, delegate, late, on, sheets_on, sweeping
from tests.together import together
from zhuqi.mechanisms.supervision import actions
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState
from zhuqi.mechanisms.supervision.ladder.actions import sweep
from zhuqi.mechanisms.supervision.ladder.models import LadderStep
from zhuqi.mechanisms.supervision.models import SupervisionSheet

K, S = SheetKind, SheetState


def test_with_the_clock_set_back_nothing_goes_out_again(cast: Cast) -> None:
    adopt(cast)
    delegate(cast)
    late(cast)
    sweeping(on(4), on(1), on(2), on(3), on(4), on(4, 10))
    assert [day for *_rest, day in sheets_on()] == ["12-04"]


def test_a_step_has_one_row_whoever_takes_it(cast: Cast) -> None:
    adopt(cast)
    delegate(cast)
    late(cast)
    sweeping(on(1))
    step = LadderStep.objects.get()
    other = SupervisionSheet.objects.get()
    other.pk, other.number = None, "〔2026〕9号"
    other.save()
    step.pk, step.written = None, other
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save()


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_take_each_step_once(cast: Cast) -> None:
    adopt(cast)
    delegate(cast)
    for number in range(3):
        late(cast, f"第{number}件")
    together(lambda: sweep(now=on(1), chunk=1), lambda: sweep(now=on(1), chunk=1))
    assert sorted(number for _kind, number, _day in sheets_on()) == [
        "〔2026〕1号", "〔2026〕2号", "〔2026〕3号",
    ]  # fmt: skip


def test_a_chunk_of_three_takes_as_many_queries_as_one(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    adopt(cast)
    delegate(cast)
    late(cast)
    sweep(now=DUE)
    with CaptureQueriesContext(
        connection,
    ) as one:
        sweep(now=on(1))
    for number in range(3):
        late(cast, f"第{number}件")
    with CaptureQueriesContext(connection) as three:
        assert sweep(now=on(1, 10)).issued[K.URGING] == 3
    assert len(three) <= len(one)
    with django_assert_max_num_queries(10):
        sweep(now=on(1, 11))


class _Killed(BaseException):
    """As kill -9 ends a process: nothing catches it."""


def test_killed_between_and_within_chunks_it_goes_on_without_a_gap(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process; with real kills: tests/interfaces/console/test_sweep_killed.py."""
    adopt(cast)
    delegate(cast)
    for number in range(3):
        late(cast, f"第{number}件")
    stored, chunks = actions.put_together, []

    def dies_in_the_second(written: Any) -> None:
        stored(written)
        chunks.append(len(written))
        if len(chunks) == 2:
            raise _Killed

    monkeypatch.setattr(actions, "put_together", dies_in_the_second)
    with pytest.raises(_Killed):
        sweep(now=on(1), chunk=1)
    assert [number for _kind, number, _day in sheets_on()] == ["〔2026〕1号"]
    sweep(now=on(1), chunk=1)
    assert [number for _kind, number, _day in sheets_on()] == [
        "〔2026〕1号", "〔2026〕2号", "〔2026〕3号",
    ]  # fmt: skip


def test_a_chunk_that_fails_keeps_no_other_from_being_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt(cast)
    delegate(cast)
    for number in range(3):
        late(cast, f"第{number}件")
    stored, chunks = actions.put_together, []

    def fails_first(written: Any) -> None:
        chunks.append(len(written))
        if len(chunks) == 1:
            raise ValueError("broken")
        stored(written)

    monkeypatch.setattr(actions, "put_together", fails_first)
    with pytest.raises(ValueError, match="broken"):
        sweep(now=on(1), chunk=1)
    assert [number for _kind, number, _day in sheets_on()] == ["〔2026〕1号", "〔2026〕2号"]
    assert sweep(now=on(1), chunk=1).issued[K.URGING] == 1
