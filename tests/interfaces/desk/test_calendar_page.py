"""The working calendar: a notice looked at before it counts, days set by hand, and the way back."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests.cast import Cast, official_user
from tests.foundation.workdays.notice_2026 import NOTICE_2026
from tests.scenes import cases as scenes
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import CalendarNotice, CalendarOverride
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.actions.recompute import recompute_chunk
from zhuqi.ledgers.cases.calendar_impact import would_move
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Clock

SignIn = Callable[[User], Client]
PAGE = "/desk/admin/registers/calendar/"
# 2027's is not published: a made-up text, a day otherwise than the law alone gives.
TEXT_2027 = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月5日（周一）放假，与周末连休。
四、劳动节：5月1日至3日放假调休，共3天。
五、端午节：6月9日放假1天。
六、中秋节：9月15日放假1天。
七、国庆节：10月1日至7日放假调休，共7天。10月10日（周日）上班。"""


def notice(text: str = TEXT_2027, year: int = 2027, step: str = "preview") -> dict[str, object]:
    return {"step": step, "year": year, "text": text}


def test_a_notice_is_shown_before_it_counts(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    page = client.post(PAGE, notice())
    assert page.status_code == 200
    text = page.content.decode()
    for words in (
        "还没有导入",
        "2月14日",
        "上班（春节调休上班）",
        "休息（周末）",
        "2027 年由暂定变为已公布",
    ):
        assert words in text
    assert not CalendarNotice.objects.exists()
    assert client.post(PAGE, notice(step="import")).status_code == 302
    assert calendar().is_working(date(2027, 2, 14))
    assert not calendar().is_provisional_year(2027)
    told = client.get(PAGE).content.decode()
    assert "导入放假安排" in told
    assert "系统员" in told


def test_a_torn_notice_is_refused_with_what_it_lacks(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    torn = "\n".join(TEXT_2027.splitlines()[:2])
    page = client.post(PAGE, notice(torn)).content.decode()
    assert "缺少清明节（4月5日）、劳动节（5月1日、5月2日）" in page
    assert "导入 2027 年放假安排" not in page
    assert client.post(PAGE, notice(torn, step="import")).status_code == 422
    assert not CalendarNotice.objects.exists()


def test_holidays_that_would_be_worked_are_listed_and_confirmed(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    client.post(PAGE, notice(step="import"))
    second = notice("一、春节：2月5日至9日放假调休。2月10日、11日上班。")
    page = client.post(PAGE, second).content.decode()
    assert "这些公众假日会变成工作日" in page
    assert 'value="2027-02-10,2027-02-11"' in page
    refused = client.post(PAGE, second | {"step": "import"})
    assert refused.status_code == 422
    assert "勾选确认" in refused.content.decode()
    assert not calendar().is_working(date(2027, 2, 10))
    given = second | {"step": "import", "worked": "2027-02-10,2027-02-11"}
    assert client.post(PAGE, given).status_code == 302
    assert calendar().is_working(date(2027, 2, 10))
    assert not calendar().is_working(date(2027, 2, 9))
    assert not calendar().is_working(date(2027, 4, 5))  # the first notice still stands
    page = client.get(PAGE).content.decode()
    assert "撤销调整" in page
    client.post(PAGE, {"step": "revoke_notice", "year": 2027, "number": 2})
    assert not calendar().is_working(date(2027, 2, 10))


def test_the_preview_counts_exactly_the_clocks_that_then_move(cast: Cast, sign_in: SignIn) -> None:
    now = datetime(2027, 2, 1, 9, 30, tzinfo=SHANGHAI)
    scenes.case_in(cast, State.IN_PROGRESS, now=now)
    scenes.submitted(cast, "另一件", now=now - timedelta(days=20))
    client = sign_in(cast.system_admin)
    page = client.post(PAGE, notice())
    before = {clock.pk: clock.due_at for clock in Clock.objects.filter(stopped_at=None)}
    client.post(PAGE, notice(step="import"))
    recompute_chunk(after=0, cause="test")
    moved = [c for c in Clock.objects.filter(stopped_at=None) if before[c.pk] != c.due_at]
    assert page.context["effect"].clocks == len(moved) > 0
    assert page.context["effect"].whole
    assert would_move(calendar(), date(2027, 1, 1)).clocks == 0


@pytest.mark.parametrize(
    ("text", "year", "why"),
    [
        ("", 2027, "请填写放假安排"),
        ("今天天气很好", 2027, "没有读到放假日期"),
        ("{", 2027, "不是完整的 JSON"),
        ("[" * 5000, 2027, "不是完整的 JSON"),
        (NOTICE_2026, 2027, "请核对年份"),
        (json.dumps({"year": 2026, "days": []}), 2027, "2026 年的"),
        (TEXT_2027, 1999, "2004"),
    ],
)
def test_what_is_no_notice_is_refused_where_it_stands(
    cast: Cast, sign_in: SignIn, text: str, year: int, why: str
) -> None:
    client = sign_in(cast.system_admin)
    for step in ("preview", "import"):
        answer = client.post(PAGE, notice(text, year, step))
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert not CalendarNotice.objects.exists()


def test_an_import_is_revoked_and_put_back(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    client.post(PAGE, notice(step="import"))
    assert client.post(PAGE, {"step": "revoke_notice", "year": 2027}).status_code == 302
    assert not calendar().is_working(date(2027, 2, 14))
    again = client.post(PAGE, {"step": "revoke_notice", "year": 2027})
    assert (again.status_code, "没有导入过" in again.content.decode()) == (409, True)
    context = client.get(PAGE).context
    [(_notice, _at, body)] = context["revoked_notices"]
    assert client.post(PAGE, notice(body)).status_code == 200
    assert client.post(PAGE, notice(body, step="import")).status_code == 302
    assert calendar().is_working(date(2027, 2, 14))
    kinds = list(Event.objects.filter(object_type="calendar").values_list("kind", flat=True))
    assert kinds.count("calendar.notice_imported") == 2


def test_a_day_is_set_by_hand_revoked_and_set_again(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    day = {"step": "day", "day": "2026-07-15", "is_working": "", "name": "高温假"}
    assert client.post(PAGE, day).status_code == 302
    assert not calendar().is_working(date(2026, 7, 15))
    row = CalendarOverride.objects.get()
    assert client.post(PAGE, {"step": "revoke_day", "day": row.pk}).status_code == 302
    assert calendar().is_working(date(2026, 7, 15))
    assert client.post(PAGE, {"step": "revoke_day", "day": row.pk}).status_code == 404
    assert client.post(PAGE, {"step": "again", "day": row.pk}).status_code == 302
    assert not calendar().is_working(date(2026, 7, 15))
    for wrong in ({"day": "1999-01-01"}, {"day": "明天"}, {"name": ""}, {"name": "长" * 61}):
        assert client.post(PAGE, {**day, **wrong}).status_code == 422
    assert client.post(PAGE, {"step": "nonsense"}).status_code == 422


def test_provisional_years_are_marked_and_published_ones_listed(
    cast: Cast, sign_in: SignIn
) -> None:
    table = sign_in(cast.system_admin).get(PAGE).context["years"]
    years = {year: (source, festivals) for year, source, _n, festivals, _act in table.rows}
    assert years[2026][0].value == "已公布"
    assert years[2027][0].value == "<b>暂定</b>"
    assert ["12月" in str(years[year][0].below) for year in (2025, 2026)] == [False, True]
    assert "<li>春节 2月15日—2月23日</li>" in years[2026][1]
    assert "<li>春节调休上班 2月14日</li>" in years[2026][1]


def test_only_the_system_administrator_above_changes_it(cast: Cast, sign_in: SignIn) -> None:
    county = official_user("县系统员", "xian", cast.county_office, Role.SYSTEM_ADMIN)
    for user, answer in ((cast.audit_admin, 200), (county, 200), (cast.lu_yuan, 403)):
        client = sign_in(user)
        assert client.get(PAGE).status_code == answer
        assert client.post(PAGE, notice(step="import")).status_code == 403
    assert not CalendarNotice.objects.exists()
