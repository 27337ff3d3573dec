"""企业联系人: the firm's own people, kept by its office one by one."""

from datetime import datetime

from django.db import transaction

from zhuqi.foundation.access import NotNow, NotValid, Person
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.actions.enterprises import ContactDraft
from zhuqi.foundation.directory.enums import EnterpriseEvent
from zhuqi.foundation.directory.models import Enterprise, EnterpriseContact
from zhuqi.foundation.directory.rules import may_tend
from zhuqi.foundation.reference_tables.rows import check_columns
from zhuqi.foundation.reference_tables.text import tidy

# Personal: the chain holds their digest only, so that they can be erased.
_COLUMNS = ("name", "title", "phone", "email")
_MOST = 20
GONE = "这位联系人已被移除，请刷新后再试"


@transaction.atomic
def add_contact(
    *, enterprise: Enterprise, draft: ContactDraft, by: Person, now: datetime | None = None
) -> EnterpriseContact:
    """One more contact; the first one of a firm is the primary one.

    The same contact sent twice is one contact. NotValid for a contact nobody could call.

    NotYours for all but the firm's office; NotValid too where the firm has as many as it may have.
    """
    locked = _locked(enterprise, by)
    contact = EnterpriseContact(enterprise=locked)
    fill(contact, draft)
    listed = list(locked.contacts.all())
    same = [one for one in listed if _said(one) == _said(contact)]
    if same:
        return same[0]
    if len(listed) >= _MOST:
        raise NotValid(f"联系人最多 {_MOST} 位，请先移除不再联系的")
    contact.is_primary = not any(one.is_primary for one in listed)
    contact.save()
    _record(contact, EnterpriseEvent.CONTACT_ADDED, by, now, after=_said(contact))
    return contact


@transaction.atomic
def change_contact(
    *, contact: EnterpriseContact, draft: ContactDraft, by: Person, now: datetime | None = None
) -> EnterpriseContact:
    """Change what differs; the event holds before and after, erasable.

    NotYours for all but the firm's office; NotNow once they are removed; NotValid for a contact
    nobody could call.
    """
    locked = _locked_contact(contact, by)
    before = _said(locked)
    fill(locked, draft)
    after = _said(locked)
    if before != after:
        locked.save()
        _record(locked, EnterpriseEvent.CONTACT_CHANGED, by, now, before=before, after=after)
    return locked


@transaction.atomic
def remove_contact(*, contact: EnterpriseContact, by: Person, now: datetime | None = None) -> None:
    """Nobody is called there any more; the next one becomes the primary one.

    NotYours for all but the firm's office; NotNow once they are removed.
    """
    locked = _locked_contact(contact, by)
    before, was_primary, pk = _said(locked), locked.is_primary, locked.pk
    firm = locked.enterprise
    locked.delete()
    if was_primary and (heir := firm.contacts.first()) is not None:
        heir.is_primary = True
        heir.save(update_fields=["is_primary"])
    locked.pk = pk
    _record(locked, EnterpriseEvent.CONTACT_REMOVED, by, now, before=before)


@transaction.atomic
def prefer_contact(*, contact: EnterpriseContact, by: Person, now: datetime | None = None) -> None:
    """Make a contact the one to call first. Nothing happens if they are that already.

    NotYours for all but the firm's office; NotNow once they are removed.
    """
    locked = _locked_contact(contact, by)
    if locked.is_primary:
        return
    locked.enterprise.contacts.filter(is_primary=True).update(is_primary=False)
    locked.is_primary = True
    locked.save(update_fields=["is_primary"])
    _record(locked, EnterpriseEvent.CONTACT_FIRST, by, now)


def _locked(enterprise: Enterprise, by: Person) -> Enterprise:
    locked = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    may_tend(by, {locked.office_id})
    return locked


def _locked_contact(contact: EnterpriseContact, by: Person) -> EnterpriseContact:
    firm = _locked(contact.enterprise, by)
    locked = EnterpriseContact.objects.filter(pk=contact.pk, enterprise=firm).first()
    if locked is None:
        raise NotNow(GONE, state="已移除")
    locked.enterprise = firm
    return locked


def fill(contact: EnterpriseContact, draft: ContactDraft) -> None:
    """Put the draft into a row (in memory) and judge it. NotValid."""
    for column in _COLUMNS:
        setattr(contact, column, tidy(getattr(draft, column)))
    check_columns(contact)
    if not contact.phone and not contact.email:
        raise NotValid({"phone": "请填写电话或电子邮箱，否则无法联系"})


def _said(contact: EnterpriseContact) -> dict[str, str]:
    return {column: getattr(contact, column) for column in _COLUMNS}


def _record(
    contact: EnterpriseContact,
    kind: EnterpriseEvent,
    by: Person,
    now: datetime | None,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    """Before and after of what differs, all of it erasable."""
    erasable: dict[str, str] = {}
    for column in _COLUMNS:
        old, new = (before or {}).get(column, ""), (after or {}).get(column, "")
        if old != new:
            erasable |= {f"{column}_before": old, f"{column}_after": new}
    record(
        object_type="enterprise",
        object_id=contact.enterprise_id,
        kind=kind.value,
        by=by.actor,
        data={"contact": contact.pk},
        erasable=erasable or {"name_after": contact.name},
        now=now,
    )
