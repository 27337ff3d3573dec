"""会议: of every ledger an office meeting; of the city a joint meeting that has met and meets again
next week, a special group under a leader, a consultation with a group company, and departments that
are to go to a county [S0, S3, S4]."""

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, Person, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.ledgers.cases.enums import LIVE_STATES
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions import bodies, decisions, items, meetings
from zhuqi.mechanisms.meetings.enums import (
    AdviserKind,
    Attending,
    BodyKind,
    DecisionKind,
    ItemState,
    Proposers,
)
from zhuqi.mechanisms.meetings.models import Adviser, Body, Decision, Item, Meeting
from zhuqi.mechanisms.meetings.routing.schemes import ROUTES, load_routes
from zhuqi.sample.city import City
from zhuqi.sample.plan import CITY

# The joint meeting of the seed has 21 member units.
MEMBERS, OF_A_GROUP = 21, 6
MET, SINCE, NEXT = timedelta(days=12), timedelta(days=60), timedelta(days=6)
MATTERS = (
    (
        "开发区园区道路由谁接收养护",
        "道路建成两年，建设、养护两家单位都说不归自己，企业货车绕行。建议明确接收单位。",
        DecisionKind.WORK,
        "由牵头单位接收园区道路并负责养护，配合单位移交竣工资料。",
        "园区道路已明确接收单位，将按期修好通车。",
    ),
    (
        "中小企业电费保证金收取标准不一",
        "几家企业反映同类问题，各县区收取比例不同。建议统一标准。",
        DecisionKind.POLICY,
        "由牵头单位会同有关单位研究提出全市统一的保证金收取办法。",
        "市里正在研究统一的收取办法。",
    ),
    (
        "企业申请在生态保护红线内扩建",
        "不符合国土空间规划。建议引导企业另行选址。",
        DecisionKind.INFEASIBLE,
        "红线内不得扩建，暂不具备条件；请属地帮助企业另行选址。",
        "原址扩建不符合国家规定，暂不具备条件，属地会帮您另选地方。",
    ),
)


@transaction.atomic
def hold_meetings(city: City) -> None:
    """By the people of every ledger's office."""
    for office in city.offices:
        dice = city.dice(f"meetings {office.pk}")
        registrar = city.society.someone(dice, office.pk, Role.REGISTRAR)
        _body(city, office, registrar, BodyKind.OFFICE, f"{office}办公室例会", "每周一次", 7)
    if city.begins:
        _of_the_city(city)
    _put_by_counties(city)


def _of_the_city(city: City) -> None:
    office = city.offices[0]
    dice = city.dice("joint meeting")
    load_routes(by=SYSTEM)
    ROUTES.adopt(office=office, code="joint-meeting", by=SYSTEM)
    registrar = city.society.someone(dice, office.pk, Role.REGISTRAR)
    joint = _body(
        city, office, registrar, BodyKind.JOINT, "企业服务联席会议", "每月一次", 30,
        members=MEMBERS, chair=_leader(city, dice, office),
    )  # fmt: skip
    _body(
        city, office, registrar, BodyKind.GROUP, "要素保障专项工作小组", "每两周一次", 14,
        members=OF_A_GROUP, chair=_leader(city, dice, office),
    )  # fmt: skip
    _consult(city, dice, office, registrar)
    _guide(city, dice, office, registrar)
    _advise(city, dice, joint, registrar)
    _met(city, dice, joint, registrar)
    _meets_again(city, joint, registrar)


def _consult(city: City, dice: random.Random, office: Unit, by: Person) -> None:
    """With a group company whose firms lie in several counties [S0]."""
    group = Enterprise.objects.filter(subsidiaries__isnull=False).order_by("pk").first()
    if group:
        counties = [unit for code, unit in city.society.offices.items() if code != CITY]
        bodies.set_up(
            office=office, kind=BodyKind.CONSULTATION, name=f"{group}会商", duty="",
            cadence="每季度一次", every=90, chair=_leader(city, dice, office), group=group,
            proposers=Proposers.MEMBERS, units=counties, by=by, now=city.now - SINCE,
        )  # fmt: skip


