"""People whom no office ever confirmed are forgotten a year after the last refusal."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.cast import LONG_AGO, Cast
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.accounts.actions import forget_refused
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.audit.verification import verify


def refused(cast: Cast, days: int) -> User:
    """Somebody who said they speak for a firm, and was not believed so many days ago."""
    user = User.objects.create(username=f"x{days}", name="冒充者", phone="13900000001")
    member = FirmMember.objects.create(
        user=user,
        office=cast.city_office,
        claimed_name="假公司",
        claimed_uscc="91411000MA0000009X",
        status=FirmMember.Status.REFUSED,
        asked_at=LONG_AGO,
        decided_at=timezone.now() - timedelta(days=days),
        reason="查无此企业",
    )
    with transaction.atomic():
        for kind, pk in (("user", user.pk), ("member", member.pk)):
            record(
                object_type=kind, object_id=pk, kind="registered", by=SYSTEM,
                erasable={"name": "冒充者"},
            )  # fmt: skip
    return user


@pytest.mark.django_db(transaction=True)
def test_a_year_after_the_refusal_account_and_claim_are_blank(cast: Cast) -> None:
    old, fresh = refused(cast, 366), refused(cast, 364)
    assert forget_refused(now=timezone.now()) == 1
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.name, old.phone, old.is_active) == ("（已清除）", "", False)
    assert fresh.name == "冒充者"
    member = FirmMember.objects.get(user=old)
    assert (member.claimed_name, member.claimed_uscc, member.reason) == ("（已清除）", "", "")
    event = Event.objects.get(object_type="user", object_id=old.pk, kind="registered")
    assert event.private == {"name": None}
    assert list(verify()) == []
    assert forget_refused(now=timezone.now()) == 0


def test_who_is_confirmed_elsewhere_or_asked_again_is_kept(cast: Cast) -> None:
    user = refused(cast, 400)
    FirmMember.objects.create(
        user=user,
        office=cast.city_office,
        claimed_name="另一家公司",
        status=FirmMember.Status.PENDING,
        asked_at=timezone.now(),
    )
    assert forget_refused(now=timezone.now()) == 0
