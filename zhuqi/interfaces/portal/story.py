"""What happened to a case, told to the firm in plain sentences."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from zhuqi.interfaces.portal.copy import QUESTIONS, RESULTS, question_of
from zhuqi.interfaces.portal.uploads import papers_of
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Happening
from zhuqi.ledgers.cases.clocks import EXTENDED
from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    ClockKind,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.models import FAR, Answer
from zhuqi.ledgers.cases.reading.case_view import CaseView, Moment
from zhuqi.ledgers.cases.requests.actions.extensions import time_of

# Reasons that were written for the firm; others are the office's own.
TOLD_REASONS = frozenset(
    {
        Verb.WITHDRAW,
        Verb.ASK_WITHDRAWAL,
        Verb.KEEP,
        Verb.REOPEN,
        Verb.CARRY,
        Verb.FORWARD,
        Verb.RESUME,
        Verb.CONCEAL,
        Verb.UNCONCEAL,
        Verb.DISCLOSE,
        Verb.UNBUNDLE,
    }
)
# What was written then stands in the sentence, or is the office's own.
UNNOTED = frozenset({Verb.DECLINE, Verb.REASSIGN, Verb.CONSULT, Verb.PAUSE, Verb.TERMINATE})

# Done by the office that has the case at the time.
OFFICE_ACTS = frozenset({Verb.ACCEPT, Verb.DECLINE, Verb.COMPLETE, Verb.STRIKE_OFF})


def story(file: CaseView) -> list[Happening]:
    """The timeline, oldest first."""
    teller = _Teller(file)
    return [teller.describe(moment) for moment in file.moments]


class _Teller:
    """Knows the case; writes one sentence a moment."""

    def __init__(self, file: CaseView) -> None:
        self.file = file
        self.firm = file.case.enterprise.name if file.case.enterprise else ""
        self.me = file.person.actor.name
        self.office = file.case.office.name
        self.lead = file.case.lead_unit.name if file.case.lead_unit else _("承办单位")
        shown = shown_answer(file)
        self.shown_text = shown.text if shown else None

    def describe(self, moment: Moment) -> Happening:
        """The moment as a happening of the shell's timeline."""
        sentence, _line, more = self.sentence(moment).partition("\n")
        note = "\n".join(filter(None, (more, self.note(moment))))
        # What the firm wrote and sent first stands above the timeline already.
        files = () if moment.verb in {Verb.SUBMIT, Verb.REGISTER} else moment.files
        papers = papers_of(files, self.file.person.actor.user_id)
        return Happening(moment.at, "", sentence, note=note, papers=papers)

    def who(self, moment: Moment) -> str:
        """“您”, a colleague's name, or unit and name."""
        name = moment.who.removeprefix(self.firm).strip() or moment.who
        return _("您") if name == self.me else name

    def by_firm(self, moment: Moment) -> bool:
        """True if someone of the firm did it."""
        return bool(self.firm) and moment.who.startswith(self.firm)

    def sentence(self, moment: Moment) -> str:
        """What happened; what stands on further lines is said beneath."""
        teller = _SENTENCES.get(moment.verb)
        return teller(self, moment) if teller else f"{self.who(moment)}：{moment.label}"

    def note(self, moment: Moment) -> str:
        """What was written then, if it is not told elsewhere on the page."""
        if moment.verb in UNNOTED:
            return ""
        if moment.verb == Verb.ANSWER and moment.text == self.shown_text:
            return _("答复全文见上面")
        if moment.verb in TOLD_REASONS:
            return moment.remark or moment.text
        return moment.text

    def office_at(self, moment: Moment) -> str:
        """The office that had the case then: it may have moved to another level since."""
        case = self.file.case
        if moment.verb not in OFFICE_ACTS or moment.unit in {"", str(case.office)}:
            return self.office
        return moment.unit

    def due(self, clock: ClockKind, at: datetime) -> str:
        """“承诺 11月28日 周六 17:30 前答复” on a line below, where that clock started then."""
        line = next(
            (
                c
                for c in self.file.clocks
                if c.clock == clock and c.started_at == at and c.due_at < FAR
            ),
            None,
        )
        return (
            "\n" + _("承诺 %(due)s 前答复") % {"due": wording.moment(line.due_at)} if line else ""
        )


def _assigned(teller: _Teller, moment: Moment) -> str:
    sheets = [a for a in teller.file.assignments if a.issued_at == moment.at]
    lead = next((a.unit.name for a in sheets if a.role == AssignmentRole.LEAD), teller.lead)
    helping = {AssignmentRole.CO, AssignmentRole.PART}
    others = "、".join(a.unit.name for a in sheets if a.role in helping)
    words = _("已转给%(unit)s") % {"unit": lead} + teller.due(ClockKind.RESOLVE, moment.at)
    return words + "\n" + _("%(units)s协助办理") % {"units": others} if others else words