def _guide(city: City, dice: random.Random, office: Unit, by: Person) -> None:
    """Heads of departments are to go to a county and study there what it can't solve [S4]."""
    counties = [unit for code, unit in city.society.offices.items() if code != CITY]
    guidance = _body(
        city, office, by, BodyKind.GUIDANCE, "疑难问题指导服务", "每季度到一个县区", 90,
        members=OF_A_GROUP, chair=_leader(city, dice, office),
    )  # fmt: skip
    with bodies.BODIES.open(guidance.pk, by=by, now=city.now - SINCE) as change:
        bodies.add(change, units=counties, since=(city.now - SINCE).date())
    meetings.plan(
        body=guidance, day=(city.now + timedelta(days=12)).date(), at=time(9), by=by,
        place=f"{counties[0].region.name}政府会议室", subject="到县会商疑难诉求", now=city.now,
    )  # fmt: skip


def _put_by_counties(city: City) -> None:
    """Each county puts what its firms of the group still wait for."""
    consultation = Body.objects.filter(kind=BodyKind.CONSULTATION).first()
    group = consultation.group if consultation else None
    for code, office in zip(city.ledgers, city.offices, strict=True):
        waiting = Case.objects.filter(
            office=office, state__in=sorted(LIVE_STATES), confidential=False, historical=False,
            enterprise__parent_group=group,
        )  # fmt: skip
        case = waiting.order_by("pk").first()
        if consultation is None or code == CITY or case is None:
            continue
        items.put(
            body=consultation, title=case.title, text="县里协调不动，请集团和市直单位一起研究。",
            case=case, topic=None, now=city.now,
            by=city.society.someone(city.dice(f"consult {code}"), office.pk, Role.REGISTRAR),
        )  # fmt: skip


def _leader(city: City, dice: random.Random, office: Unit) -> User | None:
    people = city.society.people.get(office.pk, {}).get(Role.LEADER, [])
    return User.objects.get(pk=dice.choice(people).actor.user_id) if people else None


def _body(  # noqa: PLR0917 (what a body is)
    city: City,
    office: Unit,
    by: Person,
    kind: BodyKind,
    name: str,
    cadence: str,
    every: int,
    *,
    members: int = 0,
    chair: User | None = None,
) -> Body:
    units = list(queries.answering(Body(office=office))[:members]) if members else []
    return bodies.set_up(
        office=office, kind=kind, name=name, duty="", cadence=cadence, every=every, chair=chair,
        group=None, proposers=Proposers.MEMBERS, units=units, by=by, now=city.now - SINCE,
    )  # fmt: skip


def _advise(city: City, dice: random.Random, joint: Body, by: Person) -> None:
    """A legal adviser, and the rule by which items are found."""
    inspectors = city.society.people.get(joint.office_id, {}).get(Role.INSPECTOR, [])
    day = timezone.localdate(city.now - SINCE)
    with bodies.BODIES.open(joint.pk, by=by, now=city.now - SINCE) as change:
        if inspectors:
            user = User.objects.get(pk=dice.choice(inspectors).actor.user_id)
            bodies.name_adviser(change, user=user, kind=AdviserKind.LEGAL, since=day)
    with bodies.BODIES.open(joint.pk, by=by, now=city.now - SINCE) as change:
        bodies.rule(
            change, by_scheme=True, takes_disputed=True, takes_major=False, takes_common=0,
            takes_urged=3,
        )  # fmt: skip


def _planned(joint: Body, by: Person, at: datetime, now: datetime) -> Meeting:
    return meetings.plan(
        body=joint, day=timezone.localdate(at), at=time(9), place="市政府三楼会议室", subject="",
        by=by, now=now,
    )  # fmt: skip


def _listed(meeting: Meeting, rows: Sequence[Item], by: Person, now: datetime) -> None:
    with meetings.MEETINGS.open(meeting.pk, by=by, now=now) as change:
        meetings.arrange(change, listed=rows, order="")
    with meetings.MEETINGS.open(meeting.pk, by=by, now=now) as change:
        meetings.call(change, guests=[])


