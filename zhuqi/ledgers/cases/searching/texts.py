"""The texts of cases as they are written into the index, from the rows in which they stand."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from django.db import models
from django.db.models import F, Q

from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.changes import Prepared
from zhuqi.foundation.directory.models import EnterpriseContact
from zhuqi.foundation.search.kinds import Ids, Kind, Part, Passage
from zhuqi.foundation.search.models import FileText, SearchText
from zhuqi.foundation.search.normal import normal
from zhuqi.foundation.search.words import phone_pieces
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.models import (
    Answer,
    Assignment,
    Case,
    Cover,
    Entry,
    Escalation,
    Extension,
    Instruction,
    Note,
    Objection,
    Pausing,
    Rating,
)
from zhuqi.ledgers.cases.searching.codes import (
    CODES,
    HEADING,
    INSIDE,
    NOTE,
    PHONE,
    REDACTED,
    REVIEW,
    TEXT,
    WORDS,
)
from zhuqi.ledgers.cases.secrecy.models import redactions_of
from zhuqi.ledgers.cases.verbs import ARGUED, OF_RECUSAL, OF_SECRECY, UNSHOWN
from zhuqi.ledgers.cases.verbs import INSIDE as INSIDE_VERBS

_NOT_FOR_ALL = INSIDE_VERBS | ARGUED
_OWN_MATTERS = OF_RECUSAL | OF_SECRECY | UNSHOWN


@dataclass(frozen=True, slots=True)
class _Said:
    """A text before redaction: `secret` where its case is confidential, `sealed` handed over so.

    Without `redacted` nobody who does not know the firm reads anything of it.
    """

    case_id: int
    part_id: int
    code: str
    pieces: tuple[str, ...]
    owner: int = 0
    secret: bool = False
    sealed: bool = False
    redacted: bool = True


def _both_ways(said: Iterable[_Said]) -> Iterator[Passage]:
    """What is indexed of it: nothing of a sealed case, both readings of a confidential one."""
    texts = [one for one in said if not one.sealed]
    secret = {one.case_id for one in texts if one.secret and one.code in REDACTED}
    redactions = redactions_of(list(Case.objects.filter(pk__in=secret))) if secret else {}
    for one in texts:
        yield Passage(one.case_id, one.part_id, one.code, one.pieces, one.owner)
        if one.case_id in redactions and one.redacted and one.code in REDACTED:
            over = redactions[one.case_id].over
            pieces = tuple(over(piece) for piece in one.pieces)
            yield Passage(one.case_id, one.part_id, REDACTED[one.code], pieces, one.owner)


# The row itself -----------------------------------------------------------------------------------

_READ_BY_ALL = ("body", "wish", "refusal_ground", "where_to_go", "refused_by_organ", "handler_name")
_REVEALS_FIRM = ("reporter_name", "complained_of", "foreign_number", "source_note")
_COLUMNS = (
    "pk", "confidential", "sealed", "number", "title", "enterprise__name", "firm_stated",
    "reporter_phone", "handler_phone", *_READ_BY_ALL, *_REVEALS_FIRM,
)  # fmt: skip


# Read with every change of a case.
_ROWS = Prepared(lambda ids: Case.objects.filter(pk__in=ids).order_by("pk").values_list(*_COLUMNS))


def case_texts(ids: Ids) -> Iterator[Passage]:
    """Number, title, firm; what it says; phones."""
    rows = (dict(zip(_COLUMNS, row, strict=True)) for row in _ROWS(ids=ids))
    return _both_ways(said for row in rows for said in _of_case(row))


def _of_case(row: dict[str, Any]) -> Iterator[_Said]:
    pk, secret = row["pk"], row["confidential"]
    if row["sealed"]:
        # Its number is all that is left of it, and everybody's who sees the row.
        yield _Said(pk, pk, HEADING, (row["number"],), secret=True)
        return
    names = (row["enterprise__name"] or "", row["firm_stated"])
    told = tuple(row[name] for name in _READ_BY_ALL)
    revealing = tuple(row[name] for name in _REVEALS_FIRM)
    phones = phone_pieces(row["reporter_phone"], row["handler_phone"])
    yield _Said(pk, pk, HEADING, (row["number"], row["title"]), secret=secret)
    yield _Said(pk, pk, HEADING, names, secret=secret, redacted=False)
    yield _Said(pk, pk, TEXT, told, secret=secret)
    yield _Said(pk, pk, TEXT, revealing, secret=secret, redacted=False)
    yield _Said(pk, pk, PHONE, phones)


# What lies on it ----------------------------------------------------------------------------------


# By whom columns are read: the code, and their names.
_Codes: TypeAlias = Iterable[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class _Child:
    """Rows of one table on cases: the columns with text, by the code of who reads them."""

    model: type[models.Model]
    codes: Callable[[dict[str, Any]], _Codes]
    columns: tuple[str, ...]
    owner: str = ""

    def texts(self, ids: Ids) -> Iterator[Passage]:
        """Of rows by id."""
        rows = self.model._default_manager.filter(pk__in=ids).order_by("pk")  # noqa: SLF001 (Django's public name)
        asked = {"secret": F("case__confidential"), "sealed": F("case__sealed")}
        named = [name for name in (self.owner, *self.columns) if name]
        return _both_ways(
            _Said(
                row["case_id"],
                row["pk"],
                code,
                tuple(row[name] for name in names),
                row[self.owner] if self.owner else 0,
                secret=row["secret"],
                sealed=row["sealed"],
            )
            for row in rows.values("pk", "case_id", *named, **asked)
            for code, names in self.codes(row)
        )

    def of(self, case_ids: Ids) -> Iterable[int]:
        """The rows of cases."""
        rows = self.model._default_manager.filter(case__in=case_ids).order_by("pk")  # noqa: SLF001
        return rows.values_list("pk", flat=True)

    @property
    def part(self) -> Part:
        """As the registry takes it."""
        return Part(self.model._meta.label, self.texts, self.of)  # noqa: SLF001


def _entry(row: dict[str, Any]) -> _Codes:
    if row["verb"] in _OWN_MATTERS:
        return ()
    return ((INSIDE if row["verb"] in _NOT_FOR_ALL else TEXT, ("text",)),)


def _answer(row: dict[str, Any]) -> _Codes:
    open_ = row["status"] == Answer.Status.APPROVED
    return (TEXT if open_ else REVIEW, ("text",)), (REVIEW, ("return_reason",))


def _all(
    code: str, *names: str
) -> Callable[[dict[str, Any]], Iterable[tuple[str, tuple[str, ...]]]]:
    return lambda _row: ((code, names),)


def _inside(model: type[models.Model], *names: str) -> _Child:
    return _Child(model, _all(INSIDE, *names), names)


CHILDREN = {
    "entry": _Child(Entry, _entry, ("verb", "text")),
    "answer": _Child(Answer, _answer, ("status", "text", "return_reason")),
    "rating": _Child(Rating, _all(TEXT, "comment"), ("comment",)),
    "note": _Child(Note, _all(NOTE, "text"), ("text",), owner="unit_id"),
    "sheet": _inside(Assignment, "requirement"),
    "objection": _inside(Objection, "reason", "decision"),
    "extension": _inside(Extension, "reason", "decision"),
    "pause": _inside(Pausing, "reason", "decision", "resume_reason"),
    "escalation": _inside(Escalation, "reason", "decision"),
}


def instruction_texts(ids: Ids) -> Iterator[Passage]:
    """The task and the report for those who look inside, the words for those they are meant for."""
    rows = Instruction.objects.filter(pk__in=ids).select_related("case").order_by("pk")
    return _both_ways(said for row in rows for said in _of_instruction(row))


def _of_instruction(row: Instruction) -> Iterator[_Said]:
    case = row.case
    said = partial(_Said, case.pk, row.pk, secret=case.confidential, sealed=case.sealed)
    yield said(REVIEW, (row.requirement, row.report, row.read_remark))
    for reader in sorted({row.leader_id, row.entered_by, *row.readers} - {0}):
        yield said(WORDS, (row.text, row.leader_name), reader)


# Files --------------------------------------------------------------------------------------------


def file_texts(ids: Ids) -> Iterator[Passage]:
    """Name and text of files. Of a confidential case no file is searched by who may not know the
    firm: what the firm sent they do not open, and in what units laid on it nothing is covered."""
    files = Attachment.objects.filter(pk__in=ids, object_type=OBJECT, removed_at=None)
    files = files.order_by("pk")
    texts = dict(
        FileText.objects.filter(attachment_id__in=ids).values_list("attachment_id", "text")
    )
    known = {file.object_id for file in files}
    cases = Case.objects.filter(pk__in=known).in_bulk()
    open_answers, inside = _answers_passed(known), _inside_entries(known)
    for file in files:
        case = cases.get(file.object_id)
        code = _file_code(file, open_answers, inside)
        if case is not None and code and not case.sealed:
            yield Passage(case.pk, file.pk, code, (file.name, texts.get(file.pk, "")))


def _file_code(file: Attachment, open_answers: set[str], inside: set[str]) -> str:
    """Who opens it, as `file_access` says; "" for drafts and for what is a leader's own."""
    part, _colon, _number = file.purpose.partition(":")
    named = f"{file.object_id}:{file.purpose}"
    if part in {"draft", "instruction", "report"}:
        return ""
    if part in {"answer", "signed"}:
        return TEXT if named in open_answers else REVIEW
    return INSIDE if named in inside else TEXT


