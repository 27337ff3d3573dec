"""三办联动 [S3]: a second office of the city beside the 活动办, and what the two share."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from zhuqi.foundation.access import SYSTEM, SYSTEM_PERSON, Person, Role
from zhuqi.foundation.accounts.actions import NewUser, RoleDraft, create_users, give_roles
from zhuqi.foundation.accounts.queries import actor_of, scope_of
from zhuqi.foundation.directory.actions import OFFICIALS, UNITS, PostDraft, give_posts
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.enums import WITH_UNIT_STATES, Kind, Nature, State, Tier
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.actions import alliances, distinctions, sharings
from zhuqi.sample import names
from zhuqi.sample.city import City
from zhuqi.sample.officials import PASSWORD
from zhuqi.sample.plan import CITY
from zhuqi.sample.society import YEARS

Said = Callable[[sharings.SharingChange], None]
SETTLED = timedelta(hours=6)
# Of three cases told again the last waits to be accepted.
LEFT = 2


def stand_together(city: City) -> None:
    """Told with the city's own ledger: a case in every state of sharing, as far as there are
    cases, and of two alike cases of a firm one told apart and one still to be assigned."""
    if city.begins:
        with transaction.atomic():
            _Sisters(city).tell()


class _Sisters:
    def __init__(self, city: City) -> None:
        self.city, self.now = city, city.now
        self.dice = city.dice("sister offices")
        self.office = city.society.offices[CITY]
        self.ours = city.society.someone(self.dice, self.office.pk, Role.REGISTRAR)
        self.signer = city.society.someone(self.dice, self.office.pk, Role.SIGNER)
        self.sister = self._founded()
        self.theirs = self._someone()

    def tell(self) -> None:
        """From the alliance on."""
        since = self.now - timedelta(days=60)
        alliance = alliances.enter(
            keeper=self.office, name="企业服务三办联动", source="市政府专题会议纪要〔2022〕8号",
            since=since.date(), until=None, offices=[self.sister], by=self.signer, now=since,
        )  # fmt: skip
        with alliances.ALLIANCES.open(alliance.pk, by=self.theirs, now=since) as change:
            alliances.join(change)
        known = queries.shareable(Case.objects.filter(office=self.office))
        quiet = known.filter(enterprise__isnull=False, last_event_at__lt=self.now - SETTLED)
        early = (State.SUBMITTED, State.ACCEPTED)
        waiting = quiet.filter(state__in=early, superior=None, complained_open=False)
        self._share(list(waiting.order_by("-pk")[:5]))
        in_hand = quiet.filter(state__in=sorted(WITH_UNIT_STATES)).order_by("-pk")
        self._tell_again(list(in_hand[:3]))

    def _founded(self) -> Unit:
        office = UNITS.add(
            name="许昌市优化营商环境工作办公室", short_name="市营商环境办", kind=UnitKind.OFFICE,
            level=Level.CITY, region=self.office.region, case_prefix="1090",
            phone="0374-2969090", is_sample=True, by=SYSTEM,
        )  # fmt: skip
        DEADLINES.adopt(office=office, code="13710", by=SYSTEM)
        return office

    def _someone(self) -> Person:
        """One who does all of it there."""
        since = self.now - YEARS
        [official] = OFFICIALS.add_many(
            [{"name": names.person(self.dice), "phone": "0374-2969091", "is_sample": True}],
            by=SYSTEM,
        )
        post = PostDraft(
            official=official, unit=self.sister, title="综合科科长", since=since.date()
        )
        give_posts([post], by=SYSTEM)
        UNITS.change(self.sister, by=SYSTEM, leader=official, contact=official)
        new = NewUser(
            username="yingshang", name=official.name, password=PASSWORD, official=official,
            must_change_password=False, is_sample=True,
        )  # fmt: skip
        [user] = create_users(new=[new], by=SYSTEM_PERSON)
        roles = (Role.REGISTRAR, Role.REVIEWER, Role.SIGNER)
        drafts = [RoleDraft(user=user, role=role, unit=self.sister, since=since) for role in roles]
        give_roles(drafts, by=SYSTEM_PERSON)
        return Person(actor_of(user), scope_of(user))

    def _share(self, cases: list[Case]) -> None:
        """Read and spoken of, offered, wanted, handed over, asked for."""
        ways: tuple[tuple[Person, bool, tuple[tuple[Person, Said], ...]], ...] = (
            (self.ours, False, ((self.theirs, _opine),)),
            (self.ours, True, ()),
            (self.ours, False, ((self.theirs, _want),)),
            (self.ours, True, ((self.theirs, _accept),)),
            (self.theirs, False, ()),
        )
        for case, (by, hand, said) in zip(cases, ways, strict=False):
            asks = by is self.theirs
            row = sharings.begin(
                office=self.sister if asks else self.office, number=case.number,
                sister=None if asks else self.sister, hand=hand, by=by, now=self._ago(3),
                text="这家企业两家办都在服务，请一起看，避免重复交办。",
            )  # fmt: skip
            for who, say in said:
                with sharings.SHARINGS.open(row.pk, by=who, now=self._ago(2)) as change:
                    say(change)

    def _tell_again(self, cases: list[Case]) -> None:
        """The firm has told the sister the same: one is told apart, the others wait at triage."""
        for place, case in enumerate(cases):
            told = intake.Submission(
                case.title, case.body, case.wish, case.reporter_name, case.reporter_phone
            )
            firm = case.enterprise
            assert firm is not None  # noqa: S101 (asked for so)
            twin = intake.register(
                enterprise=firm, submission=told, channel="phone", by=self.theirs, now=self._ago(5)
            )
            if case.item is not None and place < LEFT:
                with open_case(twin.pk, by=self.theirs, now=self._ago(4)) as work:
                    intake.accept(
                        work, kind=Kind(case.kind), tier=Tier(case.tier),
                        nature=Nature(case.nature), item=case.item,
                        sector=case.sector,
                    )  # fmt: skip
            if not place:
                distinctions.say(
                    number=twin.number, other=case.number, by=self.theirs, now=self._ago(1),
                    text="两处厂区，线路和产权单位都不同，分别办理。",
                )  # fmt: skip

    def _ago(self, hours: int) -> datetime:
        return self.now - timedelta(hours=hours)


def _opine(change: sharings.SharingChange) -> None:
    sharings.opine(change, text="我办上月走访时企业也提过，建议请开发区管委会一并参加。")


def _want(change: sharings.SharingChange) -> None:
    sharings.want(change, text="属于优化营商环境专项的事项，建议由我办主管。")


def _accept(change: sharings.SharingChange) -> None:
    sharings.accept(change, text="同意接收，我办正在办理同类事项。")