def _met(city: City, dice: random.Random, joint: Body, by: Person) -> None:
    """Twelve days ago, with minutes; one decision is late, one is done."""
    before, then = city.now - MET - NEXT, city.now - MET
    meeting = _planned(joint, by, then, before)
    rows = [
        items.put(body=joint, title=title, text=text, case=None, topic=None, by=by, now=before)
        for title, text, *_rest in MATTERS
    ]
    adviser = Adviser.objects.filter(body=joint).first()
    if adviser:
        with items.ITEMS.open(rows[2].pk, by=by, now=before) as change:
            items.consult(change, advisers=[adviser])
    _listed(meeting, rows, by, before)
    units = list(queries.members_on(joint, timezone.localdate(then)))
    there = [unit for unit in units if dice.random() < 0.9]
    opening = f"召集人主持召开{meeting.body}，研究下列事项。"
    with meetings.MEETINGS.open(meeting.pk, by=by, now=then) as held:
        meetings.hold(held, came=there, opening=opening)
    workers = [unit for unit in units if Role.HANDLER in city.society.people.get(unit.pk, {})]
    for place, row in enumerate(rows):
        _decide(row, place, workers, by, then)
    signer = city.society.someone(dice, joint.office_id, Role.SIGNER)
    with meetings.MEETINGS.open(meeting.pk, by=signer, now=then + timedelta(days=1)) as confirmed:
        meetings.confirm(confirmed)
    _follow(city, dice, meeting)


def _decide(row: Item, place: int, units: Sequence[Unit], by: Person, now: datetime) -> None:
    _title, _text, kind, text, to_firm = MATTERS[place]
    works = kind in {DecisionKind.WORK, DecisionKind.POLICY}
    # The first is late by now.
    due = timezone.localdate(now) + timedelta(days=9 + 30 * place)
    with items.ITEMS.open(row.pk, by=by, now=now) as change:
        if works:
            items.state(change, unit=units[place], statement="按会议要求抓好落实。")
    with items.ITEMS.open(row.pk, by=by, now=now) as change:
        items.decide(
            change, kind=kind.value, text=text, to_firm=to_firm,
            lead=units[place] if works else None, co_units=units[place + 2 : place + 4] if works
            else [], due=due if works else None,
        )  # fmt: skip


def _follow(city: City, dice: random.Random, meeting: Meeting) -> None:
    """The first lead unit has signed and reported how far it is."""
    row = Decision.objects.filter(meeting=meeting, lead__isnull=False).order_by("pk")[0]
    handler = city.society.someone(dice, row.lead_id or 0, Role.HANDLER)
    later = city.now - MET + timedelta(days=3)
    with decisions.DECISIONS.open(row.pk, by=handler, now=later) as signed:
        decisions.sign(signed)
    with decisions.DECISIONS.open(row.pk, by=handler, now=later) as said:
        decisions.report_progress(said, text="竣工资料正在移交，路面检测已安排。")


def _meets_again(city: City, joint: Body, by: Person) -> None:
    """Next week, about what the rule found and one matter more; some have answered."""
    now = city.now
    with bodies.BODIES.open(joint.pk, by=by, now=now) as change:
        bodies.propose(change)
    found = Item.objects.filter(body=joint, state=ItemState.PROPOSED).order_by("pk")
    for row in found[:2]:
        with items.ITEMS.open(row.pk, by=by, now=now) as confirmed:
            items.confirm(confirmed)
    items.put(
        body=joint, title="物流园货车限行时段调整", case=None, topic=None, by=by, now=now,
        text="园区企业反映白天限行影响发货，建议分时段放行。",
    )  # fmt: skip
    meeting = _planned(joint, by, now + NEXT, now)
    ready = Item.objects.filter(body=joint, state=ItemState.READY).order_by("pk")
    _listed(meeting, list(ready), by, now)
    for place, unit in enumerate(queries.members_on(joint, timezone.localdate(now))[:5]):
        people = city.society.people.get(unit.pk, {}).get(Role.HANDLER, [])
        if people:
            answer = Attending.SENDS if place else Attending.COMES
            with meetings.MEETINGS.open(meeting.pk, by=people[0], now=now) as answered:
                meetings.answer(answered, answer=answer, remark="分管负责人" if place else "")
