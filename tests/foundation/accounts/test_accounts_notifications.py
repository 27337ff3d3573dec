"""Who hears of a registration: the office that has to decide, then the person themselves."""

import pytest

from tests.cast import Cast, person
from zhuqi.foundation.accounts.actions import (
    confirm_member,
    join_by_invitation,
    make_invitation,
    refuse_member,
    register_another_firm,
)
from zhuqi.foundation.accounts.claims import FirmClaim
from zhuqi.foundation.accounts.enums import MemberEvent
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.notices.texts import texts
from zhuqi.foundation.outbox.worker import drain

pytestmark = pytest.mark.django_db(transaction=True)


def told(user: User) -> list[str]:
    return list(Message.objects.filter(user=user).order_by("id").values_list("title", flat=True))


def asked(cast: Cast) -> FirmMember:
    claim = FirmClaim(name="许昌新材料有限公司", region_code="411000", preparing=True)
    return register_another_firm(user=cast.jia, firm=claim)


def test_a_registration_that_waits_is_told_to_the_office_s_registrars(cast: Cast) -> None:
    asked(cast)
    drain()

    assert told(cast.he_fan) == ["企业登记待确认"]
    for other in (cast.shen_jing, cast.qin_lan, cast.jia):
        assert told(other) == []


def test_the_decision_is_told_to_the_person_with_the_reason(cast: Cast) -> None:
    refuse_member(member=asked(cast), by=person(cast.he_fan), reason="名称与执照不符。")
    confirm_member(member=asked(cast), by=person(cast.he_fan))
    drain()

    assert told(cast.jia)[:2] == ["企业登记没有通过", "企业登记已确认"]
    first = Message.objects.filter(user=cast.jia).order_by("id").first()
    assert first is not None
    assert "名称与执照不符。可以" in first.body
    assert "企业登记已确认" not in told(cast.he_fan)


def test_who_comes_in_by_a_code_is_told_to_the_admin_and_to_whoever_made_it(cast: Cast) -> None:
    made = make_invitation(enterprise=cast.diamond, by=person(cast.he_fan))
    join_by_invitation(invitation=made.invitation, user=cast.jia)
    drain()

    for host in (cast.zhao, cast.he_fan):
        assert told(host) == ["有人用邀请码加入企业"]
    for other in (cast.jia, cast.qian, cast.shen_jing):
        assert told(other) == []


def test_every_event_of_a_registration_has_its_text() -> None:
    # What the office puts right is read with its decision, which comes right after.
    told = set(MemberEvent) - {MemberEvent.CORRECTED}
    assert {f"member.{event}" for event in told} <= texts().keys()
