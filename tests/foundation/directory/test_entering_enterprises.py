"""Firms: entered one by one and by the thousand, changed, refused."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries
from stdnum.cn import uscc as standard

from tests.foundation.directory.corner import CLERK, Corner
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.audit.models import ErasableValue, Event
from zhuqi.foundation.directory.actions import (
    ContactDraft,
    EnterpriseDraft,
    add_enterprise,
    add_enterprises,
    change_enterprise,
)
from zhuqi.foundation.directory.enums import EnterpriseStatus, SizeClass
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.directory.rules import NO_CODE_YET
from zhuqi.foundation.directory.uscc import organisation_digit
from zhuqi.foundation.reference_tables.text import tidy

CODE = "91110000600037341L"


def code_no(number: int) -> str:
    """A code that passes both check digits."""
    organisation = f"MA{number:06d}"
    body = "91411025" + organisation + organisation_digit(organisation)
    return body + standard.calc_check_digit(body)


def test_a_firm_is_served_by_its_countys_office_and_sized_by_its_figures(corner: Corner) -> None:
    firm = add_enterprise(
        EnterpriseDraft(
            name="河南　黄河（襄城）\t超硬材料有限公司",
            region=corner.town,
            uscc="９１１１００００６０００３７３４１l",
            industry="3099",
            employees=350,
            revenue=Decimal("2500.50"),
            contacts=(ContactDraft(name="赵总", phone="13800138000"), ContactDraft(name="钱会计")),
        ),
        by=CLERK,
    )
    firm.refresh_from_db()
    assert firm.name == "河南 黄河（襄城） 超硬材料有限公司"
    assert (firm.uscc, firm.uscc_warning) == (CODE, "")
    assert (firm.office, firm.industry, firm.size_class) == (
        corner.county_office, "C3099", SizeClass.MEDIUM,
    )  # fmt: skip
    assert [contact.name for contact in firm.contacts.all()] == ["赵总", "钱会计"]


def test_contacts_are_erasable_and_in_no_event(corner: Corner) -> None:
    firm = add_enterprise(
        EnterpriseDraft(
            name="鞋业",
            region=corner.town,
            contacts=(ContactDraft(name="冯厂长", phone="13800138000"),),
        ),
        by=CLERK,
    )
    event = Event.objects.get(object_type="enterprise", object_id=firm.pk)
    assert "冯厂长" not in event.data
    assert set(ErasableValue.objects.filter(event=event).values_list("name", "value")) == {
        ("contact1_name", "冯厂长"), ("contact1_phone", "13800138000"),
    }  # fmt: skip


def test_a_doubtful_code_is_kept_with_its_warning(corner: Corner) -> None:
    draft = EnterpriseDraft(name="早期企业", region=corner.city, uscc=CODE[:-1] + "M")
    firm = add_enterprise(draft, by=CLERK)
    assert firm.uscc == CODE[:-1] + "M"
    assert "组织机构代码校验正确" in firm.uscc_warning


def test_an_impossible_code_is_refused_or_by_choice_left_out_and_noted(corner: Corner) -> None:
    draft = EnterpriseDraft(name="某企业", region=corner.city, uscc="9111000060003734OL")
    with pytest.raises(NotValid) as refusal:
        add_enterprise(draft, by=CLERK)
    assert "“O”" in refusal.value.errors["uscc"]
    firm = add_enterprise(draft, by=CLERK, refuse_bad_codes=False)
    assert firm.uscc is None
    assert "9111000060003734OL" in firm.uscc_warning


def test_firms_being_set_up_have_no_code_yet_and_several_of_them_may_wait(corner: Corner) -> None:
    drafts = [
        EnterpriseDraft(name=name, region=corner.city, status=EnterpriseStatus.PREPARING)
        for name in ("筹建一", "筹建二")
    ]
    assert [firm.uscc_warning for firm in add_enterprises(drafts, by=CLERK)] == ["", ""]
    operating = add_enterprise(EnterpriseDraft(name="在营", region=corner.city), by=CLERK)
    assert operating.uscc_warning == NO_CODE_YET


def test_a_code_is_registered_once_and_the_refusal_names_nobody(corner: Corner) -> None:
    add_enterprise(EnterpriseDraft(name="先来者", region=corner.city, uscc=CODE), by=CLERK)
    late = EnterpriseDraft(name="后来者", region=corner.yuzhou, uscc=CODE.lower())
    with pytest.raises(NotValid, match="已有登记") as refusal:
        add_enterprise(late, by=CLERK)
    assert "先来者" not in refusal.value.reason


def test_a_retired_region_is_entered_as_its_heir(corner: Corner) -> None:
    draft = EnterpriseDraft(name="许昌县老厂", region=corner.old_county)
    assert add_enterprise(draft, by=CLERK).region == corner.jianan


def test_one_bad_row_of_many_stops_all_and_every_bad_row_is_named(corner: Corner) -> None:
    drafts = [
        EnterpriseDraft(name="好", region=corner.city, uscc=code_no(1)),
        EnterpriseDraft(name="", region=corner.city),
        EnterpriseDraft(name="同码", region=corner.city, uscc=code_no(1)),
        EnterpriseDraft(name="行业不明", region=corner.city, industry="C9999"),
        EnterpriseDraft(name="人太多", region=corner.city, employees=10**12),
        EnterpriseDraft(name="不是园区", region=corner.city, park=corner.industry_bureau),
    ]
    with pytest.raises(NotValid) as refusal:
        add_enterprises(drafts, by=CLERK)
    assert set(refusal.value.errors) == {
        "2.name", "3.uscc", "4.industry", "5.employees", "6.park",
    }  # fmt: skip
    assert not Enterprise.objects.exists()
    assert not Event.objects.filter(object_type="enterprise").exists()


@pytest.mark.parametrize(
    "name", ["a" * 121, "\0", "\u202e", "\n\t ", "\ud800"], ids=lambda name: ascii(name[:8])
)
def test_hostile_names_are_refused_with_a_sentence(corner: Corner, name: str) -> None:
    with pytest.raises(NotValid) as refusal:
        add_enterprise(EnterpriseDraft(name=name, region=corner.city), by=CLERK)
    assert set(refusal.value.errors) == {"name"}


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal("1E20")])
def test_hostile_amounts_are_refused(corner: Corner, amount: Decimal) -> None:
    with pytest.raises(NotValid):
        add_enterprise(EnterpriseDraft(name="某", region=corner.city, revenue=amount), by=CLERK)


def test_control_characters_go_and_registered_brackets_stay() -> None:
    assert tidy("  襄城（河南）\u202e有限\0公司\n Ｎｏ．１ ") == "襄城（河南）有限公司 No．1"


def test_a_change_works_the_size_out_anew_and_tells_before_and_after(corner: Corner) -> None:
    draft = EnterpriseDraft(
        name="厂", region=corner.city, industry="C3099", employees=25, revenue=Decimal(400)
    )
    firm = add_enterprise(draft, by=CLERK)
    assert firm.size_class == SizeClass.SMALL
    changed = change_enterprise(enterprise=firm, employees=1200, revenue=Decimal(50000), by=CLERK)
    assert changed.size_class == SizeClass.LARGE
    event = Event.objects.latest("pk")
    assert '"size_class":["small","large"]' in event.data
    assert '"employees":[25,1200]' in event.data


def test_changing_nothing_leaves_no_event(corner: Corner) -> None:
    firm = add_enterprise(EnterpriseDraft(name="厂", region=corner.city, uscc=CODE), by=CLERK)
    events = Event.objects.count()
    change_enterprise(enterprise=firm, name="厂 ", uscc=CODE.lower(), region=corner.city, by=CLERK)
    assert Event.objects.count() == events


def test_a_change_obeys_the_rules_of_entering(corner: Corner) -> None:
    add_enterprise(EnterpriseDraft(name="先", region=corner.city, uscc=CODE), by=CLERK)
    firm = add_enterprise(EnterpriseDraft(name="后", region=corner.city), by=CLERK)
    with pytest.raises(NotValid, match="已有登记"):
        change_enterprise(enterprise=firm, uscc=CODE, by=CLERK)
    with pytest.raises(NotValid):
        change_enterprise(enterprise=firm, uscc="123", by=CLERK)
    with pytest.raises(NotValid):
        change_enterprise(enterprise=firm, parent_group=firm, by=CLERK)
    with pytest.raises(NotValid):
        change_enterprise(enterprise=firm, employees=-1, by=CLERK)
    moved = change_enterprise(enterprise=firm, region=corner.old_county, by=CLERK)
    assert moved.region == corner.jianan


def test_a_thousand_firms_enter_by_the_same_rule_in_few_statements(
    corner: Corner, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    drafts = [
        EnterpriseDraft(
            name=f"企业{number}", region=corner.town, uscc=code_no(number), industry="C3099",
            employees=number, revenue=Decimal(number), contacts=(ContactDraft(name="联系人"),),
        )
        for number in range(1000)
    ]  # fmt: skip
    with django_assert_max_num_queries(100):
        firms = add_enterprises(drafts, by=CLERK)
    assert len({firm.pk for firm in firms}) == 1000
    assert Event.objects.filter(object_type="enterprise").count() == 1000
