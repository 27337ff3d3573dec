"""Lists of the desk and the portal, who reads each, and one more row for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests.cast import Cast, official_user
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import FirmMember, User
from zhuqi.foundation.directory.enums import Level, LiaisonKind, UnitKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Unit
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.ledgers.cases.models import HandOver, Topic
from zhuqi.mechanisms.supervision.models import SupervisionSheet

THEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class List:
    """A list, who reads it, and one more row for it, the same as the others where it can be."""

    address: str
    reader: str
    add: Callable[[Cast, int], object]


def _case(cast: Cast, _n: int) -> object:
    return scenes.submitted(cast, now=THEN)


def _person(cast: Cast, n: int) -> object:
    return official_user("同名人", f"tongming{n}", cast.industry)


def _carer(cast: Cast, n: int) -> object:
    official = Official.objects.create(name="同名人", phone="0374-2960000")
    firm = Enterprise.objects.create(name=f"厂{n}", region=cast.city, office=cast.city_office)
    return LiaisonLink.objects.create(
        enterprise=firm, official=official, kind=LiaisonKind.OFFICIAL, since=date(2026, 1, 1)
    )


def _waiting(cast: Cast, n: int) -> object:
    return FirmMember.objects.create(
        user=User.objects.create(username=f"laile{n}", name="来人"),
        office=cast.city_office,
        claimed_name="同名厂",
        asked_at=THEN,
        due_at=None if n % 2 else THEN,
    )


def _topic(cast: Cast, n: int) -> object:
    return Topic.objects.create(
        office=cast.city_office,
        title=f"共性问题{n}",
        opened_at=THEN,
        opened_by="何帆",
        closed_at=THEN if n % 2 else None,
    )


def _transfer_sheet(cast: Cast, _n: int) -> object:
    return scenes.transferred(cast)


def _held_back(_cast: Cast, n: int) -> object:
    state = "waiting" if n % 2 else "released"
    return Quarantined.objects.create(
        user_name="某人", place="诉求", length=9, digest=f"{n:064}", taken_at=THEN, state=state
    )


def _hand_over(cast: Cast, _n: int) -> object:
    return HandOver.objects.create(
        leaver=cast.zhou, to=cast.wu, unit=cast.housing, reason="调离", ordered_by=cast.head_zheng,
        ordered_at=THEN, done_at=THEN,
    )  # fmt: skip


def _unit(cast: Cast, n: int) -> object:
    return Unit.objects.create(
        name=f"单位{n}", kind=UnitKind.DEPARTMENT, level=Level.CITY, region=cast.city
    )


def _message(cast: Cast, n: int) -> object:
    return Message.objects.create(
        user=cast.sun, text_code="x", topic="work", title="消息", key=f"k{n}", body="内容",
        created_at=THEN,
    )  # fmt: skip


def _sheet(cast: Cast, n: int) -> object:
    return SupervisionSheet.objects.create(
        case=scenes.submitted(cast, now=THEN), office=cast.city_office, unit=cast.industry,
        kind="urging", number=f"〔2026〕{n}号", state="issued", text="请办。", limit=3,
        drafted_at=THEN, issued_at=THEN, due_at=THEN,
    )  # fmt: skip


LISTS = {
    "inbox": List("/desk/notices/", "sun", _message),
    "own_cases": List("/portal/cases/", "zhao", _case),
    "ledger": List("/desk/ledger/", "he_fan", _case),
    "people": List("/desk/admin/people/", "security_admin", _person),
    "log": List("/desk/admin/log/", "audit_admin", _unit),
    "firms": List("/desk/enterprises/", "he_fan", _carer),
    "liaison": List("/desk/liaison/", "he_fan", _carer),
    "registrations": List("/desk/registrations/", "he_fan", _waiting),
    "supervision": List("/desk/supervision/", "he_fan", _sheet),
    "topics": List("/desk/topics/", "he_fan", _topic),
    "transfers": List("/desk/transfers/", "lu_yuan", _transfer_sheet),
    "quarantine": List("/desk/quarantine/", "keeper", _held_back),
    "hand_overs": List("/desk/absence/handover/", "head_zheng", _hand_over),
    "units": List("/desk/admin/registers/units/", "system_admin", _unit),
    "officials": List("/desk/admin/registers/officials/", "system_admin", _person),
    "posts": List("/desk/admin/registers/posts/", "system_admin", _person),
}


def fill(cast: Cast, one: List, rows: range) -> None:
    for n in rows:
        one.add(cast, n)
