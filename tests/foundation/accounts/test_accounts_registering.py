"""A person asks to speak for a firm, and the office decides."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import get_hasher

from tests.foundation.accounts.accounts_cast import (
    MONDAY,
    PASSWORD,
    SHOES,
    City,
    by,
    claim,
    events_of,
    firm_person,
    member_events,
    registrant,
)
from zhuqi.foundation.access import SYSTEM_PERSON, NotNow, NotValid, NotYours, TooMany
from zhuqi.foundation.accounts.actions import (
    admit_members,
    change_own_password,
    confirm_member,
    deactivate_user,
    end_member,
    let_in,
    move_member,
    refuse_member,
    register_another_firm,
    register_firm,
)
from zhuqi.foundation.accounts.claims import FirmClaim
from zhuqi.foundation.accounts.devices import Visitor
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.accounts.queries import memberships_waiting, scope_of
from zhuqi.foundation.directory.enums import EnterpriseStatus
from zhuqi.foundation.directory.models import Enterprise, Region
from zhuqi.foundation.outbox.models import OutboxItem

Status = FirmMember.Status
NEW_CODE = "91411025MA40000000"


@contextmanager
def counting_hashes() -> Iterator[list[int]]:
    """How often a password is hashed meanwhile: the only work that takes time."""
    kind, done = type(get_hasher()), [0]
    encode = kind.encode

    def counted(*args: object, **more: object) -> str:
        done[0] += 1
        return encode(*args, **more)  # type: ignore[arg-type]

    kind.encode = counted  # type: ignore[method-assign]
    try:
        yield done
    finally:
        kind.encode = encode  # type: ignore[method-assign]


def test_a_registration_waits_at_the_office_of_the_region(town: City) -> None:
    member = register_firm(person=registrant(contact="138 1234 5678"), firm=claim())
    assert (member.status, member.office) == (Status.PENDING, town.county_office)
    assert (member.user.sign_in_name, member.user.phone) == ("13812345678", "13812345678")
    assert scope_of(member.user).enterprises == frozenset()
    assert member_events(member) == ["registered"]
    assert events_of(member.user) == ["created"]
    assert list(memberships_waiting([town.county_office.pk])) == [member]


def test_a_known_firm_and_an_unknown_one_are_answered_alike(town: City) -> None:
    known = register_firm(person=registrant(contact="13812345671"), firm=claim())
    unknown = register_firm(
        person=registrant(contact="13812345672"), firm=claim("没有的公司", NEW_CODE)
    )
    for member in (known, unknown):
        assert (member.status, member.enterprise_id) == (Status.PENDING, None)
        assert member.office_id == town.county_office.pk


def test_the_same_form_sent_twice_is_one_registration(town: City) -> None:
    first = register_firm(person=registrant(), firm=claim())
    again = register_firm(person=registrant(contact="+86 13812345678"), firm=claim())
    assert again == first
    assert member_events(first) == ["registered"]
    assert User.objects.named("13812345678").count() == 1
    assert town.shoes.members.count() == 1  # 赵总, as before


def test_the_same_firm_with_other_words_is_refused_in_words(town: City) -> None:
    first = register_firm(person=registrant(), firm=claim())
    with pytest.raises(NotNow, match=first.claimed_name):
        register_firm(person=registrant(), firm=claim("改了的名称"))
    first.refresh_from_db()
    assert (first.claimed_name, first.office) == (claim().name, town.county_office)
    assert FirmMember.objects.filter(user=first.user).count() == 1


def test_the_same_person_registers_a_second_firm_later(town: City) -> None:
    first = register_firm(person=registrant(), firm=claim())
    second = register_firm(person=registrant(), firm=claim("第二公司", "", preparing=True))
    third = register_another_firm(user=first.user, firm=claim("第三公司", "", preparing=True))
    assert {row.user_id for row in (first, second, third)} == {first.user_id}
    assert register_another_firm(user=first.user, firm=claim()) == first
    assert FirmMember.objects.filter(user=first.user).count() == 3
    assert town.jia.memberships.count() == 0


@pytest.mark.usefixtures("town")
def test_someone_elses_phone_is_another_account_with_its_own_password() -> None:
    first = register_firm(person=registrant(), firm=claim()).user
    other = register_firm(
        person=registrant(password="another-word-2"), firm=claim("二公司", NEW_CODE)
    ).user
    assert first != other
    assert first.sign_in_name == other.sign_in_name == "13812345678"
    here = Visitor(ip="10.0.0.1")
    for password, user in ((PASSWORD, first), ("another-word-2", other), ("neither-9-9", None)):
        assert let_in(login="138 1234 5678", password=password, visitor=here, why="x") == user
    assert scope_of(other).enterprises == scope_of(first).enterprises == frozenset()


def test_known_and_unknown_phones_are_answered_alike_and_the_owner_is_told(town: City) -> None:
    """The same words, as many hashes, the same sign-in afterwards, the same wait in the end."""
    for contact in (town.zhao.username, "13900007777"):
        seen: list[tuple[object, ...]] = []
        for number in range(6):
            who = registrant(contact=contact, password=f"guess-number-{number}")
            with counting_hashes() as hashes:
                try:
                    member = register_firm(person=who, firm=claim())
                except TooMany as refusal:
                    seen.append((refusal.reason, hashes[0]))
                    continue
            shown = (member.status, member.claimed_name, member.user.sign_in_name == contact)
            seen.append((*shown, hashes[0]))
        assert seen[:5] == [(Status.PENDING, claim().name, True, 3)] * 5
        assert str(seen[5][0]).startswith("密码错误次数过多")
    assert events_of(town.zhao)[-6:] == ["sign_in_failed"] * 5 + ["locked_out"]
    told = OutboxItem.objects.filter(payload__text_code="account.registered_as")
    assert [item.payload["user"] for item in told] == [town.zhao.pk] * 5
    assert scope_of(town.zhao).enterprises == {town.shoes.pk}


def test_confirmed_the_phone_is_the_user_name_unless_it_is_anothers(town: City) -> None:
    member = register_firm(person=registrant(), firm=claim())
    other = register_firm(person=registrant(password="another-word-2"), firm=claim())
    confirm_member(member=member, by=by(town.qin))
    confirm_member(member=other, by=by(town.qin))
    for one in (member, other):
        one.user.refresh_from_db()
    assert (member.user.username, member.user.registered_as) == ("13812345678", "")
    assert (other.user.registered_as, other.user.sign_in_name) == ("13812345678", "13812345678")
    assert "named" in events_of(member.user)
    assert "named" not in events_of(other.user)
    change_own_password(user=other.user, password="a-third-word-3", by=by(other.user).actor)
    here = Visitor(ip="10.0.0.1")
    for password, user in ((PASSWORD, member.user), ("a-third-word-3", other.user)):
        assert let_in(login="13812345678", password=password, visitor=here, why="x") == user


def test_officials_and_closed_accounts_register_no_firm(town: City) -> None:
    with pytest.raises(NotValid):
        register_another_firm(user=town.zhou, firm=claim())
    deactivate_user(user=town.jia, by=by(town.an), reason="x")
    with pytest.raises(NotValid, match="已停用"):
        register_firm(person=registrant(contact=town.jia.username), firm=claim())


def test_by_mail_the_address_is_the_user_name(town: City) -> None:
    member = register_firm(person=registrant(contact="Qian＠Example.com"), firm=claim())
    assert (member.user.sign_in_name, member.user.email, member.user.phone) == (
        "qian@example.com",
        "qian@example.com",
        "",
    )
    assert member.office == town.county_office


@pytest.mark.parametrize(
    ("firm", "field"),
    [
        (FirmClaim(name="", region_code="411025", uscc=SHOES), "firm_name"),
        (FirmClaim(name="甲公司", region_code="411025"), "uscc"),
        (FirmClaim(name="甲公司", region_code="411025", uscc="123"), "uscc"),
        (FirmClaim(name="甲公司", region_code="", uscc=SHOES), "region_code"),
        (FirmClaim(name="甲公司", region_code="999999", uscc=SHOES), "region_code"),
    ],
)
def test_a_form_that_cannot_be_used_makes_nothing(town: City, firm: FirmClaim, field: str) -> None:
    before = User.objects.count()
    with pytest.raises(NotValid) as refusal:
        register_firm(person=registrant(), firm=firm)
    assert field in refusal.value.errors
    assert User.objects.count() == before
    assert town.shoes.members.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"contact": "12345"}, "contact"),
        ({"contact": "a@b"}, "contact"),
        ({"password": "short"}, "password"),
        ({"password": "13812345678"}, "password"),
    ],
)
def test_a_person_who_cannot_be_reached_or_is_too_easy_is_refused(
    town: City, change: dict[str, str], field: str
) -> None:
    with pytest.raises(NotValid) as refusal:
        register_firm(person=registrant(**change), firm=claim())
    assert field in refusal.value.errors
    assert not memberships_waiting([town.county_office.pk]).exists()


def test_a_retired_division_stands_for_its_successor(town: City) -> None:
    Region.objects.create(
        code="411023",
        name="许昌县",
        level="county",
        parent=town.city,
        retired_on=MONDAY.date(),
        replaced_by=town.xiangcheng,
    )
    firm = FirmClaim(name="甲公司", region_code="411023", uscc=NEW_CODE)
    member = register_firm(person=registrant(), firm=firm)
    assert (member.office, member.claimed_region) == (town.county_office, "411025")


def test_confirming_matches_the_firm_by_its_code(town: City) -> None:
    member = register_firm(person=registrant(), firm=claim("制鞋公司（旧名）"))
    done = confirm_member(member=member, by=by(town.qin))
    assert (done.status, done.enterprise, done.decided_by) == (
        Status.CONFIRMED,
        town.shoes,
        town.qin,
    )
    assert scope_of(member.user).enterprises == {town.shoes.pk}
    assert member_events(member) == ["registered", "confirmed"]


def test_confirming_an_unknown_firm_adds_it(town: City) -> None:
    member = register_firm(person=registrant(), firm=claim("新的公司", NEW_CODE))
    done = confirm_member(member=member, by=by(town.qin))
    firm = Enterprise.objects.get(uscc=NEW_CODE)
    assert (done.enterprise, firm.name, firm.office) == (firm, "新的公司", town.county_office)
    assert firm.status == EnterpriseStatus.OPERATING


def test_a_firm_being_set_up_is_matched_by_name_once_it_is_there(town: City) -> None:
    one = register_firm(person=registrant(), firm=claim("筹建公司", "", preparing=True))
    two = register_firm(
        person=registrant(contact="13812345679"), firm=claim("筹建公司", "", preparing=True)
    )
    first = confirm_member(member=one, by=by(town.qin)).enterprise
    assert first is not None
    assert (first.uscc, first.status) == (None, EnterpriseStatus.PREPARING)
    assert confirm_member(member=two, by=by(town.qin)).enterprise == first


def test_a_registrar_may_name_the_firm(town: City) -> None:
    member = register_firm(person=registrant(), firm=claim("制鞋", "", preparing=True))
    assert (
        confirm_member(member=member, by=by(town.qin), enterprise=town.shoes).enterprise
        == town.shoes
    )


def test_the_firm_named_must_be_the_offices_own_and_have_the_code_claimed(town: City) -> None:
    member = register_firm(person=registrant(), firm=claim("新的公司", NEW_CODE))
    with pytest.raises(NotValid, match="不一致"):
        confirm_member(member=member, by=by(town.qin), enterprise=town.shoes)
    Enterprise.objects.filter(pk=town.shoes.pk).update(office=town.other_office)
    town.shoes.refresh_from_db()
    with pytest.raises(NotValid, match="禹州市活动办"):
        confirm_member(member=member, by=by(town.qin), enterprise=town.shoes)


@pytest.mark.parametrize("who", ["yu", "an", "zhou", "zhao", "jia"])
def test_nobody_but_the_office_decides(town: City, who: str) -> None:
    member = register_firm(person=registrant(), firm=claim())
    stranger = by(getattr(town, who))
    with pytest.raises(NotYours):
        confirm_member(member=member, by=stranger)
    with pytest.raises(NotYours):
        refuse_member(member=member, by=stranger, reason="x")
    with pytest.raises(NotYours):
        move_member(member=member, office=town.other_office, by=stranger)
    assert member_events(member) == ["registered"]


def test_a_registration_is_decided_once(town: City) -> None:
    member = register_firm(person=registrant(), firm=claim())
    confirm_member(member=member, by=by(town.qin))
    with pytest.raises(NotNow) as refusal:
        confirm_member(member=member, by=by(town.qin))
    assert refusal.value.state == "已确认"
    with pytest.raises(NotNow):
        refuse_member(member=member, by=by(town.qin), reason="x")
    assert member_events(member) == ["registered", "confirmed"]


def test_nobody_speaks_twice_for_one_firm(town: City) -> None:
    member = register_firm(
        person=registrant(contact=town.zhao.username),
        firm=claim("制鞋分公司", "", preparing=True),
    )
    with pytest.raises(NotNow):
        confirm_member(member=member, by=by(town.qin), enterprise=town.shoes)


def test_a_refusal_says_why_and_the_person_may_ask_again(town: City) -> None:
    member = register_firm(person=registrant(), firm=claim())
    with pytest.raises(NotValid):
        refuse_member(member=member, by=by(town.qin), reason=" ")
    refused = refuse_member(member=member, by=by(town.qin), reason="电话核实不符")
    assert (refused.status, refused.reason) == (Status.REFUSED, "电话核实不符")
    again = register_firm(person=registrant(), firm=claim())
    assert again != member
    assert again.status == Status.PENDING


def test_a_registration_at_the_wrong_office_is_moved_and_decided_there(town: City) -> None:
    Enterprise.objects.filter(pk=town.shoes.pk).update(office=town.other_office)
    member = register_firm(person=registrant(), firm=claim())
    with pytest.raises(NotValid, match="转由"):
        confirm_member(member=member, by=by(town.qin))
    move_member(member=member, office=town.other_office, by=by(town.qin))
    with pytest.raises(NotYours):
        confirm_member(member=member, by=by(town.qin))
    with pytest.raises(NotNow):
        move_member(member=member, office=town.other_office, by=by(town.yu))
    with pytest.raises(NotValid):
        move_member(member=member, office=town.industry, by=by(town.yu))
    confirm_member(member=member, by=by(town.yu))
    assert member_events(member) == ["registered", "moved", "confirmed"]


def test_the_office_or_the_person_ends_it_and_nobody_else(town: City) -> None:
    member = FirmMember.objects.get(user=town.zhao)
    for stranger in (town.yu, town.jia, town.an):
        with pytest.raises(NotYours):
            end_member(member=member, by=by(stranger), reason="x")
    with pytest.raises(NotValid):
        end_member(member=member, by=by(town.zhao), reason="")
    end_member(member=member, by=by(town.zhao), reason="离职")
    assert scope_of(town.zhao).enterprises == frozenset()
    with pytest.raises(NotNow):
        end_member(member=member, by=by(town.qin), reason="离职")
    assert member_events(member) == ["ended"]


def test_nobody_ends_what_was_never_confirmed(town: City) -> None:
    member = register_firm(person=registrant(), firm=claim())
    with pytest.raises(NotNow):
        end_member(member=member, by=by(town.qin), reason="x")


def test_registrations_are_seen_by_the_person_and_the_office(town: City) -> None:
    member = register_firm(person=registrant(), firm=claim())
    seen = FirmMember.objects.visible_to
    assert seen(scope_of(member.user)).get() == member
    assert member in seen(scope_of(town.qin))
    for stranger in (town.yu, town.jia, town.zhou, firm_person("乙某", "13900000008")):
        assert member not in seen(scope_of(stranger))
    assert member.user.check_password(PASSWORD)


def test_people_vouched_for_at_the_first_loading_speak_for_their_firms_at_once(
    town: City,
) -> None:
    (member,) = admit_members([(town.jia, town.shoes)], by=SYSTEM_PERSON, now=MONDAY)
    assert scope_of(town.jia).enterprises == {town.shoes.pk}
    assert member_events(member) == ["confirmed"]
    assert admit_members([], by=SYSTEM_PERSON) == []
    for stranger in (town.qin, town.zhao, town.jia):
        with pytest.raises(NotYours):
            admit_members([(town.jia, town.shoes)], by=by(stranger))
