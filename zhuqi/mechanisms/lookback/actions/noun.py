"""The look-back at one case and the draw of a month, as nouns: how they are read, logged, saved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from django.utils import timezone

from zhuqi.foundation.access import ActorKind, Person, Role, Scope
from zhuqi.foundation.audit.actions import insert_rows
from zhuqi.foundation.changes import (
    RowAggregate,
    RowChange,
    RowNoun,
    alone,
    write_children,
)
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.mechanisms.lookback.enums import LookBackRole, LookBackState, LookBackVerb
from zhuqi.mechanisms.lookback.lifecycle import DRAW as DRAW_TABLE
from zhuqi.mechanisms.lookback.lifecycle import LOOK_BACK, DrawFacts, LookBackFacts
from zhuqi.mechanisms.lookback.models import LookBack, LookBackDraw, in_place_of
from zhuqi.mechanisms.lookback.queries import KEEPERS
from zhuqi.mechanisms.lookback.queries.pool import caller_of, matters_of
from zhuqi.mechanisms.lookback.rules import keeps_away

LookBackChange: TypeAlias = RowChange[LookBack, LookBackVerb]
OBJECT, DRAW, DRAWN = "lookback", "lookback_draw", "draw"
NOTIFY, TELL_CALLERS = "lookback.notify", "lookback.tell_callers"
V = LookBackVerb
TOLD = frozenset(f"{OBJECT}.{word}" for word in (V.ASSIGN, V.DOUBT, V.STATE, V.FIND_FAULT,
                                                 V.FIND_NO_FAULT))  # fmt: skip


def _roles(row: LookBack, by: Person, scope: Scope) -> frozenset[LookBackRole]:
    return standing_as(
        (LookBackRole.CALLER, bool(row.caller_id) and row.caller_id in in_place_of(scope)),
        (LookBackRole.UNIT, row.unit_id in working_units(scope)),
        (LookBackRole.OFFICE, row.office_id in scope.units(*KEEPERS)),
        (LookBackRole.REVIEWER, (Role.REVIEWER, row.office_id) in scope.posts),
        (LookBackRole.SYSTEM, by.actor.kind is ActorKind.SYSTEM),
    )


def facts_of(row: LookBack, by: Person) -> LookBackFacts:
    """What the table decides on."""
    roles = _roles(row, by, by.scope)
    away = ""
    if LookBackRole.CALLER in roles:
        [matter] = matters_of([row.case]).values()
        away = keeps_away(matter, caller_of(by.scope.user_id, by.scope.own))
    now = timezone.now()
    over = row.due_at is not None and row.due_at <= now
    # A call in vain today counts with those of the days before.
    days = row.days_tried + (not tried_on(row, now))
    return LookBackFacts(LookBackState(row.state), roles, away, days, over)


def tried_on(row: LookBack, now: datetime) -> bool:
    """Whether it was tried in vain on that day already."""
    return row.tried_at is not None and timezone.localdate(row.tried_at) == timezone.localdate(now)


def _acting(row: LookBack, by: Person) -> Person:
    """A deputy says in whose place they act, where they could not otherwise."""
    scope = by.scope
    own = _roles(row, by, scope.own)
    if not scope.acting_for or _roles(row, by, scope) <= own:
        return by
    for one in scope.acting_for:
        posts = replace(scope.own, posts=scope.own.posts | one.posts)
        if row.caller_id == one.absent.user_id or not _roles(row, by, posts) <= own:
            return replace(by, actor=replace(by.actor, acting_for=one.absent))
    return by


def _write(aggregates: Sequence[RowAggregate[LookBack]]) -> None:
    """A sample is put in at once, however large it is."""
    insert_rows([one.row for one in aggregates if not one.row.pk])
    for one in aggregates:
        if not one.fresh:
            one.row.save()
    write_children(aggregates)


LOOK_BACKS = RowNoun[LookBack, LookBackVerb](
    model=LookBack,
    object_type=OBJECT,
    load=alone(
        "chosen", "risks", "round", "state", "caller_id", "tries", "days_tried", "tried_at",
        "call_again_at", "called_at", "due_at", "stated_at", "found_at",
    ),
    write=_write,
    stale="这件回头看刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=LOOK_BACK,
    facts=facts_of,
    acting=_acting,
    notify=NOTIFY,
    notified=TOLD,
)  # fmt: skip


DRAWS = RowNoun[LookBackDraw, LookBackVerb](
    model=LookBackDraw,
    object_type=DRAW,
    load=alone("office_id", "month", "edition_id", "seed", "pool", "sample", "drawn_at", "state"),
    stale="这次抽样刚刚有了变化",
    state_of=lambda row: str(row.get_state_display()),
    table=DRAW_TABLE,
    facts=lambda _row, _by: DrawFacts(),
    notify=TELL_CALLERS,
    notified=frozenset({f"{DRAW}.{DRAWN}"}),
)
