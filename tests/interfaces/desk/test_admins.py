"""The three administrators: each with a page, none with another's, none with business rows."""

import html
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast, official_user
from tests.scenes import cases as scenes
from zhuqi.foundation.access import NotNow, NotYours, Role
from zhuqi.foundation.accounts.actions import name_deputy, open_account
from zhuqi.foundation.accounts.models import RoleAssignment, User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.audit.actions import check_log
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Official, Post, Unit
from zhuqi.foundation.outbox.models import OutboxItem, WorkerBeat
from zhuqi.foundation.upkeep.actions import record_run
from zhuqi.interfaces.desk.system import upkeep
from zhuqi.interfaces.shell.listing import listing
from zhuqi.ledgers.cases.enums import State

SignIn = Callable[[User], Client]
PAGES = {
    "system_admin": "/desk/admin/system/",
    "security_admin": "/desk/admin/people/",
    "audit_admin": "/desk/admin/log/",
}


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_opens_their_own_page_and_nobody_elses(cast: Cast, sign_in: SignIn) -> None:
    for name, own in PAGES.items():
        client = sign_in(getattr(cast, name))
        for url in PAGES.values():
            assert client.get(url).status_code == (200 if url == own else 403)


def test_nobody_else_opens_any(cast: Cast, client: Client, sign_in: SignIn) -> None:
    pages = [*PAGES.values(), f"/desk/admin/people/{cast.zhou.pk}/"]
    assert {client.get(url).status_code for url in pages} == {302}
    for user in (cast.he_fan, cast.lu_yuan, cast.zhou, cast.mayor, cast.inspector, cast.zhao):
        client = sign_in(user)
        assert {client.get(url).status_code for url in pages} == {403}
        answer = client.post(f"/desk/admin/people/{cast.wu.pk}/", {"step": "reset"})
        assert answer.status_code == 403


# The system's ------------------------------------------------------------------------------------


def test_the_system_page_tells_of_workers_work_and_the_calendar(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.system_admin)
    assert "没有报到" in text_of(client, PAGES["system_admin"])
    now = timezone.now()
    WorkerBeat.objects.create(name="worker-1", started_at=now, seen_at=now)
    OutboxItem.objects.create(
        kind="calendar.changed", key="k1", created_at=now, not_before=now, failed_at=now,
        attempts=5, last_error="Traceback: <b>boom</b>", payload={"title": "企业的秘密"},
    )  # fmt: skip
    text = text_of(client, PAGES["system_admin"])
    for words in (
        "worker-1",
        "还没有核对过整本日志",
        "暂定",
        "以国务院公布为准",
    ):
        assert words in text
    given_up = text_of(client, "/desk/admin/system/work/?state=failed")
    assert "calendar.changed" in given_up
    assert "&lt;b&gt;boom" in given_up
    text += given_up
    assert "企业的秘密" not in text


