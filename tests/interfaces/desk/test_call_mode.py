"""Calls to firms, one after the other: whom, what to say, and each outcome in one press."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case, Clock, Rating

SignIn = Callable[[User], Client]


def two_calls(cast: Cast) -> tuple[Case, Case]:
    """A firm that has let its time to rate pass, and one that wants to withdraw."""
    silent, leaving = scenes.case_in(cast, State.COMPLETED), scenes.withdrawal_asked(cast)
    past = timezone.now() - timedelta(days=1)
    Clock.objects.filter(case=silent, clock="rating", stopped_at=None).update(due_at=past)
    Case.objects.filter(pk=silent.pk).update(due_at=past, reporter_phone="138 0000 0001")
    return silent, leaving


def sent(case: Case, pressed: str, **more: object) -> dict[str, object]:
    case.refresh_from_db()
    return {"seen": case.version, "pressed": pressed, "spoken_to": "赵总", **more}


def test_one_press_rates_and_the_next_call_is_there(cast: Cast, sign_in: SignIn) -> None:
    silent, leaving = two_calls(cast)
    client = sign_in(cast.he_fan)
    assert client.get("/desk/calls/")["Location"] == f"/desk/calls/{silent.number}/"
    text = client.get(f"/desk/calls/{silent.number}/").content.decode()
    assert "第 1 件 / 共 2 件" in text
    assert 'href="tel:13800000001"' in text
    assert "解决了吗？您满意吗？" in text
    url = f"/desk/calls/{silent.number}/"
    data = sent(silent, "solved-5")
    assert client.post(url, data)["Location"] == f"/desk/calls/{leaving.number}/"
    # A second click leads on and says nothing twice.
    assert client.post(url, data)["Location"] == f"/desk/calls/{leaving.number}/"
    rating = Rating.objects.get(case=silent)
    assert (rating.verdict, rating.satisfaction, rating.rated_by) == ("solved", "5", "赵总")
    assert rating.heard_by == cast.he_fan.name
    url = f"/desk/calls/{leaving.number}/"
    assert client.post(url, sent(leaving, "withdraw"))["Location"] == "/desk/calls/"
    leaving.refresh_from_db()
    assert leaving.state == State.WITHDRAWN
    said = Event.objects.get(object_type="case", object_id=leaving.pk, kind="withdraw").data
    assert re.search("与赵总通话，企业确认撤回。", str(said))
    assert "现在没有要打的电话" in client.get("/desk/calls/").content.decode()


def test_a_firm_that_stays_and_a_call_in_vain(cast: Cast, sign_in: SignIn) -> None:
    silent, leaving = two_calls(cast)
    client = sign_in(cast.he_fan)
    client.post(f"/desk/calls/{leaving.number}/", sent(leaving, "keep", reason="先等等"))
    leaving.refresh_from_db()
    assert (leaving.state, leaving.withdrawal_asked_at) == (State.IN_PROGRESS, None)
    tomorrow = timezone.localdate() + timedelta(days=1)
    data = sent(silent, "call_again", day=tomorrow, at="10:00", reason="")
    assert client.post(f"/desk/calls/{silent.number}/", data)["Location"] == "/desk/calls/"
    silent.refresh_from_db()
    assert (silent.state, silent.call_tries, silent.verdict) == (State.COMPLETED, 1, "")


def test_who_will_not_rate_is_noted_in_one_press_and_told_on_the_ledger(
    cast: Cast, sign_in: SignIn
) -> None:
    silent, leaving = two_calls(cast)
    client, url = sign_in(cast.he_fan), f"/desk/calls/{silent.number}/"
    data = sent(silent, "refuse_rating", comment="在外地出差。")
    assert client.post(url, data)["Location"] == f"/desk/calls/{leaving.number}/"
    silent.refresh_from_db()
    assert (silent.verdict, Rating.objects.filter(case=silent).exists()) == ("", False)
    page = client.get(f"/desk/cases/{silent.number}/").content.decode()
    assert "与赵总通话，企业表示不评价。在外地出差。" in page
    assert "企业拒绝评价" in client.get("/desk/ledger/").content.decode()
    told = sign_in(cast.zhao).get(f"/portal/cases/{silent.number}/").content.decode()
    assert "您表示不评价" in told
    assert "在外地出差" not in told


def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    silent, _leaving = two_calls(cast)
    client, url = sign_in(cast.he_fan), f"/desk/calls/{silent.number}/"
    answer = client.post(url, sent(silent, "not_solved-1", spoken_to="钱经理"))
    assert answer.status_code == 422
    assert "还有什么没解决" in answer.content.decode()
    assert "钱经理" in answer.content.decode()
    for pressed in ("", "solved", "solved-9", "not_solved-", "strike_off", "9" * 5000):
        answer = client.post(url, sent(silent, pressed, comment="门卫说老板出差"))
        assert answer.status_code == 422
        assert "门卫说老板出差" in answer.content.decode(), pressed
    stale = sent(silent, "solved-5")
    Case.objects.filter(pk=silent.pk).update(version=silent.version + 1)
    assert client.post(url, stale).status_code == 409
    assert not Rating.objects.filter(case=silent).exists()


def test_who_rings_nobody_up_has_no_such_page(cast: Cast, sign_in: SignIn) -> None:
    silent, _leaving = two_calls(cast)
    url = f"/desk/calls/{silent.number}/"
    for user in (cast.zhou, cast.mayor):
        assert sign_in(user).get("/desk/calls/").status_code == 403
        assert sign_in(user).post(url, sent(silent, "solved-5")).status_code == 403
    # A case of one's own that waits for no call is shown, and leads on.
    other = scenes.case_in(cast, State.IN_PROGRESS)
    text = sign_in(cast.he_fan).get(f"/desk/calls/{other.number}/").content.decode()
    assert "现在没有要打的电话" in text
    assert f"/desk/calls/{silent.number}/" in text
