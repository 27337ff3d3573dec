"""What is done with cases once they are stored: transfer sheets to other organs, and today tags,
disclosures, a recusal lifted, absences."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, SYSTEM_PERSON, Role
from zhuqi.foundation.accounts.actions.deputies import name_deputy
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.actions.tags import TAGS
from zhuqi.foundation.directory.models import Item, Tag, Unit
from zhuqi.ledgers.cases.actions import intake, tagging
from zhuqi.ledgers.cases.actions.store import load, rulebook, save
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import OPEN_STATES, AssignmentRole, State
from zhuqi.ledgers.cases.lifecycle import MAY_BE_COMMON
from zhuqi.ledgers.cases.models import Boundary, Case, Recusal, RecusalKind, Transfer
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.ledgers.cases.topics import merging, splitting
from zhuqi.ledgers.cases.topics.actions import bundle, open_topic, unbundle
from zhuqi.ledgers.cases.transfers import actions as transferring
from zhuqi.sample.city import City
from zhuqi.sample.plan import city_plan

_TAGGED = 0.02
# By boundary: to whom, and why.
SLIPS = {
    "petition": ("市信访局", "同一事项企业已向信访部门提出并获受理，正在办理期限内。"),
    "review": ("有管辖权的行政复议机构", "企业对有关行政行为不服，已申请行政复议并获受理。"),
    "suit": ("受理案件的人民法院", "所反映事项已进入诉讼程序，属人民法院职权范围。"),
    "discipline": ("有管辖权的纪检监察机关", "反映公职人员涉嫌违纪问题，按规定密封移送。"),
}


class Afterwards:
    """Today's last strokes, on stored rows."""

    def __init__(self, city: City) -> None:
        self.society, self.rng, self.now = city.society, city.dice("afterwards"), city.now
        self.begins, self.offices = city.begins, city.offices
        self.cases = Case.objects.filter(office__in=self.offices)

    def happen(self) -> None:
        """Everything, in an order that tests can rely on; first what is not of today."""
        self._hand_over()
        self._tag()
        self._disclose()
        self._lift()
        self._merge()
        self._study()
        if self.begins:
            self._part()
            self._go_away()

    def _work(
        self,
        cases: Iterable[Case],
        role: Role,
        do: Callable[[CaseChange], None],
        at: datetime | None = None,
    ) -> None:
        """Someone of each case's office does it, now unless another moment is named; nobody is
        told, as of the whole sample."""
        aggregates = load(list(cases), rulebook())
        for aggregate in aggregates:
            person = self.society.someone(self.rng, aggregate.case.office_id, role)
            do(CaseChange(aggregate, person, at or self.now))
        save(aggregates, notify=False)

    def _hand_over(self) -> None:
        """移送: a sheet for what belongs to another organ; what went sealed is taken out for its
        messenger and erased when the receipt is back."""
        boundaries = {row.code: row for row in Boundary.objects.all()}
        for row in self.society.handed_over:
            organ, reason = SLIPS[row.how]
            transfer_sheet = partial(
                transferring.transfer, boundary=boundaries[row.how], organ=organ, reason=reason
            )
            self._work([row.case], Role.SIGNER, transfer_sheet, row.signed_at)
            if row.received_at:
                self._confirm(row.case, row.signed_at, row.received_at)
        self.society.handed_over.clear()

    def _confirm(self, case: Case, signed_at: datetime, received_at: datetime) -> None:
        transfer_sheet = Transfer.objects.get(case=case)
        if transfer_sheet.sealed:
            taken = signed_at + timedelta(minutes=self.rng.randrange(5, 40))
            pack = partial(transferring.pack, transfer_sheet=transfer_sheet)
            self._work([case], Role.SIGNER, pack, taken)
        receipt = partial(
            transferring.take_receipt,
            receipt=f"收〔{received_at.year}〕{self.rng.randrange(100, 1000)}号",
            received_by="收件登记处",
            received_on=timezone.localdate(received_at),
        )
        self._work([case], Role.REGISTRAR, receipt, received_at)

    def _tag(self) -> None:
        if self.begins:
            for name in city_plan().tags:
                TAGS.add(by=SYSTEM, now=self.now, name=name, for_cases=True)
        tags = list(Tag.objects.filter(for_cases=True).order_by("pk"))
        cases = self.cases.filter(closed_at=None, historical=False).order_by("pk")
        live = [case for case in cases.filter(recusals=None) if self.rng.random() < _TAGGED]
        self._work(
            live or cases[:1],
            Role.REGISTRAR,
            lambda change: tagging.tag(change, tags=self.rng.sample(tags, self.rng.choice((1, 2)))),
        )
        self._work(
            live[-1:],
            Role.REGISTRAR,
            lambda change: tagging.untag(change, tags=change.case.tags.order_by("pk")[:1]),
        )

    def _disclose(self) -> None:
        """A unit that has to go and see has been told which firm it is."""
        cases = self.cases.filter(
            confidential=True, state__in=(State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED)
        )
        self._work(
            cases.select_related("lead_unit").order_by("pk")[:3],
            Role.REVIEWER,
            lambda change: secrecy.disclose(
                change,
                units=[
                    sheet.unit
                    for sheet in change.aggregate.sheets
                    if sheet.role == AssignmentRole.LEAD
                ],
                reason="须到现场核实，已征得企业同意。",
            ),
        )

    def _lift(self) -> None:
        relation = Recusal.objects.filter(
            case=OuterRef("pk"), kind=RecusalKind.RELATION, lifted_at=None
        )
        self._work(
            self.cases.filter(Exists(relation)).order_by("pk")[:1],
            Role.SIGNER,
            lambda change: secrecy.lift_recusal(
                change,
                recusal=change.aggregate.recusals[0].pk,
                reason="合同纠纷已了结，不再需要回避。",
            ),
        )

    def _merge(self) -> None:
        """What a firm raised twice is handled once; one pair is taken apart again."""
        pairs = list(self._twins())
        together = "同一企业反映同一问题，合并办理，一并答复。"
        for late, early in pairs:
            self._beside(late, early, partial(merging.merge, into=early, reason=together))
        apart = "经核对不是同一处厂房的问题，分开办理。"
        for late, early in [] if self.begins else pairs[-1:]:
            self._beside(late, early, partial(merging.unmerge, reason=apart))

    def _part(self) -> None:
        """Two troubles in one text are parted; one pair is put back together."""
        more = "另外，厂区门口的道路一下雨就积水，货车进出困难，请一并协调。"
        whole = self.cases.filter(
            state__in=(State.SUBMITTED, State.ACCEPTED), confidential=False, superior=None,
            enterprise__isnull=False, recusals=None, paused_until=None, boundary=None,
        ).order_by("-submitted_at", "pk")[:2]  # fmt: skip

        def part(change: CaseChange) -> None:
            intake.supplement(change, text=more)
            splitting.split(
                change,
                title="厂区门口道路积水，货车进出困难",
                body=more,
                stays="继续办理来文前半部分反映的问题。",
            )

        self._work(whole, Role.REGISTRAR, part)
        again = "两个问题实为同一处道路改造，合在一起办理。"
        for late in self.cases.filter(split_from__isnull=False).order_by("-pk")[:1]:
            unsplit = partial(splitting.unsplit, reason=again)
            self._beside(late.pk, late.split_from_id or 0, unsplit)

    def _twins(self) -> Iterator[tuple[int, int]]:
        """Ids of cases of one firm in one ledger with the same matter: the later, the earlier."""
        open_ones = self.cases.filter(
            state__in=OPEN_STATES, confidential=False, superior=None, item__isnull=False,
            recusals=None, paused_until=None,
        )  # fmt: skip
        first: dict[tuple[int | None, ...], int] = {}
        for pk, *key in open_ones.order_by("submitted_at", "pk").values_list(
            "pk", "office", "enterprise", "item"
        ):
            known = first.pop(tuple(key), None)
            if known is None:
                first[tuple(key)] = pk
            else:
                yield pk, known

    def _beside(self, late: int, early: int, do: Callable[[CaseChange], None]) -> None:
        cases = Case.objects.in_bulk([late, early])
        aggregate, main = load([cases[late], cases[early]], rulebook())
        person = self.society.someone(self.rng, aggregate.case.office_id, Role.REGISTRAR)
        do(CaseChange(aggregate, person, self.now, {early: main}))
        save([aggregate, main], notify=False)

    def _study(self) -> None:
        """共性问题: what comes up most often at an office is studied as a topic."""
        for office in self.offices:
            person = self.society.someone(self.rng, office.pk, Role.REVIEWER)
            common = Case.objects.filter(
                office=office, state__in=MAY_BE_COMMON, confidential=False, historical=False,
                recusals=None, item__isnull=False,
            )  # fmt: skip
            items = common.values_list("item").annotate(n=Count("pk")).filter(n__gte=3)
            for item_id, _n in items.order_by("-n", "item")[: city_plan().topics]:
                item = Item.objects.get(pk=item_id)
                topic = open_topic(
                    office=office,
                    title=f"{item.name}类问题",
                    summary="近期多家企业集中反映，逐件办理的同时，会同有关单位研究普遍性的办法。",
                    by=person,
                    now=self.now,
                )
                rows = list(common.filter(item=item_id).order_by("-submitted_at", "pk")[:6])
                self._work(rows, Role.REVIEWER, partial(bundle, topic=topic))
                self._work(
                    Case.objects.filter(pk=rows[-1].pk) if len(rows) > 3 else (),
                    Role.REVIEWER,
                    lambda change: unbundle(change, reason="细看是个别情况，不属于普遍性问题。"),
                )

    def _go_away(self) -> None:
        """请假代理: away from today on, a colleague of the same unit stands in."""
        for short in city_plan().absences:
            unit = self.society.units[short]
            if (pair := self._pair(unit)) is None:
                continue
            away, deputy = pair
            today = timezone.localdate(self.now)
            name_deputy(
                absent=away,
                deputy=deputy,
                unit=unit,
                since=today,
                until=today + timedelta(days=self.rng.randrange(3, 12)),
                why=self.rng.choice(("年休假", "外出培训", "住院治疗")),
                by=SYSTEM_PERSON,
                now=self.now,
            )

    def _pair(self, unit: Unit) -> tuple[User, User] | None:
        """Who goes and who stays; never one whose sign-in is printed, so that those work alone."""
        printed = {row["username"] for row in city_plan().sign_ins}
        people = self.society.people[unit.pk]
        roles = (Role.HANDLER, Role.REGISTRAR)
        ids = {p.actor.user_id for role in roles for p in people.get(role, [])}
        users = list(User.objects.filter(pk__in=ids).order_by("pk"))
        away = next((user for user in users if user.username not in printed), None)
        deputy = next((user for user in users if user is not away), None)
        return (away, deputy) if away and deputy else None
