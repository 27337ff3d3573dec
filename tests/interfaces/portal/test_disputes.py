"""What a firm reads of objections, more time and pauses: what it means for it, in plain words."""

from collections.abc import Callable

from django.test import Client

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.portal.copy import STATES
from zhuqi.ledgers.cases.actions import ending
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.requests.actions import extensions, objections, pauses
from zhuqi.ledgers.cases.topics import actions as topics
from zhuqi.ledgers.cases.topics import merging

SignIn = Callable[[User], Client]


def page(client: Client, case: Case) -> str:
    answer = client.get(f"/portal/cases/{case.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_objection_is_the_office_s_matter_its_outcome_the_firm_s(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.objected(cast)
    text = page(sign_in(cast.zhao), case)
    assert "异议" not in text
    assert "属供电公司职责" not in text
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        objections.reassign(work, unit=cast.power, reason="内部意见")
    text = page(sign_in(cast.zhao), case)
    assert "研究后，改由国网许昌供电公司办理" in text
    assert "承诺" in text
    assert "内部意见" not in text


def test_more_time_is_told_with_the_new_promise(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.extension_asked(cast)
    assert "申请延期" not in page(sign_in(cast.zhao), case)
    with open_case(case.pk, by=person(cast.shen_jing)) as work:
        extensions.grant_extension(work, amount=3, reason="等变压器到货")
    text = page(sign_in(cast.zhao), case)
    assert "许昌市工业和信息化局申请延期，许昌市活动办同意延长 3 个工作日" in text
    assert "现在承诺" in text
    assert "等变压器到货" in text


def test_a_pause_is_told_with_reason_and_day_and_so_is_its_end(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.paused(cast)
    text = page(sign_in(cast.zhao), case)
    assert "暂停办理" in text
    assert "2049年3月1日复核" in text
    assert "等企业补材料" in text
    assert "暂停办理：等企业补材料。到期复核" in text
    assert "9999" not in text
    assert "暂停办理" in sign_in(cast.zhao).get("/portal/").content.decode()
    with open_case(case.pk, by=person(cast.zhou)) as work:
        pauses.resume(work, reason="材料已补齐")
    text = page(sign_in(cast.zhao), case)
    assert "恢复办理，时限继续计算" in text
    assert "材料已补齐" in text


def test_a_merged_case_leads_to_the_main_one_and_says_why(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.merged(cast)
    main = case.merged_into
    assert main is not None
    text = page(sign_in(cast.zhao), case)
    assert f"与编号 {main.number} 合并办理" in text
    assert f'href="/portal/cases/{main.number}/"' in text
    assert "同一件事" in text
    assert f"并入编号 {case.number}" in page(sign_in(cast.zhao), main)
    with open_case(case.pk, by=person(cast.he_fan), also=[main.pk]) as work:
        merging.unmerge(work, reason="实为两处")
    text = page(sign_in(cast.zhao), case)
    assert "取消合并，恢复单独办理" in text
    assert "实为两处" in text


def test_of_a_topic_the_firm_reads_the_title_and_nothing_of_others(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.bundled(cast)
    text = page(sign_in(cast.zhao), case)
    assert "此事已归入共性问题“园区电压不稳”一并研究" in text
    assert "/desk/topics/" not in text
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        topics.unbundle(work, reason="只此一家")
    assert "移出共性问题，单独办理" in page(sign_in(cast.zhao), case)


def test_the_end_with_grounds_names_organ_ground_and_where_to_go(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.second_round(cast)
    with open_case(case.pk, by=person(cast.lu_yuan)) as work:
        ending.terminate(
            work, organ="许昌市活动办", ground="超出供电规划", where_to_go="可申请行政复议"
        )
    text = page(sign_in(cast.zhao), case)
    for words in ("终结的依据", "超出供电规划", "可申请行政复议", "许昌市活动办", "已终结"):
        assert words in text
    assert "增容手续已办结" in text


def test_the_receipt_of_a_paused_case_names_no_day_that_never_comes(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.paused(cast)
    text = sign_in(cast.zhao).get(f"/portal/cases/{case.number}/receipt/").content.decode()
    assert "9999" not in text


def test_every_state_has_plain_words_for_the_firm() -> None:
    assert set(STATES) == set(State)
