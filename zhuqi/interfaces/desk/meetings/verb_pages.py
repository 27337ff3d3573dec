"""What is done with bodies, items, meetings and decisions, as pages. The four tables."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import NothingForm, WhyForm
from zhuqi.interfaces.desk.meetings import deciding, forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.meetings.actions import bodies, decisions, items, meetings
from zhuqi.mechanisms.meetings.enums import BodyVerb, DecisionVerb, ItemVerb, MeetingVerb

BODY, B = VerbPage[BodyVerb], BodyVerb
BODY_PAGES = {
    B.PROPOSE: BODY(NothingForm, bodies.propose, _("已按规则找过，新的议题待确认")),
    B.ADD: BODY(forms.AddForm, bodies.add, _("已增加")),
    B.LEAVE: BODY(forms.LeaveForm, bodies.leave, _("已记退出")),
    B.NAME: BODY(forms.NameForm, bodies.name_adviser, _("已聘请")),
    B.RELEASE: BODY(forms.ReleaseForm, bodies.release, _("已解除")),
    B.RULE: BODY(forms.RuleForm, bodies.rule, _("已定规则")),
    B.REVISE: BODY(forms.ReviseForm, bodies.revise, _("已修改")),
    B.END: BODY(WhyForm, bodies.end, _("已停止运行"), asks=_("停止运行的原因")),
    B.RESUME: BODY(NothingForm, bodies.resume, _("已恢复运行"), order=1),
}

ITEM, T = VerbPage[ItemVerb], ItemVerb
ITEM_PAGES = {
    T.OPINE: ITEM(deciding.OpineForm, items.opine, _("已提出意见"), order=1),
    T.CONFIRM: ITEM(NothingForm, items.confirm, _("已确认上会"), order=2),
    T.DECIDE: ITEM(deciding.DecideForm, items.decide, _("已记录决定"), order=3),
    T.SCHEDULE: ITEM(deciding.ScheduleForm, items.schedule, _("已列入议程"), order=4),
    T.STATE: ITEM(deciding.StateForm, items.state, _("已记录表态")),
    T.CONSULT: ITEM(deciding.ConsultForm, items.consult, _("已请他们提意见")),
    T.REVISE: ITEM(deciding.ReviseItemForm, items.revise, _("已修改")),
    T.UNSCHEDULE: ITEM(NothingForm, items.unschedule, _("已撤出议程")),
    T.REFUSE: ITEM(WhyForm, items.refuse, _("已答复不上会"), asks=_("不上会的原因")),
    T.DROP: ITEM(WhyForm, items.drop, _("已撤下"), asks=_("撤下的原因")),
}

MEETING, M = VerbPage[MeetingVerb], MeetingVerb
MEETING_PAGES = {
    M.ANSWER: MEETING(forms.AnswerForm, meetings.answer, _("已报参会情况"), order=1),
    M.CONFIRM: MEETING(NothingForm, meetings.confirm, _("纪要已确认"), order=2),
    M.CALL: MEETING(forms.CallForm, meetings.call, _("已通知开会"), order=3),
    M.HOLD: MEETING(forms.HoldForm, meetings.hold, _("已记录"), order=4),
    M.AGENDA: MEETING(forms.AgendaForm, meetings.arrange, _("议程已排好")),
    M.PAPERS: MEETING(forms.PapersForm, meetings.add_papers, _("已上传")),
    M.POSTPONE: MEETING(forms.PostponeForm, meetings.postpone, _("已改期")),
    M.CANCEL: MEETING(WhyForm, meetings.cancel, _("会议已取消"), asks=_("取消的原因")),
}

DECISION, D = VerbPage[DecisionVerb], DecisionVerb
DECISION_PAGES = {
    D.SIGN: DECISION(NothingForm, decisions.sign, _("已签收"), order=1),
    D.REPORT: DECISION(deciding.ReportForm, decisions.report, _("已报告落实"), order=2),
    D.ACCEPT: DECISION(deciding.AcceptForm, decisions.accept, _("已认定落实"), order=3),
    D.TELL: DECISION(
        deciding.TellForm, decisions.tell, _("已答复企业，每一件的情况列在下面"), order=4
    ),
    D.PROGRESS: DECISION(
        deciding.ProgressForm, decisions.report_progress, _("已报进展"), adds=True
    ),
    D.RETURN: DECISION(deciding.ReturnForm, decisions.send_back, _("已退回")),
    D.REVISE: DECISION(deciding.ReviseDecisionForm, decisions.revise, _("已修改")),
    D.VOID: DECISION(WhyForm, decisions.void, _("已撤销，请重新记录"), asks=_("撤销的原因")),
}
