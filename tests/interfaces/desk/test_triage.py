"""受理并交办: thirty new cases on a Monday morning, one press each."""

import re
from collections.abc import Callable

from django.test import Client

from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.scenes import levels
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case

SignIn = Callable[[User], Client]


def filled(cast: Cast, case: Case, **more: object) -> dict[str, object]:
    return {
        "seen": case.version, "step": "both", "kind": "help", "tier": "ordinary",
        "nature": "individual", "urgency": "normal", "sector": "industry",
        "item": cast.electricity.pk, "lead": cast.industry.pk, "co": [cast.power.pk],
        "requirement": "请现场核实", **more,
    }  # fmt: skip


def test_one_press_accepts_and_assigns(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.submitted(cast)
    answer = sign_in(cast.he_fan).post(f"/desk/cases/{case.number}/triage/", filled(cast, case))
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.lead_unit) == (State.ASSIGNED, cast.industry)
    kinds = Event.objects.filter(object_type="case", object_id=case.pk).order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == ["submit", "accept", "assign"]


def test_a_unit_that_cannot_be_assigned_leaves_the_case_unaccepted(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.submitted(cast)
    data = filled(cast, case, co=[cast.industry.pk])
    answer = sign_in(cast.he_fan).post(f"/desk/cases/{case.number}/triage/", data)
    assert answer.status_code == 422
    assert "被选择了两次" in answer.content.decode()
    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_accepting_alone_needs_no_unit(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.submitted(cast)
    data = filled(cast, case, step="accept", lead="", co=[])
    answer = sign_in(cast.he_fan).post(f"/desk/cases/{case.number}/triage/", data)
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    text = sign_in(cast.he_fan).get(f"/desk/cases/{case.number}/triage/").content.decode()
    assert "只受理" not in text
    assert 'name="lead"' in text


def test_the_firms_words_suggest_the_item_and_the_item_the_unit(
    cast: Cast, sign_in: SignIn
) -> None:
    cast.electricity.name = "增容"
    cast.electricity.save()
    case = scenes.submitted(cast)
    text = sign_in(cast.he_fan).get(f"/desk/cases/{case.number}/triage/").content.decode()
    assert f'<option value="{cast.electricity.pk}" selected' in text
    assert f'<option value="{cast.power.pk}" selected' in text
    assert "请核对" in text


def test_choosing_an_item_refreshes_the_units_with_a_script_and_without(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.submitted(cast)
    client = sign_in(cast.he_fan)
    part = client.get(
        f"/desk/cases/{case.number}/triage/units/?item={cast.electricity.pk}",
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "<html" not in part
    assert f'<option value="{cast.power.pk}" selected' in part
    data = filled(cast, case, step="refresh", lead="", tier="complex", requirement="写了一半")
    page = client.post(f"/desk/cases/{case.number}/triage/", data)
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<option value="{cast.power.pk}" selected' in text
    assert "写了一半" in text
    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_from_a_pile_it_goes_on_to_the_next(cast: Cast, sign_in: SignIn) -> None:
    first, second = scenes.submitted(cast), scenes.submitted(cast)
    client = sign_in(cast.he_fan)
    url = f"/desk/cases/{first.number}/triage/"
    assert (
        f"/desk/cases/{second.number}/triage/?pile=1"
        in client.get(url + "?pile=1").content.decode()
    )
    answer = client.post(url, filled(cast, first, pile="1"))
    assert answer["Location"] == f"/desk/cases/{second.number}/triage/?pile=1"
    answer = client.post(
        f"/desk/cases/{second.number}/decline/",
        {
            "seen": second.version,
            "pile": "1",
            "organ": "市活动办",
            "ground": "a",
            "where_to_go": "b",
        },
    )
    assert answer["Location"] == "/desk/"


def test_a_double_click_lands_where_the_first_did(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.submitted(cast)
    client = sign_in(cast.he_fan)
    for _time in range(2):
        answer = client.post(f"/desk/cases/{case.number}/triage/", filled(cast, case))
        assert answer.status_code == 302
    assert Event.objects.filter(object_type="case", object_id=case.pk, kind="assign").count() == 1


def test_a_second_tab_with_another_unit_is_told_that_it_did_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.submitted(cast)
    client, page = sign_in(cast.he_fan), f"/desk/cases/{case.number}/triage/"
    client.post(page, filled(cast, case))
    data = filled(cast, case, lead=cast.housing.pk, co=[], requirement="另一页里写的")
    answer = client.post(page, data)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"已由\S* ?何帆交办给\S+、\S+，您这次没有生效", text)
    assert "另一页里写的" in text
    assert re.search(rf'<option value="{cast.housing.pk}" selected', text)
    case.refresh_from_db()
    assert case.lead_unit == cast.industry


def test_a_unit_somebody_chose_stays_where_no_script_runs(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.submitted(cast)
    client, page = sign_in(cast.he_fan), f"/desk/cases/{case.number}/triage/"
    chosen = filled(cast, case, step="refresh", lead=cast.housing.pk, proposed_lead=cast.power.pk)
    assert f'value="{cast.housing.pk}" selected' in client.post(page, chosen).content.decode()
    proposed = filled(cast, case, step="refresh", lead=cast.housing.pk)
    proposed["proposed_lead"] = cast.housing.pk
    assert f'value="{cast.power.pk}" selected' in client.post(page, proposed).content.decode()


def test_a_colleague_was_faster(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.submitted(cast)
    stale = filled(cast, case, requirement="我写的要求")
    sign_in(cast.lin).post(
        f"/desk/cases/{case.number}/supplement/", {"seen": case.version, "text": "补充"}
    )
    answer = sign_in(cast.he_fan).post(f"/desk/cases/{case.number}/triage/", stale)
    assert answer.status_code == 409
    assert "我写的要求" in answer.content.decode()
    assert "已办“补充材料”，您这次没有生效" in answer.content.decode()


def test_only_the_registrar_triages(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.submitted(cast)
    for user in (cast.shen_jing, cast.lu_yuan, cast.lin, cast.inspector, cast.mayor, cast.zhou):
        client = sign_in(user)
        for answer in (
            client.get(f"/desk/cases/{case.number}/triage/"),
            client.get(f"/desk/cases/{case.number}/triage/units/"),
            client.post(f"/desk/cases/{case.number}/triage/", filled(cast, case)),
        ):
            assert answer.status_code in {403, 404}


def test_a_county_assigns_at_home_and_asks_the_city_but_never_the_county_next_door(
    cast: Cast, sign_in: SignIn
) -> None:
    next_door = Unit.objects.create(
        name="禹州市水利局", short_name="禹州水利局",
        kind=UnitKind.DEPARTMENT, level=Level.COUNTY, region=cast.yuzhou,
    )  # fmt: skip
    case = levels.county_case(cast)
    page = f"/desk/cases/{case.number}/triage/"
    offered = sign_in(cast.qin_lan).get(page).content.decode()
    assert cast.housing.name in offered
    assert cast.power.name in offered
    assert next_door.name not in offered
    data = {"seen": case.version, "step": "both", "lead": next_door.pk, "requirement": ""}
    refused = sign_in(cast.qin_lan).post(page, data)
    assert refused.status_code == 422
    assert "不能交办给“禹州水利局”" in refused.content.decode()


def test_what_is_proposed_is_taken_in_one_press_and_can_be_taken_back(
    cast: Cast, sign_in: SignIn
) -> None:
    cast.electricity.name = "增容"
    cast.electricity.save()
    first, second = scenes.submitted(cast), scenes.submitted(cast, "没有关键词的一件")
    client, url = sign_in(cast.he_fan), f"/desk/cases/{first.number}/triage/"
    text = client.get(f"{url}?pile=1").content.decode()
    ready = 'value="both" data-focus'
    assert ready in text
    assert re.search(r"一般 \d+ 个工作日（到.*\d+月\d+日）；复杂", text)
    # Nothing is taken unseen: alone, or with nothing proposed, the button waits for no key.
    assert ready not in client.get(url).content.decode()
    following = client.post(url, filled(cast, first, pile="1"), follow=True)
    assert following.redirect_chain[-1][0] == f"/desk/cases/{second.number}/triage/?pile=1"
    text = following.content.decode()
    assert f'{first.number} 已交办给市工信局 <a href="/desk/cases/{first.number}/recall/">' in text
