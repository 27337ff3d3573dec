"""What happened to a case, told to the firm in plain sentences."""

from collections.abc import Callable
from heapq import merge

from django.utils.translation import gettext as _

from zhuqi.foundation.access import ActorKind
from zhuqi.interfaces.portal.copy import QUESTIONS, RESULTS, question_of
from zhuqi.interfaces.portal.uploads import papers_of
from zhuqi.interfaces.shell import case_words, wording
from zhuqi.interfaces.shell.parts import Happening
from zhuqi.ledgers.cases.clocks import EXTENDED
from zhuqi.ledgers.cases.contributions import other_moments
from zhuqi.ledgers.cases.enums import AssignmentRole, AssignmentState, ClockKind, Verb
from zhuqi.ledgers.cases.models import FAR, Answer
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.reading.moments import (
    Answered,
    Bundled,
    CallAgain,
    CameIn,
    Disclosed,
    HandedOver,
    Merged,
    Moment,
    MoreTime,
    Moved,
    PausedUntil,
    Rated,
    Split,
)
from zhuqi.ledgers.cases.requests.actions.extensions import time_of
from zhuqi.ledgers.cases.verbs import CAME_IN

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
        Verb.GRANT_EXTENSION,
        Verb.MERGE,
        Verb.UNMERGE,
        Verb.UNSPLIT,
    }
)
# What was written then stands in the sentence, or is the office's own.
UNNOTED = frozenset({Verb.DECLINE, Verb.REASSIGN, Verb.CONSULT, Verb.PAUSE, Verb.TERMINATE})

# What happened, and then what stands beneath it, where there is something to say.
Sentences = tuple[str, ...]
# Done by the office that has the case at the time.
OFFICE_ACTS = frozenset({Verb.ACCEPT, Verb.DECLINE, Verb.COMPLETE, Verb.STRIKE_OFF})


def story(file: CaseView) -> list[Happening]:
    """The timeline, oldest first."""
    teller = _Teller(file)
    others = other_moments(file.case, file.person, file.now, outside=file.outside)
    return list(
        merge(
            [teller.describe(moment) for moment in file.moments],
            case_words.happenings("portal", others),
            key=lambda happening: happening.at,
        )
    )


class _Teller:
    """Knows the case; writes one sentence a moment."""

    def __init__(self, file: CaseView) -> None:
        self.file = file
        self.me = file.person.actor.user_id
        self.office = file.case.office.name
        self.lead = file.case.lead_unit.name if file.case.lead_unit else _("承办单位")
        self.shown = number_of(file, shown_answer(file))
        self.taken_back = frozenset(
            sheet.sheet for sheet in file.assignments if sheet.state == AssignmentState.RECALLED
        )

    def describe(self, moment: Moment) -> Happening:
        """The moment as a happening of the shell's timeline."""
        sentence, *beneath = self.sentences(moment)
        note = "\n".join(filter(None, (*beneath, self.note(moment))))
        # What the firm wrote and sent first stands above the timeline already.
        files = () if moment.verb in CAME_IN else moment.files
        papers = papers_of(files, self.file.person.actor.user_id)
        return Happening(moment.at, "", sentence, note=note, papers=papers)

    def who(self, moment: Moment) -> str:
        """“您”, a colleague's name, or unit and name."""
        if not self.by_firm(moment):
            return moment.who
        return _("您") if moment.by.user_id == self.me else moment.by.name

    def by_firm(self, moment: Moment) -> bool:
        """True if someone of the firm did it."""
        return moment.by.kind == ActorKind.FIRM

    def sentences(self, moment: Moment) -> Sentences:
        """What happened, and what is said beneath."""
        teller = _SENTENCES.get(moment.verb)
        return teller(self, moment) if teller else (f"{self.who(moment)}：{moment.verb.label}",)

    def note(self, moment: Moment) -> str:
        """What was written then, if it is not told elsewhere on the page."""
        details = moment.details
        if moment.verb in UNNOTED:
            return ""
        if isinstance(details, Answered) and details.number == self.shown:
            return _("答复全文见上面")
        if isinstance(details, Disclosed):
            return f"{'、'.join(details.units)}：{moment.reason}"
        return moment.reason if moment.verb in TOLD_REASONS else moment.text

    def office_at(self, moment: Moment) -> str:
        """The office that had the case then: it may have moved to another level since."""
        moved = moment.verb in OFFICE_ACTS and moment.office != self.file.case.office_id
        return moment.by.unit if moved and moment.by.unit else self.office

    def due(self, clock: ClockKind, moment: Moment) -> str:
        """“承诺 11月28日 周六 17:30 前答复”, where that clock started then."""
        due = moment.due(clock)
        if due is None or due >= FAR:
            return ""
        return _("承诺 %(due)s 前答复") % {"due": wording.moment(due)}


Tale = Callable[[_Teller, Moment], Sentences]


