"""The words of a case (domain.md sections 2 and 3) with what officials call them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a case stands."""

    SUBMITTED = "submitted", _("待受理")
    ACCEPTED = "accepted", _("已受理")
    ASSIGNED = "assigned", _("已交办")
    IN_PROGRESS = "in_progress", _("办理中")
    ANSWERED = "answered", _("待办结审核")
    COMPLETED = "completed", _("已办结")
    STRUCK_OFF = "struck_off", _("已销号")
    CARRIED = "carried", _("挂账")
    DECLINED = "declined", _("不予受理")
    WITHDRAWN = "withdrawn", _("企业撤回")
    TRANSFERRED = "transferred", _("已移送")
    MERGED = "merged", _("合并办理")
    TERMINATED = "terminated", _("终结")


# States in which somebody still owes the firm something.
OPEN_STATES = frozenset(
    {State.SUBMITTED, State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED}
)
# Not over: something is owed, or the firm's word is awaited, or it is followed. `closed_at` is
# empty as long as a case is in one of them (a constraint holds it), which indexes rely on.
LIVE_STATES = OPEN_STATES | {State.COMPLETED, State.CARRIED}
WITH_UNIT_STATES = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED})


class Kind(TextChoices):
    """What the firm wants."""

    HELP = "help", _("求助")
    QUESTION = "question", _("咨询")
    SUGGESTION = "suggestion", _("建议")
    COMPLAINT = "complaint", _("投诉举报")


class Tier(TextChoices):
    """How hard it is; schemes promise by tier."""

    ORDINARY = "ordinary", _("一般")
    COMPLEX = "complex", _("复杂")
    MAJOR = "major", _("重大")


class Nature(TextChoices):
    """One firm's problem or many firms'."""

    INDIVIDUAL = "individual", _("个性")
    COMMON = "common", _("共性")


class Urgency(TextChoices):
    """How fast harm comes if nothing is done."""

    NORMAL = "normal", _("普通")
    URGENT = "urgent", _("紧急")


# Inlets are data (models.Channel); two the code itself names: what firms submit by themselves, and
# what a chamber registers for its member.
PORTAL_CHANNEL = "portal"
CHAMBER_CHANNEL = "chamber"


class Disposition(TextChoices):
    """办理结果: what the answer claims."""

    RESOLVED = "resolved", _("已解决")
    PARTLY = "partly", _("部分解决")
    EXPLAINED = "explained", _("解释说明")
    PLANNED = "planned", _("列入计划")
    NOT_FEASIBLE = "not_feasible", _("暂不具备条件")


# Followed with a next date instead of struck off.
TO_CARRY = frozenset({Disposition.PLANNED, Disposition.NOT_FEASIBLE})


class Verdict(TextChoices):
    """What the firm says of the answer."""

    SOLVED = "solved", _("已解决")
    PARTLY = "partly", _("部分解决")
    NOT_SOLVED = "not_solved", _("没有解决")


class Satisfaction(TextChoices):
    """Five levels beside the verdict."""

    VERY_SATISFIED = "5", _("非常满意")
    SATISFIED = "4", _("满意")
    BASICALLY = "3", _("基本满意")
    DISSATISFIED = "2", _("不满意")
    VERY_DISSATISFIED = "1", _("非常不满意")


class Rank(TextChoices):
    """Whose signature an answer needs."""

    DEPUTY = "deputy", _("分管领导")
    HEAD = "head", _("主要负责人")


class AssignmentRole(TextChoices):
    """主办 协办 分办, and 二次分办 below any of them."""

    LEAD = "lead", _("主办")
    CO = "co", _("协办")
    PART = "part", _("分办")
    SUB = "sub", _("二次分办")


class AssignmentState(TextChoices):
    """Where one unit's sheet stands."""

    ISSUED = "issued", _("待签收")
    SIGNED = "signed", _("办理中")
    ANSWERED = "answered", _("已反馈")
    CLOSED = "closed", _("已结束")
    RECALLED = "recalled", _("已撤回")


class AnswerStatus(TextChoices):
    """What the office made of an answer."""

    WAITING = "waiting", _("待审核")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已办结")


class DraftState(TextChoices):
    """Where a draft stands."""

    WAITING = "waiting", _("待签发")
    RETURNED = "returned", _("已退回拟稿人")
    SIGNED = "signed", _("已签发")


class EscalationOutcome(TextChoices):
    """What the upper office made of a hand-up."""

    WAITING = "waiting", _("待上级研判")
    TAKEN = "taken", _("上级已接收")
    RETURNED = "returned", _("退回属地")


class ObjectionOutcome(TextChoices):
    """What the office made of an objection."""

    WAITING = "waiting", _("待裁定")
    UPHELD = "upheld", _("维持交办")
    REASSIGNED = "reassigned", _("改派")
    CONSULTING = "consulting", _("会商中")
    LAPSED = "lapsed", _("已了结，不再裁定")


