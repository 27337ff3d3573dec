"""Take marked text in, show it to its keeper, release it once or destroy it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import SYSTEM, Actor, NotNow, NotValid, NotYours, Person, Role, Scope
from zhuqi.foundation.accounts.queries import holding, people_holding
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.foundation.directory.queries import offices_for
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.quarantine.enums import QuarantineEvent, State
from zhuqi.foundation.quarantine.keeping import keeper_of
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.foundation.quarantine.notifying import TAKEN
from zhuqi.foundation.quarantine.passes import digest_of

OBJECT = "quarantine"
LONGEST_KEPT = 100_000
SENDER_KEPT = timedelta(days=365)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with a mark, and the field it was typed into."""

    text: str
    field: str = ""


@transaction.atomic
def take_in(
    texts: Iterable[Marked], *, place: str, by: Person, now: datetime | None = None
) -> list[Quarantined]:
    """Keep the texts for the keeper. The same text sent again by the same person is one row."""
    moment = now or timezone.now()
    office = office_of(by.scope)
    rows = [_taken(one, place, by, office, moment) for one in texts]
    fresh = [row for row, created in rows if created]
    if fresh:
        _notify_keepers(office, fresh, moment)
    return [row for row, _created in rows]


def _taken(
    one: Marked, place: str, by: Person, office: Unit | None, now: datetime
) -> tuple[Quarantined, bool]:
    row, created = Quarantined.objects.get_or_create(
        user_id=by.actor.user_id,
        digest=digest_of(one.text),
        state=State.WAITING,
        defaults={
            "office": office,
            "user_name": " ".join(filter(None, (by.actor.unit, by.actor.name)))[:120],
            "place": place[:200],
            "field": one.field[:80],
            "text": one.text.replace("\x00", "")[:LONGEST_KEPT],
            "length": len(one.text),
            "taken_at": now,
        },
    )
    if created:
        _log(row, QuarantineEvent.TAKEN, by.actor, now, place=place[:200], length=len(one.text))
    return row, created


def office_of(scope: Scope) -> Unit | None:
    """The office whose keeper looks after what this person sends; None for who belongs nowhere."""
    if scope.enterprises:
        firm = Enterprise.objects.filter(pk__in=scope.enterprises).select_related("office").first()
        return firm.office if firm else None
    unit = Unit.objects.filter(pk__in=scope.units() or scope.belongs).select_related("region")
    first = unit.order_by("pk").first()
    return offices_for([first.region]).get(first.region_id) if first else None


def keeper_for(scope: Scope) -> Unit | None:
    """The office whose keeper decides on what this person sent: their own, or the one above."""
    office = office_of(scope)
    return (keeper_of(office) or office) if office else None


def _notify_keepers(office: Unit | None, rows: Collection[Quarantined], now: datetime) -> None:
    """Where nobody keeps the texts of the place, the keeper above is told; who belongs nowhere is
    every keeper's."""
    keeping = keeper_of(office, now) if office else None
    if office is not None and keeping is None:
        return
    keepers = people_holding(Role.KEEPER, keeping, now) if keeping else holding(Role.KEEPER, now)
    notify(
        [
            Notice(
                user_id=keeper.pk,
                text_code=TAKEN,
                values={"编号": str(row.pk)},
                key=f"quarantine:{row.pk}",
                object_type=OBJECT,
                object_ref=str(row.pk),
                urgent=True,
            )
            for keeper in keepers
            for row in rows
        ],
        now=now,
    )


@transaction.atomic
def read(*, row_id: int, by: Person, now: datetime | None = None) -> Quarantined:
    """The row with its text; every reading is an event. NotYours for all but its keeper.

    NotNow once it is decided: nothing is left to read.
    """
    row = _locked(row_id, by)
    if row.state != State.WAITING:
        raise NotNow("内容已经处置，平台不再保存原文", state=str(row.get_state_display()))
    _log(row, QuarantineEvent.READ, by.actor, now or timezone.now())
    return row


