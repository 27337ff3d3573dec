"""保密 and 回避: hide a firm, tell a unit which it is, keep units and people away from a case."""

from collections.abc import Collection, Iterable, Sequence

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import scope_of
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.directory.models import Region, Unit
from zhuqi.foundation.directory.naming import unit_named
from zhuqi.foundation.directory.queries import chain_of, office_for, superior_office
from zhuqi.ledgers.cases.actions.work import CaseAggregate, CaseChange, refuse_recused, required
from zhuqi.ledgers.cases.enums import AssignmentState, CoverState, MarkKind, Verb
from zhuqi.ledgers.cases.models import (
    Assignment,
    Case,
    Cover,
    Disclosure,
    KnownAs,
    Recusal,
    RecusalKind,
)
from zhuqi.ledgers.cases.secrecy.marks import find_marks
from zhuqi.ledgers.cases.secrecy.models import identities_of, known_of, redactions_of
from zhuqi.ledgers.cases.secrecy.redaction import found_in

REASON_LIMIT, COVER_LIMIT = 500, 60
# Entries a unit reads beside the text itself.
SAID = frozenset({Verb.SUPPLEMENT, Verb.SPLIT})
OBJECT_TYPE = "case"


def conceal(change: CaseChange, *, reason: str) -> None:
    """标为保密: from now on only the office and the firm know whose it is; who knew, knows."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "标为保密的原因", REASON_LIMIT)
    step = change.begin(Verb.CONCEAL, errors)
    change.case.confidential = True
    mark(change, texts_of(change))
    change.happen(step, Verb.CONCEAL, data={"reason": reason})


def unconceal(change: CaseChange, *, reason: str) -> None:
    """取消保密: everyone who sees the row sees the firm again. The firm has to have agreed."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "取消保密的原因", REASON_LIMIT)
    step = change.begin(Verb.UNCONCEAL, errors)
    change.case.confidential = False
    change.happen(step, Verb.UNCONCEAL, data={"reason": reason})


def disclose(change: CaseChange, *, units: Sequence[Unit], reason: str) -> None:
    """告知企业名称: tell units that hold a sheet which firm it is. It can't be untold.

    NotValid for a unit that must stay out of the case (回避), has no sheet or knows already.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "告知原因", REASON_LIMIT)
    if not units:
        errors["units"] = "请选择要告知的单位"
    step = change.begin(Verb.DISCLOSE, errors)
    recalled = AssignmentState.RECALLED
    holding = {s.unit_id for s in change.aggregate.assignments if s.state != recalled}
    told = set(Disclosure.objects.filter(case=change.case).values_list("unit_id", flat=True))
    for unit in units:
        refuse_recused(change.aggregate, unit)
        if unit.pk not in holding:
            raise NotValid({"units": f"“{unit}”没有这件诉求的交办单"})
        if unit.pk in told:
            raise NotValid({"units": f"已经告知过“{unit}”"})
    change.aggregate.new_rows += [
        Disclosure(
            case=change.case, unit=unit, reason=reason, at=change.now, by=change.by.actor.name
        )
        for unit in units
    ]
    change.happen(
        step,
        Verb.DISCLOSE,
        data={
            "units": [unit.pk for unit in units],
            "names": [str(unit) for unit in units],
            "reason": reason,
        },
    )


def recuse(
    change: CaseChange,
    *,
    kind: RecusalKind,
    reason: str,
    unit: Unit | None = None,
    person: User | None = None,
) -> None:
    """设定回避: a unit (with all below it) or a person has nothing more to do with the case.

    NotValid for the office that keeps the ledger, and for a unit that still holds a sheet.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "回避的原因", REASON_LIMIT)
    if (unit is None) == (person is None):
        errors["unit"] = "请选择回避的单位或人员，二者选一"
    step = change.begin(Verb.RECUSE, errors)
    if unit is not None:
        _refuse_unit(change, unit)
    if any(
        r.in_force and (r.unit_id, r.user_id) == (_pk(unit), _pk(person))
        for r in change.aggregate.recusals
    ):
        raise NotValid({"unit": "已经设定过这一回避"})
    _keep_away(change, kind, reason, unit, person)
    if kind == RecusalKind.COMPLAINED_OF:
        change.case.complained_open = False
    change.happen(step, Verb.RECUSE, data=_said(kind, reason, unit, person))