def _answers_passed(case_ids: Ids) -> set[str]:
    passed: set[str] = set()
    counts: dict[int, int] = {}
    rows = Answer.objects.filter(case__in=case_ids).order_by("pk")
    for case_id, status in rows.values_list("case_id", "status"):
        counts[case_id] = counts.get(case_id, 0) + 1
        if status == Answer.Status.APPROVED:
            passed.add(f"{case_id}:answer:{counts[case_id]}")
    return passed


def _inside_entries(case_ids: Ids) -> set[str]:
    rows = Entry.objects.filter(case__in=case_ids, verb__in=_NOT_FOR_ALL).order_by()
    return {f"{pk}:entry:{ordinal}" for pk, ordinal in rows.values_list("case_id", "ordinal")}


def _files_of(case_ids: Ids) -> Iterable[int]:
    files = Attachment.objects.filter(object_type=OBJECT, object_id__in=case_ids)
    return files.order_by("pk").values_list("pk", flat=True)


# What else changes them ---------------------------------------------------------------------------


def of_covers(ids: Ids) -> Iterable[int]:
    """The cases of covers."""
    return Cover.objects.filter(pk__in=ids).order_by().values_list("case_id", flat=True)


def of_firms(ids: Ids) -> Iterable[int]:
    """Cases whose heading still has a name the firm no longer bears, and all that hide a firm."""
    found = set(_hiding(Q(enterprise__in=ids)))
    rows = Case.objects.filter(enterprise__in=ids, sealed=False).order_by()
    names = {pk: normal(name) for pk, name in rows.values_list("pk", "enterprise__name")}
    headings = SearchText.objects.filter(kind=OBJECT, object_id__in=rows.values("pk"), code=HEADING)
    for pk, text in headings.order_by().values_list("object_id", "text"):
        if names[pk] not in text:
            found.add(pk)
    return found


