"""The firm's file in the directory: contacts, notes, corrections, and who keeps them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.foundation.directory.corner import CLERK, Corner
from zhuqi.foundation.access import (
    NOTHING,
    Actor,
    ActorKind,
    NotNow,
    NotValid,
    NotYours,
    Person,
    Role,
    Scope,
)
from zhuqi.foundation.audit.models import ErasableValue, Event
from zhuqi.foundation.directory.actions import (
    OFFICIALS,
    ContactDraft,
    EnterpriseDraft,
    accept_correction,
    add_contact,
    add_enterprise,
    add_note,
    ask_correction,
    change_contact,
    edit_enterprise,
    end_liaison,
    link_liaison,
    prefer_contact,
    refuse_correction,
    remove_contact,
    strike_note,
)
from zhuqi.foundation.directory.enums import CorrectionStatus, LiaisonKind
from zhuqi.foundation.directory.models import Correction, Enterprise, EnterpriseContact, Unit
from zhuqi.foundation.directory.queries import (
    liaised_by,
    liaison_links,
    liaison_officials,
)

PHONE = "13812345678"


def clerk_of(unit: Unit, role: Role = Role.REGISTRAR) -> Person:
    return Person(CLERK, Scope(user_id=7, posts=frozenset({(role, unit.pk)})))


def boss_of(firm: Enterprise) -> Person:
    actor = Actor(ActorKind.FIRM, 9, "赵总", firm.name)
    return Person(actor, Scope(user_id=9, enterprises=frozenset({firm.pk})))


STRANGER = Person(CLERK, NOTHING)


@pytest.fixture
def firm(corner: Corner) -> Enterprise:
    return add_enterprise(
        EnterpriseDraft(
            name="许昌钻石公司", region=corner.city, industry="C3099", employees=25,
            revenue=Decimal("400.50"),
            contacts=(ContactDraft(name="钱会计", phone=PHONE),),
        ),
        by=CLERK,
    )  # fmt: skip


# Facts ------------------------------------------------------------------------------------------


def test_the_office_that_serves_the_firm_corrects_its_facts(
    corner: Corner, firm: Enterprise
) -> None:
    by = clerk_of(corner.city_office)
    edited = edit_enterprise(enterprise=firm, seen=0, by=by, name="许昌金刚石公司", employees=350)
    assert (edited.name, edited.version) == ("许昌金刚石公司", 1)
    event = Event.objects.latest("pk")
    assert '"name":["许昌钻石公司","许昌金刚石公司"]' in event.data


def test_a_page_that_is_out_of_date_is_told_so_and_changes_nothing(
    corner: Corner, firm: Enterprise
) -> None:
    by = clerk_of(corner.city_office)
    edit_enterprise(enterprise=firm, seen=0, by=by, address="建设路 1 号")
    with pytest.raises(NotNow, match="刚刚被其他人更新过"):
        edit_enterprise(enterprise=firm, seen=0, by=by, address="文峰路 2 号")
    firm.refresh_from_db()
    assert firm.address == "建设路 1 号"


def test_saving_what_is_there_already_is_no_change(corner: Corner, firm: Enterprise) -> None:
    events = Event.objects.count()
    edit_enterprise(enterprise=firm, seen=0, by=clerk_of(corner.city_office), name="许昌钻石公司")
    assert Event.objects.count() == events
    firm.refresh_from_db()
    assert firm.version == 0


def _edit(firm: Enterprise, by: Person) -> None:
    edit_enterprise(enterprise=firm, seen=0, by=by, name="别的名")


def _contact(firm: Enterprise, by: Person) -> None:
    add_contact(enterprise=firm, draft=ContactDraft(name="孙", phone="1"), by=by)


def _change(firm: Enterprise, by: Person) -> None:
    draft = ContactDraft(name="孙", phone="1")
    change_contact(contact=firm.contacts.get(), draft=draft, by=by)


def _remove(firm: Enterprise, by: Person) -> None:
    remove_contact(contact=firm.contacts.get(), by=by)


def _prefer(firm: Enterprise, by: Person) -> None:
    prefer_contact(contact=firm.contacts.get(), by=by)


@pytest.mark.parametrize("act", [_edit, _contact, _change, _remove, _prefer])
def test_nobody_else_keeps_the_file(
    corner: Corner, firm: Enterprise, act: Callable[[Enterprise, Person], None]
) -> None:
    events = Event.objects.count()
    for by in (
        STRANGER,
        boss_of(firm),
        clerk_of(corner.county_office),
        clerk_of(corner.industry_bureau, Role.HANDLER),
        clerk_of(corner.city_office, Role.LEADER),
    ):
        with pytest.raises(NotYours):
            act(firm, by)
    assert Event.objects.count() == events


# Contacts ---------------------------------------------------------------------------------------


def test_contacts_come_go_and_change_places_with_before_and_after(
    corner: Corner, firm: Enterprise
) -> None:
    by = clerk_of(corner.city_office)
    sun = add_contact(
        enterprise=firm, draft=ContactDraft(name="孙厂长", phone="0374-1234567"), by=by
    )
    assert not sun.is_primary
    prefer_contact(contact=sun, by=by)
    assert [c.name for c in firm.contacts.all()] == ["孙厂长", "钱会计"]
    change_contact(contact=sun, draft=ContactDraft(name="孙厂长", phone="0374-7654321"), by=by)
    event = Event.objects.latest("pk")
    assert event.private == {"phone_before": "0374-1234567", "phone_after": "0374-7654321"}
    assert "7654321" not in event.data
    remove_contact(contact=sun, by=by)
    assert [(c.name, c.is_primary) for c in firm.contacts.all()] == [("钱会计", True)]
    kinds = Event.objects.filter(object_type="enterprise").values_list("kind", flat=True)
    assert [kind.removeprefix("enterprise.") for kind in kinds] == [
        "added", "contact_added", "contact_first", "contact_changed", "contact_removed",
    ]  # fmt: skip


def test_pressed_twice_a_contact_is_added_once(corner: Corner, firm: Enterprise) -> None:
    by = clerk_of(corner.city_office)
    draft = ContactDraft(name="孙厂长", phone="1")
    first = add_contact(enterprise=firm, draft=draft, by=by)
    events = Event.objects.count()
    assert add_contact(enterprise=firm, draft=draft, by=by) == first
    change_contact(contact=first, draft=draft, by=by)
    prefer_contact(contact=firm.contacts.get(is_primary=True), by=by)
    assert Event.objects.count() == events


def test_a_contact_nobody_can_reach_or_that_is_gone_is_refused(
    corner: Corner, firm: Enterprise
) -> None:
    by = clerk_of(corner.city_office)
    with pytest.raises(NotValid, match="电话或电子邮箱"):
        add_contact(enterprise=firm, draft=ContactDraft(name="无号"), by=by)
    with pytest.raises(NotValid):
        add_contact(enterprise=firm, draft=ContactDraft(name="丁", email="不是邮箱"), by=by)
    contact = firm.contacts.get()
    remove_contact(contact=EnterpriseContact.objects.get(pk=contact.pk), by=by)
    with pytest.raises(NotNow, match="已被移除"):
        remove_contact(contact=contact, by=by)


# Notes ------------------------------------------------------------------------------------------


def test_a_note_belongs_to_its_unit_and_is_struck_through_by_it_alone(
    corner: Corner, firm: Enterprise
) -> None:
    handler = clerk_of(corner.industry_bureau, Role.HANDLER)
    note = add_note(enterprise=firm, text="老板说话急，先听完", by=handler)
    assert note.unit == corner.industry_bureau
    assert add_note(enterprise=firm, text=" 老板说话急，先听完\r\n", by=handler) == note
    with pytest.raises(NotYours):
        strike_note(note=note, reason="不妥", by=clerk_of(corner.city_office))
    with pytest.raises(NotValid):
        strike_note(note=note, reason=" ", by=handler)
    struck = strike_note(note=note, reason="写错了企业", by=handler)
    assert (struck.struck_by, struck.strike_reason) == ("何帆", "写错了企业")
    with pytest.raises(NotNow):
        strike_note(note=note, reason="再划", by=handler)
    last = Event.objects.latest("pk")
    assert "写错了企业" not in last.data
    assert last.private == {"text": "写错了企业"}


def test_who_looks_on_writes_no_note_and_an_empty_one_is_none(
    corner: Corner, firm: Enterprise
) -> None:
    for by in (STRANGER, boss_of(firm), clerk_of(corner.city_office, Role.LEADER)):
        with pytest.raises(NotYours):
            add_note(enterprise=firm, text="字", by=by)
    for text in ("", " \n\0", "长" * 2001):
        with pytest.raises(NotValid):
            add_note(enterprise=firm, text=text, by=clerk_of(corner.city_office))


# Corrections ------------------------------------------------------------------------------------


def test_the_firm_asks_the_office_accepts_and_the_file_is_right(
    corner: Corner, firm: Enterprise
) -> None:
    wanted = {
        "name": "许昌金刚石公司", "employees": "25", "revenue": "400.5", "address": "建设路1号",
        "contact_name": "新总", "contact_phone": "13900000000",
    }  # fmt: skip
    asked = ask_correction(enterprise=firm, wanted=wanted, words="去年改名", by=boss_of(firm))
    assert asked.wanted == {
        "name": "许昌金刚石公司", "address": "建设路1号",
        "contact_name": "新总", "contact_phone": "13900000000",
    }  # fmt: skip
    firm.refresh_from_db()
    assert firm.name == "许昌钻石公司"
    done = accept_correction(correction=asked, by=clerk_of(corner.city_office), reply="已更正")
    firm.refresh_from_db()
    assert (done.status, firm.name, firm.address) == (
        CorrectionStatus.ACCEPTED, "许昌金刚石公司", "建设路1号",
    )  # fmt: skip
    assert [c.name for c in firm.contacts.all()] == ["新总", "钱会计"]
    with pytest.raises(NotNow, match="已由何帆答复"):
        accept_correction(correction=asked, by=clerk_of(corner.city_office))


def test_a_refusal_names_its_reason_and_leaves_the_file_alone(
    corner: Corner, firm: Enterprise
) -> None:
    asked = ask_correction(enterprise=firm, wanted={"name": "大集团"}, by=boss_of(firm))
    with pytest.raises(NotValid):
        refuse_correction(correction=asked, reason=" ", by=clerk_of(corner.city_office))
    with pytest.raises(NotYours):
        refuse_correction(correction=asked, reason="不", by=clerk_of(corner.county_office))
    refuse_correction(correction=asked, reason="与营业执照不符", by=clerk_of(corner.city_office))
    firm.refresh_from_db()
    assert (firm.name, firm.version) == ("许昌钻石公司", 0)
    again = ask_correction(enterprise=firm, wanted={"name": "大集团"}, by=boss_of(firm))
    assert again.status == CorrectionStatus.WAITING


def test_one_request_waits_at_a_time_and_nothing_is_no_request(firm: Enterprise) -> None:
    boss = boss_of(firm)
    for nothing in ({}, {"name": " 许昌钻石公司 "}, {"revenue": "400.50"}, {"不存在": "x"}):
        with pytest.raises(NotValid, match="没有要更正的内容"):
            ask_correction(enterprise=firm, wanted=nothing, by=boss)
    ask_correction(enterprise=firm, wanted={}, words="园区填错了", by=boss)
    with pytest.raises(NotNow, match="等待核对"):
        ask_correction(enterprise=firm, wanted={"name": "新名"}, by=boss)
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    "wanted",
    [
        {"uscc": "123"}, {"employees": "许多"}, {"employees": "1.5"}, {"employees": "-1"},
        {"revenue": "1e99"}, {"revenue": "NaN"}, {"name": "长" * 121},
        {"contact_name": "新总", "contact_phone": "长" * 31},
    ],
)  # fmt: skip
def test_what_the_office_could_not_enter_is_refused_at_once(
    firm: Enterprise, wanted: dict[str, str]
) -> None:
    with pytest.raises(NotValid):
        ask_correction(enterprise=firm, wanted=wanted, by=boss_of(firm))
    assert not Correction.objects.exists()


def test_only_who_speaks_for_the_firm_asks(corner: Corner, firm: Enterprise) -> None:
    for by in (STRANGER, clerk_of(corner.city_office)):
        with pytest.raises(NotYours):
            ask_correction(enterprise=firm, wanted={"name": "新名"}, by=by)


def test_what_is_personal_in_a_request_lies_beside_the_chain(firm: Enterprise) -> None:
    wanted = {"contact_name": "新总", "contact_phone": "13900000000"}
    ask_correction(enterprise=firm, wanted=wanted, words="找新总", by=boss_of(firm))
    event = Event.objects.latest("pk")
    assert "新总" not in event.data
    assert "13900000000" not in event.data
    assert ErasableValue.objects.filter(event=event, value="找新总").exists()


# Liaison ----------------------------------------------------------------------------------------


def test_leaders_officials_and_units_look_after_a_firm_each_in_their_own_way(
    corner: Corner, firm: Enterprise
) -> None:
    by = clerk_of(corner.city_office)
    mayor = OFFICIALS.add(name="田市长", by=CLERK)
    lin = OFFICIALS.add(name="林助", by=CLERK)
    since = date(2024, 1, 1)
    leader = link_liaison(
        enterprise=firm, official=mayor, kind=LiaisonKind.LEADER, since=since, by=by
    )
    link_liaison(enterprise=firm, official=lin, since=date(2024, 2, 1), by=by)
    link_liaison(
        enterprise=firm, unit=corner.industry_bureau, kind=LiaisonKind.UNIT, since=since, by=by
    )
    day = date(2024, 6, 1)
    assert liaison_officials(firm, day) == [lin]
    assert liaised_by([mayor.pk], day) == {mayor.pk: {firm.pk}}
    assert [str(link.get_kind_display()) for link in liaison_links(firm)] == [
        "包联领导", "包联单位", "助企干部",
    ]  # fmt: skip
    end_liaison(link=leader, until=date(2024, 3, 31), by=by)
    assert liaised_by([mayor.pk], day) == {}
    assert len(liaison_links(firm)) == 3


def test_a_link_names_whom_it_is_of_and_runs_once(corner: Corner, firm: Enterprise) -> None:
    since, by = date(2024, 1, 1), clerk_of(corner.city_office)
    lin = OFFICIALS.add(name="林助", by=CLERK)
    with pytest.raises(NotValid):
        link_liaison(enterprise=firm, kind=LiaisonKind.LEADER, since=since, by=by)
    with pytest.raises(NotValid):
        link_liaison(enterprise=firm, official=lin, kind=LiaisonKind.UNIT, since=since, by=by)
    link = {"enterprise": firm, "unit": corner.power_company, "since": since, "by": by}
    link_liaison(kind=LiaisonKind.UNIT, **link)  # type: ignore[arg-type]
    with pytest.raises(NotNow, match="正在包联"):
        link_liaison(kind=LiaisonKind.UNIT, **link)  # type: ignore[arg-type]


def test_scopes_are_values_so_a_person_of_two_units_writes_for_the_firms_office(
    corner: Corner, firm: Enterprise
) -> None:
    both = clerk_of(corner.city_office)
    posts = both.scope.posts | {(Role.HANDLER, corner.industry_bureau.pk)}
    note = add_note(
        enterprise=firm, text="两边都干", by=replace(both, scope=Scope(user_id=7, posts=posts))
    )
    assert note.unit == corner.city_office