def test_the_system_page_says_what_is_to_be_done_and_how(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, now = sign_in(cast.system_admin), timezone.now()
    text = text_of(client, PAGES["system_admin"])
    for words in ("还没有备份过", "每天定时", "超过一周没有核对", "systemctl status zhuqi-worker"):
        assert words in text

    WorkerBeat.objects.create(name="worker-1", started_at=now, seen_at=now)
    for name in ("backup", "check:audit", "check:rows", "check:files"):
        record_run(name=name, started_at=now, good=True, sentence=f"{name} 已做")
    text = text_of(client, PAGES["system_admin"])
    assert "现在没有。" in text
    assert "check:rows 已做" in text

    record_run(name="backup", started_at=now, good=False, sentence="<b>磁盘</b>空间不足")
    record_run(name="check:rows", started_at=now, good=False, sentence="发现 3 处")
    OutboxItem.objects.create(
        kind="k", key="k", created_at=now, not_before=now - timedelta(hours=1), payload={}
    )
    with CaptureQueriesContext(connection) as few:
        text = text_of(client, PAGES["system_admin"])
    for words in ("&lt;b&gt;磁盘", "zhuqi check rows，逐条看", "后台任务积压", "再启动一个"):
        assert words in text

    for _more in range(3):
        record_run(name="backup", started_at=now, good=True)
    monkeypatch.setattr(upkeep, "BACKUP_DUE", timedelta(0))
    with CaptureQueriesContext(connection) as many:
        text = text_of(client, PAGES["system_admin"])
    assert "隔得久了" in text
    assert len(many) == len(few)


def test_the_last_check_of_the_log_is_shown_to_both_who_care(cast: Cast, sign_in: SignIn) -> None:
    scenes.submitted(cast)
    for name in ("system_admin", "audit_admin"):
        assert "还没有核对过" in text_of(sign_in(getattr(cast, name)), PAGES[name])
    assert list(check_log()) == []
    for name in ("system_admin", "audit_admin"):
        assert "日志完整" in text_of(sign_in(getattr(cast, name)), PAGES[name])
    Event.objects.filter(object_type="case").update(kind="forged")
    found = list(check_log())
    for name in ("system_admin", "audit_admin"):
        text = text_of(sign_in(getattr(cast, name)), PAGES[name])
        assert f"发现 {len(found)} 处问题" in text
        assert found[0].sentence in html.unescape(text)


# People ------------------------------------------------------------------------------------------


def test_people_are_found_by_name_user_name_unit_and_role(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.security_admin)
    for query in ("?q=周工", "?q=zhou", "?q=工业和信息化", "?role=handler"):
        assert "周工" in text_of(client, PAGES["security_admin"] + query)
    text = text_of(client, PAGES["security_admin"] + "?q=何帆")
    assert "周工" not in text
    assert "活动办受理" in text
    assert "赵总" not in text_of(client, PAGES["security_admin"])


def test_a_county_administrator_reaches_the_county_only(cast: Cast, sign_in: SignIn) -> None:
    RoleAssignment.objects.filter(user=cast.security_admin).update(unit=cast.county_office)
    client = sign_in(cast.security_admin)
    text = text_of(client, PAGES["security_admin"])
    assert "秦岚" in text
    assert "周工" not in text
    assert client.get(f"/desk/admin/people/{cast.zhou.pk}/").status_code == 404
    give = {"step": "give", "role": "handler", "unit": cast.industry.pk}
    assert client.post(f"/desk/admin/people/{cast.qin_lan.pk}/", give).status_code == 422


def test_a_role_is_given_once_and_taken_back_with_a_reason(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.security_admin)
    url = f"/desk/admin/people/{cast.wu.pk}/"
    give = {"step": "give", "role": "unit_head", "unit": cast.industry.pk}
    assert client.post(url, give).status_code == 302
    assert client.post(url, give).status_code == 409
    held = RoleAssignment.objects.get(user=cast.wu, role=Role.UNIT_HEAD)
    end = {"step": "end", "held": held.pk}
    assert client.post(url, {**end, "reason": ""}).status_code == 422
    assert client.post(url, {**end, "reason": "调离"}).status_code == 302
    held.refresh_from_db()
    assert held.until is not None
    assert client.post(url, {**end, "held": "x"}).status_code == 404


def test_who_gave_and_took_a_role_is_told_and_it_is_given_again(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.security_admin)
    url = f"/desk/admin/people/{cast.wu.pk}/"
    give = {"step": "give", "role": "unit_head", "unit": cast.industry.pk}
    client.post(url, give)
    held = RoleAssignment.objects.get(user=cast.wu, role=Role.UNIT_HEAD)
    client.post(url, {"step": "end", "held": held.pk, "reason": "轮岗到基层"})
    page = client.get(url)
    text = page.content.decode()
    for words in ("授予角色", "收回角色", "轮岗到基层", "安全员", "单位负责人", "重新授予"):
        assert words in text
    offered = [row[-1] for row in page.context["held"].rows]
    [again] = [one.sent for one in offered if one.sent["step"] == "give"]
    assert again == give
    assert client.post(url, again).status_code == 302
    assert RoleAssignment.objects.filter(user=cast.wu, role=Role.UNIT_HEAD).count() == 2


def test_a_person_is_seconded_for_a_time_and_keeps_the_home_unit(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.security_admin)
    url = f"/desk/admin/people/{cast.wu.pk}/"
    give = {
        "step": "give", "role": "reviewer", "unit": cast.city_office.pk,
        "seconded_from": cast.industry.pk,
    }  # fmt: skip
    answer = client.post(url, give)
    assert answer.status_code == 422
    assert "抽调须填写结束时间" in answer.content.decode()
    until = (timezone.localdate() + timedelta(days=90)).isoformat()
    assert client.post(url, {**give, "until": until}).status_code == 302
    assert "抽调自市工信局" in text_of(client, url)
    held = RoleAssignment.objects.get(user=cast.wu, role=Role.REVIEWER)
    assert timezone.localdate(held.until) == timezone.localdate() + timedelta(days=91)


def test_the_refusals_of_the_three_are_shown(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.security_admin)
    give = {"step": "give", "role": "audit_admin", "unit": cast.city_office.pk}
    answer = client.post(f"/desk/admin/people/{cast.system_admin.pk}/", give)
    assert answer.status_code == 422
    assert "三员分立" in answer.content.decode()
    reset = client.post(f"/desk/admin/people/{cast.audit_admin.pk}/", {"step": "reset"})
    assert reset.status_code == 403
    assert "三员的密码不能由其他管理员重置" in reset.content.decode()
    own = client.post(f"/desk/admin/people/{cast.security_admin.pk}/", give)
    assert own.status_code == 403
    assert "不能给自己" in own.content.decode()


def test_a_one_time_password_is_shown_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.security_admin)
    url = f"/desk/admin/people/{cast.wu.pk}/"
    answer = client.post(url, {"step": "reset"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert password not in text_of(client, url)
    cast.wu.refresh_from_db()
    assert cast.wu.check_password(password)
    assert cast.wu.must_change_password


@pytest.fixture
def newcomer(cast: Cast) -> Official:
    """新来 has a post in the industry bureau and no account."""
    return in_office("新来", cast.industry)


def in_office(name: str, unit: Unit) -> Official:
    person = Official.objects.create(name=name, phone="13800000066")
    Post.objects.create(official=person, unit=unit, title="科员", since=date(2020, 1, 1))
    return person


def test_who_has_no_account_is_listed_and_gets_one_with_a_letter(
    cast: Cast, sign_in: SignIn, newcomer: Official
) -> None:
    client = sign_in(cast.security_admin)
    without = text_of(client, PAGES["security_admin"] + "?account=none")
    url = f"/desk/admin/people/open/{newcomer.pk}/"
    assert url in without
    assert "周工" not in without
    assert "新来" not in text_of(client, PAGES["security_admin"] + "?account=open")
    assert 'value="xinlai"' in text_of(client, url)
    sent = {"username": "xinlai", "role": "handler", "unit": cast.industry.pk}
    answer = client.post(url, sent)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "首次登录须知" in answer.content.decode()
    password = answer.context["password"]
    assert password in answer.content.decode()
    user = User.objects.get(official=newcomer)
    assert user.check_password(password)
    assert user.must_change_password
    assert user.phone == "13800000066"
    assert list(user.roles.values_list("role", "unit")) == [("handler", cast.industry.pk)]
    events = Event.objects.filter(object_type="user", object_id=user.pk).order_by("seq")
    assert list(events.values_list("kind", flat=True)) == ["created", "role_given"]
    assert client.get(url).status_code == 302
    again = client.post(url, sent)
    assert again.status_code == 409
    assert "已有账号" in again.content.decode()
    assert User.objects.filter(official=newcomer).count() == 1


def test_what_stands_against_an_account_is_said_and_nothing_is_kept(
    cast: Cast, sign_in: SignIn, newcomer: Official
) -> None:
    client = sign_in(cast.security_admin)
    url = f"/desk/admin/people/open/{newcomer.pk}/"
    taken = client.post(url, {"username": cast.zhou.username})
    assert taken.status_code == 422
    assert "已被占用" in taken.content.decode()
    no_unit = client.post(url, {"username": "xinlai", "role": "handler"})
    assert no_unit.status_code == 422
    # A role that cannot be given takes the account along.
    wrong = client.post(url, {"username": "xinlai", "role": "signer", "unit": cast.industry.pk})
    assert wrong.status_code == 422
    assert "只能设在活动办" in wrong.content.decode()
    assert not User.objects.filter(official=newcomer).exists()
    Post.objects.filter(official=newcomer).update(until=date(2020, 2, 1))
    assert client.get(url).status_code == 404
    with pytest.raises(NotNow, match="没有职务"):
        open_account(official=newcomer, username="xinlai", by=person_of(cast.security_admin))


def test_a_county_administrator_opens_accounts_of_the_county_only(
    cast: Cast, sign_in: SignIn, newcomer: Official
) -> None:
    RoleAssignment.objects.filter(user=cast.security_admin).update(unit=cast.county_office)
    client = sign_in(cast.security_admin)
    assert client.get(f"/desk/admin/people/open/{newcomer.pk}/").status_code == 404
    with pytest.raises(NotYours):
        open_account(official=newcomer, username="xinlai", by=person_of(cast.security_admin))
    for other in (cast.system_admin, cast.audit_admin):
        with pytest.raises(NotYours):
            open_account(official=newcomer, username="xinlai", by=person_of(other))
    local = in_office("县来", cast.county_office)
    made = open_account(official=local, username="xianlai", by=person_of(cast.security_admin))
    assert made.user.username == "xianlai"


def test_a_deputy_who_can_act_no_more_is_named_on_both_pages(cast: Cast, sign_in: SignIn) -> None:
    today = timezone.localdate()
    li = official_user("李电", "lidian", cast.industry)
    name_deputy(
        absent=cast.zhou, deputy=li, unit=cast.industry, since=today, until=today, why="出差",
        by=person_of(cast.security_admin),
    )  # fmt: skip
    client = sign_in(cast.security_admin)
    pages = [f"/desk/admin/people/{user.pk}/" for user in (cast.zhou, li)]
    for url in pages:
        assert "代理中" in text_of(client, url)
    User.objects.filter(pk=li.pk).update(is_active=False)
    for url in pages:
        assert "代理落空：代理人账号已停用" in text_of(client, url)
    assert "代理落空" in text_of(sign_in(cast.zhou), "/desk/absence/")


def test_an_account_is_closed_and_opened(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.security_admin)
    url = f"/desk/admin/people/{cast.wu.pk}/"
    assert client.post(url, {"step": "deactivate", "reason": "退休"}).status_code == 302
    assert "账号已停用" in text_of(client, url)
    assert client.post(url, {"step": "deactivate", "reason": "退休"}).status_code == 409
    assert client.post(url, {"step": "reactivate", "reason": "返聘"}).status_code == 302
    assert client.post(url, {"step": "nonsense"}).status_code == 422


def test_the_list_of_people_costs_the_same_for_more(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.security_admin)
    text_of(client, PAGES["security_admin"] + "?q=周工")
    with CaptureQueriesContext(connection) as one:
        text_of(client, PAGES["security_admin"] + "?q=周工")
    with CaptureQueriesContext(connection) as all_:
        text_of(client, PAGES["security_admin"])
    assert len(all_) == len(one)


# The log -----------------------------------------------------------------------------------------


def test_the_log_tells_who_did_what_but_not_what_firms_wrote(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    text = text_of(sign_in(cast.audit_admin), PAGES["audit_admin"])
    for words in ("交办", "何帆", "提交诉求", "赵总", f"诉求 {case.number}", "办理中"):
        assert words in text
    for words in (case.title, case.body, "13812345678"):
        assert words not in text


def test_filters_narrow_the_log(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.audit_admin)
    page = PAGES["audit_admin"]
    for query, number in (
        (f"?object_type=case&object_id={case.pk}", 4),
        ("?object_type=case&kind=交办", 1),
        ("?object_type=case&kind=assign", 1),
        ("?object_type=case&actor=何帆", 2),
        (f"?object_type=case&actor={cast.zhou.pk}", 1),
        ("?until=2021-01-01", 0),
        (f"?object_id={case.number}", 4),
        ("?object_id=没有这样的", 0),
        ("?object_type=nonsense&since=never&cursor=forged&object_type=case", 4),
    ):
        assert len(client.get(page + query).context["lines"]) == number, query


def test_the_log_goes_on_by_key(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.audit_admin)
    url, seen = PAGES["audit_admin"], []
    while True:
        context = client.get(url).context
        seen += [line.pk for line in context["lines"]]
        if not context["listing"].after_url:
            break
        url = PAGES["audit_admin"] + context["listing"].after_url
    assert len(seen) == len(set(seen)) > 3
    assert seen == sorted(seen, reverse=True)


def test_the_log_costs_the_same_for_more_events(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.audit_admin)
    scenes.case_in(cast, State.IN_PROGRESS)
    text_of(client, PAGES["audit_admin"])
    with CaptureQueriesContext(connection) as few:
        text_of(client, PAGES["audit_admin"])
    scenes.case_in(cast, State.IN_PROGRESS, now=timezone.now() - timedelta(hours=1))
    with CaptureQueriesContext(connection) as many:
        text_of(client, PAGES["audit_admin"])
    assert len(many) == len(few)