def of_contacts(ids: Ids) -> Iterable[int]:
    """By whose names and phones a hidden firm is covered too."""
    firms = EnterpriseContact.objects.filter(pk__in=ids).order_by().values("enterprise")
    return _hiding(Q(enterprise__in=firms))


def of_members(ids: Ids) -> Iterable[int]:
    """The same of those who speak for it."""
    firms = FirmMember.objects.filter(pk__in=ids).order_by().values("enterprise")
    return _hiding(Q(enterprise__in=firms))


def of_users(ids: Ids) -> Iterable[int]:
    """The same by the account, whose name and phone it is."""
    firms = FirmMember.objects.filter(user__in=ids).order_by().values("enterprise")
    return _hiding(Q(enterprise__in=firms))


def _hiding(these: Q) -> Iterable[int]:
    return Case.objects.filter(these, confidential=True).order_by().values_list("pk", flat=True)


def of_answers(ids: Ids) -> Iterable[int]:
    """Cases with papers on these answers: who opens them goes by the answer."""
    cases = Answer.objects.filter(pk__in=ids).order_by().values("case")
    laid = Attachment.objects.filter(
        object_type=OBJECT, object_id__in=cases, purpose__startswith="answer:", removed_at=None
    )
    return laid.order_by().values_list("object_id", flat=True)


def _itself(ids: Ids) -> Iterable[int]:
    return ids


CASE_KIND = Kind(
    rows=Case.objects.all,
    parts={
        "case": Part("cases.Case", case_texts, _itself),
        **{name: child.part for name, child in CHILDREN.items()},
        "instruction": Part(
            "cases.Instruction",
            instruction_texts,
            lambda ids: Instruction.objects.filter(case__in=ids).values_list("pk", flat=True),
        ),
        "file": Part("attachments.Attachment", file_texts, _files_of),
    },
    codes=CODES,
    touched={
        "cases.Cover": of_covers,
        "cases.Answer": of_answers,
        "directory.Enterprise": of_firms,
        "directory.EnterpriseContact": of_contacts,
        "accounts.FirmMember": of_members,
        "accounts.User": of_users,
    },
    spreading=frozenset(REDACTED.values()),
)
