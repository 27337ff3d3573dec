"""A server's clock that was set back, or shows another decade, makes no false record."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.audit.server_clock import (
    clock_behind,
    confirm_year,
    is_playing,
    out_of_order,
    refuse_strange_year,
    tell_played,
    tell_playing,
)
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Clock

NOON = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
SignIn = Callable[[User], Client]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set what the server takes for now."""

    def _set(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return _set


def noted(pk: int, now: datetime | None = None) -> Event:
    with transaction.atomic():
        return record(object_type="thing", object_id=pk, kind="noted", by=SYSTEM, now=now)


@pytest.mark.django_db
def test_of_one_object_nothing_is_recorded_before_what_was(
    set_clock: Callable[[datetime], None],
) -> None:
    set_clock(NOON)
    first = noted(1)
    set_clock(NOON - timedelta(hours=5))
    second, other = noted(1), noted(2)
    assert first.recorded_at == second.recorded_at == second.occurred_at == NOON
    assert other.recorded_at == NOON - timedelta(hours=5)


@pytest.mark.parametrize(("behind", "warned"), [(59, False), (61, True), (-3600, False)])
@pytest.mark.django_db
def test_more_than_a_minute_behind_the_newest_record_is_a_warning(
    behind: int,
    warned: bool,  # noqa: FBT001 (a table of cases)
) -> None:
    noted(1, NOON)
    assert (clock_behind(NOON - timedelta(seconds=behind)) is not None) is warned


@pytest.mark.django_db
def test_events_out_of_time_order_are_named() -> None:
    noted(1, NOON)
    noted(2, NOON - timedelta(seconds=30))
    assert list(out_of_order()) == []
    noted(3, NOON - timedelta(hours=1))
    [told] = out_of_order()
    assert told.startswith("thing 3 第 1 条")
    # And one whose own story goes back.
    with transaction.atomic():
        record(
            object_type="thing", object_id=1, kind="stopped", by=SYSTEM, now=NOON,
            occurred_at=NOON - timedelta(days=2),
        )  # fmt: skip
    assert any(told.startswith("thing 1 第 2 条（stopped）") for told in out_of_order())


@pytest.mark.django_db
def test_a_played_past_is_in_no_order_of_recording() -> None:
    noted(1, NOON)
    noted(2, NOON - timedelta(days=90))
    with transaction.atomic():
        tell_playing(by=SYSTEM)
    # People are at work while it moves in.
    noted(1)
    noted(2, NOON - timedelta(days=90))
    assert is_playing()
    assert list(out_of_order()) == []
    with transaction.atomic():
        tell_played(by=SYSTEM)
    assert not is_playing()
    assert list(out_of_order()) == []
    noted(3, timezone.now() - timedelta(hours=1))
    assert len(list(out_of_order())) == 1


def test_no_clock_stops_before_it_started(
    cast: Cast, set_clock: Callable[[datetime], None]
) -> None:
    case = scenes.case_in(cast, State.ASSIGNED)
    last = Event.objects.filter(object_type="case", object_id=case.pk).latest("seq")
    set_clock(last.occurred_at - timedelta(hours=6))
    with open_case(case.pk, by=person(cast.zhou)) as change:
        handling.sign(change, handler_phone="0374-2961234")
    for clock in Clock.objects.filter(case=case, stopped_at__isnull=False):
        assert clock.stopped_at is not None
        assert clock.stopped_at >= clock.started_at
    assert list(verify_clocks()) == []
    assert list(out_of_order()) == []


def test_the_administrators_page_says_it(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in(cast.system_admin), reverse("desk:admin_system")
    assert "核对服务器时间" not in client.get(address).content.decode()
    noted(1, timezone.now() + timedelta(hours=3, minutes=1))
    assert "服务器时间比最近一条记录早 3 小时" in client.get(address).content.decode()


def test_a_year_far_from_the_last_number_is_asked_about(
    cast: Cast, set_clock: Callable[[datetime], None]
) -> None:
    scenes.submitted(cast)
    set_clock(timezone.now() + timedelta(days=365 * 10))
    year = timezone.localdate().year
    before = Case.objects.count()
    with pytest.raises(NotNow, match=f"zhuqi clock confirm {year}"):
        scenes.submitted(cast, "十年以后")
    assert Case.objects.count() == before
    with pytest.raises(NotValid, match="请先核对"):
        confirm_year(year + 1, by=SYSTEM)
    with transaction.atomic():
        confirm_year(year, by=SYSTEM)
    assert scenes.submitted(cast, "确认以后").number
    assert Case.objects.count() == before + 1


def test_new_year_and_old_registers_are_not_asked_about() -> None:
    now = timezone.now()
    refuse_strange_year(now, now - timedelta(days=360))
    refuse_strange_year(now - timedelta(days=365 * 9), now)
    refuse_strange_year(now, None)
