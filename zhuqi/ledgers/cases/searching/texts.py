"""The texts of cases as they are written into the index, from the rows in which they stand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from django.db import models
from django.db.models import Q

from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.directory.models import EnterpriseContact
from zhuqi.foundation.search.kinds import Ids, Kind, Part, Passage, Read, Values, Which
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

# A firm's contacts, as the index names them.
FIRM, CONTACT = "enterprise", "contact"
_NOT_FOR_ALL = INSIDE_VERBS | ARGUED
_OWN_MATTERS = OF_RECUSAL | OF_SECRECY | UNSHOWN


class _Said(NamedTuple):
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


def _case_reads(which: Which) -> Sequence[Read]:
    return [(Case.objects.filter(pk__in=which), _COLUMNS)]


def case_texts(read: Sequence[Values]) -> Iterator[Passage]:
    """Number, title, firm; what it says; phones."""
    [rows] = read
    return _both_ways(said for row in rows for said in _of_case(row))


def _of_case(row: Mapping[str, Any]) -> Iterator[_Said]:
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
_OF_ITS_CASE = ("pk", "case_id", "case__confidential", "case__sealed")


@dataclass(frozen=True, slots=True)
class _Child:
    """Rows of one table on cases: the columns with text, by the code of who reads them."""

    model: type[models.Model]
    codes: Callable[[Mapping[str, Any]], _Codes]
    columns: tuple[str, ...]
    owner: str = ""

    def reads(self, which: Which) -> Sequence[Read]:
        """The rows themselves, with what hides their case."""
        named = [name for name in (self.owner, *self.columns) if name]
        return [(self._rows(pk__in=which), (*_OF_ITS_CASE, *named))]

    def texts(self, read: Sequence[Values]) -> Iterator[Passage]:
        """What stands in the columns."""
        [rows] = read
        return _both_ways(
            _Said(
                row["case_id"],
                row["pk"],
                code,
                tuple(row[name] for name in names),
                row[self.owner] if self.owner else 0,
                secret=row["case__confidential"],
                sealed=row["case__sealed"],
            )
            for row in rows
            for code, names in self.codes(row)
        )

    def of(self, case_ids: Ids) -> Which:
        """The rows of cases."""
        return self._rows(case__in=case_ids).values_list("pk", flat=True)

    def _rows(self, **condition: Which) -> "models.QuerySet[models.Model]":
        manager: models.Manager[models.Model] = self.model._default_manager  # noqa: SLF001 (Django's public name)
        return manager.filter(**condition).order_by("pk")

    @property
    def part(self) -> Part:
        """As the registry takes it."""
        return Part(self.model._meta.label, self.reads, self.texts, self.of)  # noqa: SLF001


def _entry(row: Mapping[str, Any]) -> _Codes:
    if row["verb"] in _OWN_MATTERS:
        return ()
    return ((INSIDE if row["verb"] in _NOT_FOR_ALL else TEXT, ("text",)),)


def _answer(row: Mapping[str, Any]) -> _Codes:
    open_ = row["status"] == Answer.Status.APPROVED
    return (TEXT if open_ else REVIEW, ("text",)), (REVIEW, ("return_reason",))


def _all(code: str, *names: str) -> Callable[[Mapping[str, Any]], _Codes]:
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


_ORDERED = ("requirement", "report", "read_remark")
_WORDS = ("text", "leader_name", "leader_id", "entered_by", "readers")


def _instruction_reads(which: Which) -> Sequence[Read]:
    rows = Instruction.objects.filter(pk__in=which)
    return [(rows, (*_OF_ITS_CASE, *_ORDERED, *_WORDS))]


def instruction_texts(read: Sequence[Values]) -> Iterator[Passage]:
    """The task and the report for those who look inside, the words for those they are meant for."""
    [rows] = read
    return _both_ways(said for row in rows for said in _of_instruction(row))


def _of_instruction(row: Mapping[str, Any]) -> Iterator[_Said]:
    said = partial(
        _Said, row["case_id"], row["pk"],
        secret=row["case__confidential"], sealed=row["case__sealed"],
    )  # fmt: skip
    yield said(REVIEW, tuple(row[name] for name in _ORDERED))
    for reader in sorted({row["leader_id"], row["entered_by"], *row["readers"]} - {0, None}):
        yield said(WORDS, (row["text"], row["leader_name"]), reader)


def _instructions_of(case_ids: Ids) -> Which:
    rows = Instruction.objects.filter(case__in=case_ids)
    return rows.order_by("pk").values_list("pk", flat=True)


# Files --------------------------------------------------------------------------------------------


def _file_reads(which: Which) -> Sequence[Read]:
    """Names; what was read out of them; what decides who opens them: the case, its answers, what
    was argued."""
    files = Attachment.objects.filter(pk__in=which, object_type=OBJECT, removed_at=None)
    cases = files.order_by().values("object_id")
    entries = Entry.objects.filter(case__in=cases, verb__in=sorted(_NOT_FOR_ALL))
    return [
        (files, ("pk", "object_id", "purpose", "name")),
        (FileText.objects.filter(attachment_id__in=which), ("pk", "attachment_id", "text")),
        (Case.objects.filter(pk__in=cases), ("pk", "sealed")),
        (Answer.objects.filter(case__in=cases), ("pk", "case_id", "status")),
        (entries, ("pk", "case_id", "ordinal")),
    ]


def file_texts(read: Sequence[Values]) -> Iterator[Passage]:
    """Name and text of files. Of a confidential case no file is searched by who may not know the
    firm: what the firm sent they do not open, and in what units laid on it nothing is covered."""
    files, texts, cases, answers, entries = read
    text_of = {row["attachment_id"]: row["text"] for row in texts}
    shown = {row["pk"] for row in cases if not row["sealed"]}
    passed = _answers_passed(answers)
    inside = {f"{row['case_id']}:entry:{row['ordinal']}" for row in entries}
    for file in files:
        code = _file_code(f"{file['object_id']}:{file['purpose']}", passed, inside)
        if code and file["object_id"] in shown:
            pieces = (file["name"], text_of.get(file["pk"], ""))
            yield Passage(file["object_id"], file["pk"], code, pieces)


def _file_code(named: str, passed: set[str], inside: set[str]) -> str:
    """Who opens it, as `file_access` says; "" for drafts and for what is a leader's own."""
    _case, part, *_number = named.split(":")
    if part in {"draft", "instruction", "report"}:
        return ""
    if part in {"answer", "signed"}:
        return TEXT if named in passed else REVIEW
    return INSIDE if named in inside else TEXT