def declare_recusal(change: CaseChange, *, reason: str) -> None:
    """声明回避: the person keeps away from now on; the office may lift it."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "回避的原因", REASON_LIMIT)
    step = change.begin(Verb.DECLARE_RECUSAL, errors)
    person = User.objects.get(pk=change.by.scope.user_id)
    _keep_away(change, RecusalKind.DECLARED, reason, None, person)
    change.happen(
        step, Verb.DECLARE_RECUSAL, data=_said(RecusalKind.DECLARED, reason, None, person)
    )


def identify(
    change: CaseChange,
    *,
    unit: Unit | None = None,
    outside: bool = False,
    others: bool = False,
    reason: str = "",
) -> None:
    """核定被反映单位: say which unit the firm means, which keeps away from now on; or that it is
    none of those that could get the case (`outside`, with the reason). `others`: the firm named
    more than one, and the question stays open for the next.

    NotValid where neither is said or both are, for the office that keeps the ledger while another
    stands above it, and for a unit that still holds a sheet.
    """
    errors: dict[str, str] = {}
    reason = reason.strip()
    if (unit is None) != outside:
        errors["unit"] = "请选择被反映的单位；确实不在名录里的，勾选“不是名录里的单位”并写明理由"
    if outside or reason:
        reason = required(errors, "reason", reason, "理由", REASON_LIMIT)
    step = change.begin(Verb.IDENTIFY, errors)
    change.case.complained_open = others
    kind = RecusalKind.COMPLAINED_OF
    said = reason or f"企业写的是“{change.case.complained_of}”"
    if unit is not None and not _keeps_its_own(change, unit):
        _refuse_unit(change, unit)
        if not any(r.in_force and r.unit_id == unit.pk for r in change.aggregate.recusals):
            _keep_away(change, kind, said, unit, None)
    data = _said(kind, said, unit, None)
    change.happen(step, Verb.IDENTIFY, data=data if unit else data | {"who": "不是名录里的单位"})


def _keeps_its_own(change: CaseChange, unit: Unit) -> bool:
    """True for the topmost office: there is none above it that could take the complaint."""
    return unit in chain_of(change.case.office) and superior_office(change.case.office) is None


def cover(change: CaseChange, *, marks: Collection[int] = (), more: str = "") -> None:
    """遮盖文字: cover the marked words named by id and those written out, one a line; every other
    marked word stays as it is. Units read （已遮盖） in its place.

    NotValid for a word that stands nowhere in the case's texts, or is too long.
    """
    errors: dict[str, str] = {}
    words = list(dict.fromkeys(filter(None, (line.strip() for line in more.splitlines()))))
    whole = "\n".join(texts_of(change))
    for word in words:
        if len(word) > COVER_LIMIT:
            errors["more"] = f"每处最多 {COVER_LIMIT} 字：“{word[:20]}…”"
        elif not found_in(whole, word):
            errors["more"] = f"文字里没有“{word}”，请照原文填写，一行一处"
    step = change.begin(Verb.COVER, errors)
    known = {row.text: row for row in change.aggregate.covers}
    for word in words:
        if word not in known:
            row = _cover(change, word, MarkKind.OTHER)
            row.state = CoverState.COVERED
            known[word] = row
    for row in known.values():
        wanted = row.pk in marks or row.text in words
        row.state = CoverState.COVERED if wanted else CoverState.KEPT
        row.decided_at, row.decided_by = change.now, change.by.actor.name
        if row.pk:
            change.touch(row)
    covered = [row.text for row in known.values() if row.state == CoverState.COVERED]
    change.happen(
        step,
        Verb.COVER,
        data={"covered": len(covered), "uncovered": len(known) - len(covered)},
        erasable={"text": "、".join(covered)},
    )


def mark(change: CaseChange, texts: Iterable[str]) -> None:
    """Note what in these texts of a confidential case may tell the firm: the office judges it;
    and what firm and people are called now, by which it stays covered."""
    case = change.case
    if not case.confidential:
        return
    _write_down(change)
    if case.enterprise is None:
        return
    known = {row.text for row in change.aggregate.covers}
    redaction = redactions_of([case])[case.pk]
    for word, kind in find_marks(texts, known_of(case), redaction):
        if word not in known:
            _cover(change, word, kind)


def _write_down(change: CaseChange) -> None:
    noted = KnownAs.objects.filter(case=change.case.pk or 0).values_list("kind", "text")
    waiting = [row for row in change.aggregate.new_rows if isinstance(row, KnownAs)]
    known = {*noted, *((row.kind, row.text) for row in waiting)}
    change.aggregate.new_rows += [
        KnownAs(case=change.case, kind=kind, text=text)
        for kind, text in sorted(identities_of(change.case) - known)
    ]


def known_too(change: CaseChange, other: Case) -> None:
    """What the firm and its people were ever called as far as another case tells, this one tells
    too: its words were taken from there."""
    if change.case.confidential:
        change.aggregate.new_rows += [
            KnownAs(case=change.case, kind=kind, text=text)
            for kind, text in KnownAs.objects.filter(case=other)
            .order_by("pk")
            .values_list("kind", "text")
        ]


def texts_of(change: CaseChange) -> list[str]:
    """Everything a unit would read of the firm's own words, and the names of its files."""
    case = change.case
    said = [row.text for row in change.aggregate.entries if row.verb in SAID]
    files = Attachment.objects.filter(object_type=OBJECT_TYPE, object_id=case.pk or 0)
    names = files.order_by("pk").values_list("name", flat=True)
    return [case.title, case.body, case.wish, *said, *names]


