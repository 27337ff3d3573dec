"""A month in the small city, and where it stands today, whatever day that is.

Last month 工信局 was late once and urged, and closed one case that was not solved; 资规局 did well.
Today one case of 工信局's is late since the last working day, one is due tomorrow.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import appraisal, ladder, lookback, steps
from tests.scenes.cases import submitted
from tests.scenes.reminding import remind
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.workdays import SHANGHAI, Calendar, Unit
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.enums import Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.notifications.actions import REMIND, enqueue_reminders
from zhuqi.ledgers.cases.notifications.texts import Level
from zhuqi.mechanisms.lookback import actions as look_backs
from zhuqi.mechanisms.lookback.models import LookBack
from zhuqi.mechanisms.supervision import actions as sheets
from zhuqi.mechanisms.supervision.ladder import delegations
from zhuqi.mechanisms.supervision.ladder.actions import sweep
from zhuqi.mechanisms.supervision.models import SupervisionSheet

# The scheme of the city office gives the lead unit so many working days.
LIMIT = 15
FALSE, LATE, RED, YELLOW = "夜间频繁停电", "二期用电迟批", "压机电压波动", "新厂区通电"


@dataclass(frozen=True)
class Days:
    """Working days counted back from one, in the morning."""

    calendar: Calendar
    last: datetime

    def before(self, number: int) -> datetime:
        """Ten o'clock, so many working days before."""
        closes = self.calendar.close_on(self.last.date())
        day = self.calendar.before(closes, number, Unit.WORKING_DAY).astimezone(SHANGHAI).date()
        return datetime.combine(day, time(10), SHANGHAI)


@dataclass(frozen=True)
class Month:
    """What the story goes on from."""

    red: Case
    yellow: Case
    look_back: LookBack


def _ending(days: Calendar, day: datetime) -> Days:
    """Counted back from the last working day before that day."""
    midnight = datetime.combine(day.date(), time(), SHANGHAI)
    last = days.before(midnight, 0, Unit.WORKING_DAY).astimezone(SHANGHAI)
    return Days(days, last)


def gone_by(cast: Cast) -> Month:
    """All of it, in the order in which it came, by the verbs at their times."""
    days, now = calendar(cast.city.code), timezone.now().astimezone(SHANGHAI)
    of_month, until_now = _ending(days, now.replace(day=1)), _ending(days, now)
    ladder.adopt(cast)
    start = of_month.before(LIMIT + 7)
    _yellow_for_three_days(cast, start)
    delegations.give(
        office=cast.city_office, kinds=ladder.BOTH, since=start.date(),
        until=start.date() + timedelta(days=366), grounds="办公会议定", by=person(cast.lu_yuan),
        now=start,
    )  # fmt: skip
    _urged_and_answered_late(cast, of_month)
    for title in (FALSE, "厂区照明改造"):
        _closed(cast, steps.Hands(cast.he_fan, cast.industry, cast.zhou), title, of_month.before(4))
    land = appraisal.bureau_of_land(cast)
    for title in ("土地证办理", "用地红线复核"):
        hands = steps.Hands(cast.he_fan, land.unit, land.handler)
        _closed(cast, hands, title, of_month.before(4))
    appraisal.adopt(cast.city_office)
    return Month(*_under_way(cast, until_now), _looked_back(cast))


def _yellow_for_three_days(cast: Cast, now: datetime) -> None:
    """So that one case is yellow today at any hour, before the close of office and after."""
    newest = DEADLINES.newest_for(cast.city_office)
    assert newest is not None
    terms = {**DEADLINES.terms_of(newest), "yellow_days": 3}
    DEADLINES.publish(
        scheme=newest.scheme, rules=DEADLINES.rows_of(newest), by=SYSTEM, now=now, **terms
    )


def _in_hand(cast: Cast, hands: steps.Hands, title: str, now: datetime) -> Case:
    case = submitted(cast, title, now)
    steps.accept(case, cast.he_fan, cast.electricity, now)
    steps.assign(case, hands, "请现场核实", now)
    steps.sign(case, hands.handler, "0374-2961234", now)
    with open_case(case.pk, by=person(hands.handler), now=now) as work:
        handling.contact(work, text="已与赵总通话。")
        handling.report_progress(work, text="已到厂测量。")
    return case


def _over(cast: Cast, case: Case, hands: steps.Hands, now: datetime) -> None:
    steps.answer(case, hands.handler, "已办结送电。", signed_by="郑局长", now=now)
    steps.complete(case, cast.shen_jing, now)
    steps.rate(case, cast.zhao, Verdict.SOLVED, now=now)
    steps.strike_off(case, cast.lu_yuan, now)


def _closed(cast: Cast, hands: steps.Hands, title: str, now: datetime) -> None:
    _over(cast, _in_hand(cast, hands, title, now), hands, now)


def _urged_and_answered_late(cast: Cast, days: Days) -> None:
    """Due six working days before the month's end: urged, replied to, answered, struck off."""
    hands = steps.Hands(cast.he_fan, cast.industry, cast.zhou)
    case = _in_hand(cast, hands, LATE, days.before(LIMIT + 6))
    worker_of(days.before(6))
    worker_of(days.before(5))
    sheet = SupervisionSheet.objects.get(case=case)
    by, then = person(cast.zhou), days.before(4)
    with sheets.SHEETS.open(sheet.pk, by=by, now=then) as change:
        sheets.sign(change)
    with sheets.SHEETS.open(sheet.pk, by=by, now=then) as change:
        sheets.reply(change, reply="变压器已到货。")
    _over(cast, case, hands, days.before(3))


def _under_way(cast: Cast, days: Days) -> tuple[Case, Case]:
    """One red since the last working day and urged on it, one due on the second from now."""
    hands = steps.Hands(cast.he_fan, cast.industry, cast.zhou)
    red = _in_hand(cast, hands, RED, days.before(LIMIT + 1))
    yellow = _in_hand(cast, hands, YELLOW, days.before(LIMIT - 2))
    for number in (1, 0):
        worker_of(days.before(number))
    return red, yellow


def worker_of(now: datetime) -> None:
    """What the worker did then: reminders given, the ladder swept."""
    with transaction.atomic():
        enqueue_reminders(now)
    for item in OutboxItem.objects.filter(kind=REMIND, not_before__lte=now).order_by("pk"):
        told = item.payload
        due = datetime.fromisoformat(told["due"])
        remind(told["clock"], Level(told["level"]), due, now, told["step"])
    sweep(now=now)


def _looked_back(cast: Cast) -> LookBack:
    """All of last month is drawn; the firm confirms all but one, which nobody has rung up about."""
    lookback.drawn(cast)
    for row in LookBack.objects.exclude(case__title=FALSE):
        by = person(lookback.caller_of(row))
        with look_backs.LOOK_BACKS.open(row.pk, by=by) as change:
            look_backs.verify(change, spoken_to="赵总", said="都好了。")
    return LookBack.objects.select_related("caller", "case").get(case__title=FALSE)
