"""What bodies, items, meetings and decisions can be, what is done with them, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Bodies -------------------------------------------------------------------------------------------


class BodyKind(models.TextChoices):
    """Which of the bodies it is."""

    JOINT = "joint", _("联席会议")
    GROUP = "group", _("专项工作小组")
    INDUSTRY = "industry", _("行业专班")
    OFFICE = "office", _("办公室例会")
    CONSULTATION = "consult", _("集团会商")
    GUIDANCE = "guidance", _("指导服务")


# A county's office puts a case of its own ledger to these, and opens it to those who run them.
ACROSS_LEDGERS = frozenset({BodyKind.CONSULTATION, BodyKind.GUIDANCE})


class BodyState(models.TextChoices):
    """Where a body stands."""

    ACTIVE = "active", _("运行中")
    ENDED = "ended", _("已停止")


class BodyVerb(models.TextChoices):
    """What is done with a body."""

    REVISE = "revise", _("修改")
    RULE = "rule", _("定议题规则")
    ADD = "add", _("增加成员单位")
    LEAVE = "leave", _("成员单位退出")
    NAME = "name", _("聘请专家顾问")
    RELEASE = "release", _("解除聘请")
    PROPOSE = "propose", _("按规则找议题")
    END = "end", _("停止运行")
    RESUME = "resume", _("恢复运行")


class BodyRole(models.TextChoices):
    """As what somebody stands to a body."""

    OFFICE = "office", _("会议机构的活动办受理、审核")
    SYSTEM = "system", _("系统")


class Proposers(models.TextChoices):
    """Who may put items to a body."""

    OFFICE = "office", _("只有活动办")
    MEMBERS = "members", _("成员单位也可以")
    ANY = "any", _("本级单位都可以")


class AdviserKind(models.TextChoices):
    """As what somebody advises a body."""

    EXPERT = "expert", _("专家")
    LEGAL = "legal", _("法律顾问")


# Items --------------------------------------------------------------------------------------------


class Ground(models.TextChoices):
    """Why an item is put to a body."""

    DISPUTED = "disputed", _("单位之间有争议")
    MAJOR = "major", _("重大诉求")
    COMPLEX = "complex", _("复杂诉求")
    URGED = "urged", _("多次催办未果")
    COMMON = "common", _("共性问题")
    HAND = "hand", _("提请研究")


class ItemState(models.TextChoices):
    """Where an item stands."""

    PROPOSED = "proposed", _("待确认")
    READY = "ready", _("待上会")
    LISTED = "listed", _("已列入议程")
    DECIDED = "decided", _("已议定")
    REFUSED = "refused", _("不上会")
    DROPPED = "dropped", _("已撤下")


# Not over: a case or a topic is one such item of a body at most.
OPEN_ITEMS = frozenset({ItemState.PROPOSED, ItemState.READY, ItemState.LISTED})


# What a group company reads of its consultations: what the office has confirmed.
SHOWN_TO_GROUPS = (ItemState.READY, ItemState.LISTED, ItemState.DECIDED)


class ItemVerb(models.TextChoices):
    """What is done with an item."""

    CONFIRM = "confirm", _("确认上会")
    REFUSE = "refuse", _("不上会")
    REVISE = "revise", _("修改议题")
    SCHEDULE = "schedule", _("列入议程")
    UNSCHEDULE = "unschedule", _("撤出议程")
    CONSULT = "consult", _("请专家顾问提意见")
    OPINE = "opine", _("提书面意见")
    STATE = "state", _("记录表态")
    DECIDE = "decide", _("记录决定")
    DROP = "drop", _("撤下议题")


class ItemRole(models.TextChoices):
    """As what somebody stands to an item."""

    OFFICE = "office", _("会议机构的活动办受理、审核")
    ADVISER = "adviser", _("请提意见的专家、法律顾问")


# Meetings -----------------------------------------------------------------------------------------


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", _("筹备中")
    CALLED = "called", _("已通知")
    HELD = "held", _("已召开")
    MINUTED = "minuted", _("纪要已确认")
    CANCELLED = "cancelled", _("已取消")


# Still to come.
TO_COME = frozenset({MeetingState.PLANNED, MeetingState.CALLED})


class MeetingVerb(models.TextChoices):
    """What is done with a meeting."""

    AGENDA = "agenda", _("排议程")
    PAPERS = "papers", _("上传会议材料")
    CALL = "call", _("通知开会")
    ANSWER = "answer", _("报参会情况")
    POSTPONE = "postpone", _("改期")
    CANCEL = "cancel", _("取消会议")
    HOLD = "hold", _("记录到会、开会")
    CONFIRM = "confirm", _("确认纪要")


class MeetingRole(models.TextChoices):
    """As what somebody stands to a meeting."""

    OFFICE = "office", _("会议机构的活动办受理、审核")
    SIGNER = "signer", _("主持人、活动办签发")
    UNIT = "unit", _("参会单位")


class Attending(models.TextChoices):
    """What a unit says to an invitation."""

    COMES = "comes", _("按时参加")
    SENDS = "sends", _("派人参加")
    CANNOT = "cannot", _("不能参加")


# Decisions ----------------------------------------------------------------------------------------


class DecisionKind(models.TextChoices):
    """What a meeting can decide."""

    WORK = "work", _("交有关单位办理")
    POLICY = "policy", _("研究出台政策")
    INFEASIBLE = "infeasible", _("暂不具备条件")
    DEFERRED = "deferred", _("推迟到下次会议")


# A unit has to do something.
ASKS_WORK = frozenset({DecisionKind.WORK, DecisionKind.POLICY})


class DecisionState(models.TextChoices):
    """Where a decision stands."""

    ISSUED = "issued", _("待签收")
    WORKING = "working", _("办理中")
    REPORTED = "reported", _("待认定")
    DONE = "done", _("已落实")
    MADE = "made", _("已议定")
    VOID = "void", _("已撤销")


# With the unit.
WITH_UNIT = frozenset({DecisionState.ISSUED, DecisionState.WORKING})
# Not over.
OPEN_DECISIONS = WITH_UNIT | {DecisionState.REPORTED}


class DecisionVerb(models.TextChoices):
    """What is done with a decision."""

    SIGN = "sign", _("签收")
    PROGRESS = "progress", _("报进展")
    REPORT = "report", _("报告落实")
    ACCEPT = "accept", _("认定落实")
    RETURN = "return", _("退回继续落实")
    REVISE = "revise", _("修改决定")
    TELL = "tell", _("答复企业")
    VOID = "void", _("撤销决定")


class DecisionRole(models.TextChoices):
    """As what somebody stands to a decision."""

    OFFICE = "office", _("会议机构的活动办受理、审核")
    JUDGE = "judge", _("会议机构的活动办审核、签发")
    LEAD = "lead", _("牵头单位")
    CO = "co", _("配合单位")
