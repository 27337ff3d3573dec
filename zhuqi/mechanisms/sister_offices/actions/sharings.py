"""The verbs of a case shared with a sister; who owns it changes only by both offices' word."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final, TypeAlias

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from zhuqi.foundation.access import (
    SYSTEM_PERSON,
    Actor,
    ActorKind,
    NotValid,
    NotYours,
    Person,
)
from zhuqi.foundation.audit.actions import insert_rows
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone, locked, save
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.levels.actions import forward
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.ledgers.cases.sheets.reading import end_reading, let_read
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.enums import (
    IN_THE_BALANCE,
    READING,
    RUNNING,
    Beginning,
    SharingRole,
    SharingState,
    SharingVerb,
)
from zhuqi.mechanisms.sister_offices.lifecycle import SHARING, SharingFacts
from zhuqi.mechanisms.sister_offices.models import Alliance, AllianceMember, Sharing, SharingWord

SharingChange: TypeAlias = RowChange[Sharing, SharingVerb]
OBJECT, NOTIFY = "sister_sharing", "sister_sharing.notify"
S, V = SharingState, SharingVerb
# As what it begins, by the state it begins in.
BEGINS = {S.ASKED: Beginning.ASK, S.SHARED: Beginning.SHARE, S.OFFERED: Beginning.HAND}
TOLD = frozenset(f"{OBJECT}.{word}" for word in (*Beginning.values, *SharingVerb.values))
_UNKNOWN: Final = "没有这个编号、可以共享的诉求：须是本活动办或联动活动办在办的，保密的不共享"


def facts_of(row: Sharing, by: Person) -> SharingFacts:
    """What the table decides on."""
    case, mine, state = row.case, by.scope.units(*queries.WRITERS), SharingState(row.state)
    # Nobody answers themselves, where a case came to the sister by another way.
    other = case.office_id != row.sister_id or state not in RUNNING
    roles = standing_as(
        (SharingRole.OWNER, case.office_id in mine),
        (SharingRole.SISTER, row.sister_id in mine and other),
        (SharingRole.SYSTEM, by.actor.kind is ActorKind.SYSTEM),
    )
    if state not in RUNNING or not roles:
        return SharingFacts(state, roles)
    sisters = queries.sisters_of({case.office_id}, timezone.localdate()).get(case.office_id, {})
    others = Sharing.objects.filter(case=case, state__in=sorted(IN_THE_BALANCE))
    contested = others.exclude(pk=row.pk).exists()
    return SharingFacts(state, roles, row.sister_id in sisters, why_not_moved(case), contested)


def why_not_moved(case: Case) -> str:
    """Why a case can't change hands now; "" where it can. Whoever was assigned to it goes on."""
    if case.state in {State.SUBMITTED, State.ACCEPTED}:
        return "诉求已提级，等上级答复" if case.superior_id else ""
    return "诉求已经交办，由交办的活动办办到底；确需移交的，先撤回交办"


SHARINGS = RowNoun[Sharing, SharingVerb](
    model=Sharing,
    object_type=OBJECT,
    load=alone("state", "begun_at", "ended_at"),
    stale="这项联动刚刚被其他人更新过，请核对后再提交",
    state_of=lambda row: str(row.get_state_display()),
    table=SHARING,
    facts=facts_of,
    notify=NOTIFY,
    notified=TOLD,
)


# Begun --------------------------------------------------------------------------------------------


def begin(
    *, office: Unit, number: str, sister: Unit | None, text: str, by: Person, hand: bool = False,
    now: Now = None,
) -> Sharing:  # fmt: skip
    """共享诉求: a case of one's own office with a sister, to read or (`hand`) to take over; or a
    sister's case, whose number one was told: then it is asked for, and its owner answers.

    NotYours for who neither receives nor reviews in `office`. NotValid with one and the same
    sentence for a case that is not there, or of which nothing may be told.
    """
    if office.pk not in by.scope.units(*queries.WRITERS):
        raise NotYours("由活动办的受理、审核人员共享诉求")
    moment = now or timezone.now()
    by = by.holding(office.pk, *queries.WRITERS)
    with transaction.atomic():
        allies = _held_allies(office, moment)
        found = Case.objects.filter(number=number.strip(), office__in={office.pk, *allies})
        known = queries.shareable(found).select_related("office")
        case = known.select_for_update(of=("self",)).first()
        if case is None or (case.office_id == office.pk and _kept_away(case, by)):
            raise NotValid({"number": _UNKNOWN})
        asks = case.office_id != office.pk
        reader = office if asks else sister
        if reader is None or (not asks and reader.pk not in allies):
            raise NotValid({"sister": "请选择联动的活动办"})
        alliance = allies[case.office_id if asks else reader.pk]
        state = S.ASKED if asks else S.OFFERED if hand else S.SHARED
        row = Sharing(
            case=case, alliance_id=alliance, owner=case.office, sister=reader, state=state,
            begun_at=moment, waits_since=moment if state != S.SHARED else None,
        )  # fmt: skip
        _begin(row, text, office, by, moment)
    return row


