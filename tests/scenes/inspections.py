"""A round of inspections of the city office: planned by 何帆, begun by 沈静, done by 督查员."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes.life import MONDAY
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.inspections.actions import findings, rounds, visits
from zhuqi.mechanisms.inspections.enums import FindingState, Result
from zhuqi.mechanisms.inspections.models import Finding, InspectionRound, InspectionVisit

ITEMS = "联系企业的领导和干部到企业去\n问题台账与实际相符\n交办的问题按时办结"
FOUND = "台账登记的三个问题已经办结，没有写明结果。"


def planned(cast: Cast, *, now: datetime = MONDAY, **more: object) -> InspectionRound:
    """Only planned: no team, no units."""
    day = timezone.localdate(now)
    said: dict[str, object] = {
        "title": "半年督导检查", "basis": "联席会议决定", "since": day, "copy_from": None,
        "until": day + timedelta(days=30), "items": ITEMS,
    }  # fmt: skip
    said |= more
    return rounds.plan(office=cast.city_office, by=person(cast.he_fan), now=now, **said)  # type: ignore[arg-type]


def staffed(cast: Cast, *, now: datetime = MONDAY) -> InspectionRound:
    """With a team, of whom one works in a unit to be inspected, and two units."""
    row = planned(cast, now=now)
    team(cast, row, [cast.inspector, cast.zhou], now=now)
    arrange(cast, row, [cast.industry, cast.county_office], timezone.localdate(now), now=now)
    row.refresh_from_db()
    return row


def team(cast: Cast, row: InspectionRound, members: list[User], *, now: datetime) -> None:
    """As 何帆 names it."""
    with rounds.ROUNDS.open(row.pk, by=person(cast.he_fan), now=now) as change:
        rounds.name_team(change, members=members)


def arrange(
    cast: Cast, row: InspectionRound, units: list[Unit], day: date, *, now: datetime
) -> None:
    """As 何帆 does."""
    with rounds.ROUNDS.open(row.pk, by=person(cast.he_fan), now=now) as change:
        rounds.add_units(change, units=units, day=day)


def begun(cast: Cast, *, now: datetime = MONDAY) -> InspectionRound:
    """Under way."""
    row = staffed(cast, now=now)
    with rounds.ROUNDS.open(row.pk, by=person(cast.shen_jing), now=now) as change:
        rounds.start(change)
    row.refresh_from_db()
    return row


def visit_to(row: InspectionRound, unit: Unit) -> InspectionVisit:
    """As it stands."""
    return InspectionVisit.objects.select_related("round", "unit").get(round=row, unit=unit)


def inspected(cast: Cast, row: InspectionRound, unit: Unit, *, now: datetime = MONDAY) -> Finding:
    """Each thing answered, the second not met, one finding of it; finished."""
    visit, by = visit_to(row, unit), person(cast.inspector)
    items = list(row.items.all())
    for item in items:
        bad = item.ordinal == 2
        with visits.VISITS.open(visit.pk, by=by, now=now) as change:
            visits.answer(
                change, item=item, result=Result.NOT_MET if bad else Result.MET,
                remark="三个没有写结果" if bad else "",
            )  # fmt: skip
    with visits.VISITS.open(visit.pk, by=by, now=now) as change:
        found = visits.find(change, item=items[1], unit=unit, text=FOUND)
    with visits.VISITS.open(visit.pk, by=by, now=now) as change:
        visits.finish(change, summary="总体较好")
    found.refresh_from_db()
    return found


def finding_in(
    cast: Cast, state: FindingState, *, row: InspectionRound | None = None, now: datetime = MONDAY
) -> Finding:
    """A finding about the industry bureau that has come so far, through its verbs."""
    found = inspected(cast, row or begun(cast, now=now), cast.industry, now=now)
    S, by = FindingState, {  # noqa: N806
        "office": person(cast.he_fan), "signer": person(cast.lu_yuan), "unit": person(cast.wu),
    }  # fmt: skip
    way = [S.FOUND, S.DRAFTED, S.ISSUED, S.SIGNED, S.REPLIED, S.CLOSED]
    for step in way[1 : way.index(state) + 1] if state in way else [S.DROPPED]:
        who = {S.ISSUED: "signer", S.SIGNED: "unit", S.REPLIED: "unit"}.get(step, "office")
        with findings.FINDINGS.open(found.pk, by=by[who], now=now) as change:
            match step:
                case S.DRAFTED:
                    findings.draft(change, demand="补写结果，举一反三。", limit=10)
                case S.ISSUED:
                    findings.issue(change, demand="补写结果，举一反三。", limit=10)
                case S.SIGNED:
                    findings.sign(change)
                case S.REPLIED:
                    findings.reply(change, reply="已全部补写。")
                case S.CLOSED:
                    findings.pass_(
                        change, day=timezone.localdate(now), remark="抽查五件，都写明了。"
                    )
                case _:
                    findings.drop(change, reason="查错了")
    found.refresh_from_db()
    return found
