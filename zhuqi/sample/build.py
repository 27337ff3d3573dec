"""Build the living sample city: deterministic by seed, anchored to now."""

import random
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, NotNow, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.server_clock import tell_played, tell_playing
from zhuqi.foundation.directory.actions import load_code_tables
from zhuqi.foundation.directory.models import Item
from zhuqi.interfaces.shell.sign_ins import SampleSignIn
from zhuqi.ledgers.cases.actions.intake import default_version
from zhuqi.ledgers.cases.actions.store import rulebook, save
from zhuqi.ledgers.cases.approval_schemes.actions import load_signing_schemes
from zhuqi.ledgers.cases.channels.actions import load_channels
from zhuqi.ledgers.cases.deadline_schemes.actions import load_schemes
from zhuqi.ledgers.cases.deadline_schemes.queries import APPROVALS
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.transfers.boundaries import load_boundaries
from zhuqi.sample.adjustments import adjust_liaison
from zhuqi.sample.afterwards import Afterwards
from zhuqi.sample.agenda import agenda
from zhuqi.sample.appraisal import review_month
from zhuqi.sample.begun import Stage
from zhuqi.sample.bodies import Bodies
from zhuqi.sample.casting import life_of
from zhuqi.sample.city import City
from zhuqi.sample.firms import Firms
from zhuqi.sample.inspections import inspect_units
from zhuqi.sample.ladders import climb_ladders
from zhuqi.sample.leader_visits import visit_as_leaders
from zhuqi.sample.letters import write_letters
from zhuqi.sample.lookback import look_back
from zhuqi.sample.meetings import hold_meetings
from zhuqi.sample.named_rosters import keep_rosters
from zhuqi.sample.officials import PASSWORD, Officials
from zhuqi.sample.plan import CITY, Size, city_plan, size_named
from zhuqi.sample.questionnaires import ask_firms
from zhuqi.sample.ready_answers import keep_answers_ready
from zhuqi.sample.rectification import put_right
from zhuqi.sample.registrants import Registrants
from zhuqi.sample.rhythm import set_the_rhythm
from zhuqi.sample.service_days import hold_service_days
from zhuqi.sample.sisters import stand_together
from zhuqi.sample.society import YEARS, Founding, Society
from zhuqi.sample.supervision import urge_units
from zhuqi.sample.visits import pay_visits

SEED = 411000
BATCH = 125
# The ledgers of the people whose sign-ins are printed, which are there before all others.
FIRST = (CITY, "411025")


@dataclass(frozen=True, slots=True)
class Built:
    """How much there is now."""

    firms: int
    officials: int
    cases: int