def _held_allies(office: Unit, moment: datetime) -> Mapping[int, int]:
    """Its sisters, who stay so until the transaction ends: what ends an alliance waits for this, or
    has ended it already. Alliances are locked ahead of cases, here and where they end."""
    of_office = AllianceMember.objects.filter(office=office, left_at=None).order_by()
    held = Alliance.objects.filter(pk__in=of_office.values("alliance")).order_by("pk")
    list(held.select_for_update(of=("self",)))
    return queries.sisters_of({office.pk}, timezone.localdate(moment)).get(office.pk, {})


def _begin(row: Sharing, text: str, office: Unit, by: Person, moment: datetime) -> None:
    with SHARINGS.new(row, by=by, now=moment) as change:
        words = change.texts(SharingWord, text=text)["text"]
        running = Sharing.objects.filter(case=row.case, state__in=sorted(RUNNING))
        twice = running.filter(sister=row.sister).exists()
        change.require(not twice, "number", "这件诉求已和这个活动办共享，或正等答复")
        if row.state == S.OFFERED:
            against = why_not_moved(row.case)
            busy = running.filter(state__in=sorted(IN_THE_BALANCE)).exists()
            change.require(not against, "hand", against)
            change.require(not busy, "hand", "这件诉求正和另一活动办商量移交")
        change.refuse_wrong()
        # Before its event, which vouches for what is opened too.
        row.save()
        if row.state in READING:
            let_read(row.case, row.sister)
        word = BEGINS[SharingState(row.state)].value
        _say(change, word, words, office)
        about = {"case": row.case_id, "office": row.owner_id, "sister": row.sister_id}
        change.record(word, {**about, "alliance": row.alliance_id})


def _kept_away(case: Case, by: Person) -> bool:
    return not Case.objects.filter(pk=case.pk).within_reach(by.scope).exists()


# Answered -----------------------------------------------------------------------------------------


def agree(change: SharingChange, *, text: str) -> None:
    """同意共享: the sister reads the case from now on. NotValid where it has to keep away."""
    words = _words(change, text)
    change.begin(V.AGREE)
    let_read(change.row.case, change.row.sister)
    _close(change, V.AGREE, words, waits=False)


def refuse(change: SharingChange, *, text: str) -> None:
    """不同意共享: with the reason."""
    words = _words(change, text)
    change.begin(V.REFUSE)
    _close(change, V.REFUSE, words, waits=False, over=True)


def opine(change: SharingChange, *, text: str) -> None:
    """提意见: of either side, for both to read; who owns the case decides."""
    words = _words(change, text)
    change.begin(V.OPINE)
    _say(change, V.OPINE, words)
    change.record(V.OPINE.value)


def offer(change: SharingChange, *, text: str) -> None:
    """提出移交: it stays the owner's until the sister accepts; nobody is assigned till then."""
    _propose(change, V.OFFER, text)


def want(change: SharingChange, *, text: str) -> None:
    """请求移交给我方: the sister proposes that the case become its own."""
    _propose(change, V.WANT, text)


def _propose(change: SharingChange, verb: SharingVerb, text: str) -> None:
    words = _words(change, text)
    # Whoever assigns it or moves it elsewhere waits for this, or this finds it so.
    Case.objects.select_for_update(of=("self",)).get(pk=change.row.case_id)
    change.row.case.refresh_from_db()
    change.begin(verb)
    _close(change, verb, words, waits=True)


def accept(change: SharingChange, *, text: str) -> None:
    """接收移交: the case is the sister's from now on, to be accepted in its ledger; the office
    before keeps reading it, as after 转办. What 转办 refuses, and then nothing has changed."""
    _hand_over(change, V.ACCEPT, text)


def yield_up(change: SharingChange, *, text: str) -> None:
    """同意移交: the same, of what the sister asked for."""
    _hand_over(change, V.YIELD, text)


