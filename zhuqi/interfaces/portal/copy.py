"""Plain words for the firm: states, what an answer came to, what can be said to it."""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.enums import Disposition, State, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.officers import Officer, liaison_of, office_of

STATES: dict[str, tuple[StrOrPromise, str]] = {
    State.SUBMITTED: (_("等待受理"), "open"),
    State.ACCEPTED: (_("已受理"), "active"),
    State.ASSIGNED: (_("已转给责任单位"), "active"),
    State.IN_PROGRESS: (_("正在办理"), "active"),
    State.ANSWERED: (_("答复审核中"), "active"),
    State.COMPLETED: (_("等您评价"), "waiting"),
    State.CARRIED: (_("持续跟踪"), "open"),
    State.STRUCK_OFF: (_("已了结"), "closed"),
    State.DECLINED: (_("未受理"), "closed"),
    State.WITHDRAWN: (_("已撤回"), "closed"),
    State.MERGED: (_("合并办理"), "closed"),
    State.TERMINATED: (_("已终结"), "closed"),
    State.TRANSFERRED: (_("已移送"), "closed"),
}


# Nothing more happens here by itself.
OVER = frozenset(
    {
        State.STRUCK_OFF,
        State.DECLINED,
        State.WITHDRAWN,
        State.MERGED,
        State.TERMINATED,
        State.TRANSFERRED,
    }
)


def state_of(case: Case) -> tuple[StrOrPromise, str]:
    """The state in plain words, and the weight of its pill."""
    if case.state == State.COMPLETED and (case.verdict or case.historical):
        return (_("您已评价"), "active") if case.verdict else (_("已答复"), "closed")
    if case.paused_until:
        return _("暂停办理"), "waiting"
    return STATES[case.state]


RESULTS: dict[str, StrOrPromise] = {
    Disposition.RESOLVED: _("已经解决"),
    Disposition.PARTLY: _("解决了一部分"),
    Disposition.EXPLAINED: _("作了解释说明"),
    Disposition.PLANNED: _("列入计划，分步办理"),
    Disposition.NOT_FEASIBLE: _("目前还不具备条件"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What the firm is asked about an answer; each verdict in the words that fit it."""

    asked: StrOrPromise
    solved: StrOrPromise
    partly: StrOrPromise
    not_solved: StrOrPromise

    def label(self, verdict: str) -> StrOrPromise:
        """The words of one verdict."""
        labels = {Verdict.SOLVED: self.solved, Verdict.PARTLY: self.partly}
        return labels.get(Verdict(verdict), self.not_solved)


_EXPLANATION = Question(_("您接受这个说明吗？"), _("接受说明"), _("部分接受"), _("不接受"))
QUESTIONS: dict[str, Question] = {
    Disposition.RESOLVED: Question(
        _("这件事解决了吗？"), _("解决了"), _("部分解决"), _("还没解决")
    ),
    Disposition.PARTLY: Question(
        _("办到这个程度，您认可吗？"), _("认可，可以了结"), _("部分认可"), _("不认可，还没解决")
    ),
    Disposition.EXPLAINED: _EXPLANATION,
    Disposition.PLANNED: Question(
        _("这样安排，您同意吗？"), _("同意列入计划"), _("部分同意"), _("不同意")
    ),
    Disposition.NOT_FEASIBLE: _EXPLANATION,
}


def question_of(disposition: str) -> Question:
    """The question that fits what the answer claims."""
    return QUESTIONS.get(disposition, QUESTIONS[Disposition.RESOLVED])


def consequence(verdict: str, disposition: str, *, redo: bool) -> StrOrPromise:
    """What happens next if the firm says so. `redo`: “not solved” reopens by itself."""
    tracked = disposition in {Disposition.PLANNED, Disposition.NOT_FEASIBLE}
    table: dict[str, StrOrPromise] = {
        Verdict.SOLVED: _("活动办继续跟踪，到期复核后告诉您")
        if tracked
        else _("活动办核对后了结这件事"),
        Verdict.PARTLY: _("由活动办研究下一步，再答复您"),
        Verdict.NOT_SOLVED: _("马上退回承办单位重新办理，重新计时")
        if redo
        else _("由活动办复核，再答复您"),
    }
    return table[verdict]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to; `phone` is empty where none is known."""

    words: str
    phone: str = ""

    @property
    def dial(self) -> str:
        """The phone as a link: digits, without an extension (0374-2661234-801)."""
        head = "-".join(self.phone.split("-")[:2])
        return f"tel:{re.sub(r'[^0-9+]', '', head)}"


def contact_of(officer: Officer) -> Contact:
    """Somebody in office, to be called."""
    return Contact(officer.words, officer.phone)


def officers_of(enterprise: Enterprise) -> list[Contact]:
    """Whom the firm may always call: its 助企干部, and the office that serves it."""
    liaison = liaison_of(enterprise, timezone.localdate())
    several = [*([liaison] if liaison else []), office_of(enterprise.office)]
    return [contact_of(officer) for officer in several]
