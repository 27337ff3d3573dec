"""Six digits prove a phone; a phone the office knows already opens the firm at once."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from tests.foundation.accounts.accounts_cast import (
    MONDAY,
    PASSWORD,
    City,
    Clock,
    build,
    claim,
    events_of,
    member_events,
    registrant,
)
from zhuqi.foundation.access import NotNow, NotValid, TooMany
from zhuqi.foundation.accounts import rates
from zhuqi.foundation.accounts.actions import (
    check_phone_code,
    forget_phone_codes,
    issue_phone_code,
    keep_proof,
    register_firm,
)
from zhuqi.foundation.accounts.actions.phones import TRIES, Issued
from zhuqi.foundation.accounts.devices import Visitor
from zhuqi.foundation.accounts.models import FirmMember, PhoneCode
from zhuqi.foundation.accounts.queries import scope_of
from zhuqi.foundation.directory.models import EnterpriseContact

PHONE = "13812345678"


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> City:  # noqa: ARG001 (opens the database)
    cache.clear()
    monkeypatch.setattr(rates, "time", Clock(1_800_000_010.0))
    return build()


def issue(phone: str = PHONE, ip: str = "1") -> Issued:
    return issue_phone_code(phone=phone, visitor=Visitor(ip=ip), now=MONDAY)


def check(issued: Issued, code: str, now: datetime = MONDAY) -> str:
    """In the browser that asked for it."""
    return check_phone_code(asked=issued.row.pk, phone=PHONE, code=code, now=now)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.mark.usefixtures("town")
def test_the_right_code_proves_the_phone_once() -> None:
    issued = issue(" 138 1234 5678 ")
    assert len(issued.code) == 6
    assert issued.code not in str(PhoneCode.objects.values())
    typed = f" {issued.code[:3]} {issued.code[3:]}"
    assert check(issued, typed) == PHONE
    with pytest.raises(NotNow, match="失效"):
        check(issued, issued.code)


@pytest.mark.usefixtures("town")
def test_five_wrong_tries_end_it_even_for_the_right_code() -> None:
    issued = issue()
    for left in range(TRIES - 1, 0, -1):
        with pytest.raises(NotValid, match=f"还可以试 {left} 次"):
            check_phone_code(
                asked=issued.row.pk, phone=PHONE, code=other_than(issued.code), now=MONDAY
            )
    with pytest.raises(NotNow, match="次数太多"):
        check(issued, other_than(issued.code))
    with pytest.raises(NotNow):
        check(issued, issued.code)
    assert PhoneCode.objects.get().tries == TRIES


@pytest.mark.usefixtures("town")
def test_after_five_minutes_it_is_too_late() -> None:
    issued = issue()
    late = MONDAY + timedelta(minutes=5)
    with pytest.raises(NotNow, match="失效"):
        check(issued, issued.code, now=late)
    in_time = late - timedelta(seconds=1)
    assert check(issued, issued.code, now=in_time) == PHONE


@pytest.mark.usefixtures("town")
def test_a_code_is_for_its_own_phone() -> None:
    issued = issue()
    with pytest.raises(NotNow):
        check_phone_code(asked=issued.row.pk, phone="13812345679", code=issued.code, now=MONDAY)


@pytest.mark.usefixtures("town")
def test_one_a_minute_a_phone_and_so_many_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    first = issue()
    with pytest.raises(TooMany):
        issue()
    monkeypatch.setattr(rates, "time", Clock(1_800_000_071.0))
    second = issue()
    for issued in (first, second):
        assert check(issued, issued.code) == PHONE
    for number in range(27):  # the one refused took a turn too
        issue(f"139000000{number:02d}")
    with pytest.raises(TooMany):
        issue("13900000099")
    assert issue("13900000099", ip="2").row.phone == "13900000099"


@pytest.mark.usefixtures("town")
def test_a_code_is_for_the_browser_that_asked_and_no_stranger_voids_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = issue()
    monkeypatch.setattr(rates, "time", Clock(1_800_000_071.0))
    strangers = issue(ip="2")
    for _try in range(TRIES):
        with pytest.raises((NotValid, NotNow)):
            check(strangers, other_than(strangers.code))
    if first.code != strangers.code:
        with pytest.raises(NotNow):
            check(strangers, first.code)
    assert check(first, first.code) == PHONE


def test_strangers_do_not_use_up_the_messages_of_the_owners_device(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_proof(user=town.zhao, phone=PHONE, now=MONDAY)
    for minute in range(10):
        monkeypatch.setattr(rates, "time", Clock(1_800_000_010.0 + 60 * minute))
        issue(ip="2")
    monkeypatch.setattr(rates, "time", Clock(1_800_000_700.0))
    with pytest.raises(TooMany):
        issue()
    own = Visitor(ip="1", device="her-phone", users=(town.zhao.pk,))
    assert issue_phone_code(phone=PHONE, visitor=own, now=MONDAY).code
    other = Visitor(ip="1", device="his-phone", users=(town.jia.pk,))
    with pytest.raises(TooMany):
        issue_phone_code(phone=PHONE, visitor=other, now=MONDAY)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("text", ["", "0374-2661234", "4001234567", "不是", "1381234567"])
def test_what_gets_no_short_messages_is_refused(text: str) -> None:
    with pytest.raises(NotValid) as refusal:
        issue(text)
    assert set(refusal.value.errors) == {"phone"}


def test_a_phone_the_office_holds_as_the_firms_contact_opens_it_at_once(town: City) -> None:
    EnterpriseContact.objects.create(enterprise=town.shoes, name="钱会计", phone="138-1234-5678")
    member = register_firm(person=registrant(), firm=claim(), now=MONDAY)
    assert keep_proof(user=member.user, phone=PHONE, now=MONDAY) == [member]
    member.refresh_from_db()
    assert (member.status, member.how) == (FirmMember.Status.CONFIRMED, FirmMember.How.PHONE)
    assert scope_of(member.user).enterprises == {town.shoes.pk}
    assert member_events(member) == ["registered", "confirmed"]
    assert events_of(member.user) == ["created", "phone_proven", "named"]


def test_any_other_phone_waits_for_the_office(town: City) -> None:
    EnterpriseContact.objects.create(enterprise=town.shoes, name="别人", phone="13812345679")
    EnterpriseContact.objects.create(enterprise=town.shoes, name="无号", phone="转人事")
    member = register_firm(person=registrant(), firm=claim(), now=MONDAY)
    assert keep_proof(user=member.user, phone=PHONE, now=MONDAY) == []
    member.refresh_from_db()
    assert member.status == FirmMember.Status.PENDING
    assert member.user.phone_proven_at is None or member.user.phone == PHONE


def test_a_claim_at_another_office_or_for_an_unknown_firm_waits(town: City) -> None:
    EnterpriseContact.objects.create(enterprise=town.shoes, name="钱会计", phone=PHONE)
    member = register_firm(
        person=registrant(), firm=claim("没听过的公司", "91411000MA0000009X"), now=MONDAY
    )
    assert keep_proof(user=member.user, phone=PHONE, now=MONDAY) == []
    moved = register_firm(person=registrant(), firm=claim(), now=MONDAY)
    FirmMember.objects.filter(pk=moved.pk).update(office=town.other_office)
    assert keep_proof(user=member.user, phone=PHONE, now=MONDAY) == []


def test_a_number_that_changes_hands_leaves_the_first(town: City) -> None:
    keep_proof(user=town.zhao, phone=PHONE, now=MONDAY)
    keep_proof(user=town.jia, phone=PHONE, now=MONDAY)
    town.zhao.refresh_from_db()
    assert town.zhao.phone_proven_at is None
    assert town.jia.phone_proven_at == MONDAY
    assert events_of(town.zhao)[-1] == "phone_left"
    assert town.zhao.check_password(PASSWORD)


@pytest.mark.usefixtures("town")
def test_codes_are_forgotten_after_a_day() -> None:
    issue()
    assert forget_phone_codes(now=MONDAY + timedelta(hours=23)) == 0
    assert forget_phone_codes(now=MONDAY + timedelta(hours=25)) == 1
