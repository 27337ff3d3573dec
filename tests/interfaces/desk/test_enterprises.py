"""One firm, one file: who sees what of it, what they do with it, and the card before a visit."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.actions import ask_correction, link_liaison
from zhuqi.foundation.directory.enums import CorrectionStatus, LiaisonKind
from zhuqi.foundation.directory.models import (
    Correction,
    Enterprise,
    EnterpriseContact,
    EnterpriseNote,
)
from zhuqi.interfaces.desk.firm_sections import (
    CARD_ACTIONS,
    CARD_LINES,
    FIRM_SECTIONS,
    CardLine,
    FirmSection,
    FirmVisit,
)
from zhuqi.interfaces.shell.parts import Action
from zhuqi.ledgers.cases.enums import State, Verdict
from zhuqi.ledgers.cases.models import Case

SignIn = Callable[[User], Client]
PHONE = "13812345678"


def url_of(firm: Enterprise, rest: str = "") -> str:
    return f"/desk/enterprises/{firm.pk}/{rest}"


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def contact(cast: Cast) -> EnterpriseContact:
    return EnterpriseContact.objects.create(
        enterprise=cast.diamond, name="钱会计", phone=PHONE, is_primary=True
    )


def post(client: Client, firm: Enterprise, step: str, row: object = "", **data: str) -> int:
    return client.post(url_of(firm), {"step": step, "row": str(row), **data}).status_code


# Who sees it ------------------------------------------------------------------------------------


def test_office_and_liaison_see_phones_others_see_them_masked(cast: Cast, sign_in: SignIn) -> None:
    contact(cast)
    scenes.case_in(cast, State.IN_PROGRESS)
    for user in (cast.he_fan, cast.lin):
        for page in ("", "card/"):
            assert PHONE in text_of(sign_in(user), url_of(cast.diamond, page))
    for user in (cast.mayor, cast.inspector, cast.zhou):
        for page in ("", "card/"):
            text = text_of(sign_in(user), url_of(cast.diamond, page))
            assert "许昌钻石公司" in text
            assert PHONE not in text


def test_it_shows_the_codes_doubt_the_liaison_and_the_cases_one_may_see(
    cast: Cast, sign_in: SignIn
) -> None:
    cast.diamond.uscc_warning = "校验位与国家标准不符"
    cast.diamond.save()
    case = scenes.submitted(cast)
    text = text_of(sign_in(cast.he_fan), url_of(cast.diamond))
    for words in ("校验位与国家标准不符", "林助", case.number, f"?enterprise={cast.diamond.pk}"):
        assert words in text


def test_other_firms_are_not_found(cast: Cast, client: Client, sign_in: SignIn) -> None:
    for page in ("", "card/", "edit/"):
        url = url_of(cast.diamond, page)
        client.logout()
        assert client.get(url).status_code == 302
        for user in (cast.qin_lan, cast.yu_registrar, cast.zhou, cast.ma):
            assert sign_in(user).get(url).status_code == 404
        for user in (cast.zhao, cast.system_admin, cast.security_admin, cast.audit_admin):
            assert sign_in(user).get(url).status_code == 403
    assert sign_in(cast.qin_lan).post(url_of(cast.diamond), {"step": "note_add"}).status_code == 404


def test_a_unit_that_knows_the_firm_by_a_case_sees_that_case_and_no_history(
    cast: Cast, sign_in: SignIn
) -> None:
    led = scenes.case_in(cast, State.IN_PROGRESS)
    other = scenes.submitted(cast, "别的事，没交给工信局")
    text = text_of(sign_in(cast.zhou), url_of(cast.diamond))
    assert led.number in text
    assert other.number not in text
    assert "档案修改记录" not in text


# What it shows ----------------------------------------------------------------------------------


def test_the_file_says_how_the_size_follows_and_names_the_industry(
    cast: Cast, sign_in: SignIn
) -> None:
    Enterprise.objects.filter(pk=cast.diamond.pk).update(
        industry="C3099", employees=350, revenue=Decimal("2500.50"), size_class="medium"
    )
    text = text_of(sign_in(cast.he_fan), url_of(cast.diamond))
    assert "其他非金属矿物制品制造（C3099）" in text
    assert "从业人员 350 人，达到中型（300），未到大型（1000）" in text
    assert "营业收入 2500.5 万元，达到中型（2000）" in text


def test_open_cases_promises_ratings_and_the_effect_stand_on_one_page(
    cast: Cast, sign_in: SignIn
) -> None:
    late = scenes.case_in(cast, State.IN_PROGRESS, now=timezone.now() - timedelta(days=60))
    followed = scenes.carried(cast)
    solved = scenes.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED, title="已经办好的")
    short = scenes.case_in(cast, State.COMPLETED, verdict=Verdict.PARTLY, title="办了一半的")
    Case.objects.filter(pk=solved.pk).update(effect_money=Decimal("300.50"), effect_staff=28)
    Case.objects.filter(pk=short.pk).update(effect_money=Decimal(999), effect_staff=99)
    text = text_of(sign_in(cast.he_fan), url_of(cast.diamond))
    for case in (late, followed, solved, short):
        assert case.number in text
    assert text.index(late.number) < text.index(solved.number)
    assert "1 件逾期" in text
    assert "正在办理，等待答复" in text
    assert "此事已挂账跟踪，到期复核" in text
    assert "还差一台变压器" in text
    assert "300.5" in text
    assert "999" not in text
    assert f"enterprise={cast.diamond.pk}&amp;whose=all&amp;verdict=solved" in text


def test_the_rows_behind_the_effect_are_the_ones_it_was_summed_over(
    cast: Cast, sign_in: SignIn
) -> None:
    solved = scenes.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED, title="已经办好的")
    short = scenes.case_in(cast, State.COMPLETED, verdict=Verdict.PARTLY, title="办了一半的")
    url = f"/desk/ledger/?enterprise={cast.diamond.pk}&verdict=solved"
    text = text_of(sign_in(cast.he_fan), url)
    assert solved.number in text
    assert short.number not in text


def test_leader_official_and_unit_stand_with_their_dates(cast: Cast, sign_in: SignIn) -> None:
    assert cast.mayor.official is not None
    link_liaison(
        enterprise=cast.diamond, official=cast.mayor.official, kind=LiaisonKind.LEADER,
        since=date(2026, 3, 1), by=person(cast.he_fan),
    )  # fmt: skip
    link_liaison(
        enterprise=cast.diamond, unit=cast.industry, kind=LiaisonKind.UNIT,
        since=date(2026, 3, 2), by=person(cast.he_fan),
    )  # fmt: skip
    text = text_of(sign_in(cast.he_fan), url_of(cast.diamond))
    liaison = text[text.index('id="liaison"') :]
    order = [liaison.index(words) for words in ("田市长", "林助", "许昌市工业和信息化局")]
    assert order == sorted(order)
    assert "3月1日起" in liaison


def test_the_groups_family_is_shown_as_far_as_one_sees_it(cast: Cast, sign_in: SignIn) -> None:
    Enterprise.objects.filter(pk__in=(cast.shoes.pk, cast.stranger_firm.pk)).update(
        parent_group=cast.diamond
    )
    city = text_of(sign_in(cast.he_fan), url_of(cast.diamond))
    assert "襄城鞋业公司" in city
    assert "禹州无关公司" in city
    Enterprise.objects.filter(pk=cast.diamond.pk).update(region=cast.xiangcheng)
    county = text_of(sign_in(cast.qin_lan), url_of(cast.shoes))
    assert url_of(cast.diamond) in county
    family = text_of(sign_in(cast.qin_lan), url_of(cast.diamond))
    assert "襄城鞋业公司" in family
    assert "禹州无关公司" not in family


# Notes ------------------------------------------------------------------------------------------


def test_a_note_is_read_by_its_own_unit_alone(cast: Cast, sign_in: SignIn) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.zhou)
    assert post(client, cast.diamond, "note_add", text="厂长只认老周") == 302
    assert post(client, cast.diamond, "note_add", text="厂长只认老周") == 302
    assert EnterpriseNote.objects.count() == 1
    assert "厂长只认老周" in text_of(sign_in(cast.head_zheng), url_of(cast.diamond))
    for user in (cast.he_fan, cast.mayor, cast.inspector, cast.sun):
        for page in ("", "card/"):
            assert "厂长只认老周" not in text_of(sign_in(user), url_of(cast.diamond, page))


def test_a_note_is_struck_through_with_a_reason_by_its_unit(cast: Cast, sign_in: SignIn) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    post(sign_in(cast.zhou), cast.diamond, "note_add", text="写错企业了")
    note = EnterpriseNote.objects.get()
    assert post(sign_in(cast.he_fan), cast.diamond, "note_strike", note.pk, reason="x") == 409
    client = sign_in(cast.zhou)
    assert post(client, cast.diamond, "note_strike", note.pk, reason="") == 422
    assert post(client, cast.diamond, "note_strike", note.pk, reason="应写给鞋业") == 302
    assert "划去：应写给鞋业" in text_of(client, url_of(cast.diamond))
    assert post(sign_in(cast.mayor), cast.diamond, "note_add", text="批") == 403


# Contacts and facts -----------------------------------------------------------------------------


def test_the_office_keeps_the_contacts_and_the_history_tells_before_and_after(
    cast: Cast, sign_in: SignIn
) -> None:
    first = contact(cast)
    client = sign_in(cast.he_fan)
    assert post(client, cast.diamond, "contact_add", name="孙厂长", phone="0374-1234567") == 302
    sun = EnterpriseContact.objects.get(name="孙厂长")
    changed = {"name": "孙厂长", "phone": "0374-7654321"}
    assert post(client, cast.diamond, "contact_change", sun.pk, **changed) == 302
    assert post(client, cast.diamond, "contact_first", sun.pk) == 302
    assert post(client, cast.diamond, "contact_remove", first.pk) == 302
    text = text_of(client, url_of(cast.diamond))
    assert "0374-1234567" in text
    assert "0374-7654321" in text
    assert "0374-1234567" not in text_of(sign_in(cast.mayor), url_of(cast.diamond))
    assert [c.name for c in cast.diamond.contacts.all()] == ["孙厂长"]


def test_wrong_input_comes_back_with_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.he_fan)
    answer = client.post(
        url_of(cast.diamond), {"step": "contact_add", "row": "", "name": "没有号码的人"}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "没有号码的人" in text
    assert "电话或电子邮箱" in text


@pytest.mark.parametrize("row", ["", "abc", "999999"])
def test_rows_of_nobody_are_not_touched(cast: Cast, sign_in: SignIn, row: str) -> None:
    strange = EnterpriseContact.objects.create(
        enterprise=cast.shoes, name="别家的人", phone="1", is_primary=True
    )
    client = sign_in(cast.he_fan)
    for wanted in (row, str(strange.pk)):
        assert post(client, cast.diamond, "contact_remove", wanted) == 409
    assert EnterpriseContact.objects.filter(pk=strange.pk).exists()
    assert post(client, cast.diamond, "no_such_step") == 422


def test_only_its_own_office_edits_a_firm(cast: Cast, sign_in: SignIn) -> None:
    contact(cast)
    for user in (cast.lin, cast.mayor, cast.inspector):
        client = sign_in(user)
        assert client.get(url_of(cast.diamond, "edit/")).status_code == 403
        assert post(client, cast.diamond, "contact_add", name="甲", phone="1") == 403
        assert "修改信息" not in text_of(client, url_of(cast.diamond))
    assert cast.diamond.contacts.count() == 1


def facts(firm: Enterprise, **changes: str) -> dict[str, str]:
    return {
        "name": firm.name, "uscc": firm.uscc or "", "status": firm.status, "sector": firm.sector,
        "region": str(firm.region_id), "seen": str(firm.version), **changes,
    }  # fmt: skip


def test_facts_are_changed_with_a_trace_and_an_industry_is_found_by_its_name(
    cast: Cast, sign_in: SignIn
) -> None:
    client, url = sign_in(cast.he_fan), url_of(cast.diamond, "edit/")
    assert "许昌钻石公司" in text_of(client, url)
    sent = facts(
        cast.diamond, industry="其他非金属矿物制品制造", employees="350", revenue="2500",
        parent_group="襄城鞋业公司",
    )  # fmt: skip
    assert client.post(url, sent).status_code == 302
    cast.diamond.refresh_from_db()
    assert (cast.diamond.industry, cast.diamond.size_class) == ("C3099", "medium")
    assert cast.diamond.parent_group == cast.shoes
    text = text_of(client, url_of(cast.diamond))
    assert "改前改后" in text
    assert "其他非金属矿物制品制造（C3099）" in text


def test_a_page_of_facts_that_is_out_of_date_keeps_what_was_typed(
    cast: Cast, sign_in: SignIn
) -> None:
    client, url = sign_in(cast.he_fan), url_of(cast.diamond, "edit/")
    assert client.post(url, facts(cast.diamond, address="建设路 1 号")).status_code == 302
    answer = client.post(url, facts(cast.diamond, address="文峰路 2 号"))
    assert answer.status_code == 409
    assert "文峰路 2 号" in answer.content.decode()
    cast.diamond.refresh_from_db()
    assert cast.diamond.address == "建设路 1 号"
    assert client.post(url, facts(cast.diamond)).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("uscc", "123", "18位"),
        ("industry", "制造", "可能是"),
        ("industry", "不存在的行当", "没有找到"),
        ("employees", "-5", "不小于 0"),
        ("parent_group", "没有的集团", "没有找到"),
        ("name", "", "请填写企业名称"),
        ("region", "999999", "有效"),
    ],
)
def test_facts_that_can_not_be_are_refused_at_their_field(
    cast: Cast, sign_in: SignIn, field: str, value: str, words: str
) -> None:
    client = sign_in(cast.he_fan)
    answer = client.post(url_of(cast.diamond, "edit/"), facts(cast.diamond, **{field: value}))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    cast.diamond.refresh_from_db()
    assert cast.diamond.version == 0


def test_the_office_answers_the_firms_request_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    asked = ask_correction(
        enterprise=cast.diamond, wanted={"name": "许昌金刚石公司"}, words="去年改名",
        by=person(cast.zhao),
    )  # fmt: skip
    client = sign_in(cast.he_fan)
    text = text_of(client, url_of(cast.diamond))
    assert "许昌金刚石公司" in text
    assert "去年改名" in text
    assert "1 家企业申请更正信息" in text_of(client, "/desk/")
    assert "许昌钻石公司" in text_of(client, "/desk/enterprises/?correcting=on")
    hidden = text_of(sign_in(cast.lin), url_of(cast.diamond))
    assert 'id="correction"' not in hidden
    client = sign_in(cast.he_fan)
    assert post(client, cast.diamond, "correction_refuse", asked.pk, reason="") == 422
    assert post(client, cast.diamond, "correction_accept", asked.pk, reason="已改") == 302
    cast.diamond.refresh_from_db()
    assert cast.diamond.name == "许昌金刚石公司"
    assert Correction.objects.get().status == CorrectionStatus.ACCEPTED
    assert post(client, cast.diamond, "correction_refuse", asked.pk, reason="晚了") == 409


# Lists ------------------------------------------------------------------------------------------


def test_the_list_is_searched_filtered_and_counts_only_what_one_sees(
    cast: Cast, sign_in: SignIn
) -> None:
    scenes.submitted(cast, now=timezone.now() - timedelta(days=60))
    client = sign_in(cast.he_fan)
    every = text_of(client, "/desk/enterprises/")
    for name in ("许昌钻石公司", "襄城鞋业公司", "禹州无关公司"):
        assert name in every
    assert "1 件逾期" in every
    for query in ("text=钻石", "text=91411000MA", "with_open=on"):
        text = text_of(client, f"/desk/enterprises/?{query}")
        assert "许昌钻石公司" in text
        assert "襄城鞋业公司" not in text
    assert "襄城鞋业公司" in text_of(client, "/desk/enterprises/?region=411025")
    assert "没有符合条件的企业" in text_of(client, "/desk/enterprises/?text=没有的")
    assert "许昌钻石公司" not in text_of(sign_in(cast.qin_lan), "/desk/enterprises/")


@pytest.mark.parametrize("query", ["cursor=forged", "region=xx&park=-1", "sector=x", "text=%00"])
def test_hostile_addresses_show_the_list_as_it_is(cast: Cast, sign_in: SignIn, query: str) -> None:
    assert "许昌钻石公司" in text_of(sign_in(cast.he_fan), f"/desk/enterprises/?{query}")


def test_pages_of_firms_follow_each_other_by_name_there_and_back(
    cast: Cast, sign_in: SignIn
) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(name=f"编号{n:03d}厂", region=cast.city, office=cast.city_office)
        for n in range(120)
    )
    client = sign_in(cast.he_fan)
    answer = client.get("/desk/enterprises/")
    pages = [[row.name for row in answer.context["listing"].rows]]
    while turned := answer.context["listing"].after_url:
        answer = client.get(f"/desk/enterprises/{turned}")
        pages.append([row.name for row in answer.context["listing"].rows])
    assert [len(page) for page in pages] == [50, 50, 23]
    assert len({name for page in pages for name in page}) == 123
    back = client.get(f"/desk/enterprises/{answer.context['listing'].before_url}")
    assert [row.name for row in back.context["listing"].rows] == pages[1]


def test_those_who_look_after_firms_find_them_with_the_late_ones_first(
    cast: Cast, sign_in: SignIn
) -> None:
    assert cast.lin.official is not None
    link_liaison(
        enterprise=cast.shoes, official=cast.lin.official, since=date(2026, 1, 1),
        by=person(cast.qin_lan),
    )  # fmt: skip
    scenes.submitted(cast, now=timezone.now() - timedelta(days=60))
    text = text_of(sign_in(cast.lin), "/desk/enterprises/mine/")
    assert text.index("许昌钻石公司") < text.index("襄城鞋业公司")
    assert "1 件逾期" in text
    assert "2 家" in text
    assert "还没有由您联系的企业" in text_of(sign_in(cast.mayor), "/desk/enterprises/mine/")
    assert sign_in(cast.zhou).get("/desk/enterprises/mine/").status_code == 403


def test_a_leader_sees_a_card_with_whom_to_ask_and_what_was_promised(
    cast: Cast, sign_in: SignIn
) -> None:
    assert cast.mayor.official is not None
    contact(cast)
    link_liaison(
        enterprise=cast.diamond, official=cast.mayor.official, kind=LiaisonKind.LEADER,
        since=date(2026, 3, 1), by=person(cast.he_fan),
    )  # fmt: skip
    case = scenes.case_in(cast, State.IN_PROGRESS)
    scenes.case_in(cast, State.COMPLETED, verdict=Verdict.PARTLY, title="办了一半的")
    text = text_of(sign_in(cast.mayor), url_of(cast.diamond, "card/"))
    assert f'href="tel:{PHONE}"' in text
    assert case.title in text
    assert "答应" in text
    assert "还差一台变压器" in text
    assert "我联系的企业" in text


def test_pages_of_firms_ask_a_fixed_number_of_queries(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lin)
    urls = (
        url_of(cast.diamond), url_of(cast.diamond, "card/"), "/desk/enterprises/",
        "/desk/enterprises/mine/",
    )  # fmt: skip

    def counted() -> list[int]:
        numbers = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                text_of(client, url)
            numbers.append(len(asked))
        return numbers

    def one_more(number: int) -> None:
        scenes.case_in(cast, State.IN_PROGRESS)
        scenes.case_in(cast, State.COMPLETED, verdict=Verdict.SOLVED, title=f"第{number}件")
        EnterpriseContact.objects.create(enterprise=cast.diamond, name=f"联系人{number}")
        post(client, cast.diamond, "note_add", text=f"第{number}条")

    one_more(1)
    counted()
    once = counted()
    one_more(2)
    one_more(3)
    assert counted() == once


def test_looking_leaves_no_event(cast: Cast, sign_in: SignIn) -> None:
    scenes.case_in(cast, State.IN_PROGRESS)
    client = sign_in(cast.he_fan)
    before = Event.objects.count()
    for url in (url_of(cast.diamond), url_of(cast.diamond, "card/"), "/desk/enterprises/"):
        text_of(client, url)
    assert Event.objects.count() == before


def test_another_room_adds_a_section_a_card_line_and_an_action(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def visits(visit: FirmVisit) -> list[CardLine] | None:
        if visit.person.scope.holds(Role.INSPECTOR):
            return None
        return [CardLine("走访", visit.person.actor.name, f"到{visit.firm.name}座谈")]

    section = FirmSection("desk/firms/sections/card_said.html", visits, "走访记录")
    begin = Action("记走访", "/desk/visits/new/", "note")
    for registry in (FIRM_SECTIONS, CARD_LINES, CARD_ACTIONS):
        monkeypatch.setattr(registry, "_parts", dict(registry._parts))
    FIRM_SECTIONS.register("visits", section)
    CARD_LINES.register("visits", lambda visit: visits(visit) or [])
    CARD_ACTIONS.register("visits", lambda _visit: begin)
    url = f"/desk/enterprises/{cast.diamond.pk}/"
    file = sign_in(cast.he_fan).get(url).content.decode()
    assert "走访记录" in file
    assert "到许昌钻石公司座谈" in file
    assert "走访记录" not in sign_in(cast.inspector).get(url).content.decode()
    card = sign_in(cast.he_fan).get(f"{url}card/").content.decode()
    assert "到许昌钻石公司座谈" in card
    assert 'href="/desk/visits/new/"' in card