class ExtensionOutcome(TextChoices):
    """What the office made of a request for more time."""

    WAITING = "waiting", _("待审批")
    GRANTED = "granted", _("同意延期")
    REFUSED = "refused", _("不同意延期")
    LAPSED = "lapsed", _("已了结，不再审批")


class PauseOutcome(TextChoices):
    """How a pause stands."""

    WAITING = "waiting", _("待批")
    RUNNING = "running", _("挂起中")
    ENDED = "ended", _("已恢复")
    REFUSED = "refused", _("不同意挂起")
    LAPSED = "lapsed", _("已了结，不再审批")


class InstructionState(TextChoices):
    """Where an instruction stands."""

    OPEN = "open", _("待报告")
    REPORTED = "reported", _("已报告，待圈阅")
    READ = "read", _("已圈阅")


class MarkKind(TextChoices):
    """What a word that may tell the firm of a confidential case may be."""

    NAME = "name", _("企业名称")
    ADDRESS = "address", _("地址")
    PERSON = "person", _("人员")
    PRODUCT = "product", _("产品、行业")
    NUMBER = "number", _("号码")
    OTHER = "other", _("其他")


class CoverState(TextChoices):
    """What the office made of such a word."""

    OPEN = "open", _("待核对")
    COVERED = "covered", _("已遮盖")
    KEPT = "kept", _("不遮盖")


class TopicState(TextChoices):
    """Where a common topic stands."""

    OPEN = "open", _("研究中")
    CLOSED = "closed", _("已结束")


class TopicVerb(TextChoices):
    """What can be done to a common topic itself."""

    CHANGE = "change", _("修改")
    CLOSE = "close", _("结束")
    REOPEN = "reopen", _("重新研究")


class InvolvementRole(TextChoices):
    """Why a unit sees a case."""

    OFFICE = "office", _("台账主管")
    LEAD = "lead", _("主办")
    CO = "co", _("协办")
    PART = "part", _("分办")
    SUB = "sub", _("二次分办")
    ORIGIN = "origin", _("提级县区")
    SUPERIOR = "superior", _("上级活动办")
    PARTY = "party", _("会商单位")
    SISTER = "sister", _("联动的活动办")


class CaseRole(TextChoices):
    """As what someone stands before one case; computed from scope, never stored."""

    FIRM = "firm", _("企业")
    LIAISON = "liaison", _("助企干部")
    REGISTRAR = "registrar", _("活动办受理")
    REVIEWER = "reviewer", _("活动办审核")
    SIGNER = "signer", _("活动办签发")
    LEAD = "lead", _("主办单位")
    CO = "co", _("协办单位")
    PART = "part", _("分办单位")
    SUB = "sub", _("二次分办单位")
    ORIGIN = "origin", _("提级县区活动办")
    SUPERIOR = "superior", _("上级活动办")
    HEAD = "head", _("主办单位领导")
    LEADER = "leader", _("领导")
    INSPECTOR = "inspector", _("督查")
    READER = "reader", _("查阅")
    PARTY = "party", _("会商单位")
    CHAMBER = "chamber", _("商会")
    SYSTEM = "system", _("系统")


OFFICE_CASE_ROLES = frozenset({CaseRole.REGISTRAR, CaseRole.REVIEWER, CaseRole.SIGNER})