def _hand_over(change: SharingChange, verb: SharingVerb, text: str) -> None:
    row, words = change.row, _words(change, text)
    # Locked ahead of the decision: the facts are read of the case as it stands.
    with open_case(row.case_id, by=SYSTEM_PERSON, now=change.now) as work:
        row.case = work.case
        change.begin(verb)
        forward(work, office=row.sister, reason=f"三办联动移交：{words}")
    end_reading([(row.case_id, row.sister_id)])
    _close(change, verb, words, waits=False, over=True)


def decline(change: SharingChange, *, text: str) -> None:
    """不接收移交: it stays the owner's, and shared."""
    _stay(change, V.DECLINE, text)


def take_back(change: SharingChange, *, text: str) -> None:
    """撤回移交: before the sister has answered."""
    _stay(change, V.TAKE_BACK, text)


def keep(change: SharingChange, *, text: str) -> None:
    """不同意移交: it stays the owner's, and shared."""
    _stay(change, V.KEEP, text)


def _stay(change: SharingChange, verb: SharingVerb, text: str) -> None:
    words = _words(change, text)
    change.begin(verb)
    _close(change, verb, words, waits=False)


def end(change: SharingChange, *, text: str) -> None:
    """结束共享: by either side; the sister's sight of the case ends with it."""
    words = _words(change, text)
    change.begin(V.END)
    end_reading([(change.row.case_id, change.row.sister_id)])
    _close(change, V.END, words, waits=False, over=True)


# Ended with something else ------------------------------------------------------------------------


def end_in(
    alliance: Alliance, *, by: Person, now: datetime, offices: Collection[int] | None = None
) -> int:
    """What runs in an alliance that is over, or that these offices have left; how many."""
    rows = Sharing.objects.filter(alliance=alliance)
    if offices is not None:
        gone = sorted(offices)
        rows = rows.filter(Q(sister__in=gone) | Q(owner__in=gone) | Q(case__office__in=gone))
    return _end_all(rows.filter(state__in=sorted(RUNNING)), "联动已结束", by=by, now=now)


def end_of_secret(case_id: int, now: datetime) -> int:
    """A case that has been marked confidential is shared with nobody any more; how many."""
    rows = Sharing.objects.filter(case=case_id, state__in=sorted(RUNNING), case__confidential=True)
    return _end_all(rows, "这件诉求不再共享", by=SYSTEM_PERSON, now=now)


def _end_all(rows: QuerySet[Sharing], why: str, *, by: Person, now: datetime) -> int:
    """In as many statements for a thousand as for one: who may end what contains them has been
    decided already."""
    aggregates = list(locked(SHARINGS, rows).values())
    for aggregate in aggregates:
        row = aggregate.row
        row.state, row.ended_at, row.waits_since = S.ENDED, now, None
        change = RowChange[Sharing, SharingVerb](aggregate, by, now, noun=SHARINGS)
        change.words = {"text": why}
        change.record(V.END.value)
    insert_rows([
        SharingWord(
            sharing=one.row, verb=V.END, office_id=one.row.owner_id, text=why, at=now,
            by=by.actor.who,
        )
        for one in aggregates
    ])  # fmt: skip
    end_reading([(one.row.case_id, one.row.sister_id) for one in aggregates])
    save(SHARINGS, aggregates)
    return len(aggregates)


def erase_about(case_id: int, by: Actor, reason: str, now: Now = None) -> None:
    """What was said of a case of which no copy may be kept."""
    SharingWord.objects.filter(sharing__case=case_id).update(text="")
    erase_rows(OBJECT, Sharing.objects.filter(case=case_id), {}, by=by, reason=reason, now=now)


# What all verbs share -----------------------------------------------------------------------------


def _words(change: SharingChange, text: str) -> str:
    return change.texts(SharingWord, text=text)["text"]


def _say(change: SharingChange, verb: str, text: str, office: Unit | None = None) -> None:
    """Keep what was said, and for which office."""
    row = change.row
    ours = change.by.scope.units(*queries.WRITERS)
    speaks = row.sister_id if row.sister_id in ours else row.case.office_id
    if row.case.office_id in ours and verb not in _OF_SISTER:
        speaks = row.case.office_id
    word = SharingWord(
        sharing=row, verb=verb, office_id=office.pk if office else speaks, text=text,
        at=change.now, by=change.by.actor.who,
    )  # fmt: skip
    change.aggregate.new_rows.append(word)


# Who works in both offices says these for the sister.
_OF_SISTER = frozenset({V.ACCEPT, V.DECLINE, V.WANT})


def _close(
    change: SharingChange, verb: SharingVerb, words: str, *, waits: bool, over: bool = False
) -> None:
    row = change.row
    row.waits_since = change.now if waits else None
    if over:
        row.ended_at = change.now
    _say(change, verb, words)
    change.record(verb.value)
