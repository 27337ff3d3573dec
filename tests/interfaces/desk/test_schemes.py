"""Deadline schemes: published in editions, compared, put back, chosen by offices."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, official_user
from tests.scenes import cases as scenes
from zhuqi.foundation.access import SYSTEM, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.interfaces.shell.event_words import describe
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import LedgerScheme, Scheme, SchemeVersion

SignIn = Callable[[User], Client]
HOME = "/desk/admin/registers/schemes/"


def xuchang() -> Scheme:
    return Scheme.objects.get(code="xuchang-2011")


def at(scheme: Scheme, page: str = "") -> str:
    return f"{HOME}{scheme.pk}/{page}"


def table(client: Client, scheme: Scheme, query: str = "", **changes: object) -> dict[str, object]:
    """What a browser would send from the table, some cells typed over (`rule.3.amount`)."""
    context = client.get(at(scheme, "publish/") + query).context
    rules, form = context["rules"], context["form"]
    data: dict[str, object] = {"seen": context["seen"]}
    data |= {f"form-{k}": v for k, v in rules.management_form.initial.items()}
    for row in rules.forms:
        for name in row.fields:
            value = row[name].value()
            data[row.add_prefix(name)] = "" if value is None else str(value)
    data |= {name: form[name].value() or "" for name in form.fields}
    return data | changes


def row_of(data: dict[str, object], clock: str, tier: str = "") -> str:
    """The prefix of the row for a clock."""
    return next(
        key.removesuffix("-clock")
        for key, value in data.items()
        if key.endswith("-clock")
        and value == clock
        and data[key.removesuffix("clock") + "tier"] == tier
    )


def publish(client: Client, scheme: Scheme, days: int, **more: object) -> object:
    data = table(client, scheme)
    data[f"{row_of(data, 'resolve')}-amount"] = days
    return client.post(at(scheme, "publish/"), data | more)


def test_a_new_edition_is_for_cases_to_come_and_old_ones_keep_theirs(
    cast: Cast, sign_in: SignIn
) -> None:
    old = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.system_admin)
    publish(client, xuchang(), 10, reason="许政办〔2026〕1号")
    versions = list(xuchang().versions.order_by("number"))
    assert [version.number for version in versions] == [1, 2]
    old.refresh_from_db()
    assert old.scheme_version == versions[0]
    assert scenes.submitted(cast, "另一件").scheme_version == versions[1]
    text = client.get(at(xuchang())).content.decode()
    for words in ("现行：第 2 版", "许政办〔2026〕1号", "15 个工作日", "10 个工作日", "系统员"):
        assert words in text
    rows = client.get(HOME).context["schemes"].rows
    [row] = [r for r in rows if r[0].value == xuchang().name]
    assert row[3:] == [1, 1]


def test_two_editions_are_compared_and_the_first_is_published_anew(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    publish(client, xuchang(), 10)
    publish(client, xuchang(), 12)
    context = client.get(at(xuchang()) + "?before=1&after=3").context
    before, after, rows = context["compared"]
    assert (before, after) == (1, 3)
    assert rows == [("办理", "15 个工作日", "12 个工作日")]
    assert client.get(at(xuchang()) + "?before=x&after=99").context["compared"] is None
    page = client.get(at(xuchang(), "publish/") + "?version=1")
    assert "恢复到第 1 版" in page.content.decode()
    data = table(client, xuchang(), "?version=1")
    assert client.post(at(xuchang(), "publish/"), data).status_code == 302
    again = xuchang().versions.order_by("-number")[0]
    assert (again.number, again.rules.get(clock="resolve", tier="").amount) == (4, 15)
    event = Event.objects.filter(object_type="scheme").latest("pk")
    assert event.facts["reason"] == "恢复到第 1 版"
    assert client.get(at(xuchang(), "publish/") + "?version=77").status_code == 404


def test_a_row_is_added_and_another_emptied(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    data = table(client, xuchang())
    data[f"{row_of(data, 'stage')}-amount"] = ""
    spare = row_of(data, "")
    data |= {f"{spare}-clock": "resolve", f"{spare}-kind": "question", f"{spare}-amount": 4}
    refused = client.post(at(xuchang(), "publish/"), data)
    assert refused.status_code == 422
    assert (
        "“分办答复”10 个工作日可能比它所服务的“办理（咨询）”4 个工作日还长"
        in refused.content.decode()
    )
    for clock in ("part", "co_unit", "redo"):
        data[f"{row_of(data, clock)}-amount"] = 3
    client.post(at(xuchang(), "publish/"), data)
    rules = xuchang().versions.order_by("-number")[0].rules
    assert not rules.filter(clock="stage").exists()
    assert rules.get(clock="resolve", kind="question").amount == 4


def test_how_limits_are_counted_is_chosen_explained_and_told(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    text = client.get(at(xuchang())).content.decode()
    assert "起算当日不计入，从次日算起（民法典第二百零一条）" in text
    assert "本平台补充" in text
    data = table(client, xuchang())
    carry = row_of(data, "")
    data |= {f"{carry}-clock": "carry", f"{carry}-unit": "followed", f"{carry}-note": "清零为止"}
    data |= {f"{row_of(data, 'resolve', 'major')}-unit": "month"}
    data |= {f"{row_of(data, 'resolve', 'major')}-amount": 2}
    data |= {"start_rule": "next_opening", "roll": "", "yellow_days": 3}
    assert client.post(at(xuchang(), "publish/"), data).status_code == 302
    newest = xuchang().versions.order_by("-number")[0]
    assert (newest.start_rule, newest.roll, newest.yellow_days) == ("next_opening", False, 3)
    assert newest.rules.get(clock="carry").followed
    text = client.get(at(xuchang())).content.decode()
    for words in ("不顺延", "跟踪到清零，不设时限（清零为止）", "2 个月", "到期前 3 天"):
        assert words in text
    again = table(client, xuchang())
    assert again[f"{row_of(again, 'carry')}-unit"] == "followed"
    event = Event.objects.filter(object_type="scheme").latest("pk")
    [told] = describe([event])
    assert (
        "从哪一天起算",
        "不在办公时间的，视为下次上班时提出，当日不计入（本平台原来的做法）",
    ) in told.facts
    assert "办理（重大） 2 个月" in dict(told.facts)["时限"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"resolve": ""}, "至少要规定"),
        ({"resolve": "0"}, "还长"),  # the same day, inside which nobody has ten
        ({"resolve": "1000"}, "之间"),
        ({"resolve": "-3"}, "之间"),
        ({"resolve": "十"}, "整数"),
        ({"redo_cap": "99"}, "之间"),
    ],
)
def test_a_table_that_promises_nonsense_is_refused_and_kept(
    cast: Cast, sign_in: SignIn, changes: dict[str, str], why: str
) -> None:
    client = sign_in(cast.system_admin)
    data = table(client, xuchang())
    for name, value in changes.items():
        key = f"{row_of(data, name)}-amount" if name == "resolve" else name
        data[key] = value
    data["reason"] = "留着的话"
    answer = client.post(at(xuchang(), "publish/"), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert why in text
    assert "留着的话" in text
    assert xuchang().versions.count() == 1


def test_the_same_thing_said_twice_is_refused(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    data = table(client, xuchang())
    spare = row_of(data, "")
    data |= {f"{spare}-clock": "resolve", f"{spare}-amount": 4}
    answer = client.post(at(xuchang(), "publish/"), data)
    assert (answer.status_code, "规定了两次" in answer.content.decode()) == (422, True)


def test_of_two_administrators_the_later_is_told_and_keeps_what_was_typed(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    data = table(client, xuchang())
    data[f"{row_of(data, 'resolve')}-amount"] = 11
    publish(client, xuchang(), 10)
    answer = client.post(at(xuchang(), "publish/"), data)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "刚刚有人发布了第 2 版" in text
    assert 'value="11"' in text
    assert xuchang().versions.count() == 2


def test_a_scheme_of_ones_own_begins_as_a_copy(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    data = {"code": "own-1", "name": "我市方案", "source": "某文", "like": xuchang().pk}
    answer = client.post(f"{HOME}new/", data)
    made = Scheme.objects.get(code="own-1")
    assert answer["Location"] == at(made, "publish/")
    assert made.versions.get().rules.count() == xuchang().versions.get().rules.count()
    again = client.post(f"{HOME}new/", data)
    assert (again.status_code, "已被别的时限方案使用" in again.content.decode()) == (422, True)


def test_an_office_chooses_from_now_on(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.system_admin)
    scheme = Scheme.objects.get(code="quanzhou-2022")
    assert client.post(at(scheme), {"office": cast.county_office.pk}).status_code == 302
    assert LedgerScheme.objects.get(office=cast.county_office).scheme == scheme
    assert "襄城县活动办" in client.get(at(scheme)).content.decode()
    event = Event.objects.filter(object_type="unit").latest("pk")
    assert event.facts["changes"] == {"scheme": ["13710", "quanzhou-2022"]}
    before = Event.objects.count()
    DEADLINES.adopt(office=cast.county_office, code="quanzhou-2022", by=SYSTEM)
    assert Event.objects.count() == before
    assert client.post(at(scheme), {"office": cast.industry.pk}).status_code == 422


def test_a_county_administrator_chooses_for_the_county_and_publishes_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(official_user("县系统员", "xian", cast.county_office, Role.SYSTEM_ADMIN))
    scheme = Scheme.objects.get(code="quanzhou-2022")
    assert "由上级的系统管理员维护" in client.get(at(scheme)).content.decode()
    assert client.get(at(scheme, "publish/")).status_code == 403
    assert client.post(at(scheme, "publish/"), {}).status_code == 403
    assert client.get(f"{HOME}new/").status_code == 403
    assert client.post(at(scheme), {"office": cast.other_office.pk}).status_code == 422
    assert client.post(at(scheme), {"office": cast.county_office.pk}).status_code == 302
    assert LedgerScheme.objects.get(office=cast.other_office).scheme.code == "13710"


def test_nobody_else_publishes_or_chooses(cast: Cast, sign_in: SignIn) -> None:
    count = SchemeVersion.objects.count()
    for user in (cast.audit_admin, cast.lu_yuan, cast.he_fan, cast.mayor, cast.zhao):
        client = sign_in(user)
        assert client.post(at(xuchang(), "publish/"), {}).status_code == 403
        assert client.post(at(xuchang()), {"office": cast.city_office.pk}).status_code == 403
        wanted = 200 if user == cast.audit_admin else 403
        assert client.get(HOME).status_code == client.get(at(xuchang())).status_code == wanted
    assert SchemeVersion.objects.count() == count
