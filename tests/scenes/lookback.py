"""A sample of the month before: 钻石公司's case, led by the industry bureau, and who rings up."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.access import SYSTEM, Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import State, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.lookback import actions, queries
from zhuqi.mechanisms.lookback.actions import LOOK_BACKS as NOUN
from zhuqi.mechanisms.lookback.enums import LookBackState, LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack, LookBackDraw
from zhuqi.mechanisms.lookback.queries.schemes import LOOK_BACKS
from zhuqi.mechanisms.lookback.rules import month_before

S, V = LookBackState, LookBackVerb
SAID = "线路还是老样子，没有人来过。"
STATEMENT = "已改造一半，另一半等停电窗口。"
FINDING = "答复时没有完工，按已解决办结不实。"


def last_month() -> date:
    """The first of the month before this one."""
    return month_before(timezone.localdate())


def then() -> datetime:
    """A morning in it."""
    return datetime.combine(last_month() + timedelta(days=13), time(9), SHANGHAI)


def adopt(office: Unit, code: str = "city") -> None:
    """The office looks back by a scheme that comes with the software."""
    actions.load_look_back_schemes(by=SYSTEM, now=then())
    LOOK_BACKS.adopt(office=office, code=code, by=SYSTEM)


def struck_off(cast: Cast, title: str = "车间用电增容迟迟不批") -> Case:
    """Solved as the firm said, and struck off last month."""
    return scenes.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED, title=title, now=then())


def completed(cast: Cast, title: str = "新线路何时通电") -> Case:
    """Completed last month; the firm has not said anything yet."""
    return scenes.case_in(cast, State.COMPLETED, title=title, now=then())


def drawn(cast: Cast) -> LookBackDraw:
    """The city office's sample of last month, drawn by 何帆."""
    adopt(cast.city_office)
    return actions.draw(office=cast.city_office, month=last_month(), by=person(cast.he_fan))


def only(cast: Cast) -> LookBack:
    """The look-back at the one case that was struck off; 秦岚 or 禹受理 rings up."""
    struck_off(cast)
    return LookBack.objects.get(draw=drawn(cast))


def caller_of(row: LookBack) -> User:
    """Whoever is to ring up."""
    row.refresh_from_db()
    assert row.caller is not None
    return row.caller


def brought_to(cast: Cast, state: LookBackState) -> LookBack:
    """The one look-back, through its verbs."""
    row = only(cast)
    by = person(caller_of(row))
    if state is S.VERIFIED:
        with actions.LOOK_BACKS.open(row.pk, by=by) as change:
            actions.verify(change, spoken_to="赵总", said="都好了。")
    if state in {S.DOUBTFUL, S.HEARD, S.FAULT, S.NO_FAULT}:
        with actions.LOOK_BACKS.open(row.pk, by=by) as change:
            actions.doubt(change, spoken_to="赵总", said=SAID)
    if state in {S.HEARD, S.FAULT, S.NO_FAULT}:
        with actions.LOOK_BACKS.open(row.pk, by=person(cast.zhou)) as change:
            actions.state(change, statement=STATEMENT)
    if state is S.FAULT:
        with actions.LOOK_BACKS.open(row.pk, by=person(cast.shen_jing)) as change:
            actions.find_fault(change, finding=FINDING)
    row.refresh_from_db()
    return row


# As a page does it -------------------------------------------------------------------------------

DOING: dict[LookBackVerb, Callable[..., None]] = {
    V.VERIFY: actions.verify, V.DOUBT: actions.doubt, V.MISS: actions.miss,
    V.GIVE_UP: actions.give_up, V.DECLARE: actions.declare, V.STATE: actions.state,
    V.FIND_FAULT: actions.find_fault, V.FIND_NO_FAULT: actions.find_no_fault,
    V.ASSIGN: actions.assign, V.CALL_ANEW: actions.call_anew, V.DROP: actions.drop,
}  # fmt: skip


def act(row: LookBack, by: User | Person, verb: LookBackVerb, **typed: object) -> None:
    """A verb, as a page does it."""
    who = by if isinstance(by, Person) else person(by)
    with NOUN.open(row.pk, by=who) as change:
        DOING[verb](change, **typed)
    row.refresh_from_db()


def seen(row: LookBack, *users: User) -> list[bool]:
    """Which of them see it."""
    return [queries.look_backs(person(one).scope).filter(pk=row.pk).exists() for one in users]


def log_of(row: LookBack) -> list[Event]:
    """What was done with it."""
    return list(Event.objects.filter(object_type="lookback", object_id=row.pk).order_by("seq"))


def case_of(row: LookBack) -> Case:
    """Its case as it stands."""
    return Case.objects.get(pk=row.case_id)