def _answers_passed(answers: Values) -> set[str]:
    passed: set[str] = set()
    counts: dict[int, int] = {}
    for row in answers:
        counts[row["case_id"]] = counts.get(row["case_id"], 0) + 1
        if row["status"] == Answer.Status.APPROVED:
            passed.add(f"{row['case_id']}:answer:{counts[row['case_id']]}")
    return passed


def _files_of(case_ids: Ids) -> Which:
    files = Attachment.objects.filter(object_type=OBJECT, object_id__in=case_ids)
    return files.order_by("pk").values_list("pk", flat=True)


def _files_of_answers(ids: Ids) -> models.QuerySet[Any, Any]:
    """Papers of these answers: who opens them goes by the answer."""
    cases = Answer.objects.filter(pk__in=ids).order_by().values("case")
    laid = Attachment.objects.filter(
        object_type=OBJECT, object_id__in=cases, purpose__startswith="answer:"
    )
    return laid.order_by("pk").values_list("pk", flat=True)


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
    there = EnterpriseContact.objects.filter(pk__in=ids).order_by().values("enterprise")
    # Of one that was taken away only the index still knows the firm.
    gone = SearchText.objects.filter(kind=FIRM, part=CONTACT, part_id__in=ids).order_by()
    return _hiding(Q(enterprise__in=there) | Q(enterprise__in=gone.values("object_id")))


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


def _itself(ids: Ids) -> Which:
    return ids


CASE_KIND = Kind(
    rows=Case.objects.all,
    parts={
        "case": Part("cases.Case", _case_reads, case_texts, _itself),
        **{name: child.part for name, child in CHILDREN.items()},
        "instruction": Part(
            "cases.Instruction", _instruction_reads, instruction_texts, _instructions_of
        ),
        "file": Part(
            "attachments.Attachment",
            _file_reads,
            file_texts,
            _files_of,
            follows={"cases.Answer": _files_of_answers},
        ),
    },
    codes=CODES,
    touched={
        "cases.Cover": of_covers,
        "directory.Enterprise": of_firms,
        "directory.EnterpriseContact": of_contacts,
        "accounts.FirmMember": of_members,
        "accounts.User": of_users,
    },
    spreading=frozenset(REDACTED.values()),
)
