"""更正申请: the firm says what is wrong in its file, its office puts it right or says why not."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.actions.contacts import (
    add_contact,
    change_contact,
    fill,
    prefer_contact,
)
from zhuqi.foundation.directory.actions.enterprises import (
    ContactDraft,
    EnterpriseChanges,
    change_enterprise,
    changed_by,
)
from zhuqi.foundation.directory.enums import CorrectionStatus, EnterpriseEvent
from zhuqi.foundation.directory.models import Correction, Enterprise, EnterpriseContact
from zhuqi.foundation.directory.rules import may_tend
from zhuqi.foundation.directory.uscc import normalise
from zhuqi.foundation.reference_tables.text import tidy
from zhuqi.foundation.typed import phone

FACTS = ("name", "uscc", "address", "employees", "revenue", "assets")
NUMBERS = ("employees", "revenue", "assets")
CONTACT = ("contact_name", "contact_phone")
WORDS_LIMIT = 500
REASON_LIMIT = 200
# 1E+1000000 is a number, but none that can be reckoned with.
DIGITS = 15


@transaction.atomic
def ask_correction(
    *,
    enterprise: Enterprise,
    wanted: Mapping[str, str],
    words: str = "",
    by: Person,
    now: datetime | None = None,
) -> Correction:
    """The firm says what is right. Only what differs is kept; NotValid if nothing does, or where
    the office could not enter it either; NotNow while an earlier request waits.

    NotYours for who does not speak for the firm.
    """
    if enterprise.pk not in by.scope.enterprises:
        raise NotYours("您不能代表这家企业")
    locked = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    words = words.replace("\0", "").strip()
    if len(words) > WORDS_LIMIT:
        raise NotValid({"words": f"说明最多 {WORDS_LIMIT} 字，现在 {len(words)} 字"})
    differing = _differing(locked, wanted)
    if not differing and not words:
        raise NotValid("没有要更正的内容：请改动至少一项，或用文字说明")
    changed_by(copy(locked), _changes(differing))
    if "contact_name" in differing:
        _judge_contact(differing)
    correction = Correction(
        enterprise=locked,
        wanted=differing,
        words=words,
        asked_by=by.actor.user_id,
        asked_name=by.actor.name,
        asked_at=now or timezone.now(),
    )
    try:
        with transaction.atomic():
            correction.save()
    except IntegrityError as error:
        raise NotNow("上一次申请还在等待核对，答复后可以再提", state="等待核对") from error
    _record(correction, EnterpriseEvent.CORRECTION_ASKED, by, now, words)
    return correction


@transaction.atomic
def accept_correction(
    *, correction: Correction, by: Person, reply: str = "", now: datetime | None = None
) -> Correction:
    """Enter what the firm asked for. What stands only in its words the office has seen to.

    NotYours for all but the firm's office; NotNow once it is answered; NotValid for what could not
    be entered by hand either.
    """
    locked = _waiting(correction, by)
    firm = locked.enterprise
    change_enterprise(enterprise=firm, by=by.actor, now=now, **_changes(locked.wanted))
    _call(firm, locked.wanted, by, now)
    return _decide(locked, CorrectionStatus.ACCEPTED, reply, by, now)


@transaction.atomic
def refuse_correction(
    *, correction: Correction, reason: str, by: Person, now: datetime | None = None
) -> Correction:
    """Leave the file as it is; the firm reads the reason.

    NotYours for all but the firm's office; NotNow once it is answered; NotValid without a reason,
    or one too long.
    """
    locked = _waiting(correction, by)
    if not reason.strip():
        raise NotValid({"reason": "请填写不采纳的理由，企业看得到"})
    return _decide(locked, CorrectionStatus.REFUSED, reason, by, now)


def _differing(firm: Enterprise, wanted: Mapping[str, str]) -> dict[str, str]:
    """Of what was typed, what is not in the file already. An empty field means: no opinion."""
    first = firm.contacts.first()
    present = {name: _text(getattr(firm, name)) for name in FACTS}
    present |= {
        "contact_name": first.name if first else "",
        "contact_phone": first.phone if first else "",
    }
    typed = {name: tidy(wanted.get(name, "")) for name in (*FACTS, *CONTACT)}
    typed["uscc"] = normalise(typed["uscc"])
    typed["contact_phone"] = phone(typed["contact_phone"]) or typed["contact_phone"]
    for name in NUMBERS:
        typed[name] = _text(_number(typed, name)) if typed[name] else ""
    found = {name: text for name, text in typed.items() if text and text != present[name]}
    if found.keys() & set(CONTACT):
        # A new number belongs to a name, and a new name to a number.
        found |= {name: typed[name] or present[name] for name in CONTACT}
    return found


def _judge_contact(wanted: Mapping[str, str]) -> None:
    draft = ContactDraft(name=wanted["contact_name"], phone=wanted["contact_phone"])
    try:
        fill(EnterpriseContact(), draft)
    except NotValid as refusal:
        errors = {f"contact_{name}": text for name, text in refusal.errors.items()}
        raise NotValid(errors) from refusal


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _changes(wanted: Mapping[str, str]) -> EnterpriseChanges:
    changes = EnterpriseChanges()
    if "name" in wanted:
        changes["name"] = wanted["name"]
    if "uscc" in wanted:
        changes["uscc"] = wanted["uscc"]
    if "address" in wanted:
        changes["address"] = wanted["address"]
    if "employees" in wanted:
        changes["employees"] = int(_number(wanted, "employees"))
    if "revenue" in wanted:
        changes["revenue"] = _number(wanted, "revenue")
    if "assets" in wanted:
        changes["assets"] = _number(wanted, "assets")
    return changes


def _number(wanted: Mapping[str, str], name: str) -> Decimal:
    try:
        number = Decimal(wanted[name].replace(",", "").replace("，", ""))
    except InvalidOperation as error:
        raise NotValid({name: "请填写数字"}) from error
    if number.is_finite() and abs(number.adjusted()) >= DIGITS:
        raise NotValid({name: "这个数超出了可以填写的范围"})
    if not number.is_finite() or (name == "employees" and number != number.to_integral_value()):
        raise NotValid({name: "请填写数字" if name != "employees" else "人数应为整数"})
    return number


def _call(firm: Enterprise, wanted: Mapping[str, str], by: Person, now: datetime | None) -> None:
    """The contact the firm named becomes the one to call first."""
    if "contact_name" not in wanted:
        return
    draft = ContactDraft(name=wanted["contact_name"], phone=wanted["contact_phone"])
    known = firm.contacts.filter(name=tidy(draft.name)).first()
    if known is None:
        contact = add_contact(enterprise=firm, draft=draft, by=by, now=now)
    else:
        kept = ContactDraft(
            name=known.name, title=known.title, phone=draft.phone, email=known.email
        )
        contact = change_contact(contact=known, draft=kept, by=by, now=now)
    prefer_contact(contact=contact, by=by, now=now)


def _waiting(correction: Correction, by: Person) -> Correction:
    # The firm first: every verb on its file takes that lock.
    firm = Enterprise.objects.select_for_update().get(pk=correction.enterprise_id)
    may_tend(by, {firm.office_id})
    locked = Correction.objects.select_for_update().get(pk=correction.pk)
    if locked.status != CorrectionStatus.WAITING:
        state = str(locked.get_status_display())
        raise NotNow(f"这件申请已由{locked.decided_by}答复", state=state)
    locked.enterprise = firm
    return locked


def _decide(
    row: Correction, status: CorrectionStatus, reason: str, by: Person, now: datetime | None
) -> Correction:
    reason = reason.replace("\0", "").strip()
    if len(reason) > REASON_LIMIT:
        raise NotValid({"reason": f"答复最多 {REASON_LIMIT} 字，现在 {len(reason)} 字"})
    row.status, row.reason = status, reason
    row.decided_by, row.decided_at = by.actor.name, now or timezone.now()
    row.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    accepted = status == CorrectionStatus.ACCEPTED
    kind = EnterpriseEvent.CORRECTION_ACCEPTED if accepted else EnterpriseEvent.CORRECTION_REFUSED
    _record(row, kind, by, now, reason)
    return row


def _record(
    row: Correction, kind: EnterpriseEvent, by: Person, now: datetime | None, words: str
) -> None:
    record(
        object_type="enterprise",
        object_id=row.enterprise_id,
        kind=kind.value,
        by=by.actor,
        data={"correction": row.pk, "fields": sorted(row.wanted)},
        erasable={"words": words},
        now=now,
    )