class Verb(TextChoices):
    """What can be done to a case; each is one function, one permission, one event."""

    SUBMIT = "submit", _("提交诉求")
    REGISTER = "register", _("代为登记")
    IMPORT = "import", _("历史导入")
    SUPPLEMENT = "supplement", _("补充材料")
    ACCEPT = "accept", _("受理")
    DECLINE = "decline", _("不予受理")
    ASSIGN = "assign", _("交办")
    RECALL = "recall", _("撤回交办")
    SIGN = "sign", _("签收")
    CONTACT = "contact", _("联系企业")
    PROGRESS = "progress", _("报告进展")
    OPINION = "opinion", _("提出协办意见")
    ANSWER = "answer", _("提交答复")
    DRAFT_ANSWER = "draft_answer", _("送签答复")
    SIGN_ANSWER = "sign_answer", _("签发答复")
    RETURN_DRAFT = "return_draft", _("退回拟稿")
    RETURN = "return", _("退回重办")
    COMPLETE = "complete", _("办结")
    RATE = "rate", _("评价")
    RATE_BY_PHONE = "rate_by_phone", _("电话回访评价")
    CALL_AGAIN = "call_again", _("没打通，再约时间")
    REFUSE_RATING = "refuse_rating", _("对方拒绝评价")
    REDO = "redo", _("重办")
    STRIKE_OFF = "strike_off", _("销号")
    CARRY = "carry", _("挂账")
    REOPEN = "reopen", _("重新办理")
    ESCALATE = "escalate", _("提级")
    TAKE_UP = "take_up", _("接收提级")
    SEND_DOWN = "send_down", _("退回属地")
    FORWARD = "forward", _("转办")
    SEND_BACK = "send_back", _("反馈来源")
    SUB_ASSIGN = "sub_assign", _("二次分办")
    PART_ANSWER = "part_answer", _("提交分办答复")
    RETURN_PART = "return_part", _("退回分办")
    ENLIST = "enlist", _("增加协办分办")
    RELEASE = "release", _("收回交办单")
    OBJECT = "object", _("提出异议")
    UPHOLD = "uphold", _("维持交办")
    REASSIGN = "reassign", _("改派")
    CONSULT = "consult", _("会商并指定兜底")
    ASK_EXTENSION = "ask_extension", _("申请延期")
    GRANT_EXTENSION = "grant_extension", _("同意延期")
    REFUSE_EXTENSION = "refuse_extension", _("不同意延期")
    ASK_PAUSE = "ask_pause", _("申请挂起")
    PAUSE = "pause", _("批准挂起")
    REFUSE_PAUSE = "refuse_pause", _("不同意挂起")
    RESUME = "resume", _("恢复办理")
    MERGE = "merge", _("合并办理")
    UNMERGE = "unmerge", _("取消合并")
    END_WITH_MAIN = "end_with_main", _("随主件了结")
    GO_ON_WITH_MAIN = "go_on_with_main", _("随主件重新办理")
    SPLIT = "split", _("拆分")
    SPLIT_OFF = "split_off", _("拆分立案")
    UNSPLIT = "unsplit", _("取消拆分")
    BUNDLE = "bundle", _("归入共性问题")
    UNBUNDLE = "unbundle", _("移出共性问题")
    TERMINATE = "terminate", _("终结")
    INSTRUCT = "instruct", _("批示")
    REPORT_ON = "report_on", _("报告批示")
    MARK_READ = "mark_read", _("圈阅")
    TRANSFER = "transfer", _("移送")
    RECEIPT = "receipt", _("登记回执")
    PACK = "pack", _("取出密封件")
    ASK_STRIKE_OFF = "ask_strike_off", _("申请销号")
    REFUSE_STRIKE_OFF = "refuse_strike_off", _("不同意销号")
    WITHDRAW = "withdraw", _("撤回诉求")
    ASK_WITHDRAWAL = "ask_withdrawal", _("申请撤回")
    KEEP = "keep", _("继续办理")
    HAND_OVER = "hand_over", _("移交经办")
    CONCEAL = "conceal", _("标为保密")
    UNCONCEAL = "unconceal", _("取消保密")
    DISCLOSE = "disclose", _("告知企业名称")
    IDENTIFY = "identify", _("核定被反映单位")
    COVER = "cover", _("遮盖文字")
    RECUSE = "recuse", _("设定回避")
    LIFT_RECUSAL = "lift_recusal", _("解除回避")
    DECLARE_RECUSAL = "declare_recusal", _("声明回避")
    NOTE = "note", _("内部备注")
    TAG = "tag", _("贴标签")
    UNTAG = "untag", _("去标签")
    RECOMPUTE = "recompute", _("时限重算")


# Asked of every event; `Verb.values` is made anew each time it is read.
VERBS = frozenset(Verb.values)


class ClockKind(TextChoices):
    """What is timed."""

    ACCEPT = "accept", _("受理")
    ISSUE = "issue", _("交办")
    SIGN = "sign", _("签收")
    CONTACT = "contact", _("首次联系")
    STAGE = "stage", _("阶段报告")
    RESOLVE = "resolve", _("办理")
    CO_UNIT = "co_unit", _("协办意见")
    REVIEW = "review", _("办结审核")
    RATING = "rating", _("企业评价")
    CALL_BACK = "call_back", _("回访")
    CONCLUDE = "conclude", _("评价后研判")
    REDO = "redo", _("重办")
    CARRY = "carry", _("挂账复核")
    PART = "part", _("分办答复")
    SUB = "sub", _("二次分办")
    ESCALATION = "escalation", _("提级研判")
    STRIKE_OFF = "strike_off", _("销号审核")
    SUPERIOR = "superior", _("上级时限")
    OBJECTION = "objection", _("异议裁定")
    EXTENSION = "extension", _("延期审批")
    ASK_PAUSE = "ask_pause", _("挂起审批")
    PAUSE = "pause", _("挂起复核")
    INSTRUCTION = "instruction", _("批示报告")
    # Spans in which something may be asked: rows of a scheme, but no clock of theirs ever runs.
    MAY_OBJECT = "may_object", _("可提异议")
    ASK_AHEAD = "ask_ahead", _("延期须提前")


# Officials are late on these; the firm's own clock never turns an official's screen red.
FIRM_CLOCKS = frozenset({ClockKind.RATING})


class Light(TextChoices):
    """Lights are for time only."""

    GREEN = "green", _("正常")
    YELLOW = "yellow", _("临期")
    RED = "red", _("逾期")
    NONE = "none", _("无时限")
