"""没打通，再约时间: a call for a rating that nobody answered, and when the next one is."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from tests.scenes import life
from zhuqi.foundation.access import NotNow, NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.actions import closing
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import ClockKind, Satisfaction, State, Verdict
from zhuqi.ledgers.cases.models import Case, Clock, Rating

SignIn = Callable[[User], Client]
CALLED = life.MONDAY + timedelta(days=35)
AGREED = datetime(2026, 12, 23, 10, 0, tzinfo=SHANGHAI)


def call(
    cast: Cast, case: Case, now: datetime = CALLED, agreed: datetime = AGREED, reason: str = "占线"
) -> None:
    with open_case(case.pk, by=person(cast.he_fan), now=now) as work:
        closing.call_again(work, day=agreed.date(), at=agreed.time(), reason=reason)


def to_phone(cast: Cast, now: datetime) -> list[Case]:
    by = person(cast.he_fan)
    return [one for task in queries.tasks(by, now) if task.key == "unrated" for one in task.rows]


def test_it_is_counted_and_stands_in_the_queue_again_at_the_time_agreed_on(cast: Cast) -> None:
    case = life.completed(cast)
    assert to_phone(cast, CALLED) == [case]
    call(cast, case)
    case = life.now_of(case)
    assert (case.state, case.call_tries, case.call_again_at) == (State.COMPLETED, 1, AGREED)
    assert to_phone(cast, AGREED - timedelta(minutes=1)) == []
    assert to_phone(cast, AGREED) == [case]
    later = AGREED + timedelta(days=1)
    call(cast, case, AGREED, later, "")
    case = life.now_of(case)
    assert (case.call_tries, case.call_again_at) == (2, later)
    assert to_phone(cast, AGREED) == []
    event = Event.objects.filter(object_type="case", object_id=case.pk).latest("seq")
    assert event.kind == "call_again"
    assert event.facts["changes"]["call_tries"] == [1, 2]


def test_what_was_agreed_on_before_the_firms_time_is_over_is_kept_too(cast: Cast) -> None:
    case = life.completed(cast)
    soon = life.MONDAY + timedelta(days=4)
    call(cast, case, soon - timedelta(hours=3), soon)
    assert to_phone(cast, soon - timedelta(minutes=1)) == []
    assert to_phone(cast, soon) == [case]


def test_the_call_back_is_timed_by_what_was_agreed_on(cast: Cast) -> None:
    case = life.completed(cast)
    call(cast, case)
    runs = Clock.objects.filter(case=case, clock=ClockKind.CALL_BACK)
    assert runs.get(stopped_at=None).due_at == AGREED
    with open_case(case.pk, by=person(cast.he_fan), now=AGREED) as work:
        closing.rate_by_phone(
            work, verdict=Verdict.SOLVED, satisfaction=Satisfaction.SATISFIED, comment="",
            spoken_to="赵总",
        )  # fmt: skip
    assert not runs.filter(stopped_at=None).exists()
    assert to_phone(cast, AGREED) == []


def test_there_must_be_something_to_phone_about(cast: Cast) -> None:
    case = life.in_progress(cast)
    with pytest.raises(NotNow):
        call(cast, case)
    life.answer(cast, case, life.MONDAY + timedelta(days=2))
    life.complete(cast, case, life.MONDAY + timedelta(days=3))
    with open_case(case.pk, by=person(cast.zhao), now=life.MONDAY + timedelta(days=4)) as work:
        closing.rate(work, verdict=Verdict.SOLVED, satisfaction=Satisfaction.SATISFIED)
    with pytest.raises(NotNow, match="已经评价过"):
        call(cast, case)
    assert life.now_of(case).call_tries == 0


def refuse(cast: Cast, case: Case, reason: str = "与赵总通话，没有时间评价") -> None:
    with open_case(case.pk, by=person(cast.he_fan), now=CALLED) as work:
        closing.refuse_rating(work, reason=reason)


def test_a_firm_that_will_not_rate_is_left_in_peace_and_counts_as_not_rated(cast: Cast) -> None:
    case = life.completed(cast)
    with pytest.raises(NotValid, match="通话情况"):
        refuse(cast, case, " ")
    call(cast, case)
    refuse(cast, case)
    case = life.now_of(case)
    assert (case.state, case.verdict, case.satisfaction) == (State.COMPLETED, "", "")
    assert not Rating.objects.filter(case=case).exists()
    assert to_phone(cast, AGREED) == []
    with pytest.raises(NotNow, match="不再打扰"):
        refuse(cast, case)
    with pytest.raises(NotNow, match="不再打扰"):
        call(cast, case, AGREED)
    running = Clock.objects.filter(case=case, stopped_at=None).values_list("clock", flat=True)
    assert set(running) == {ClockKind.CONCLUDE}
    # Nothing of it is told a second time when it is struck off.
    by = person(cast.lu_yuan)
    [waiting] = [task for task in queries.tasks(by, AGREED) if task.key == "refused"]
    assert list(waiting.rows) == [case]
    with open_case(case.pk, by=by, now=AGREED) as work:
        closing.strike_off(work)
    event = Event.objects.filter(object_type="case", object_id=case.pk).latest("seq")
    assert event.facts["unrated"] is True


def test_a_firm_that_would_not_rate_may_still_do_so_and_is_asked_anew_in_a_new_round(
    cast: Cast,
) -> None:
    case = life.completed(cast)
    refuse(cast, case)
    with open_case(case.pk, by=person(cast.zhao), now=AGREED) as work:
        closing.rate(
            work, verdict=Verdict.NOT_SOLVED, satisfaction=Satisfaction.DISSATISFIED, comment="没动"
        )
    life.answer(cast, case, AGREED + timedelta(days=1))
    life.complete(cast, case, AGREED + timedelta(days=2))
    assert life.now_of(case).rating_refused_at is None
    assert to_phone(cast, AGREED + timedelta(days=60)) == [case]


@pytest.mark.parametrize(
    ("day", "at", "where"),
    [
        (CALLED.date(), time(8), "at"),
        (CALLED.date() - timedelta(days=1), time(10), "day"),
        (date(2199, 12, 31), time(10), "day"),
        (None, time(10), "day"),
        (AGREED.date(), None, "at"),
    ],
)
def test_the_time_is_still_to_come(
    cast: Cast, day: date | None, at: time | None, where: str
) -> None:
    case = life.completed(cast)
    with (
        pytest.raises(NotValid) as refused,
        open_case(case.pk, by=person(cast.he_fan), now=CALLED) as work,
    ):
        closing.call_again(work, day=day, at=at)
    assert set(refused.value.errors) == {where}
    assert life.now_of(case).call_tries == 0


def test_a_new_round_is_called_for_from_the_beginning(cast: Cast) -> None:
    case = life.completed(cast)
    call(cast, case)
    with open_case(case.pk, by=person(cast.zhao), now=AGREED) as work:
        closing.rate(
            work, verdict=Verdict.NOT_SOLVED, satisfaction=Satisfaction.DISSATISFIED, comment="没动"
        )
    life.answer(cast, case, AGREED + timedelta(days=1))
    life.complete(cast, case, AGREED + timedelta(days=2))
    case = life.now_of(case)
    assert (case.call_tries, case.call_again_at) == (0, None)


def test_pages_tell_how_often_and_when_next(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.COMPLETED, now=timezone.now() - timedelta(days=60))
    client = sign_in(cast.he_fan)
    url = f"/desk/cases/{case.number}/"
    assert "没打通，再约时间" in client.get(f"{url}rate_by_phone/").content.decode()
    tomorrow = timezone.localtime() + timedelta(days=1)
    data = {"day": tomorrow.date().isoformat(), "at": "10:00", "reason": "无人接听"}
    page = client.get(f"{url}call_again/").content.decode()
    assert "哪天再打" in page
    assert client.post(f"{url}call_again/", {"seen": case.version, **data}).status_code == 302
    told = client.get(url).content.decode()
    assert "已拨 1 次未打通" in told
    assert "第 1 次没打通" in told
    assert "无人接听" in told
    assert "已拨 1 次未打通" in client.get(f"{url}rate_by_phone/").content.decode()
    assert case.number not in client.get("/desk/").content.decode()
    Case.objects.filter(pk=case.pk).update(call_again_at=timezone.now())
    assert "已拨 1 次未打通" in client.get("/desk/").content.decode()
    portal = sign_in(cast.zhao).get(f"/portal/cases/{case.number}/").content.decode()
    assert "没有打通" in portal
    assert "无人接听" not in portal
