"""Erase what must not be kept of a case. The log's chain holds; an event says what went and why."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from zhuqi.foundation.access import Actor
from zhuqi.foundation.attachments.actions import destroy
from zhuqi.foundation.audit.actions import erase
from zhuqi.foundation.audit.models import ErasableValue
from zhuqi.foundation.contributions import Registry
from zhuqi.foundation.notices.actions import forget
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.models import (
    Answer,
    Assignment,
    Case,
    Cover,
    Disclosure,
    Draft,
    Entry,
    Escalation,
    Extension,
    Instruction,
    KnownAs,
    Note,
    Objection,
    Pausing,
    Rating,
    Recusal,
)
from zhuqi.ledgers.cases.retention.queries import GONE

# What rooms above the ledger have written about a case goes with its content: by whom, why, when.
ERASED_WITH: Registry[Callable[[int, Actor, str, datetime | None], None]] = Registry(
    "erased with a case"
)
# Every text that lies on a case in another table.
WORDS: Mapping[type[models.Model], tuple[str, ...]] = {
    Answer: ("text", "return_reason"),
    Assignment: ("requirement",),
    Disclosure: ("reason",),
    Draft: ("text", "return_reason"),
    Entry: ("text",),
    Escalation: ("reason", "decision"),
    Extension: ("reason", "decision"),
    Instruction: ("text", "requirement", "report", "read_remark"),
    Note: ("text",),
    Objection: ("reason", "decision"),
    Pausing: ("reason", "decision", "resume_reason"),
    Rating: ("comment", "rated_by"),
    Recusal: ("reason", "lift_reason"),
}
BLANK: dict[str, Any] = {
    **dict.fromkeys(
        ("body", "wish", "firm_stated", "reporter_name", "reporter_phone", "foreign_number",
         "foreign_key", "source_note", "complained_of"),
        "",
    ),
    "title": GONE,
    "enterprise": None,
    "chamber": None,
    "submission_key": None,
    "submitted_by": 0,
}  # fmt: skip


def erase_content(case_id: int, *, by: Actor, reason: str, now: datetime | None = None) -> None:
    """Everything said on the case, by whom, and its files; number, times and states stay.

    Inside the transaction of the change it belongs to; the worker removes the bytes of files after.
    """
    case = Case.objects.get(pk=case_id)
    Case.objects.filter(pk=case_id).update(**BLANK)
    for model, fields in WORDS.items():
        rows = model._default_manager.filter(case=case_id)  # noqa: SLF001 (Django's public name)
        rows.update(**dict.fromkeys(fields, ""))
    # Words that told the firm; without the text they say nothing but that.
    Cover.objects.filter(case=case_id).delete()
    KnownAs.objects.filter(case=case_id).delete()
    destroy(object_type=OBJECT, object_id=case_id, now=now)
    forget(object_type="case", object_ref=case.number)
    _erase_words(OBJECT, case_id, by, reason, now)
    for erase_more in ERASED_WITH:
        erase_more(case_id, by, reason, now)


def erase_rows(
    object_type: str,
    rows: models.QuerySet[Any],
    blank: Mapping[str, Any],
    *,
    by: Actor,
    reason: str,
    now: datetime | None = None,
) -> None:
    """The same of rows of a room above, each with a log of its own: these columns become what
    `blank` says, and what lies beside their log goes."""
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        rows.filter(pk=pk).update(**blank)
        _erase_words(object_type, pk, by, reason, now)


def _erase_words(object_type: str, pk: int, by: Actor, reason: str, now: datetime | None) -> None:
    said = ErasableValue.objects.filter(
        event__object_type=object_type, event__object_id=pk, value__isnull=False
    )
    names = set(said.order_by().values_list("name", flat=True))
    erase(object_type=object_type, object_id=pk, names=names, by=by, reason=reason, now=now)
