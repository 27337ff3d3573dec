"""请假代理 and 移交在办 as pages: one's own, one's staff's, an administrator's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast, official_user
from tests.scenes import cases as scenes
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import Deputy, RoleAssignment, User
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.handover.actions import hand_over_next
from zhuqi.ledgers.cases.models import HandOver

SignIn = Callable[[User], Client]
ABSENCE = "/desk/absence/"
HAND_OVER = "/desk/absence/handover/"


def week(**other: object) -> dict[str, object]:
    today = timezone.localdate()
    until = today + timedelta(days=6)
    return {
        "step": "name",
        "since": today.isoformat(),
        "until": until.isoformat(),
        "why": "出差",
        **other,
    }


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_handler_names_a_colleague_and_takes_it_back(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.zhou)
    assert "现在没有人请假" in text_of(client, ABSENCE)
    assert client.post(ABSENCE, week(deputy=cast.wu.pk)).status_code == 302
    text = text_of(client, ABSENCE)
    for words in ("小吴", "代理中", "出差", "结束代理"):
        assert words in text
    row = Deputy.objects.get()
    assert client.post(ABSENCE, week(deputy=cast.wu.pk)).status_code == 409
    end = {"step": "end", "row": row.pk}
    assert client.post(ABSENCE, end).status_code == 302
    assert client.post(ABSENCE, end).status_code == 409
    assert "已提前结束" in text_of(client, ABSENCE)


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.zhou)
    answer = client.post(ABSENCE, week(deputy=cast.wu.pk, since="2020-01-01", why="住院"))
    assert answer.status_code == 422
    assert "不能补填" in answer.content.decode()
    assert "住院" in answer.content.decode()
    for deputy in ("", "x", cast.sun.pk, cast.zhou.pk):
        assert client.post(ABSENCE, week(deputy=deputy)).status_code == 422
    assert client.post(ABSENCE, {"step": "end", "row": "x"}).status_code == 404
    assert not Deputy.objects.exists()


def test_the_head_names_deputies_for_the_unit_and_sees_them_all(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.head_zheng)
    named = week(absent=cast.zhou.pk, deputy=cast.wu.pk)
    assert client.post(ABSENCE, named).status_code == 302
    text = text_of(client, ABSENCE)
    assert "周工" in text
    assert "小吴" in text
    assert client.post(ABSENCE, week(absent=cast.sun.pk, deputy=cast.wu.pk)).status_code == 422


def test_the_deputy_sees_it_without_the_reason_and_gives_it_back(
    cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast.zhou).post(ABSENCE, week(deputy=cast.wu.pk, why="住院手术"))
    client = sign_in(cast.wu)
    text = text_of(client, ABSENCE)
    assert "周工" in text
    assert "住院手术" not in text
    end = {"step": "end", "row": Deputy.objects.get().pk}
    assert client.post(ABSENCE, end).status_code == 302


def test_a_stranger_sees_no_absence_and_ends_none(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.zhou).post(ABSENCE, week(deputy=cast.wu.pk), follow=True)
    client = sign_in(cast.sun)
    assert "周工" not in text_of(client, ABSENCE)
    end = {"step": "end", "row": Deputy.objects.get().pk}
    assert client.post(ABSENCE, end).status_code == 404
    assert Deputy.objects.get().ended_at is None


def test_the_security_administrator_does_it_for_whoever_cannot(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.security_admin)
    url = f"/desk/admin/people/{cast.zhou.pk}/absence/"
    assert url in text_of(client, f"/desk/admin/people/{cast.zhou.pk}/")
    assert client.post(url, week(deputy=cast.wu.pk)).status_code == 302
    assert Deputy.objects.get().entered_by == cast.security_admin
    assert client.get(f"/desk/admin/people/{cast.zhao.pk}/absence/").status_code == 404


def test_a_leader_names_an_aide_whom_the_signer_sees_but_does_not_send_home(
    cast: Cast, sign_in: SignIn
) -> None:
    aide = official_user("秘书", "mishu", cast.city_office)
    # The signer answers for the office, not for the mayor.
    named = week(absent=cast.mayor.pk, deputy=aide.pk)
    assert sign_in(cast.lu_yuan).post(ABSENCE, named).status_code == 422
    client = sign_in(cast.mayor)
    assert client.post(ABSENCE, week(deputy=aide.pk, why="中央党校学习")).status_code == 302
    client = sign_in(cast.lu_yuan)
    text = text_of(client, ABSENCE)
    assert "田市长" in text
    assert "党校" not in text
    end = {"step": "end", "row": Deputy.objects.get().pk}
    assert client.post(ABSENCE, end).status_code == 403
    assert "批示" in text_of(sign_in(aide), "/desk/")
    assert sign_in(cast.mayor).post(ABSENCE, end).status_code == 302


def test_an_inspector_reads_why_nobody_stands_in(cast: Cast, sign_in: SignIn) -> None:
    text = text_of(sign_in(cast.inspector), ABSENCE)
    assert "督查人员不设代理" in text
    assert 'name="deputy"' not in text


def test_a_deputy_writes_the_leaders_instruction_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    aide = official_user("秘书", "mishu", cast.city_office)
    case = scenes.case_in(cast, State.IN_PROGRESS)
    sign_in(cast.mayor).post(ABSENCE, week(deputy=aide.pk))
    client = sign_in(aide)
    url = f"/desk/cases/{case.number}/instruct/"
    assert "您代理这位领导" in text_of(client, url)
    post = {"seen": case.version, "leader": cast.mayor.pk, "text": "请速办", "ready": "week"}
    assert client.post(url, post).status_code == 302
    assert "秘书（代田市长）" in text_of(client, f"/desk/cases/{case.number}/")


def test_somebody_alone_in_their_unit_is_told_why_nobody_can(cast: Cast, sign_in: SignIn) -> None:
    assert "没有可以代理的人" in text_of(sign_in(cast.sun), ABSENCE)


def test_somebody_of_two_units_chooses_which(cast: Cast, sign_in: SignIn) -> None:
    both = official_user("两处", "liangchu", cast.industry, Role.HANDLER)
    RoleAssignment.objects.create(
        user=both, role=Role.HANDLER, unit=cast.power, since=timezone.now()
    )
    client = sign_in(both)
    assert client.post(ABSENCE, week(deputy=cast.sun.pk)).status_code == 422
    assert client.post(ABSENCE, week(deputy=cast.sun.pk, unit=cast.industry.pk)).status_code == 422
    assert client.post(ABSENCE, week(deputy=cast.sun.pk, unit=cast.power.pk)).status_code == 302


def test_the_case_names_who_is_away_beside_the_handler(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    sign_in(cast.zhou).post(ABSENCE, week(deputy=cast.wu.pk))
    until = wording.day(Deputy.objects.get().until, weekday=False)
    text = text_of(sign_in(cast.he_fan), f"/desk/cases/{case.number}/")
    assert f"请假至{until}，小吴 代理" in text
    portal = text_of(sign_in(cast.zhao), f"/portal/cases/{case.number}/")
    assert "小吴（代周工）" in portal


# 移交 -------------------------------------------------------------------------------------------


def test_one_case_is_handed_over_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.zhou)
    url = f"/desk/cases/{case.number}/hand_over/"
    assert "移交经办" in text_of(client, f"/desk/cases/{case.number}/")
    post = {"seen": case.version, "to": cast.wu.pk, "reason": "业务调整"}
    assert client.post(url, {**post, "to": ""}).status_code == 422
    assert client.post(url, post).status_code == 302
    told = text_of(client, f"/desk/cases/{case.number}/")
    assert "周工 → 小吴" in told
    assert "业务调整" in told
    portal = text_of(sign_in(cast.zhao), f"/portal/cases/{case.number}/")
    assert "经办人由周工改为小吴" in portal
    assert "业务调整" not in portal


def test_everything_open_is_previewed_ordered_and_followed(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.head_zheng)
    of = f"{HAND_OVER}{cast.zhou.pk}/{cast.industry.pk}/"
    assert of in text_of(client, HAND_OVER)
    assert case.title in text_of(client, of)
    assert client.post(of, {"to": cast.wu.pk, "reason": ""}).status_code == 422
    answer = client.post(of, {"to": cast.wu.pk, "reason": "退休"})
    assert answer.status_code == 302
    assert client.post(of, {"to": cast.wu.pk, "reason": "退休"}).status_code == 409
    running = text_of(client, answer["Location"])
    assert 'hx-trigger="every' in running
    order = HandOver.objects.get()
    while hand_over_next(order.pk):
        pass
    done = text_of(client, answer["Location"])
    assert 'hx-trigger="every' not in done
    assert "已移交" in done
    assert "名下没有在办的诉求" in text_of(client, of)


def test_the_administrator_is_warned_and_sees_how_many_but_not_what(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.security_admin)
    of = f"{HAND_OVER}{cast.zhou.pk}/{cast.industry.pk}/"
    person = text_of(client, f"/desk/admin/people/{cast.zhou.pk}/")
    assert "名下还有在办的诉求" in person
    assert of in person
    preview = text_of(client, of)
    assert "名下在办 1 件" in preview
    answer = client.post(of, {"to": cast.wu.pk, "reason": "调离"})
    assert answer.status_code == 302
    followed = text_of(client, answer["Location"])
    assert case.number in followed
    for page in (person, preview, followed):
        assert case.title not in page
    assert "名下还有在办" not in text_of(client, f"/desk/admin/people/{cast.wu.pk}/")


@pytest.mark.parametrize("page", ["list", "preview", "order"])
def test_the_pages_cost_the_same_for_more(cast: Cast, sign_in: SignIn, page: str) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.head_zheng)
    of = f"{HAND_OVER}{cast.zhou.pk}/{cast.industry.pk}/"

    def address() -> str:
        if page != "order":
            return HAND_OVER if page == "list" else of
        order = HandOver.objects.filter(done_at__isnull=True).first()
        if order is not None:
            HandOver.objects.update(done_at=timezone.now())
        return str(client.post(of, {"to": cast.wu.pk, "reason": "退休"})["Location"])

    url = address()
    text_of(client, url)
    with CaptureQueriesContext(connection) as one:
        text_of(client, url)
    for _ in range(2):
        scenes.case_in(cast, State.IN_PROGRESS)
    url = address()
    with CaptureQueriesContext(connection) as three:
        text_of(client, url)
    assert len(three) == len(one)
