"""`zhuqi tallies` counts anew, by as many processes as it is told."""

import os
from collections.abc import Callable

import pytest

from tests.cast import Cast
from tests.interfaces.console.console_place import Zhuqi
from tests.scenes import cases as scenes
from zhuqi.foundation.audit.models import Event
from zhuqi.reporting.statistics import actions
from zhuqi.reporting.statistics.figures import AsOf
from zhuqi.reporting.statistics.models import Standing
from zhuqi.reporting.statistics.queries import NEVER_YET


def test_it_says_to_which_event_it_counted(zhuqi: Zhuqi, cast: Cast) -> None:
    scenes.carried(cast)
    answer = zhuqi("tallies", "--processes", "1")
    last = Event.objects.latest("pk").pk
    assert (answer.code, answer.out) == (0, f"统计已按日志重建，截至第 {last} 条日志。\n")
    assert Standing.objects.get().event == last


def _told(several: list[int]) -> Callable[..., AsOf]:
    def rebuild(_progress: object, *, processes: int) -> AsOf:
        several.append(processes)
        return NEVER_YET

    return rebuild


def test_each_core_has_a_process_unless_it_is_told(
    zhuqi: Zhuqi, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = list[int]()
    monkeypatch.setattr(actions, "rebuild", _told(several))
    for args in ((), ("--processes", "3"), ("--processes", "-2")):
        assert zhuqi("tallies", *args).code == 0
    assert several == [os.cpu_count(), 3, 1]


def test_a_process_that_was_ended_is_told_in_words(
    zhuqi: Zhuqi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_args: object, **_more: object) -> AsOf:
        raise ChildProcessError("a process of several was ended from outside")

    monkeypatch.setattr(actions, "rebuild", ended)
    answer = zhuqi("tallies")
    assert answer.code == 1
    assert "请再次运行" in answer.err
