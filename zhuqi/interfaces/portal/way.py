"""The way a case goes, step by step with its times: what the receipt promises."""

from django.utils.translation import gettext as _

from zhuqi.foundation.workdays import Unit
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Step
from zhuqi.ledgers.cases.clocks import FAR, measured
from zhuqi.ledgers.cases.enums import ClockKind, Kind, State, Tier
from zhuqi.ledgers.cases.reading.case_view import CaseView

_PLACE = {
    State.SUBMITTED: 1,
    State.ACCEPTED: 2,
    State.ASSIGNED: 3,
    State.IN_PROGRESS: 3,
    State.ANSWERED: 3,
    State.COMPLETED: 4,
}


def way_of(file: CaseView) -> list[Step]:
    """Five steps; the running one carries its due time, later ones what the scheme promises.

    Empty for cases that left the way (declined, withdrawn, struck off, carried, imported).
    """
    case = file.case
    here = _PLACE.get(State(case.state))
    if here is None or case.historical:
        return []
    office, lead = case.office.name, case.lead_unit.name if case.lead_unit else _("责任单位")
    steps = [
        (_("已提交"), wording.moment(case.submitted_at)),
        (_("%(office)s决定是否受理") % {"office": office}, _by(file, ClockKind.ACCEPT)),
        (
            _("转给%(unit)s") % {"unit": lead},
            wording.moment(case.assigned_at) or _by(file, ClockKind.ISSUE),
        ),
        (_("答复您"), _by(file, ClockKind.RESOLVE) or _usual(file)),
        (_("请您评价：解决了没有"), _("没解决的，退回重新办理")),
    ]
    return [
        Step(label, "done" if n < here else "now" if n == here else "later", note)
        for n, (label, note) in enumerate(steps)
    ]


def _by(file: CaseView, clock: ClockKind) -> str:
    """“最晚 11月24日 周二 17:30” for a clock that runs."""
    running = [
        line.due_at
        for line in file.clocks
        if line.clock == clock and line.stopped_at is None and line.due_at < FAR
    ]
    return _("最晚 %(due)s") % {"due": wording.moment(running[-1])} if running else ""


def _usual(file: CaseView) -> str:
    """How long an answer takes by the office's scheme, before anyone has judged how hard it is."""
    case = file.case
    terms = file.aggregate.rulebook.scheme_terms.get(case.scheme_version_id or 0)
    if terms is None:
        return ""
    rule = terms.rule_for(
        ClockKind.RESOLVE, tier=case.tier or Tier.ORDINARY, kind=case.kind or Kind.HELP
    )
    if rule is None or rule.followed or not rule.amount:
        return ""
    time = (
        measured(rule.amount, rule.unit)
        if rule.unit != Unit.NATURAL_DAY
        else _("%(days)s 天") % {"days": rule.amount}
    )
    return _("一般事项转给责任单位后 %(time)s内答复，复杂的时间长一些，会告诉您") % {"time": time}
