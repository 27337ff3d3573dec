"""The kinds of roster, and the verbs of a roster."""

from datetime import date, datetime
from typing import TypeAlias

from django.db import transaction

from zhuqi.foundation.access import SYSTEM_PERSON, Actor, NotYours, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.reference_tables.table import WORD_CODE, Table
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.actions.entries import Entering, begin_entries
from zhuqi.mechanisms.rosters.enums import RosterRole, RosterState, RosterVerb
from zhuqi.mechanisms.rosters.kinds import shipped_kinds
from zhuqi.mechanisms.rosters.lifecycle import ROSTER, RosterFacts
from zhuqi.mechanisms.rosters.models import NamedRoster, RosterKind

RosterChange: TypeAlias = RowChange[NamedRoster, RosterVerb]
OBJECT, SET_UP = "named_roster", "set_up"
NOT_YOURS = "只有活动办的受理、审核人员可以维护名单"

KINDS = Table(
    RosterKind,
    object_type="roster_kind",
    code=WORD_CODE,
    fields=("name", "note", "order"),
    taken="已有同名或同代码的名单种类",
)


def load_kinds(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the kinds of the data file that are missing; never changes one. How many."""
    return KINDS.add_missing(shipped_kinds(), by=by, now=now)


def facts_of(row: NamedRoster, by: Person) -> RosterFacts:
    """What the table decides on."""
    return RosterFacts(RosterState(row.state), roles_in(row.office_id, by))


def roles_in(office: int, by: Person) -> frozenset[RosterRole]:
    """As what somebody stands to the rosters of an office."""
    return standing_as(
        (RosterRole.KEEPER, office in by.scope.units(*queries.WRITERS)),
        (RosterRole.SYSTEM, by is SYSTEM_PERSON),
    )


ROSTERS = RowNoun[NamedRoster, RosterVerb](
    model=NamedRoster,
    object_type=OBJECT,
    load=alone("office_id", "kind_id", "level", "source_date", "shown", "valid_until", "state"),
    stale="这份名单刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=ROSTER,
    facts=facts_of,
)


def set_up(
    *,
    office: Unit,
    kind: RosterKind,
    level: str,
    name: str,
    criteria: str,
    source: str,
    source_number: str,
    source_date: date | None,
    shown: bool,
    valid_until: date | None,
    by: Person,
    now: Now = None,
) -> NamedRoster:
    """建立名单: of one's own office.

    NotYours for who neither receives nor reviews there; NotValid for a level the office keeps no
    rosters of, a kind that is retired, and a name it has already.
    """
    if office.pk not in by.scope.units(*queries.WRITERS):
        raise NotYours(NOT_YOURS)
    row = NamedRoster(office=office, kind=kind, level=level)
    acting = by.holding(office.pk, *queries.WRITERS)
    with transaction.atomic(), ROSTERS.new(row, by=acting, now=now) as change:
        levels = queries.levels_of(office)
        words = "、".join(str(one.label) for one in levels)
        change.require(level in levels, "level", f"{office}只维护{words}名单")
        change.require(kind.active, "kind", "这个种类已停用")
        _describe(change, name, criteria, source, source_number)
        _terms(change, source_date, shown=shown, valid_until=valid_until)
        change.record(SET_UP)
    return row


def revise(
    change: RosterChange,
    *,
    name: str,
    criteria: str,
    source: str,
    source_number: str,
    source_date: date | None,
    shown: bool,
    valid_until: date | None,
) -> None:
    """修改名单: what it is; whoever stands on it keeps their own days."""
    _describe(change, name, criteria, source, source_number)
    _terms(change, source_date, shown=shown, valid_until=valid_until)
    change.step(RosterVerb.REVISE)


def _describe(
    change: RosterChange, name: str, criteria: str, source: str, source_number: str
) -> None:
    row = change.row
    change.write(name=name, criteria=criteria, source=source, source_number=source_number)
    same = NamedRoster.objects.filter(office=row.office, name=row.name).exclude(pk=row.pk)
    change.require(not same.exists(), "name", "本活动办已有同名的名单")


def _terms(
    change: RosterChange, source_date: date | None, *, shown: bool, valid_until: date | None
) -> None:
    row = change.row
    late = source_date is not None and source_date > change.today
    change.require(not late, "source_date", "发文日期不能晚于今天")
    before = valid_until is not None and source_date is not None and valid_until < source_date
    change.require(not before, "valid_until", "有效期不能早于发文日期")
    row.source_date, row.shown, row.valid_until = source_date, shown, valid_until


def enter(
    change: RosterChange,
    *,
    enterprise: Enterprise,
    entered_on: date,
    expires_on: date | None,
    ground: str,
    source: str,
) -> None:
    """登记一家企业: from a day on, not later than today; valid as long as the roster where no
    other day is given.

    NotValid for a firm that stands there already, and for what is missing.
    """
    row = change.row
    entering = Entering(enterprise, entered_on, expires_on, ground, source)
    there = bool(queries.standing(row, [enterprise.pk]))
    change.require(not there, "enterprise", f"{enterprise.name}已经在册")
    change.begin(RosterVerb.ENTER)
    begin_entries(row, [entering], by=change.by, now=change.now)
    change.record(RosterVerb.ENTER.value, {"enterprise": enterprise.pk})


def close(change: RosterChange) -> None:
    """停用名单: nobody enters any more; who stands on it stays."""
    change.step(RosterVerb.CLOSE)


def reopen(change: RosterChange) -> None:
    """恢复使用."""
    change.step(RosterVerb.REOPEN)
