"""Between ledgers: hand up, take or return, forward, send the result back, ask for strike-off."""

from django.db.models import QuerySet

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import superior_office
from zhuqi.ledgers.cases.actions.intake import default_version
from zhuqi.ledgers.cases.actions.work import CaseChange, required
from zhuqi.ledgers.cases.enums import InvolvementRole, Verb
from zhuqi.ledgers.cases.models import Case, Escalation

TEXT_LIMIT = 2000
# Higher levels come first; a case is assigned or forwarded down or sideways, handed only up.
RANK = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWN)


def level_rank(level: str) -> int:
    """0 for the province, more for each level below."""
    return RANK.index(Level(level))


def escalate(change: CaseChange, *, reason: str) -> None:
    """提级: the county asks the office above to take the case; it stays charged until then.

    NotValid where no office is above.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "提级理由", TEXT_LIMIT)
    step = change.begin(Verb.ESCALATE, errors)
    case = change.case
    above = superior_office(case.office)
    if above is None:
        raise NotValid("本级活动办之上没有上级活动办，不能提级")
    row = Escalation(
        case=case, from_office=case.office, to_office=above, reason=reason,
        asked_at=change.now, asked_by=change.by.actor.name,
    )  # fmt: skip
    change.aggregate.escalations.append(row)
    change.aggregate.new_rows.append(row)
    case.superior = above
    change.involve(above, InvolvementRole.SUPERIOR)
    change.happen(step, Verb.ESCALATE, data={"reason": reason})


def take_up(change: CaseChange, *, decision: str = "") -> None:
    """接收提级: the case moves to the upper ledger, to be assigned there; from now on the upper
    office is charged. The county's sheets end; it keeps reading, and helps."""
    step = change.begin(Verb.TAKE_UP)
    case = change.case
    row = change.decide_escalation(Verb.TAKE_UP, decision.strip()[:TEXT_LIMIT])
    sheets = [a for a in change.aggregate.assignments if a.in_force]
    for sheet in sheets:
        change.advance(sheet, Verb.TAKE_UP)
    case.origin_office = case.office
    _move(change, row.to_office)
    case.lead_unit = None
    case.assigned_at = case.answered_at = case.completed_at = None
    if case.verdict:
        # What the firm judged is a round of its own; the upper level begins the next.
        case.round += 1
    case.disposition = case.verdict = case.satisfaction = ""
    case.strike_off_asked_at = None
    change.happen(step, Verb.TAKE_UP, data={"reason": row.decision}, ended=sheets)


def _move(change: CaseChange, office: Unit) -> None:
    """The row goes into another office's ledger; the office before keeps reading it."""
    case = change.case
    change.uninvolve(case.office_id, InvolvementRole.OFFICE)
    change.involve(case.office, InvolvementRole.ORIGIN)
    case.office, case.level = office, office.level
    change.uninvolve(office.pk, InvolvementRole.ORIGIN)
    change.involve(office, InvolvementRole.OFFICE)


def send_down(change: CaseChange, *, reason: str) -> None:
    """退回属地: the upper office returns it with a reason; the county's clocks never stopped."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "退回理由", TEXT_LIMIT)
    step = change.begin(Verb.SEND_DOWN, errors)
    change.decide_escalation(Verb.SEND_DOWN, reason)
    change.happen(step, Verb.SEND_DOWN, data={"reason": reason})


def forward(change: CaseChange, *, office: Unit | None, reason: str) -> None:
    """转办: pass the case on to another ledger whose matter it is; no result is demanded.

    Not assigned (交办): the other office takes it as its own, accepts or declines it, and is
    charged from now on. Upward it is handed (提级), never forwarded.

    NotValid without an office, or for one that has set no deadline scheme.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "转办理由", TEXT_LIMIT)
    if office is None:
        errors["office"] = "请选择转往哪个台账"
    elif not _may_forward(change.case, office):
        errors["office"] = f"不能转办给“{office}”：上级台账请用提级"
    elif _number_taken(change.case, office):
        errors["office"] = f"“{office}”的台账里已有同一来源编号 {change.case.foreign_number}"
    step = change.begin(Verb.FORWARD, errors)
    if office is None:
        return
    case = change.case
    _move(change, office)
    case.scheme_version = default_version(office)
    case.accepted_at = None
    change.happen(step, Verb.FORWARD, data={"reason": reason})


def forwardable(case: Case) -> QuerySet[Unit]:
    """Offices a case may be forwarded to: of its own level or below, its own excepted."""
    offices = Unit.objects.filter(kind=UnitKind.OFFICE, active=True).exclude(pk=case.office_id)
    levels = [level for level in RANK if level_rank(level) >= level_rank(case.level)]
    return offices.filter(level__in=levels).select_related("region")


def _may_forward(case: Case, office: Unit) -> bool:
    return (
        office.kind == UnitKind.OFFICE
        and office.active
        and office.pk != case.office_id
        and level_rank(office.level) >= level_rank(case.level)
    )


def _number_taken(case: Case, office: Unit) -> bool:
    return bool(case.foreign_number) and (
        Case.objects.filter(office=office, channel=case.channel, foreign_key=case.foreign_key)
        .exclude(pk=case.pk)
        .exists()
    )


def send_back(change: CaseChange, *, text: str) -> None:
    """反馈来源: the result goes back to whoever handed the case over under its own number."""
    errors: dict[str, str] = {}
    text = required(errors, "text", text, "反馈内容", TEXT_LIMIT)
    step = change.begin(Verb.SEND_BACK, errors)
    change.case.fed_back_at = change.now
    ordinal = change.enter(Verb.SEND_BACK, text)
    change.happen(step, Verb.SEND_BACK, data={"entry": ordinal}, erasable={"text": text})


def ask_strike_off(change: CaseChange, *, reason: str) -> None:
    """申请销号: the county asks the city to strike off what the city assigned.

    NotValid for anyone but the county's office.
    """
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "申请说明", TEXT_LIMIT)
    step = change.begin(Verb.ASK_STRIKE_OFF, errors)
    if not change.speaks_for_county:
        raise NotValid("由承接的县区活动办申请销号")
    change.case.strike_off_asked_at = change.now
    change.happen(step, Verb.ASK_STRIKE_OFF, data={"reason": reason})


def refuse_strike_off(change: CaseChange, *, reason: str) -> None:
    """不同意销号: the city says what is still missing; the county may ask again."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "不同意的原因", TEXT_LIMIT)
    step = change.begin(Verb.REFUSE_STRIKE_OFF, errors)
    change.case.strike_off_asked_at = None
    change.happen(step, Verb.REFUSE_STRIKE_OFF, data={"reason": reason})
