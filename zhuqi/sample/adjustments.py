"""动态调整: of every ledger one that is approved and one being drawn up, with lines by hand; the
city's worker proposes the rest when somebody asks."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Unit
from zhuqi.mechanisms.adjustments.actions import batches, lines
from zhuqi.mechanisms.adjustments.enums import Way
from zhuqi.mechanisms.adjustments.models import Adjustment
from zhuqi.sample.city import City

BASIS = ("部分干部轮岗，联系企业相应调整", "新增规上企业，补充助企干部")


@transaction.atomic
def adjust_liaison(city: City) -> None:
    """By the people of every ledger's office, among those who look after its firms."""
    today = timezone.localdate(city.now)
    for office in city.offices:
        dice = city.dice(f"adjustments {office.pk}")
        drafter = city.society.someone(dice, office.pk, Role.REGISTRAR)
        signer = city.society.someone(dice, office.pk, Role.SIGNER)
        links = list(
            LiaisonLink.objects.filter(
                enterprise__office=office, kind=LiaisonKind.OFFICIAL, until=None
            ).select_related("enterprise", "official").order_by("pk")
        )  # fmt: skip
        people = {link.official_id: link.official for link in links if link.official}
        if len(people) < 2 or len(links) < 4:
            continue
        done = _batch(office, "第一批动态调整", BASIS[0], drafter, city)
        for link in links[:2]:
            _hand(done, drafter, link.enterprise, _other(people, link), city)
        with batches.ADJUSTMENTS.open(done.pk, by=drafter, now=city.now) as change:
            batches.submit(change)
        if signer.actor.user_id != drafter.actor.user_id:
            with batches.ADJUSTMENTS.open(done.pk, by=signer, now=city.now) as change:
                batches.approve(change)
        open_one = _batch(office, f"{today:%Y年%m月}动态调整", BASIS[1], drafter, city)
        for link in links[2:4]:
            _hand(open_one, drafter, link.enterprise, _other(people, link), city)
        first = open_one.moves.order_by("pk").first()
        if first:
            with lines.MOVES.open(first.pk, by=drafter, now=city.now) as change:
                lines.leave_out(change)


def _batch(office: Unit, title: str, basis: str, by: Person, city: City) -> Adjustment:
    today = timezone.localdate(city.now)
    return batches.draft(office=office, title=title, basis=basis, since=today, by=by, now=city.now)


def _other(people: Mapping[int | None, Official], link: LiaisonLink) -> Official:
    return next(one for pk, one in people.items() if pk != link.official_id)


def _hand(row: Adjustment, by: Person, firm: Enterprise, who: Official, city: City) -> None:
    with batches.ADJUSTMENTS.open(row.pk, by=by, now=city.now) as change:
        there = LiaisonLink.objects.filter(enterprise=firm, official=who, until=None).exists()
        if not there:
            batches.add(
                change, enterprise=firm, kind=LiaisonKind.OFFICIAL, way=Way.REPLACE, who=who
            )
