"""企业备注: what a unit or office wants to remember of a firm, read by itself alone."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.enums import EnterpriseEvent
from zhuqi.foundation.directory.models import Enterprise, EnterpriseNote
from zhuqi.foundation.directory.rules import note_unit, note_units

TEXT_LIMIT = 2000
REASON_LIMIT = 200


@transaction.atomic
def add_note(
    *, enterprise: Enterprise, text: str, by: Person, now: datetime | None = None
) -> EnterpriseNote:
    """Write a note for one's own unit. The same words by the same person are one note.

    NotYours for a role that writes no notes; NotValid for words missing or too many.
    """
    unit = note_unit(by.scope, enterprise.office_id)
    if unit is None:
        raise NotYours("您的角色不写企业备注")
    text = _written(text, "text", "备注", TEXT_LIMIT)
    locked = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    same = locked.notes.filter(unit=unit, by=by.actor.name, text=text, struck_at=None).first()
    if same is not None:
        return same
    note = EnterpriseNote.objects.create(
        enterprise=locked, unit_id=unit, text=text, at=now or timezone.now(), by=by.actor.name
    )
    _record(note, EnterpriseEvent.NOTE_ADDED, by, now, text)
    return note


@transaction.atomic
def strike_note(
    *, note: EnterpriseNote, reason: str, by: Person, now: datetime | None = None
) -> EnterpriseNote:
    """Strike a note of one's own unit through, with the reason; it stays readable.

    NotYours for other units' notes; NotNow once it is struck; NotValid for a reason missing or too
    long.
    """
    locked = EnterpriseNote.objects.select_for_update().get(pk=note.pk)
    if locked.unit_id not in note_units(by.scope):
        raise NotYours("只有写备注的单位可以划去它")
    if locked.struck_at is not None:
        raise NotNow("这条备注已经划去", state="已划去")
    locked.strike_reason = _written(reason, "reason", "划去原因", REASON_LIMIT)
    locked.struck_at, locked.struck_by = now or timezone.now(), by.actor.name
    locked.save(update_fields=["struck_at", "struck_by", "strike_reason"])
    _record(locked, EnterpriseEvent.NOTE_STRUCK, by, now, locked.strike_reason)
    return locked


def _written(text: str, field: str, label: str, limit: int) -> str:
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not text:
        raise NotValid({field: f"请填写{label}"})
    if len(text) > limit:
        raise NotValid({field: f"{label}最多 {limit} 字，现在 {len(text)} 字"})
    return text


def _record(
    note: EnterpriseNote, kind: EnterpriseEvent, by: Person, now: datetime | None, text: str
) -> None:
    record(
        object_type="enterprise",
        object_id=note.enterprise_id,
        kind=kind.value,
        by=by.actor,
        data={"note": note.pk, "unit": note.unit_id},
        erasable={"text": text},
        now=now,
    )