def build(
    *,
    size: Size | str = "town",
    seed: int = SEED,
    now: datetime | None = None,
    progress: Callable[[str], None] = lambda _line: None,
    opened: Callable[[], None] = lambda: None,
) -> Built:
    """Fill an empty database. NotNow if it is not empty or the place is in production.

    The city's own ledger and the county whose people are printed come first, in one transaction:
    a build that is killed before that leaves nothing behind and the next one starts anew. Then the
    place is `opened` to its people, while the other counties move in a batch at a time; killed
    now, those that are not in yet stay away. Memory does not grow with the number of cases.
    """
    if not settings.SAMPLE_MODE:
        raise NotNow("正式环境不能生成样例城市")
    if User.objects.exists() or Case.objects.exists():
        raise NotNow("数据库里已有数据，样例城市只能放进空数据库")
    chosen = size_named(size) if isinstance(size, str) else size
    moment = (now or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        tell_playing(by=SYSTEM)
        progress("代码表和时限方案")
        load_code_tables()
        load_schemes(by=SYSTEM, now=moment - YEARS)
        load_channels(by=SYSTEM, now=moment - YEARS)
        load_boundaries(by=SYSTEM, now=moment - YEARS)
        settling = Settling(Founding(random.Random(seed), moment, chosen, progress))
        society = settling.begin()
        first = tuple(code for code in chosen.firms if code in FIRST)
        tell(City(society, seed, chosen.only(first), moment, progress, first), settling)
    opened()
    rest = tuple(code for code in chosen.firms if code not in FIRST)
    tell(City(society, seed, chosen.only(rest), moment, progress, rest), settling)
    with transaction.atomic():
        tell_played(by=SYSTEM)
    return Built(sum(map(len, society.firms.values())), society.officials, Case.objects.count())


class Settling:
    """Units, then people, then firms; the firms of some ledgers at a time."""

    def __init__(self, founding: Founding) -> None:
        self.founding = founding

    def begin(self) -> Society:
        """Every unit and everyone in office."""
        founding = self.founding
        founding.say("单位")
        Bodies(founding).add_all()
        founding.say(f"单位 {len(founding.society.units)} 个；干部")
        Officials(founding).take_office()
        founding.say(f"干部 {founding.society.officials} 人；企业")
        self._firms, self._registrants = Firms(founding), Registrants(founding)
        return founding.society

    def go_on(self, ledgers: Collection[str]) -> None:
        """The firms of these ledgers, and who waits at their offices' doors."""
        self._firms.open_for_business(ledgers)
        self._registrants.ask(ledgers)


def tell(city: City, settling: Settling) -> None:
    """The firms of these ledgers and every chapter of them, in short transactions: people may be
    at work meanwhile."""
    for ledger in city.ledgers:
        with transaction.atomic():
            settling.go_on([ledger])
    for chapter in CHAPTERS:
        chapter(city)


def adopt_signing(city: City) -> None:
    """Some offices say who has to sign the answers to them; all of them at the beginning."""
    if not city.begins:
        return
    load_signing_schemes(by=SYSTEM)
    for region, code in city_plan().signing.items():
        APPROVALS.adopt(office=city.society.offices[region], code=code, by=SYSTEM)


def play_cases(city: City) -> None:
    """All lives in the order of their first word, so that numbers and events read as they
    would have. Each has dice of its own: one told otherwise leaves the others as they are."""
    society, now = city.society, city.now
    versions = {office.pk: default_version(office) for office in society.offices.values()}
    items = {item.code: item for item in Item.objects.all()}
    stage = Stage(society, rulebook(), versions, items, now)
    matters = agenda(city.dice("agenda"), society, city.size, stage.book.calendar, now)
    for start in range(0, len(matters), BATCH):
        part = matters[start : start + BATCH]
        with transaction.atomic():
            lives = [life_of(stage, city.dice(f"{city.ledgers[0]} {m.number}"), m) for m in part]
            save([life.play() for life in lives], notify=False)
        city.progress(f"诉求 {start + len(part)}/{len(matters)} 件")


@transaction.atomic
def happen_afterwards(city: City) -> None:
    """What people do beside their cases: absences, topics, tags, hand-overs."""
    Afterwards(city).happen()


# Told in this order; a new room's chapter is added here and has dice of its own.
CHAPTERS: tuple[Callable[[City], None], ...] = (
    adopt_signing,
    play_cases,
    happen_afterwards,
    pay_visits,
    visit_as_leaders,
    adjust_liaison,
    write_letters,
    set_the_rhythm,
    hold_service_days,
    urge_units,
    climb_ladders,
    look_back,
    hold_meetings,
    stand_together,
    keep_answers_ready,
    inspect_units,
    put_right,
    keep_rosters,
    ask_firms,
    review_month,
)


def sign_ins() -> Iterator[SampleSignIn]:
    """One person per role, for the console and the sign-in page; only while they exist."""
    present = set(User.objects.filter(is_sample=True).values_list("username", flat=True))
    if "qiye" in present:
        firm = User.objects.get(username="qiye")
        member = firm.memberships.select_related("enterprise").first()
        unit = member.claimed_name if member else ""
        yield SampleSignIn("企业联系人", "qiye", PASSWORD, firm.name, unit, "企业")
    rows = [row for row in city_plan().sign_ins if row["username"] in present]
    for row in sorted(rows, key=_group_order):
        role = Role(row["role"])
        label = "县活动办" if role is Role.REGISTRAR and row.get("also") else role.label
        yield SampleSignIn(label, row["username"], PASSWORD, row["name"], row["unit"], _group(row))


def _group(row: dict[str, Any]) -> str:
    return _GROUPS.get(Role(row["role"]), _UNITS)


def _group_order(row: dict[str, Any]) -> int:
    """Each group in one piece, wherever the plan's rows stand."""
    return [*dict.fromkeys(_GROUPS.values()), _UNITS].index(_group(row))


_UNITS = "单位和领导"
_GROUPS = {
    **dict.fromkeys((Role.REGISTRAR, Role.REVIEWER, Role.SIGNER), "活动办"),
    **dict.fromkeys((Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN), "三员"),
    Role.KEEPER: "活动办",
}