def _came_in(teller: _Teller, moment: Moment) -> Sentences:
    """Whether openly or not stands with it: the firm has to know what it chose."""
    words = _("%(who)s提交了诉求") if moment.verb == Verb.SUBMIT else _("%(who)s代为登记了诉求")
    secret = isinstance(moment.details, CameIn) and moment.details.confidential
    how = _("已保密：承办单位看不到是谁反映的") if secret else _("公开办理")
    return words % {"who": teller.who(moment)}, how


def _assigned(teller: _Teller, moment: Moment) -> Sentences:
    """A sheet that was taken back afterwards is said to have been: it is no longer there."""
    leads = moment.with_role(AssignmentRole.LEAD)
    helping = moment.with_role(AssignmentRole.CO, AssignmentRole.PART)
    lead = leads[0].unit if leads else teller.lead
    taken_back = bool(leads) and leads[0].number in teller.taken_back
    words = _("已转给%(unit)s，后已收回") if taken_back else _("已转给%(unit)s")
    names = [
        _("%(unit)s（后已收回）") % {"unit": sheet.unit}
        if sheet.number in teller.taken_back and not taken_back
        else sheet.unit
        for sheet in helping
    ]
    others = "、".join(names)
    return (
        words % {"unit": lead},
        "" if taken_back else teller.due(ClockKind.RESOLVE, moment),
        _("%(units)s协助办理") % {"units": others} if others else "",
    )


def _recalled(teller: _Teller, moment: Moment) -> Sentences:
    leads = moment.with_role(AssignmentRole.LEAD)
    words = _("%(office)s收回了转给%(unit)s的交办，重新确定由谁办理")
    return (words % {"office": teller.office, "unit": leads[0].unit if leads else teller.lead},)


def _signed(teller: _Teller, moment: Moment) -> Sentences:
    """A co-unit that signs does not take the matter over from the lead."""
    helps = moment.with_role(AssignmentRole.CO)
    words = _("协助单位%(who)s已接手") if helps else _("%(who)s已接手")
    return (words % {"who": teller.who(moment)},)


def _answered(teller: _Teller, moment: Moment) -> Sentences:
    if not isinstance(moment.details, Answered):
        return (_("%(who)s提出答复") % {"who": teller.who(moment)},)
    result = RESULTS[moment.details.disposition]
    return (_("%(who)s提出答复：%(result)s") % {"who": teller.who(moment), "result": result},)


def _rated(teller: _Teller, moment: Moment) -> Sentences:
    said = ""
    if isinstance(rated := moment.details, Rated):
        question = question_of(rated.disposition or next(iter(QUESTIONS)))
        said = _("“%(verdict)s”，%(level)s") % {
            "verdict": question.label(rated.verdict), "level": rated.satisfaction.label,
        }  # fmt: skip
    if moment.verb == Verb.RATE_BY_PHONE:
        words = _("%(who)s电话回访，记下企业的评价：%(said)s")
        return (words % {"who": moment.who, "said": said},)
    return (_("%(who)s评价：%(said)s") % {"who": teller.who(moment), "said": said},)


def _called(teller: _Teller, moment: Moment) -> Sentences:
    words = _("%(office)s打电话请企业评价，没有打通")
    said = words % {"office": teller.office_at(moment)}
    if not isinstance(moment.details, CallAgain):
        return (said,)
    return said, _("%(at)s再联系") % {"at": wording.moment(moment.details.at)}


def _carried(teller: _Teller, moment: Moment) -> Sentences:
    due = moment.due(ClockKind.CARRY)
    return (
        _("%(office)s列入持续跟踪") % {"office": teller.office},
        _("%(day)s 复核") % {"day": wording.day(due)} if due else "",
    )


def _redone(teller: _Teller, moment: Moment) -> Sentences:
    words = _("退回%(unit)s重新办理") % {"unit": teller.lead}
    return words, teller.due(ClockKind.REDO, moment)


def _reopened(teller: _Teller, moment: Moment) -> Sentences:
    if not teller.by_firm(moment):
        return (_("%(office)s重新办理这件诉求") % {"office": teller.office},)
    words = _("%(who)s说还没解决，退回%(unit)s重新办理")
    words %= {"who": teller.who(moment), "unit": teller.lead}
    return words, teller.due(ClockKind.REDO, moment)


def _handed_over(teller: _Teller, moment: Moment) -> Sentences:
    if not isinstance(passed := moment.details, HandedOver):
        return (f"{moment.who}：{moment.verb.label}",)
    return (
        _("%(unit)s的经办人由%(before)s改为%(after)s")
        % {"unit": teller.lead, "before": passed.before, "after": passed.after},
    )


def _withdrawn(teller: _Teller, moment: Moment) -> Sentences:
    if teller.by_firm(moment):
        return (_("%(who)s撤回了诉求") % {"who": teller.who(moment)},)
    return (_("%(office)s电话核实后，按企业要求撤回") % {"office": teller.office},)


