"""Every verb officials may do to a case, as a page. The one table: what is known of a verb on
screen stands here, what it may do stands in its lifecycle row.

A verb of `lifecycle.CASE_STEPS` that is in neither `VERB_PAGES` nor `PORTAL_ONLY` fails a test.
"""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.cases import several
from zhuqi.interfaces.desk.cases.forms import approval as signing_forms
from zhuqi.interfaces.desk.cases.forms import disputes, joining, secrets, transfers
from zhuqi.interfaces.desk.cases.forms import instructions as instruction_forms
from zhuqi.interfaces.desk.cases.forms import levels as level_forms
from zhuqi.interfaces.desk.cases.forms import verbs as forms
from zhuqi.interfaces.shell.bulk.declared import Bulk
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.cases.actions import closing, ending, handling, intake, tagging
from zhuqi.ledgers.cases.approval_schemes import actions as approval
from zhuqi.ledgers.cases.enums import CaseRole, Verb
from zhuqi.ledgers.cases.handover import actions as handover
from zhuqi.ledgers.cases.instructions import actions as instructions
from zhuqi.ledgers.cases.levels import actions as levels
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.requests.actions import extensions, objections, pauses
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.ledgers.cases.sheets import actions as sheets
from zhuqi.ledgers.cases.topics import actions as topics
from zhuqi.ledgers.cases.topics import merging, splitting
from zhuqi.ledgers.cases.transfers import actions as transferring

# Said by the firm alone, on its own pages.
PORTAL_ONLY = frozenset({Verb.RATE, Verb.ASK_WITHDRAWAL})


@dataclass(frozen=True, slots=True)
class CaseVerbPage(VerbPage[Verb]):
    """The page on which officials do a verb to a case."""

    template: str = "desk/cases/verb.html"
    address: str = "desk:verb"
    """Where it is done; accepting and assigning are one page."""
    meanwhile: int = 0
    """Its place among what is done most often while the main thing waits; 0 is none."""
    first_for: CaseRole | None = None
    """Only for those is it among what is to be done next."""
    other_ending: Verb | None = None
    """What the same form may be sent to instead; what was typed goes along."""
    decision: bool = False
    """A decision on what somebody asked for: either way is as likely."""
    shows_asked: bool = False
    """Whoever decides has what was asked before the eyes."""
    shows_answer: bool = False
    """Whoever judges an answer has it before the eyes."""


def _pause_label(file: CaseView) -> str:
    return str(_("继续挂起") if file.case.paused_until else Verb.PAUSE.label)


INTAKE: Final = _("受理与交办")
HANDLING: Final = _("办理与答复")
CLOSING: Final = _("办结与销号")
LEVELS: Final = _("层级与移送")
DISPUTES: Final = _("争议与时限")
JOINING: Final = _("合并与共性")
SIGNING: Final = _("批示与签发")
SECRECY: Final = _("保密与回避")
NOTES: Final = _("备注与标签")