def _signed(teller: _Teller, moment: Moment) -> str:
    """A co-unit that signs does not take the matter over from the lead."""
    helps = any(
        a.role == AssignmentRole.CO and a.signed_at == moment.at for a in teller.file.assignments
    )
    words = _("协助单位%(who)s已接手") if helps else _("%(who)s已接手")
    return words % {"who": teller.who(moment)}


def _answered(teller: _Teller, moment: Moment) -> str:
    answer = next(
        (a for a in teller.file.answers if a.answered_at == moment.at and a.text == moment.text),
        None,
    )
    result = RESULTS[answer.disposition] if answer else ""
    if not result:
        return _("%(who)s提出答复") % {"who": teller.who(moment)}
    return _("%(who)s提出答复：%(result)s") % {"who": teller.who(moment), "result": result}


def _rated(teller: _Teller, moment: Moment) -> str:
    verdict, _dot, level = moment.remark.partition(" · ")
    chosen = next((v for v in Verdict if str(v.label) == verdict), None)
    words = question_of(_disposition_at(teller, moment)).label(chosen) if chosen else verdict
    said = _("“%(verdict)s”，%(level)s") % {"verdict": words, "level": level}
    if moment.verb == Verb.RATE_BY_PHONE:
        return _("%(who)s电话回访，记下企业的评价：%(said)s") % {"who": moment.who, "said": said}
    return _("%(who)s评价：%(said)s") % {"who": teller.who(moment), "said": said}


def _disposition_at(teller: _Teller, moment: Moment) -> str:
    """What the answer claimed that was rated then."""
    before = [a for a in teller.file.answers if a.answered_at <= moment.at]
    return before[-1].disposition if before else next(iter(QUESTIONS))


def _carried(teller: _Teller, moment: Moment) -> str:
    line = next(
        (c for c in teller.file.clocks if c.clock == ClockKind.CARRY and c.started_at == moment.at),
        None,
    )
    when = "\n" + _("%(day)s 复核") % {"day": wording.day(line.due_at)} if line else ""
    return _("%(office)s列入持续跟踪") % {"office": teller.office} + when


def _redone(teller: _Teller, moment: Moment) -> str:
    return _("退回%(unit)s重新办理") % {"unit": teller.lead} + teller.due(ClockKind.REDO, moment.at)


def _reopened(teller: _Teller, moment: Moment) -> str:
    if not teller.by_firm(moment):
        return _("%(office)s重新办理这件诉求") % {"office": teller.office}
    words = _("%(who)s说还没解决，退回%(unit)s重新办理")
    return words % {"who": teller.who(moment), "unit": teller.lead} + teller.due(
        ClockKind.REDO, moment.at
    )


def _handed_over(teller: _Teller, moment: Moment) -> str:
    before, _arrow, after = moment.remark.partition(" → ")
    return _("%(unit)s的经办人由%(before)s改为%(after)s") % {
        "unit": teller.lead, "before": before, "after": after,
    }  # fmt: skip


def _withdrawn(teller: _Teller, moment: Moment) -> str:
    if teller.by_firm(moment):
        return _("%(who)s撤回了诉求") % {"who": teller.who(moment)}
    return _("%(office)s电话核实后，按企业要求撤回") % {"office": teller.office}


def _kept(teller: _Teller, moment: Moment) -> str:
    if teller.by_firm(moment):
        return _("%(who)s决定不撤回，继续办理") % {"who": teller.who(moment)}
    return _("%(office)s电话核实后，继续办理") % {"office": teller.office}


def _moved(teller: _Teller, moment: Moment) -> str:
    """The office gave it to another unit; in the ledger's remark stands which."""
    words = {
        Verb.REASSIGN: _("%(office)s研究后，改%(whom)s"),
        Verb.CONSULT: _("由谁办理正在会商，会商期间%(whom)s"),
    }[moment.verb]
    words %= {"office": teller.office, "whom": moment.remark}
    return words + teller.due(ClockKind.RESOLVE, moment.at)