def _cover(change: CaseChange, word: str, kind: MarkKind) -> Cover:
    row = Cover(case=change.case, text=word, kind=kind, found_at=change.now)
    change.aggregate.covers.append(row)
    change.aggregate.new_rows.append(row)
    return row


def covered_too(change: CaseChange, other: Iterable[Cover], texts: Iterable[str]) -> None:
    """Words covered by hand in another case stay covered in these texts of this one. What a mark
    found is found again, and stays covered until it is judged."""
    whole = "\n".join(texts)
    for before in other:
        by_hand = before.kind == MarkKind.OTHER and before.state == CoverState.COVERED
        if by_hand and found_in(whole, before.text):
            row = _cover(change, before.text, MarkKind.OTHER)
            row.state, row.decided_at, row.decided_by = (
                before.state, before.decided_at, before.decided_by,
            )  # fmt: skip


def lift_recusal(change: CaseChange, *, recusal: int, reason: str) -> None:
    """解除回避: by id; whoever was kept away sees again what their work shows them."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "解除的原因", REASON_LIMIT)
    row = next((r for r in change.aggregate.recusals if r.pk == recusal and r.in_force), None)
    if row is None:
        errors["recusal"] = "请选择要解除的回避"
    step = change.begin(Verb.LIFT_RECUSAL, errors)
    if row is None:
        return
    row.lifted_at, row.lifted_by, row.lift_reason = change.now, change.by.actor.name, reason
    change.touch(row)
    kind = RecusalKind(row.kind)
    change.happen(step, Verb.LIFT_RECUSAL, data=_said(kind, reason, row.unit, row.user))


def complained_unit(name: str, near: Region) -> Unit | None:
    """The unit a firm of that place named, if it is exactly one of the city; else a person
    decides."""
    return unit_named(name, near=near) if name else None


def ledger_for(office: Unit, complained_of: Unit | None) -> Unit:
    """The office that takes a complaint: never the one complained of, if there is one above it.

    NotValid where no office serves the region.
    """
    if complained_of is None or complained_of not in chain_of(office):
        return office
    above = office.region.parent
    return office_for(above) if above else office


def keep_complained_away(change: CaseChange, unit: Unit) -> None:
    """At submission: the unit complained of keeps away from the first moment on."""
    reason = "企业提交时写明的被反映单位"
    if unit in chain_of(change.case.office):
        return
    _keep_away(change, RecusalKind.COMPLAINED_OF, reason, unit, None)
    change.happen(None, Verb.RECUSE, data=_said(RecusalKind.COMPLAINED_OF, reason, unit, None))


def keep_away_too(change: CaseChange, other: Recusal) -> None:
    """What binds another case binds this one, for the same reason."""
    kind = RecusalKind(other.kind)
    _keep_away(change, kind, other.reason, other.unit, other.user)
    data = _said(kind, other.reason, other.unit, other.user)
    change.happen(None, Verb.RECUSE, data=data)


def _refuse_unit(change: CaseChange, unit: Unit) -> None:
    if unit in chain_of(change.case.office):
        raise NotValid({"unit": f"“{unit}”主管本台账，不能整体回避；请提级到上级活动办办理"})
    sheets = [a for a in change.aggregate.assignments if _open(a) and unit in chain_of(a.unit)]
    if sheets:
        names = "、".join(str(sheet.unit) for sheet in sheets)
        raise NotValid({"unit": f"{names}还持有交办单，请先撤回交办、收回或改派"})


def _open(sheet: Assignment) -> bool:
    return sheet.state not in {AssignmentState.RECALLED, AssignmentState.CLOSED}


def _keep_away(
    change: CaseChange, kind: RecusalKind, reason: str, unit: Unit | None, person: User | None
) -> None:
    row = Recusal(
        case=change.case,
        unit=unit,
        user=person,
        kind=kind,
        reason=reason,
        at=change.now,
        by=change.signature.name,
    )
    aggregate: CaseAggregate = change.aggregate
    aggregate.recusals.append(row)
    aggregate.new_rows.append(row)
    _take_out_of_hand(change, row)


def _take_out_of_hand(change: CaseChange, recusal: Recusal) -> None:
    """Whoever keeps away no longer answers for the case: the firm is not sent to them, and the
    others of the unit may go on with it."""
    case = change.case
    handler = User.objects.filter(pk=case.handler).first() if case.handler else None
    if handler is not None and recusal.binds(scope_of(handler, change.now)):
        case.handler, case.handler_name, case.handler_phone = 0, "", ""


def _said(
    kind: RecusalKind, reason: str, unit: Unit | None, person: User | None
) -> dict[str, object]:
    return {
        "unit": _pk(unit),
        "user": _pk(person),
        "who": str(unit or (person.name if person else "")),
        "kind": kind.value,
        "reason": reason,
    }


def _pk(row: Unit | User | None) -> int | None:
    return row.pk if row is not None else None