VERB_PAGES: dict[Verb, CaseVerbPage] = {
    Verb.ACCEPT: CaseVerbPage(
        forms.AcceptForm, intake.accept, _("已受理"),
        label=_("受理并交办"), group=INTAKE, order=11, alternative=Verb.DECLINE,
        in_queue=True, own_page=True, address="desk:triage", unasked=frozenset({"scheme"}),
        bulk=several.ACCEPT,
    ),
    Verb.DECLINE: CaseVerbPage(
        forms.DeclineForm, intake.decline, _("已答复不予受理，企业会看到依据和去处"),
        group=INTAKE, own_page=True, template="desk/cases/decline.html",
    ),
    Verb.ASSIGN: CaseVerbPage(
        forms.AssignForm, handling.assign, _("已交办"),
        group=INTAKE, order=12, in_queue=True, own_page=True, address="desk:triage",
        bulk=several.ASSIGN,
    ),
    Verb.RECALL: CaseVerbPage(
        forms.ReasonForm, handling.recall, _("交办已撤回，可以重新交办"),
        asks=_("撤回原因"), group=INTAKE,
    ),
    Verb.ENLIST: CaseVerbPage(
        level_forms.EnlistForm, sheets.enlist, _("已增加承办单位"), group=INTAKE, own_page=True
    ),
    Verb.RELEASE: CaseVerbPage(
        level_forms.ReleaseForm, sheets.release, _("交办单已收回"),
        asks=_("收回原因"), group=INTAKE,
    ),
    Verb.RETURN_PART: CaseVerbPage(
        level_forms.ReturnPartForm, sheets.return_part, _("已退回，请对方重新答复"),
        asks=_("退回原因"), group=INTAKE,
    ),
    Verb.SUB_ASSIGN: CaseVerbPage(
        level_forms.SubAssignForm, sheets.sub_assign, _("已二次分办；本单位的时限不变"),
        group=INTAKE, own_page=True,
    ),
    Verb.SIGN: CaseVerbPage(
        forms.SignForm, handling.sign, _("已签收"), group=HANDLING, order=13, in_queue=True,
        bulk=several.SIGN,
    ),
    Verb.CONTACT: CaseVerbPage(
        forms.TextForm, handling.contact, _("联系情况已记入"),
        asks=_("联系情况"), hint=_("何时与谁联系、企业怎么说。企业看得到。"),
        label=_("记入联系情况"), group=HANDLING, meanwhile=3,
    ),
    Verb.PROGRESS: CaseVerbPage(
        forms.TextAndFilesForm, handling.report_progress, _("进展已记入，企业看得到"),
        asks=_("进展情况"), hint=_("企业看得到。"), group=HANDLING, meanwhile=1,
    ),
    Verb.OPINION: CaseVerbPage(
        forms.TextAndFilesForm, handling.give_opinion, _("协办意见已提交"),
        asks=_("协办意见"), hint=_("给主办单位和活动办，企业看不到。"),
        group=HANDLING, order=14, in_queue=True,
    ),
    Verb.PART_ANSWER: CaseVerbPage(
        forms.TextAndFilesForm, sheets.part_answer, _("分办答复已提交"),
        asks=_("分办答复"), hint=_("交给主办单位（或分办给您的单位）汇总，企业看不到。"),
        group=HANDLING, order=15, in_queue=True,
    ),
    Verb.DRAFT_ANSWER: CaseVerbPage(
        signing_forms.DraftAnswerForm, approval.draft_answer, _("已送签，签发后送活动办审核"),
        group=HANDLING, own_page=True, other_ending=Verb.ANSWER,
    ),
    Verb.ANSWER: CaseVerbPage(
        forms.AnswerForm, handling.answer, _("答复已提交，等活动办审核"),
        group=HANDLING, order=16, in_queue=True, own_page=True, other_ending=Verb.DRAFT_ANSWER,
    ),
    Verb.SUPPLEMENT: CaseVerbPage(
        forms.TextAndFilesForm, intake.supplement, _("补充材料已记入"),
        asks=_("补充内容"), group=HANDLING,
    ),
    Verb.HAND_OVER: CaseVerbPage(
        forms.HandOverForm, handover.hand_over, _("已移交，企业会看到新的经办人"), group=HANDLING,
        bulk=several.HAND_OVER,
    ),
    Verb.COMPLETE: CaseVerbPage(
        forms.CompleteForm, closing.complete, _("已办结，企业会收到答复并请其评价"),
        group=CLOSING, order=18, alternative=Verb.RETURN, in_queue=True, shows_answer=True,
        bulk=several.COMPLETE,
    ),
    Verb.RETURN: CaseVerbPage(
        forms.ReasonForm, closing.return_answer, _("已退回主办单位重办"),
        asks=_("退回原因"), hint=_("主办单位看得到，企业看不到。"),
        group=CLOSING, shows_answer=True,
    ),
    Verb.RATE_BY_PHONE: CaseVerbPage(
        forms.RateByPhoneForm, closing.rate_by_phone, _("评价已记入"),
        group=CLOSING, order=24, alternative=Verb.CALL_AGAIN, in_queue=True, own_page=True,
        shows_answer=True,
    ),
    Verb.CALL_AGAIN: CaseVerbPage(
        forms.CallAgainForm, closing.call_again, _("已记下，到约定的时间再提醒"),
        asks=_("没打通的情况"), group=CLOSING,
    ),
    Verb.REFUSE_RATING: CaseVerbPage(
        forms.ReasonForm, closing.refuse_rating, _("已记下，不再打电话请企业评价"),
        asks=_("通话情况"), hint=_("谁接的电话、怎么说的。按未评价统计，企业仍可自行评价。"),
        group=CLOSING,
    ),
    Verb.REDO: CaseVerbPage(
        forms.RedoForm, closing.redo, _("已转回主办单位重办"),
        asks=_("重办原因"), group=CLOSING, order=22, in_queue=True, shows_answer=True,
    ),
    Verb.ASK_STRIKE_OFF: CaseVerbPage(
        forms.ReasonForm, levels.ask_strike_off, _("已申请销号，等上级活动办审核"),
        asks=_("申请说明"), hint=_("问题怎样解决、企业怎样评价。"),
        group=CLOSING, order=20, in_queue=True,
    ),
    Verb.STRIKE_OFF: CaseVerbPage(
        forms.StrikeOffForm, closing.strike_off, _("已销号"),
        asks=_("电话回访情况"), group=CLOSING, order=19, alternative=Verb.REFUSE_STRIKE_OFF,
        in_queue=True, shows_answer=True, bulk=several.STRIKE_OFF,
    ),
    Verb.REFUSE_STRIKE_OFF: CaseVerbPage(
        forms.ReasonForm, levels.refuse_strike_off, _("已退回销号申请"),
        asks=_("不同意的原因"), group=CLOSING,
    ),
    Verb.CARRY: CaseVerbPage(
        forms.CarryForm, closing.carry, _("已挂账，到期会再提醒"),
        group=CLOSING, order=21, in_queue=True, shows_answer=True, bulk=Bulk(),
    ),
    Verb.REOPEN: CaseVerbPage(
        forms.ReasonForm, closing.reopen, _("已重新办理"), asks=_("重新办理的原因"), group=CLOSING
    ),
    Verb.WITHDRAW: CaseVerbPage(
        forms.ReasonForm, intake.withdraw, _("诉求已撤回"),
        asks=_("电话核实情况"), hint=_("何时与谁通话、企业怎么说。"),
        group=CLOSING, order=3, alternative=Verb.KEEP, in_queue=True,
    ),
    Verb.KEEP: CaseVerbPage(
        forms.ReasonForm, intake.keep, _("已记为继续办理"), asks=_("说明"), group=CLOSING
    ),
    Verb.TERMINATE: CaseVerbPage(
        joining.TerminateForm, ending.terminate, _("已终结，企业会看到依据和去处"),
        group=CLOSING, own_page=True, shows_answer=True,
    ),
    Verb.SEND_BACK: CaseVerbPage(
        level_forms.SendBackForm, levels.send_back, _("已记下反馈来源"),
        asks=_("反馈内容"), hint=_("写给交来这件诉求的一方；企业看不到。"),
        group=CLOSING, order=23, in_queue=True,
    ),
    Verb.ESCALATE: CaseVerbPage(
        forms.ReasonForm, levels.escalate, _("已提请上级活动办研判；上级接收前仍由本级负责"),
        asks=_("提级理由"),
        hint=_("写明县级办了什么、为什么需要上级。上级接收前，仍由本级负责。"), group=LEVELS,
    ),
    Verb.TAKE_UP: CaseVerbPage(
        level_forms.TakeUpForm, levels.take_up, _("已接收，进入本级台账，请交办"),
        group=LEVELS, order=4, alternative=Verb.SEND_DOWN, in_queue=True,
    ),
    Verb.SEND_DOWN: CaseVerbPage(
        forms.ReasonForm, levels.send_down, _("已退回属地"),
        asks=_("退回理由"), group=LEVELS, in_queue=True,
    ),
    Verb.FORWARD: CaseVerbPage(
        level_forms.ForwardForm, levels.forward, _("已转办，由对方受理"),
        asks=_("转办理由"), hint=_("企业看得到。转办后由对方受理，本级不再计时。"),
        group=LEVELS, own_page=True,
    ),
    Verb.TRANSFER: CaseVerbPage(
        transfers.TransferForm, transferring.transfer, _("已移送，移送单已编号"),
        asks=_("移送理由"), group=LEVELS, in_queue=True, own_page=True,
    ),
    Verb.RECEIPT: CaseVerbPage(
        transfers.ReceiptForm, transferring.take_receipt, _("回执已登记"),
        group=LEVELS, order=25, in_queue=True, own_page=True,
    ),
    Verb.OBJECT: CaseVerbPage(
        disputes.ObjectForm, objections.object_to, _("异议已提出，裁定前请照常办理"),
        asks=_("异议理由"), group=DISPUTES,
    ),
    Verb.UPHOLD: CaseVerbPage(
        disputes.QuestionForm, objections.uphold, _("已维持交办，裁定为最终决定"),
        asks=_("维持交办的理由"), group=DISPUTES, order=5, alternative=Verb.REASSIGN,
        in_queue=True, own_page=True, decision=True, shows_asked=True,
    ),
    Verb.REASSIGN: CaseVerbPage(
        disputes.ReassignForm, objections.reassign, _("已改派，裁定为最终决定"),
        asks=_("改派理由"), group=DISPUTES, order=6,
        in_queue=True, own_page=True, decision=True, shows_asked=True,
    ),
    Verb.CONSULT: CaseVerbPage(
        disputes.ConsultForm, objections.consult, _("已转会商，会商期间由兜底单位办理"),
        asks=_("会商事项"), group=DISPUTES, order=7, own_page=True, shows_asked=True,
    ),
    Verb.ASK_EXTENSION: CaseVerbPage(
        disputes.AskExtensionForm, extensions.ask_extension, _("延期已申请，批准前按原时限办理"),
        asks=_("延期理由"), group=DISPUTES,
    ),
    Verb.GRANT_EXTENSION: CaseVerbPage(
        disputes.GrantExtensionForm, extensions.grant_extension,
        _("已同意延期，企业会看到新的承诺时间"),
        asks=_("延期原因"), hint=_("企业看得到。"), group=DISPUTES, order=8,
        alternative=Verb.REFUSE_EXTENSION,
        in_queue=True, own_page=True, decision=True, shows_asked=True,
    ),
    Verb.REFUSE_EXTENSION: CaseVerbPage(
        disputes.ExtensionForm, extensions.refuse_extension, _("已答复不同意延期"),
        asks=_("不同意的理由"), group=DISPUTES, order=9, own_page=True, shows_asked=True,
    ),
    Verb.ASK_PAUSE: CaseVerbPage(
        disputes.AskPauseForm, pauses.ask_pause, _("挂起已申请，批准前时限不停"),
        asks=_("挂起原因"), hint=_("要等什么事、为什么本单位现在办不下去。"), group=DISPUTES,
    ),
    Verb.PAUSE: CaseVerbPage(
        disputes.PauseForm, pauses.pause, _("已挂起，到期会再提醒复核"),
        asks=_("挂起原因"), hint=_("企业看得到。"), label=_pause_label, group=DISPUTES,
        alternative=Verb.REFUSE_PAUSE,
        in_queue=True, own_page=True, decision=True, shows_asked=True,
    ),
    Verb.REFUSE_PAUSE: CaseVerbPage(
        forms.ReasonForm, pauses.refuse_pause, _("已答复不同意挂起"),
        asks=_("不同意的理由"), group=DISPUTES, own_page=True, shows_asked=True,
    ),
    Verb.RESUME: CaseVerbPage(
        forms.ReasonForm, pauses.resume, _("已恢复办理，时限继续计算"),
        asks=_("恢复办理的原因"), hint=_("企业看得到。"), group=DISPUTES, meanwhile=4,
        in_queue=True, shows_asked=True,
    ),
    Verb.MERGE: CaseVerbPage(
        joining.MergeForm, merging.merge, _("已合并办理，企业会看到合并到哪一件"),
        asks=_("合并理由"), hint=_("企业看得到。"), group=JOINING, own_page=True,
        beside=lambda _case, given: [given["into"]],
    ),
    Verb.UNMERGE: CaseVerbPage(
        joining.UnmergeForm, merging.unmerge, _("已取消合并"),
        asks=_("取消合并的理由"), group=JOINING, own_page=True,
        beside=lambda case, _given: [case.merged_into_id] if case.merged_into_id else [],
    ),
    Verb.SPLIT: CaseVerbPage(
        joining.SplitForm, splitting.split, _("已拆成两件，企业会看到各自的编号"),
        group=JOINING, own_page=True, template="desk/cases/split.html",
    ),
    Verb.UNSPLIT: CaseVerbPage(
        forms.ReasonForm, splitting.unsplit, _("已取消拆分，并回原来的那一件"),
        asks=_("取消拆分的理由"),
        hint=_("企业看得到。本件转为“合并办理”，随原来的那一件办结；需要时可以再取消合并。"),
        group=JOINING, own_page=True,
        beside=lambda case, _given: [case.split_from_id] if case.split_from_id else [],
    ),
    Verb.BUNDLE: CaseVerbPage(
        joining.BundleForm, topics.bundle, _("已归入共性问题，企业会看到问题的名称"), group=JOINING,
        bulk=several.BUNDLE,
    ),
    Verb.UNBUNDLE: CaseVerbPage(
        forms.ReasonForm, topics.unbundle, _("已移出共性问题"),
        asks=_("移出的原因"), hint=_("企业看得到。"), group=JOINING,
    ),
    Verb.INSTRUCT: CaseVerbPage(
        instruction_forms.InstructForm, instructions.instruct, _("批示已记入，承办方会按要求报告"),
        group=SIGNING, order=26, first_for=CaseRole.LEADER, own_page=True,
        template="desk/cases/instruct.html",
    ),
    Verb.REPORT_ON: CaseVerbPage(
        instruction_forms.ReportForm, instructions.report_on, _("报告已送批示领导圈阅"),
        group=SIGNING, order=17, in_queue=True, own_page=True,
        template="desk/cases/on_instruction.html",
    ),
    Verb.MARK_READ: CaseVerbPage(
        instruction_forms.MarkReadForm, instructions.mark_read, _("已圈阅"),
        group=SIGNING, order=1, in_queue=True, template="desk/cases/on_instruction.html",
    ),
    Verb.SIGN_ANSWER: CaseVerbPage(
        signing_forms.SignAnswerForm, approval.sign_answer, _("已签发，答复送活动办审核"),
        group=SIGNING, order=2, alternative=Verb.RETURN_DRAFT, in_queue=True, own_page=True,
    ),
    Verb.RETURN_DRAFT: CaseVerbPage(
        forms.ReasonForm, approval.return_draft, _("已退回拟稿人"),
        asks=_("退回原因"), group=SIGNING, in_queue=True,
    ),
    Verb.CONCEAL: CaseVerbPage(
        forms.ReasonForm, secrecy.conceal, _("已标为保密，承办单位和助企干部看不到企业是谁"),
        asks=_("标为保密的原因"),
        hint=_("此后只有本活动办和企业自己知道企业是谁；已经知道的，收不回来。"),
        group=SECRECY, own_page=True,
    ),
    Verb.UNCONCEAL: CaseVerbPage(
        forms.ReasonForm, secrecy.unconceal, _("已取消保密"),
        asks=_("取消保密的原因"),
        hint=_("企业要求保密的，写明何时、与谁核实，企业已同意。"), group=SECRECY, own_page=True,
    ),
    Verb.DISCLOSE: CaseVerbPage(
        secrets.DiscloseForm, secrecy.disclose, _("已告知所选单位，企业会看到这条记录"),
        asks=_("告知原因"), group=SECRECY, own_page=True,
    ),
    Verb.IDENTIFY: CaseVerbPage(
        secrets.IdentifyForm, secrecy.identify, _("已核定被反映单位"),
        group=SECRECY, order=10, own_page=True,
    ),
    Verb.COVER: CaseVerbPage(
        secrets.CoverForm, secrecy.cover, _("已遮盖，承办单位按右面的样子看到"),
        group=SECRECY, own_page=True, template="desk/cases/cover.html",
    ),
    Verb.RECUSE: CaseVerbPage(
        secrets.RecuseForm, secrecy.recuse, _("已设定回避，被回避的单位和人员看不到这件诉求"),
        asks=_("回避的原因"), group=SECRECY, own_page=True,
    ),
    Verb.LIFT_RECUSAL: CaseVerbPage(
        secrets.LiftRecusalForm, secrecy.lift_recusal, _("已解除回避"),
        asks=_("解除的原因"), group=SECRECY, own_page=True,
    ),
    Verb.DECLARE_RECUSAL: CaseVerbPage(
        forms.ReasonForm, secrecy.declare_recusal, _("已声明回避，您不再看到这件诉求"),
        asks=_("回避的原因"),
        hint=_("提交后您不再看到这件诉求，也不再收到它的消息；需要恢复的，由活动办解除。"),
        group=SECRECY, own_page=True, leaves=True,
    ),
    Verb.NOTE: CaseVerbPage(
        forms.TextForm, handling.note, _("备注已记下，只有本单位看得到"),
        asks=_("备注"), hint=_("只有本单位（本办公室）看得到。"), group=NOTES, adds=True,
    ),
    Verb.TAG: CaseVerbPage(
        forms.TagForm, tagging.tag, _("标签已贴上"), group=NOTES, bulk=several.TAG
    ),
    Verb.UNTAG: CaseVerbPage(
        forms.UntagForm, tagging.untag, _("标签已去掉"), group=NOTES, bulk=several.UNTAG
    ),
}  # fmt: skip


def queue_of(verb: Verb) -> Verb:
    """The queue a verb takes a case off: declining takes it off the same one as accepting."""
    return next((queue for queue, page in VERB_PAGES.items() if page.alternative == verb), verb)


def address(verb: Verb, number: str) -> str:
    """Where a verb is done."""
    name = VERB_PAGES[verb].address
    return reverse(name, args=[number, verb.value] if name == "desk:verb" else [number])