def _given_time(teller: _Teller, moment: Moment) -> str:
    """How much longer, and what the promise is now."""
    row = next(
        (r for r in teller.file.aggregate.requests.extensions if r.decided_at == moment.at), None
    )
    if row is None:
        return _("%(office)s同意延长办理时间") % {"office": teller.office}
    words = _("%(unit)s申请延期，%(office)s同意延长 %(time)s") % {
        "unit": row.assignment.unit.name,
        "office": teller.office,
        "time": time_of(row.granted, row.unit),
    }
    promised = (
        c.due_at
        for c in teller.file.clocks
        if c.clock in EXTENDED | {ClockKind.REDO} and c.stopped_at is None and c.due_at < FAR
    )
    due = next(promised, None)
    if due is None:
        return words
    return words + "\n" + _("现在承诺 %(due)s 前答复") % {"due": wording.moment(due)}


def _paused(teller: _Teller, moment: Moment) -> str:
    words = _("%(office)s同意暂停办理，%(review)s") % {
        "office": teller.office,
        "review": moment.remark,
    }
    return words + "\n" + moment.text


def _merged(teller: _Teller, moment: Moment) -> str:
    return _("%(office)s把它与您的另一件诉求合并办理：%(which)s") % {
        "office": teller.office,
        "which": moment.remark,
    }


def _bundled(_teller: _Teller, moment: Moment) -> str:
    """The title alone: what other firms raised is theirs."""
    return _("此事已归入共性问题“%(topic)s”一并研究") % {"topic": moment.remark}


def _said(words: str) -> Callable[[_Teller, Moment], str]:
    """A sentence that needs only who did it, the office and the unit."""
    return lambda teller, moment: (
        _(words)
        % {
            "who": teller.who(moment),
            "office": teller.office_at(moment),
            "unit": teller.lead,
        }
    )


_SENTENCES: dict[Verb, Callable[[_Teller, Moment], str]] = {
    Verb.SUBMIT: _said("%(who)s提交了诉求"),
    Verb.REGISTER: _said("%(who)s代为登记了诉求"),
    Verb.IMPORT: _said("从以前的台账转入，只供查阅"),
    Verb.SUPPLEMENT: _said("%(who)s补充了情况"),
    Verb.ACCEPT: _said("%(office)s已受理"),
    Verb.DECLINE: _said("%(office)s没有受理，原因和去处见上面"),
    Verb.ASSIGN: _assigned,
    Verb.FORWARD: _said("%(who)s认为此事属于其他地方的职责，已转过去办理"),
    Verb.ESCALATE: _said("%(who)s提请上级活动办研究；在上级答复前，仍由本地办理"),
    Verb.TAKE_UP: _said("%(who)s接手此事，由上一级办理"),
    Verb.SEND_DOWN: _said("%(who)s研究后，仍由本地办理"),
    Verb.SIGN: _signed,
    Verb.CONTACT: _said("%(who)s联系了企业"),
    Verb.PROGRESS: _said("%(who)s报告进展"),
    Verb.ANSWER: _answered,
    Verb.COMPLETE: _said("%(office)s审核了答复，请企业评价"),
    Verb.RATE: _rated,
    Verb.RATE_BY_PHONE: _rated,
    Verb.REDO: _redone,
    Verb.STRIKE_OFF: _said("%(office)s核对后了结此事"),
    Verb.CARRY: _carried,
    Verb.REOPEN: _reopened,
    Verb.HAND_OVER: _handed_over,
    Verb.TRANSFER: _said("%(office)s已将此事移送有关机关，去处见上面"),
    Verb.WITHDRAW: _withdrawn,
    Verb.ASK_WITHDRAWAL: _said("%(who)s申请撤回，%(office)s会先打电话核实"),
    Verb.KEEP: _kept,
    Verb.REASSIGN: _moved,
    Verb.CONSULT: _moved,
    Verb.GRANT_EXTENSION: _given_time,
    Verb.PAUSE: _paused,
    Verb.MERGE: _merged,
    Verb.UNMERGE: _said("%(office)s取消合并，恢复单独办理"),
    Verb.BUNDLE: _bundled,
    Verb.UNBUNDLE: _said("%(office)s把此事移出共性问题，单独办理"),
    Verb.TERMINATE: _said("%(office)s终结此事，依据和去处见上面"),
    Verb.RESUME: _said("恢复办理，时限继续计算"),
    Verb.CONCEAL: _said("%(office)s把这件诉求标为保密，承办单位看不到是谁反映的"),
    Verb.UNCONCEAL: _said("%(office)s取消了保密"),
    Verb.DISCLOSE: _said("%(office)s把企业名称告知了有关单位"),
}


def shown_answer(file: CaseView) -> Answer | None:
    """The answer that stands now: the last one the office let through, unless a new round runs."""
    answer = file.answers[-1] if file.answers else None
    return answer if answer and answer.round == file.case.round else None
