"""`zhuqi check` finds what was changed behind the software's back."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from tests.cast import Cast
from tests.indexing import index_all
from tests.interfaces.console.console_place import Zhuqi
from tests.scenes.imports import GOOD, MAPPING, sheet
from tests.scenes.life import in_progress
from zhuqi.foundation.audit.actions import adopt_rows
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.contributions.checks import CHECKS, Check, CheckOutput
from zhuqi.ledgers.cases.models import Clock, Pausing


@pytest.fixture(autouse=True)
def _own_seals(settings: Settings, tmp_path: Path) -> None:
    settings.SEAL_LOG = tmp_path / "seals.log"


@pytest.fixture
def history(zhuqi: Zhuqi, tmp_path: Path) -> None:
    """A log with a few events of a case."""
    path = sheet(tmp_path, list(GOOD))
    call = ("import", "cases", str(path), "--mapping", str(MAPPING), "--as", "hefan")
    assert zhuqi(*call).code == 0
    # The cast stands in the tables without a verb having put it there.
    adopt_rows(reason="cast")


@pytest.mark.usefixtures("cast", "history")
def test_a_whole_log_is_said_to_be_whole(zhuqi: Zhuqi) -> None:
    answer = zhuqi("check", "audit")

    assert (answer.code, answer.out) == (0, "日志完整。\n")
    assert f"{Event.objects.count():,}" in answer.err


@pytest.mark.usefixtures("cast", "history")
def test_a_changed_event_is_found_and_ends_with_1(zhuqi: Zhuqi) -> None:
    event = Event.objects.filter(object_type="case").earliest("seq")
    Event.objects.filter(pk=event.pk).update(data='{"forged":1}')

    answer = zhuqi("check", "audit")

    assert answer.code == 1
    assert "严重" in answer.out
    assert "发现 1 处问题，其中严重 1 处" in answer.out


@pytest.mark.usefixtures("cast", "history")
def test_a_removed_event_is_found_too(zhuqi: Zhuqi) -> None:
    event = Event.objects.filter(object_type="case").latest("seq")
    event.erasables.all().delete()
    Event.objects.filter(pk=event.pk).delete()

    assert zhuqi("check", "audit").code == 1


def test_clocks_that_agree_and_one_that_was_moved(zhuqi: Zhuqi, cast: Cast) -> None:
    case = in_progress(cast)
    agreed = zhuqi("check", "clocks")
    assert agreed.code == 0
    assert "核对了：每个时限的起止、到期、预警、责任单位" in agreed.out
    assert agreed.out.endswith("时限与日志一致。\n")
    clock = Clock.objects.filter(case=case, stopped_at=None).earliest("pk")
    Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at + timedelta(days=30))

    answer = zhuqi("check", "clocks")

    assert answer.code == 1
    assert case.number in answer.out
    assert f"时限 {clock.pk}：“due_at”与日志不符" in answer.out
    assert "的 due_at 与日志不符" in answer.out


def test_a_torn_row_is_told_in_words(zhuqi: Zhuqi, cast: Cast) -> None:
    case = in_progress(cast)
    Pausing.objects.create(case=case, reason="没有人批过", outcome=Pausing.Outcome.REFUSED)

    answer = zhuqi("check", "clocks")

    assert answer.code == 1
    assert f"{case.number} 挂起记录有 1 条，日志里有 0 条" in answer.out


@pytest.mark.usefixtures("cast", "history")
def test_without_a_target_everything_is_checked_even_after_a_finding(zhuqi: Zhuqi) -> None:
    index_all(later=True)
    whole = zhuqi("check")
    assert whole.code == 0, whole.out
    assert whole.out.startswith("可以启动。\n")
    for words in (
        "都有保密员处置",
        "日志完整。",
        "日志的时间顺序正常。",
        "时限与日志一致。",
        "所有记录与日志一致。",
        "附件与上传时一致。",
        "不在其内：notices.Message（由日志里的事情生成的通知，阅读时改写）",
    ):
        assert f"{words}\n" in whole.out
    Event.objects.filter(object_type="case").update(data="{}")

    answer = zhuqi("check")

    assert answer.code == 1
    assert "时限与日志一致。\n" in answer.out


@pytest.mark.django_db
def test_a_room_adds_a_check_of_its_own(zhuqi: Zhuqi) -> None:
    def visits(output: CheckOutput) -> bool:
        output.say("走访 7 没有企业")
        return True

    CHECKS.register("visits", Check("走访是否都有企业", visits))
    try:
        assert "走访是否都有企业" in zhuqi("check", "--help").out
        answer = zhuqi("check", "visits")
    finally:
        CHECKS._parts.pop("visits")
    assert (answer.code, answer.out) == (1, "走访 7 没有企业\n")


CLOCKS = ("owner_id", "started_at", "stopped_at", "due_at", "warn_at", "amount")
OTHERS = {
    "cases_case": ("due_at", "warn_at", "due_unit_id", "state", "verdict", "confidential"),
    "cases_involvement": ("role", "unit_id"),
    "cases_casefact": ("state", "until"),
}


@pytest.mark.parametrize(
    ("table", "column"),
    [("cases_clock", name) for name in CLOCKS]
    + [(table, name) for table, names in OTHERS.items() for name in names],
)
def test_what_lists_and_lights_read_is_compared(
    zhuqi: Zhuqi, cast: Cast, table: str, column: str
) -> None:
    """Each by SQL on its own; of clocks those that have stopped, which nothing reckons anew."""
    in_progress(cast)
    other = {
        "amount": "amount + 1", "role": "'part'", "state": "'answered'", "verdict": "'solved'",
        "confidential": "NOT confidential", "unit_id": str(cast.labour.pk), "owner_id": "NULL",
        "due_unit_id": "NULL",
    }.get(column, "'2026-01-05 01:02:03+00'")  # fmt: skip
    chosen = "stopped_at IS NOT NULL" if table == "cases_clock" else "1 = 1"
    if column == "owner_id":
        chosen += " AND owner_id IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = {other} WHERE id = "  # noqa: S608 (of this test)
            f"(SELECT max(id) FROM {table} WHERE {chosen})"
        )
        assert cursor.rowcount == 1

    answer = zhuqi("check", "clocks")

    assert answer.code == 1
    assert column.removesuffix("_id") in answer.out
