"""Office hours by region: set in a page, told in the log, kept by the clocks of that office."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import RegionHours
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import SHANGHAI, in_shanghai
from zhuqi.ledgers.cases.actions.recompute import recompute_chunk
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.models import Clock

SignIn = Callable[[User], Client]
PAGE = "/desk/admin/registers/office-hours/"
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=SHANGHAI)
EARLY = {
    "form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0,
    "form-0-begins": "01-01", "form-0-morning": "08:00-12:00", "form-0-afternoon": "13:00-17:00",
    "form-1-begins": "",
}  # fmt: skip


def hours(region: str = "411000", **changes: object) -> dict[str, object]:
    return {"step": "set", "region": region, "source": "许政办〔2026〕9号", **EARLY, **changes}


def test_clocks_of_the_region_end_when_its_office_closes(cast: Cast, sign_in: SignIn) -> None:
    old = scenes.submitted(cast, "设定以前的", now=NOW)
    before = Clock.objects.get(case=old, stopped_at=None).due_at
    client = sign_in(cast.system_admin)
    assert client.post(PAGE, hours()).status_code == 302
    recompute_chunk(after=0, cause="t")
    moved = Clock.objects.get(case=old, stopped_at=None).due_at
    assert before - moved == timedelta(hours=1)
    assert Event.objects.filter(object_type="case", kind="recompute", object_id=old.pk).exists()
    new = scenes.submitted(cast, "设定以后的", now=NOW + timedelta(minutes=5))
    assert in_shanghai(Clock.objects.get(case=new, stopped_at=None).due_at).hour == 17
    assert list(verify_clocks()) == []
    assert calendar("320100").hours != calendar("411025").hours == calendar("411000").hours


def test_what_is_set_is_shown_changed_and_given_back(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    text = client.get(PAGE).content.decode()
    assert "本平台的默认，没有文件依据" in text
    client.post(PAGE, hours())
    text = client.get(PAGE).content.decode()
    for words in ("许昌市（411000）", "1月1日起 08:00-12:00、13:00-17:00", "许政办〔2026〕9号"):
        assert words in text
    assert 'value="13:00-17:00"' in client.get(PAGE + "?region=411000").content.decode()
    client.post(PAGE, {"step": "give_back", "region": cast.city.pk})
    assert not RegionHours.objects.filter(revoked_at=None).exists()
    kinds = Event.objects.filter(object_type="office_hours").values_list("kind", flat=True)
    assert sorted(kinds) == ["office_hours.revoked", "office_hours.set"]
    again = client.post(PAGE, {"step": "give_back", "region": cast.city.pk})
    assert (again.status_code, "没有单独的办公时间" in again.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"region": "999999"}, "没有区划代码"),
        ({"region": ""}, "请填写"),
        ({"form-0-begins": ""}, "至少要有一个季节"),
        ({"form-0-begins": "13-40"}, "季节起始日无效"),
        ({"form-0-afternoon": ""}, "两段"),
        ({"form-0-morning": "12:00-08:00"}, "上班早于下班"),
        ({"form-0-morning": "早上"}, "08:30-12:00"),
        ({"form-1-begins": "01-01", "form-1-morning": "08:00-12:00",
          "form-1-afternoon": "13:00-17:00"}, "起始日不能相同"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused_and_kept(
    cast: Cast, sign_in: SignIn, changes: dict[str, str], why: str
) -> None:
    answer = sign_in(cast.system_admin).post(PAGE, hours() | changes)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert why in text
    assert "许政办〔2026〕9号" in text
    assert not RegionHours.objects.exists()


def test_only_the_system_administrator_changes_them(cast: Cast, sign_in: SignIn) -> None:
    for user, seen in ((cast.audit_admin, 200), (cast.lu_yuan, 403)):
        client = sign_in(user)
        assert client.get(PAGE).status_code == seen
        assert client.post(PAGE, hours()).status_code == 403
