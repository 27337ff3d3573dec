"""林助 goes to 钻石公司; 王助 looks after it too."""

from datetime import date

from django.utils import timezone

from tests.cast import LONG_AGO, Cast, official_user, person
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.mechanisms.liaison import actions
from zhuqi.mechanisms.liaison.models import Visit

TODAY = MONDAY.date()
NEED = {
    "title": "用电容量不够",
    "body": "二期投产后缺 800 千伏安。",
    "wish": "",
    "reporter_name": "赵总",
    "reporter_phone": "13800000000",
}


def planned(cast: Cast) -> Visit:
    """For this very day, as pages have it."""
    return actions.plan(
        enterprise=cast.diamond, day=timezone.localdate(), purpose="了解二期投产",
        goers="", basis="asked", why="企业请去看看",
        by=person(cast.lin),
    )  # fmt: skip


def plan(cast: Cast, by: Person | None = None, day: date = TODAY) -> Visit:
    """For the Monday of the stories."""
    return actions.plan(
        enterprise=cast.diamond,
        day=day,
        purpose="了解二期投产",
        goers="周工",
        by=by or person(cast.lin),
        now=MONDAY,
    )


def made(cast: Cast) -> Visit:
    """And it took place."""
    visit = plan(cast)
    with actions.VISITS.open(visit.pk, by=person(cast.lin), now=MONDAY) as change:
        actions.make(change, day=TODAY, present="赵总", said="二期六月投产，缺电。")
    return visit


def log_of(visit: Visit) -> list[tuple[str, dict[str, object], dict[str, object]]]:
    events = Event.objects.filter(object_type="visit", object_id=visit.pk).order_by("seq")
    return [(event.kind, event.facts, dict(event.private)) for event in events]


def carer(cast: Cast, name: str = "王助", username: str = "wangzhu") -> User:
    user = official_user(name, username, cast.housing, Role.LIAISON)
    LiaisonLink.objects.create(
        enterprise=cast.diamond, official=user.official, kind=LiaisonKind.OFFICIAL,
        since=LONG_AGO.date(),
    )  # fmt: skip
    return user
