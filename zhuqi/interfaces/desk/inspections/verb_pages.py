"""What is done with rounds, inspections and findings, as pages. The three tables."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.desk.forms.base import NothingForm, WhyForm
from zhuqi.interfaces.desk.inspections import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.inspections.actions import findings, rounds, visits
from zhuqi.mechanisms.inspections.enums import FindingVerb, RoundVerb, VisitState, VisitVerb
from zhuqi.mechanisms.inspections.models import Finding, InspectionVisit

ROUND = VerbPage[RoundVerb]
ROUND_PAGES = {
    RoundVerb.TEAM: ROUND(forms.TeamForm, rounds.name_team, _("已定检查组")),
    RoundVerb.ADD: ROUND(forms.AddForm, rounds.add_units, _("已安排")),
    RoundVerb.START: ROUND(NothingForm, rounds.start, _("已开始检查"), order=1),
    RoundVerb.END: ROUND(NothingForm, rounds.end, _("本轮已结束"), order=2),
    RoundVerb.REVISE: ROUND(forms.ReviseForm, rounds.revise, _("已修改")),
    RoundVerb.CANCEL: ROUND(WhyForm, rounds.cancel, _("已取消"), asks=_("取消原因")),
}


def _goes_on(visit: InspectionVisit) -> StrOrPromise:
    planned = visit.state == VisitState.PLANNED
    return _("开始检查") if planned else _("继续检查")


VISIT = VerbPage[VisitVerb]
VISIT_PAGES = {
    VisitVerb.FINISH: VISIT(forms.FinishForm, visits.finish, _("已完成检查"), order=1),
    VisitVerb.ANSWER: VISIT(
        forms.AnswerForm, visits.answer, _("已保存"), label=_goes_on, order=2
    ),
    VisitVerb.FIND: VISIT(forms.FindForm, visits.find, _("已记下问题")),
    VisitVerb.REOPEN: VISIT(WhyForm, visits.reopen, _("可以补充检查"), asks=_("补充检查的原因")),
    VisitVerb.MOVE: VISIT(forms.MoveForm, visits.move, _("已改期")),
    VisitVerb.SKIP: VISIT(WhyForm, visits.skip, _("已注明不再检查"), asks=_("不再检查的原因")),
    VisitVerb.TAKE_OFF: VISIT(forms.TakeOffForm, visits.take_off, _("已移除")),
}  # fmt: skip


def _drafts(finding: Finding) -> StrOrPromise:
    return _("拟商请函") if finding.request else ""


def _closes(finding: Finding) -> StrOrPromise:
    # A body that was asked is not re-checked: its answer is taken, or it is asked again.
    return _("采纳答复，了结") if finding.request else ""


def _asks_again(finding: Finding) -> StrOrPromise:
    return _("再次商请") if finding.request else ""


FINDING = VerbPage[FindingVerb]
FINDING_PAGES = {
    FindingVerb.DRAFT: FINDING(
        forms.DraftForm,
        findings.draft,
        _("已送签发"),
        label=_drafts,
        order=1,
    ),
    FindingVerb.ISSUE: FINDING(forms.DraftForm, findings.issue, _("已签发"), order=2),
    FindingVerb.SIGN: FINDING(NothingForm, findings.sign, _("已签收"), order=3),
    FindingVerb.REPLY: FINDING(forms.ReplyForm, findings.reply, _("已回复"), order=4),
    FindingVerb.PASS: FINDING(forms.PassForm, findings.pass_, _("已销号"), label=_closes, order=5),
    FindingVerb.FAIL: FINDING(
        forms.FailForm, findings.fail, _("已退回，请继续办理"), label=_asks_again
    ),
    FindingVerb.RETURN: FINDING(WhyForm, findings.send_back, _("已退回"), asks=_("退回原因")),
    FindingVerb.DROP: FINDING(WhyForm, findings.drop, _("已撤销"), asks=_("撤销原因")),
}
