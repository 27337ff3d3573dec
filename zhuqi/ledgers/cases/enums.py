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


# States in which somebody still owes the firm something.
OPEN_STATES = frozenset(
    {State.SUBMITTED, State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED}
)
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


class Channel(TextChoices):
    """By which inlet it came."""

    PORTAL = "portal", _("企业端")
    VISIT = "visit", _("走访")
    PHONE = "phone", _("电话")
    MAILBOX = "mailbox", _("书记市长信箱")
    WECHAT = "wechat", _("微信群")
    TALKS = "talks", _("座谈会")
    EXCEL = "excel", _("表格导入")
    EMAIL = "email", _("电子邮件")
    HOTLINE = "hotline", _("12345 热线")
    SUPERIOR = "superior", _("上级交办")
    CHAMBER = "chamber", _("工商联商会")


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


class AssignmentRole(TextChoices):
    """主办 协办 分办, and 二次分办 below any of them."""

    LEAD = "lead", _("主办")
    CO = "co", _("协办")


class AssignmentState(TextChoices):
    """Where one unit's sheet stands."""

    ISSUED = "issued", _("待签收")
    SIGNED = "signed", _("办理中")
    ANSWERED = "answered", _("已反馈")
    CLOSED = "closed", _("已结束")
    RECALLED = "recalled", _("已撤回")


class InvolvementRole(TextChoices):
    """Why a unit sees a case."""

    OFFICE = "office", _("台账主管")
    LEAD = "lead", _("主办")
    CO = "co", _("协办")


class Hat(TextChoices):
    """As what someone stands before one case; computed from scope, never stored."""

    FIRM = "firm", _("企业")
    LIAISON = "liaison", _("助企干部")
    REGISTRAR = "registrar", _("活动办受理")
    REVIEWER = "reviewer", _("活动办审核")
    SIGNER = "signer", _("活动办签发")
    LEAD = "lead", _("主办单位")
    CO = "co", _("协办单位")
    READER = "reader", _("查阅")
    SYSTEM = "system", _("系统")


OFFICE_HATS = frozenset({Hat.REGISTRAR, Hat.REVIEWER, Hat.SIGNER})


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
    RETURN = "return", _("退回重办")
    COMPLETE = "complete", _("办结")
    RATE = "rate", _("评价")
    RATE_BY_PHONE = "rate_by_phone", _("电话回访评价")
    REDO = "redo", _("重办")
    STRIKE_OFF = "strike_off", _("销号")
    CARRY = "carry", _("挂账")
    REOPEN = "reopen", _("重新办理")
    WITHDRAW = "withdraw", _("撤回诉求")
    ASK_WITHDRAWAL = "ask_withdrawal", _("申请撤回")
    KEEP = "keep", _("继续办理")
    NOTE = "note", _("内部备注")
    RECOMPUTE = "recompute", _("时限重算")


class ClockKind(TextChoices):
    """What is timed."""

    ACCEPT = "accept", _("受理")
    SIGN = "sign", _("签收")
    CONTACT = "contact", _("首次联系")
    STAGE = "stage", _("阶段报告")
    RESOLVE = "resolve", _("办理")
    CO_UNIT = "co_unit", _("协办意见")
    REVIEW = "review", _("办结审核")
    RATING = "rating", _("企业评价")
    REDO = "redo", _("重办")
    CARRY = "carry", _("挂账复核")


# Officials are late on these; the firm's own clock never turns an official's screen red.
FIRM_CLOCKS = frozenset({ClockKind.RATING})


class Light(TextChoices):
    """Lights are for time only."""

    GREEN = "green", _("正常")
    YELLOW = "yellow", _("临期")
    RED = "red", _("逾期")
    NONE = "none", _("无时限")