def _kept(teller: _Teller, moment: Moment) -> Sentences:
    if teller.by_firm(moment):
        return (_("%(who)s决定不撤回，继续办理") % {"who": teller.who(moment)},)
    return (_("%(office)s电话核实后，继续办理") % {"office": teller.office},)


def _moved(teller: _Teller, moment: Moment) -> Sentences:
    """The office gave it to another unit."""
    unit = moment.details.unit if isinstance(moment.details, Moved) else ""
    words = {
        Verb.REASSIGN: _("%(office)s研究后，改由%(unit)s办理"),
        Verb.CONSULT: _("由谁办理正在会商，会商期间由%(unit)s办理"),
    }[moment.verb]
    words %= {"office": teller.office, "unit": unit}
    return words, teller.due(ClockKind.RESOLVE, moment)


def _given_time(teller: _Teller, moment: Moment) -> Sentences:
    """How much longer, and what the promise is now."""
    if not isinstance(given := moment.details, MoreTime):
        return (_("%(office)s同意延长办理时间") % {"office": teller.office},)
    words = _("%(unit)s申请延期，%(office)s同意延长 %(time)s") % {
        "unit": given.whose, "office": teller.office, "time": time_of(given.amount, given.unit),
    }  # fmt: skip
    promised = (
        c.due_at
        for c in teller.file.clocks
        if c.clock in EXTENDED | {ClockKind.REDO} and c.stopped_at is None and c.due_at < FAR
    )
    due = next(promised, None)
    now = _("现在承诺 %(due)s 前答复") % {"due": wording.moment(due)} if due else ""
    return words, now


def _paused(teller: _Teller, moment: Moment) -> Sentences:
    until = moment.details.day if isinstance(moment.details, PausedUntil) else None
    words = _("%(office)s同意暂停办理，%(day)s复核")
    words %= {"office": teller.office, "day": wording.day(until, weekday=False)}
    return words, moment.reason


def _merged(teller: _Teller, moment: Moment) -> Sentences:
    number = moment.details.number if isinstance(moment.details, Merged) else ""
    words = _("%(office)s把它与您的另一件诉求合并办理：并入编号 %(number)s")
    return (words % {"office": teller.office, "number": number},)


def _split(teller: _Teller, moment: Moment) -> Sentences:
    """On the first: what was taken out. On the second: where it came from."""
    number = moment.details.number if isinstance(moment.details, Split) else ""
    words = (
        _("%(office)s看到您说的是两件事，分成两件办：一件另立编号 %(number)s，这一件继续办理：")
        if moment.verb == Verb.SPLIT
        else _("%(office)s从您的编号 %(number)s 里分出这一件单独办理，时限仍从您提出那天算起")
    )
    return (words % {"office": teller.office, "number": number},)


def _unsplit(teller: _Teller, moment: Moment) -> Sentences:
    number = moment.details.number if isinstance(moment.details, Merged) else ""
    words = _("%(office)s不再分开办理，并回编号 %(number)s")
    return (words % {"office": teller.office, "number": number},)


def _with_main(words: str) -> Tale:
    """A sentence about the case it is handled as."""
    return lambda _teller, moment: (_(words) % {"number": getattr(moment.details, "number", "")},)


def _bundled(_teller: _Teller, moment: Moment) -> Sentences:
    """The title alone: what other firms raised is theirs."""
    title = moment.details.title if isinstance(moment.details, Bundled) else ""
    return (_("此事已归入共性问题“%(topic)s”一并研究") % {"topic": title},)


def _said(words: str) -> Tale:
    """A sentence that needs only who did it, the office and the unit."""
    return lambda teller, moment: (
        _(words)
        % {
            "who": teller.who(moment),
            "office": teller.office_at(moment),
            "unit": teller.lead,
        },
    )


_SENTENCES: dict[Verb, Tale] = {
    Verb.SUBMIT: _came_in,
    Verb.REGISTER: _came_in,
    Verb.IMPORT: _said("从以前的台账转入，只供查阅"),
    Verb.SUPPLEMENT: _said("%(who)s补充了情况"),
    Verb.ACCEPT: _said("%(office)s已受理"),
    Verb.DECLINE: _said("%(office)s没有受理，原因和去处见上面"),
    Verb.ASSIGN: _assigned,
    Verb.RECALL: _recalled,
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
    Verb.CALL_AGAIN: _called,
    Verb.REFUSE_RATING: _said("%(office)s打电话请企业评价，企业表示不评价"),
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
    Verb.SPLIT: _split,
    Verb.SPLIT_OFF: _split,
    Verb.UNSPLIT: _unsplit,
    Verb.END_WITH_MAIN: _with_main("编号 %(number)s 已了结，此事一并了结"),
    Verb.GO_ON_WITH_MAIN: _with_main("编号 %(number)s 重新办理，此事一并办理"),
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


def number_of(file: CaseView, answer: Answer | None) -> int:
    """The answer's number within its case, as events name it; 0 for none."""
    numbers = (n for n, one in enumerate(file.aggregate.answers, 1) if one is answer)
    return next(numbers, 0)
