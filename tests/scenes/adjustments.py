"""A city office with two officials who look after firms, and the batches it draws up."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.cast import LONG_AGO, Cast, official_user, person
from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import LiaisonKind, Sector
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official
from zhuqi.foundation.outbox.worker import drain
from zhuqi.mechanisms.adjustments.actions import batches, lines
from zhuqi.mechanisms.adjustments.enums import Way
from zhuqi.mechanisms.adjustments.models import Adjustment, Move


def today() -> date:
    return timezone.localdate()


def ahead(days: int) -> date:
    return today() + timedelta(days=days)


def official(user: User) -> Official:
    assert user.official is not None
    return user.official


def second(cast: Cast, name: str = "高助", username: str = "gao") -> User:
    """Another official of the industry bureau who may look after firms."""
    return official_user(name, username, cast.industry, Role.LIAISON)


def firms(cast: Cast, number: int, to: User | None = None) -> list[Enterprise]:
    """More firms of the city's ledger; `to` looks after them."""
    found = [
        Enterprise.objects.create(
            name=f"许昌第{n}厂", region=cast.city, office=cast.city_office, sector=Sector.INDUSTRY
        )
        for n in range(1, number + 1)
    ]
    if to is not None:
        for firm in found:
            LiaisonLink.objects.create(
                enterprise=firm, official=official(to), since=LONG_AGO.date()
            )
    return found


def drafted(cast: Cast, since: date | None = None, by: User | None = None) -> Adjustment:
    return batches.draft(
        office=cast.city_office, title="十二月动态调整", basis="干部轮岗", since=since or today(),
        by=person(by or cast.he_fan),
    )  # fmt: skip


def act(row: Adjustment, by: User, verb: Any, **given: Any) -> Any:
    with batches.ADJUSTMENTS.open(row.pk, by=person(by)) as change:
        made = verb(change, **given)
    row.refresh_from_db()
    return made


def handed(row: Adjustment, by: User, firm: Enterprise, to: User, way: Way = Way.REPLACE) -> None:
    """One line by hand."""
    act(row, by, batches.add, enterprise=firm, kind=LiaisonKind.OFFICIAL, way=way, who=official(to))


def approved(row: Adjustment, cast: Cast) -> None:
    """Submitted by 何帆, approved by 陆远."""
    act(row, cast.he_fan, batches.submit)
    act(row, cast.lu_yuan, batches.approve)


def proposed(row: Adjustment, by: User, most: int = 3, **about: bool) -> list[Move]:
    """What the worker proposes."""
    chosen = {"alone": True, "left": True, "many": True, **about}
    act(row, by, batches.propose, most=most, **chosen)
    drain()
    row.refresh_from_db()
    return list(row.moves.exclude(state="replaced").order_by("pk"))


def leave_out(move: Move, by: User) -> None:
    with lines.MOVES.open(move.pk, by=person(by)) as change:
        lines.leave_out(change)


def take_up(move: Move, by: User) -> None:
    with lines.MOVES.open(move.pk, by=person(by)) as change:
        lines.take_up(change)


def looked_after(firm: Enterprise, on: date) -> list[str]:
    """Who looks after the firm on a day, by name."""
    links = LiaisonLink.objects.filter(enterprise=firm, since__lte=on).select_related("official")
    return [str(one.official) for one in links if one.until is None or one.until >= on]
