"""What the ledger holds on one person: what they raised, and what they wrote on cases.

Confidential cases are told to the person alone; nobody else learns that there are any. What was
handed over sealed is read by nobody.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.contributions.personal_data import (
    Inquiry,
    LoggedEvent,
    Section,
    TouchedRows,
)
from zhuqi.ledgers.cases.enums import VERBS, Verb
from zhuqi.ledgers.cases.models import Answer, Case, Entry, Note, Rating


def case_sections(inquiry: Inquiry) -> list[Section]:
    """Two tables: the cases they raised or took down, and their words on cases."""
    raised = list(_cases(inquiry))
    touched = inquiry.touched("case")
    secret = touched.hidden | {case.pk for case in raised if _kept_back(case, own=inquiry.own)}
    cases = [case for case in raised if case.pk not in secret]
    events = [
        event
        for event in inquiry.events
        if event.object_type == "case" and event.object_id not in secret
    ]
    return [
        _said(inquiry, cases),
        _written(inquiry.user_ids, events, touched.names, secret),
    ]


def touched_cases(ids: Collection[int], own: bool) -> TouchedRows:  # noqa: FBT001 (the registry's)
    """Numbers of the cases the person acted on; secret ones are kept back."""
    kept_back = Q(sealed=True) if own else Q(sealed=True) | Q(confidential=True)
    names: dict[int, str] = {}
    hidden = set()
    rows = Case.objects.filter(pk__in=ids).order_by().annotate(kept_back=kept_back)
    for pk, number, secret in rows.values_list("pk", "number", "kept_back"):
        if secret:
            hidden.add(pk)
        else:
            names[pk] = number
    return TouchedRows(names, frozenset(hidden), _kind)


def _kept_back(case: Case, *, own: bool) -> bool:
    return case.sealed or (case.confidential and not own)


def _kind(kind: str) -> str:
    return str(Verb(kind).label) if kind in VERBS else kind


def _cases(inquiry: Inquiry) -> Iterable[Case]:
    theirs = Q(submitted_by__in=[pk for pk in inquiry.user_ids if pk])
    for name, phone in inquiry.named:
        theirs |= Q(reporter_name=name, reporter_phone=phone)
    rows = Case.objects.filter(theirs)
    if inquiry.offices is not None:
        rows = rows.filter(office__in=inquiry.offices)
    return rows.order_by("pk")


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _said(inquiry: Inquiry, cases: Iterable[Case]) -> Section:
    """Words of those they reported themselves; what an official took down is the firm's."""
    pairs = set(inquiry.named)
    rows = []
    for case in cases:
        named = (case.reporter_name, case.reporter_phone) in pairs
        words = named or case.submitted_by in inquiry.firm_people
        said = (case.title, case.body, case.wish) if words else ("", "", "")
        mine = (case.reporter_name, case.reporter_phone) if named else ("", "")
        rows.append((case.number, _when(case.submitted_at), *said, *mine))
    columns = (
        _("编号"), _("提出"), _("诉求"), _("具体情况"), _("希望怎样解决"), _("反映人"), _("电话"),
    )  # fmt: skip
    return Section("cases", _("提出或登记的诉求"), columns, rows)


def _written(
    ids: Collection[int],
    events: Iterable[LoggedEvent],
    numbers: Mapping[int, str],
    secret: Collection[int],
) -> Section:
    """Ratings, entries, notes and answers, known by the events that logged them."""
    ratings, entries, notes = set[tuple[int, int]](), set[tuple[int, int]](), set[object]()
    for event in events:
        facts = event.facts
        if event.kind == Verb.RATE:
            ratings.add((event.object_id, int(facts.get("round", 0))))
        elif event.kind == Verb.NOTE:
            notes.add((event.object_id, event.occurred_at))
        elif "entry" in facts:
            entries.add((event.object_id, int(facts["entry"])))
    known = list(numbers)
    rows = [
        (numbers[r.case_id], _when(r.rated_at), _("评价"),
         f"{r.get_verdict_display()} {r.get_satisfaction_display()} {r.comment}".strip())
        for r in Rating.objects.filter(case__in=known).order_by("pk")
        if (r.case_id, r.round) in ratings
    ]  # fmt: skip
    rows += [
        (numbers[e.case_id], _when(e.at), str(e.get_verb_display()), e.text)
        for e in Entry.objects.filter(case__in=known).order_by("pk")
        if (e.case_id, e.ordinal) in entries
    ]
    rows += [
        (numbers[n.case_id], _when(n.at), _("内部备注"), n.text)
        for n in Note.objects.filter(case__in=known).order_by("pk")
        if (n.case_id, n.at) in notes
    ]
    answers = Answer.objects.filter(author__in=ids, author__gt=0).exclude(case__in=secret)
    rows += [
        (a.case.number, _when(a.answered_at), _("答复"), a.text)
        for a in answers.select_related("case").order_by("pk")
    ]
    return Section("written", _("写过的内容"), (_("编号"), _("时间"), _("种类"), _("内容")), rows)