@transaction.atomic
def release(*, row_id: int, reason: str, by: Person, now: datetime | None = None) -> Quarantined:
    """认定误报: the sender may send this very text once more; the copy here goes at once.

    NotYours for all but its keeper; NotNow once it is decided; NotValid without a reason.
    """
    row = _locked(row_id, by)
    reason = _needed({"reason": (reason, "认定误报的理由", 200)})["reason"]
    _decide(row, State.RELEASED, by, now, reason=reason)
    _log(row, QuarantineEvent.RELEASED, by.actor, now or timezone.now(), reason=reason)
    return row


@transaction.atomic
def destroy(
    *, row_id: int, handed_to: str, receipt: str, by: Person, now: datetime | None = None
) -> Quarantined:
    """移交并销毁: handed over outside of the platform, with a receipt; the text goes for good.

    NotYours for all but its keeper; NotNow once it is decided; NotValid without who has it now and
    the receipt.
    """
    row = _locked(row_id, by)
    given = _needed(
        {"handed_to": (handed_to, "移交给哪个部门", 80), "receipt": (receipt, "回执编号", 60)}
    )
    _decide(row, State.DESTROYED, by, now, **given)
    _log(row, QuarantineEvent.DESTROYED, by.actor, now or timezone.now(), **given)
    return row


@transaction.atomic
def spend(*, digests: Collection[str], by: Actor, now: datetime | None = None) -> int:
    """Use up the passes of texts that have gone through; returns how many."""
    rows = list(
        Quarantined.objects.select_for_update()
        .filter(user_id=by.user_id, digest__in=digests, state=State.RELEASED)
        .order_by("pk")
    )
    for row in rows:
        row.state = State.SPENT
        row.save(update_fields=["state"])
        _log(row, QuarantineEvent.SPENT, by, now or timezone.now())
    return len(rows)


@transaction.atomic
def forget_senders(*, now: datetime) -> int:
    """Who sent what was decided long ago is nobody's business any more; returns how many rows."""
    rows = list(
        Quarantined.objects.select_for_update()
        .filter(decided_at__lt=now - SENDER_KEPT)
        .exclude(user_name="")
        .order_by("pk")[:BATCH]
    )
    for row in rows:
        row.user_id, row.user_name, row.place = 0, "", ""
        row.save(update_fields=["user_id", "user_name", "place"])
        _log(row, QuarantineEvent.FORGOTTEN, SYSTEM, now)
    return len(rows)


def passes_of(user_id: int, digests: Collection[str]) -> frozenset[str]:
    """Which of these texts the person may send once."""
    rows = Quarantined.objects.filter(
        user_id=user_id, digest__in=digests, state=State.RELEASED
    ).order_by()
    return frozenset(rows.values_list("digest", flat=True))


def _locked(row_id: int, by: Person) -> Quarantined:
    rows = Quarantined.objects.select_for_update().visible_to(by.scope)
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise NotYours("只有本级活动办的保密员可以处置截留的内容")
    return row


def _needed(given: dict[str, tuple[str, str, int]]) -> dict[str, str]:
    errors: dict[str, str] = {}
    plain = {name: text.strip() for name, (text, _label, _limit) in given.items()}
    for name, (_text, label, limit) in given.items():
        if not plain[name]:
            errors[name] = f"请填写{label}"
        elif len(plain[name]) > limit:
            errors[name] = f"{label}最多 {limit} 字"
    if errors:
        raise NotValid(errors)
    return plain


def _decide(row: Quarantined, state: State, by: Person, now: datetime | None, **said: str) -> None:
    if row.state != State.WAITING:
        raise NotNow("内容已经处置", state=str(row.get_state_display()))
    row.state, row.text = state, ""
    row.decided_at, row.decided_by = now or timezone.now(), by.actor.name
    for name, value in said.items():
        setattr(row, name, value)
    row.save()


def _log(
    row: Quarantined, kind: QuarantineEvent, by: Actor, now: datetime, **data: str | int
) -> None:
    record(object_type=OBJECT, object_id=row.pk, kind=kind.value, by=by, data=data, now=now)
