"""Whom each event tells: a table, and the words that go with it.

A verb stands in `TELLS` or in `SILENT`; a test fails for one that stands in neither. The words
are version 0 of texts an administrator may reword.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.foundation.workdays import in_shanghai
from zhuqi.ledgers.cases.enums import ClockKind, Disposition, State, Verb, Verdict
from zhuqi.ledgers.cases.models import Case

V = Verb


class To(StrEnum):
    """Groups of people around a case; `actions.telling` finds who they are.

    NAMED: the units of the sheets the event is about. ABOVE: the units those sheets answer to.
    SUPERIOR, ORIGIN: the offices a case is handed up to and from. INSTRUCTORS: who instructed.
    """

    FIRM = "firm"
    LIAISON = "liaison"
    CHAMBER = "chamber"
    REGISTRARS = "registrars"
    REVIEWERS = "reviewers"
    SIGNERS = "signers"
    SUPERIOR = "superior"
    ORIGIN = "origin"
    LEAD = "lead"
    CO = "co"
    NAMED = "named"
    ABOVE = "above"
    INSTRUCTORS = "instructors"


GROUPS = {
    To.FIRM: "企业",
    To.LIAISON: "助企干部",
    To.CHAMBER: "商会",
    To.REGISTRARS: "活动办受理",
    To.REVIEWERS: "活动办审核",
    To.SIGNERS: "活动办签发",
    To.SUPERIOR: "上级活动办",
    To.ORIGIN: "提级县区",
    To.LEAD: "主办单位",
    To.CO: "协办单位",
    To.NAMED: "有关单位",
    To.ABOVE: "交办单位",
    To.INSTRUCTORS: "批示人",
}
_LOOKING_ON = frozenset({To.FIRM, To.LIAISON, To.CHAMBER})


@dataclass(frozen=True, slots=True)
class Notify:
    """One group told of one verb. `when` narrows it to cases of a kind."""

    to: To
    title: str
    body: str
    short: str = ""
    topic: Topic | None = None
    when: Callable[[Case], bool] = lambda _case: True

    @property
    def about(self) -> Topic:
        """Work for those who have to act, progress for those who look on."""
        return self.topic or (Topic.PROGRESS if self.to in _LOOKING_ON else Topic.WORK)


def _solved(case: Case) -> bool:
    return case.verdict == Verdict.SOLVED


def _falls_short(case: Case) -> bool:
    return case.state == State.COMPLETED and case.verdict in {Verdict.PARTLY, Verdict.NOT_SOLVED}


def _to_accept(case: Case) -> bool:
    return case.state == State.SUBMITTED


NOTIFICATIONS: dict[Verb, tuple[Notify, ...]] = {
    V.SUBMIT: (
        Notify(To.REGISTRARS, "新诉求待受理", "{企业}提交了“{诉求}”，请在 {时限} 前受理。"),
        Notify(To.LIAISON, "您联系的企业提交了诉求", "{企业}：{诉求}。"),
    ),
    V.REGISTER: (
        Notify(To.REGISTRARS, "新诉求待受理", "{企业}的“{诉求}”已代为登记，请在 {时限} 前受理。"),
        Notify(To.FIRM, "您反映的困难已经登记", "“{诉求}”已登记，{活动办}会尽快受理。"),
        Notify(To.LIAISON, "您联系的企业有新诉求", "{企业}：{诉求}。"),
    ),
    V.SUPPLEMENT: (
        Notify(To.REGISTRARS, "诉求有补充材料", "{企业}的“{诉求}”有补充材料。"),
        Notify(To.LEAD, "诉求有补充材料", "{企业}的“{诉求}”有补充材料。"),
    ),
    V.ACCEPT: (
        Notify(To.FIRM, "您的诉求已受理", "“{诉求}”已由{活动办}受理，接下来会交给有关单位办理。"),
        Notify(To.LIAISON, "您联系的企业的诉求已受理", "{企业}：{诉求}。"),
    ),
    V.DECLINE: (
        Notify(To.FIRM, "您的诉求没有受理", "“{诉求}”不予受理。原因和可以去哪里办，请打开查看。"),
        Notify(To.LIAISON, "您联系的企业的诉求未受理", "{企业}：{诉求}。"),
        Notify(To.CHAMBER, "会员企业的诉求未受理", "{企业}：{诉求}。原因请打开查看。"),
    ),
    V.ASSIGN: (
        Notify(To.LEAD, "新交办，请签收", "{企业}：{诉求}。本单位主办，请及时签收。"),
        Notify(To.CO, "新协办，请签收", "{企业}：{诉求}。本单位协办，请及时签收并提出意见。"),
        Notify(To.FIRM, "您的诉求已交办", "“{诉求}”已交给{主办}办理。"),
        Notify(To.LIAISON, "您联系的企业的诉求已交办", "{企业}：{诉求}，由{主办}办理。"),
    ),
    V.PROGRESS: (
        Notify(To.FIRM, "您的诉求有新进展", "{主办}报告了“{诉求}”的进展，请打开查看。"),
        Notify(To.LIAISON, "您联系的企业的诉求有新进展", "{企业}：{诉求}。"),
    ),
    V.OPINION: (Notify(To.LEAD, "协办单位提出了意见", "{企业}：{诉求}。协办意见可以查看了。"),),
    V.ANSWER: (Notify(To.REVIEWERS, "答复待办结审核", "{主办}已答复{企业}的“{诉求}”。"),),
    V.HAND_OVER: (
        Notify(To.LEAD, "诉求换了经办人", "{企业}：{诉求}。新经办人请打开查看。"),
        Notify(To.FIRM, "您的诉求换了经办人", "“{诉求}”由{主办}另一位同志经办，电话请打开查看。"),
    ),
    V.RETURN: (Notify(To.LEAD, "答复被退回，请重办", "{企业}：{诉求}。退回原因请打开查看。"),),
    V.COMPLETE: (
        Notify(To.CHAMBER, "会员企业的诉求已办结", "{企业}：{诉求}。办理结果：{结果}。"),
        Notify(To.FIRM, "您的诉求已有结果，请您评价", "“{诉求}”已办结：{结果}。请打开查看并评价。"),
        Notify(To.LIAISON, "您联系的企业的诉求已办结", "{企业}：{诉求}。办理结果：{结果}。"),
        Notify(To.LEAD, "诉求已办结，等企业评价", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    ),
    V.RATE: (
        Notify(To.REVIEWERS, "企业未认可，请研判", "{企业}：{诉求}（{评价}）。", when=_falls_short),
        Notify(To.SIGNERS, "企业已认可，待销号或挂账", "{企业}：{诉求}。", when=_solved),
        Notify(To.LEAD, "企业已评价", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    ),
    V.RATE_BY_PHONE: (
        Notify(To.SIGNERS, "企业已认可，待销号或挂账", "{企业}：{诉求}。", when=_solved),
        Notify(To.LEAD, "企业已评价", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    ),
    V.REDO: (
        Notify(To.LEAD, "企业未认可，请重办", "{企业}：{诉求}。重办原因请打开查看。"),
        Notify(To.FIRM, "您的诉求正在重新办理", "“{诉求}”由{主办}重新办理。"),
    ),
    V.STRIKE_OFF: (
        Notify(To.FIRM, "您的诉求已了结", "“{诉求}”已了结。情况有变，可以打开申请重新办理。"),
        Notify(To.LEAD, "诉求已销号", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    ),
    V.CARRY: (
        Notify(To.FIRM, "您的诉求会持续跟踪", "“{诉求}”已列入持续跟踪，下次复核在 {时限}。"),
        Notify(To.LEAD, "诉求已挂账", "{企业}：{诉求}。下次复核在 {时限}。", topic=Topic.PROGRESS),
    ),
    V.REOPEN: (
        Notify(To.REGISTRARS, "诉求重新提出，待受理", "{企业}：{诉求}。", when=_to_accept),
        Notify(To.LEAD, "诉求重新办理", "{企业}：{诉求}。重新办理的原因请打开查看。"),
        Notify(To.FIRM, "您的诉求重新办理", "“{诉求}”已重新办理。"),
    ),
    V.ESCALATE: (
        Notify(To.SUPERIOR, "县区提级，待研判", "{企业}：{诉求}。{活动办}申请提级办理。"),
        Notify(To.FIRM, "您的诉求已报请上级研究", "“{诉求}”已报请上级活动办研究。"),
    ),
    V.TAKE_UP: (
        Notify(To.ORIGIN, "提级已被接收", "{企业}：{诉求}，由{活动办}接办。", topic=Topic.PROGRESS),
        Notify(To.FIRM, "您的诉求由上级接办", "“{诉求}”由{活动办}接办。"),
    ),
    V.SEND_DOWN: (
        Notify(To.REGISTRARS, "提级被退回属地", "{企业}：{诉求}。退回理由请打开查看。"),
    ),
    V.FORWARD: (
        Notify(To.REGISTRARS, "转来的诉求待受理", "{企业}：{诉求}。请在 {时限} 前受理。"),
        Notify(To.FIRM, "您的诉求已转交", "“{诉求}”已转交{活动办}受理。"),
    ),
    V.SUB_ASSIGN: (Notify(To.NAMED, "二次分办，请签收", "{企业}：{诉求}。请签收并办理。"),),
    V.PART_ANSWER: (Notify(To.ABOVE, "分办单位已答复", "{企业}：{诉求}。分办答复可以查看了。"),),
    V.RETURN_PART: (Notify(To.NAMED, "分办答复被退回", "{企业}：{诉求}。退回原因请打开查看。"),),
    V.ENLIST: (Notify(To.NAMED, "新的办理任务，请签收", "{企业}：{诉求}。请签收并办理。"),),
    V.OBJECT: (
        Notify(To.REGISTRARS, "单位提出异议，待裁定", "{企业}：{诉求}。异议理由请打开查看。"),
        Notify(To.REVIEWERS, "单位提出异议，待裁定", "{企业}：{诉求}。异议理由请打开查看。"),
    ),
    V.UPHOLD: (Notify(To.NAMED, "异议未采纳，请继续办理", "{企业}：{诉求}。"),),
    V.REASSIGN: (
        Notify(To.NAMED, "裁定由本单位办理", "{企业}：{诉求}。还没有签收的，请签收并办理。"),
        Notify(To.FIRM, "您的诉求换了办理单位", "“{诉求}”改由{主办}办理。"),
    ),
    V.CONSULT: (
        Notify(To.NAMED, "会商期间由本单位先办", "{企业}：{诉求}。归属会商期间请本单位先行办理。"),
        Notify(To.FIRM, "您的诉求先由另一单位办理", "由谁办理正在会商，其间由{主办}办理“{诉求}”。"),
    ),
    V.ASK_EXTENSION: (
        Notify(To.REVIEWERS, "单位申请延期，待审批", "{企业}：{诉求}。"),
        Notify(To.SIGNERS, "单位申请延期，待审批", "{企业}：{诉求}。"),
    ),
    V.GRANT_EXTENSION: (
        Notify(To.NAMED, "延期已同意", "{企业}：{诉求}。新的时限请打开查看。"),
        Notify(To.FIRM, "您的诉求办理时间延长", "“{诉求}”的办理时间延长，原因和新时限请打开查看。"),
    ),
    V.REFUSE_EXTENSION: (
        Notify(To.NAMED, "延期没有同意", "{企业}：{诉求}。请按原时限办理。"),
    ),
    V.ASK_PAUSE: (
        Notify(To.REVIEWERS, "单位申请挂起，待审批", "{企业}：{诉求}。"),
        Notify(To.SIGNERS, "单位申请挂起，待审批", "{企业}：{诉求}。"),
    ),
    V.PAUSE: (
        Notify(To.LEAD, "诉求已挂起", "{企业}：{诉求}。", topic=Topic.PROGRESS),
        Notify(To.FIRM, "您的诉求暂停办理", "“{诉求}”暂停办理，原因请打开查看。"),
    ),
    V.REFUSE_PAUSE: (Notify(To.LEAD, "挂起没有同意", "{企业}：{诉求}。请继续办理。"),),
    V.RESUME: (
        Notify(To.LEAD, "诉求恢复办理", "{企业}：{诉求}。"),
        Notify(To.FIRM, "您的诉求恢复办理", "“{诉求}”已恢复办理。"),
    ),
    V.MERGE: (
        Notify(To.FIRM, "您的诉求合并办理", "“{诉求}”与另一件诉求合并办理，进展请打开查看。"),
        Notify(To.CHAMBER, "会员企业的诉求合并办理", "{企业}：“{诉求}”与另一件诉求合并办理。"),
        Notify(To.LEAD, "诉求已合并办理", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    ),
    V.UNMERGE: (
        Notify(To.FIRM, "您的诉求单独办理", "“{诉求}”恢复单独办理。"),
        Notify(To.CHAMBER, "会员企业的诉求单独办理", "{企业}：“{诉求}”恢复单独办理。"),
        Notify(To.LEAD, "诉求取消合并", "{企业}：{诉求}。"),
    ),
    V.BUNDLE: (Notify(To.FIRM, "您的诉求归入共性问题", "“{诉求}”归入共性问题一并研究。"),),
    V.UNBUNDLE: (Notify(To.FIRM, "您的诉求移出共性问题", "“{诉求}”移出共性问题，单独办理。"),),
    V.TERMINATE: (
        Notify(To.FIRM, "您的诉求已终结", "“{诉求}”已终结，依据请打开查看。"),
        Notify(To.CHAMBER, "会员企业的诉求已终结", "{企业}：{诉求}。依据请打开查看。"),
        Notify(To.LEAD, "诉求已终结", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    ),
    V.DRAFT_ANSWER: (Notify(To.LEAD, "答复待签发", "{企业}：{诉求}。请单位领导签发。"),),
    V.RETURN_DRAFT: (Notify(To.LEAD, "拟稿被退回", "{企业}：{诉求}。请修改后再送签。"),),
    V.INSTRUCT: (
        Notify(To.REGISTRARS, "有领导批示件", "{企业}：{诉求}。"),
        Notify(To.LEAD, "有领导批示件", "{企业}：{诉求}。请按要求办理。"),
    ),
    V.REPORT_ON: (Notify(To.INSTRUCTORS, "批示办理情况已报告", "{企业}：{诉求}。请圈阅。"),),
    V.MARK_READ: (
        Notify(To.REVIEWERS, "批示已圈阅", "{企业}：{诉求}。", topic=Topic.PROGRESS),
        Notify(To.LEAD, "批示已圈阅", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    ),
    V.TRANSFER: (Notify(To.FIRM, "您的诉求已移送", "“{诉求}”已移送有关机关，请打开查看。"),),
    V.CONCEAL: (
        Notify(To.FIRM, "您的诉求按保密办理", "“{诉求}”已标为保密，承办单位看不到是谁反映的。"),
    ),
    V.UNCONCEAL: (Notify(To.FIRM, "您的诉求已取消保密", "“{诉求}”已取消保密，原因请打开查看。"),),
    V.DISCLOSE: (
        Notify(
            To.FIRM, "企业名称已告知有关单位", "办理“{诉求}”需要，告知了谁、为什么，请打开查看。"
        ),
    ),
    V.DECLARE_RECUSAL: (
        Notify(To.REGISTRARS, "有人声明回避", "{企业}：{诉求}。请看是否需要另行安排人员。"),
    ),
    V.ASK_STRIKE_OFF: (Notify(To.SIGNERS, "县区申请销号", "{企业}：{诉求}。"),),
    V.REFUSE_STRIKE_OFF: (
        Notify(To.ORIGIN, "销号没有同意", "{企业}：{诉求}。理由请打开查看。"),
        Notify(To.LEAD, "销号没有同意", "{企业}：{诉求}。理由请打开查看。"),
    ),
    V.WITHDRAW: (
        Notify(To.REGISTRARS, "企业撤回了诉求", "{企业}：{诉求}。", topic=Topic.PROGRESS),
        Notify(To.LEAD, "诉求已撤回，不用再办", "{企业}：{诉求}。"),
        Notify(To.CO, "诉求已撤回，不用再办", "{企业}：{诉求}。"),
        Notify(To.FIRM, "您的诉求已撤回", "“{诉求}”已按您的申请撤回。"),
    ),
    V.ASK_WITHDRAWAL: (
        Notify(To.REGISTRARS, "企业申请撤回，请电话核实", "{企业}申请撤回“{诉求}”。"),
    ),
    V.KEEP: (
        Notify(To.REGISTRARS, "企业不再撤回", "{企业}：{诉求}，继续办理。", topic=Topic.PROGRESS),
        Notify(To.FIRM, "您的诉求继续办理", "“{诉求}”继续办理。"),
    ),
}  # fmt: skip

# Nobody is told: old registers, notes, tags, the machine's own arithmetic, what is said to the
# outside and heard from there; a sheet taken back is no longer the unit's to see; signing and
# calling are seen by the firm in its case and on its phone; who keeps away knows, or is not to.
SILENT = frozenset(
    {
        V.IMPORT, V.NOTE, V.TAG, V.RECOMPUTE, V.SEND_BACK, V.RECEIPT, V.RECALL, V.RELEASE, V.SIGN,
        V.CONTACT, V.SIGN_ANSWER, V.PACK, V.RECUSE, V.LIFT_RECUSAL,
    }
)  # fmt: skip

PLACEHOLDERS = {
    "编号": "1000-26-0128-4",
    "企业": "许昌钻石公司",
    "诉求": "夜间停电影响生产",
    "活动办": "市活动办",
    "主办": "许昌供电",
    "结果": "已解决",
    "评价": "部分解决",
    "时限": "11月24日 17:30",
}


def text_code(verb: Verb, to: To) -> str:
    """The text a group is told by."""
    return f"case.{verb}.{to}"


class Level(StrEnum):
    """How near a clock is to its end."""

    SOON = "soon"
    OVER = "over"


REMINDER_PLACEHOLDERS = PLACEHOLDERS | {"时钟": "办理", "单位": "市工信局"}
# Who is reminded of a clock of the whole case; of a sheet's clock always its unit's handlers.
OFFICE_CLOCKS: dict[ClockKind, To] = {
    ClockKind.ACCEPT: To.REGISTRARS,
    ClockKind.REVIEW: To.REVIEWERS,
    ClockKind.CARRY: To.SIGNERS,
    ClockKind.STRIKE_OFF: To.SIGNERS,
    ClockKind.ESCALATION: To.SUPERIOR,
    ClockKind.REDO: To.LEAD,
    ClockKind.OBJECTION: To.REVIEWERS,
    ClockKind.EXTENSION: To.REVIEWERS,
    ClockKind.PAUSE: To.REVIEWERS,
}


def reminder_code(level: Level, to: To) -> str:
    """The text of a reminder; the firm has its own."""
    return f"case.due.{level}.{to if to == To.FIRM else 'desk'}"


def _short(title: str) -> str:
    return f"{title}（{{编号}}）。详情请登录助企平台查看。"


def _texts() -> list[Text]:
    texts = [
        Text(
            code=text_code(verb, notify.to),
            label=f"{verb.label} · 告知{GROUPS[notify.to]}",
            topic=notify.about,
            title=notify.title,
            body=notify.body,
            short=notify.short or _short(notify.title),
            placeholders=PLACEHOLDERS,
        )
        for verb, tells in NOTIFICATIONS.items()
        for notify in tells
    ]
    for level, to, label, title, body in (
        (Level.SOON, To.LEAD, "即将到期 · 提醒经办", "{时钟}即将到期",
         "{企业}：{诉求}。{单位}应在 {时限} 前完成{时钟}。"),
        (Level.OVER, To.LEAD, "已经逾期 · 提醒经办", "{时钟}已经逾期",
         "{企业}：{诉求}。{单位}应在 {时限} 前完成{时钟}，现已逾期。"),
        (Level.SOON, To.FIRM, "评价将到期 · 提醒企业", "请您评价办理结果",
         "“{诉求}”已有结果。请在 {时限} 前打开评价，您的意见决定是否重新办理。"),
    ):  # fmt: skip
        texts.append(
            Text(
                code=reminder_code(level, to),
                label=label,
                topic=Topic.REMINDER,
                title=title,
                body=body,
                short=_short(title),
                placeholders=REMINDER_PLACEHOLDERS,
            )
        )
    return texts


declare(*_texts())


def named_firm(case: Case) -> dict[str, str]:
    """The only way by which a firm's name and a case's words come into a notice.

    The row is one read by whoever is told (`Case.objects.visible_to`): without the firm where
    they must not know it.
    """
    return {"企业": case.firm_name, "诉求": case.title}


def unnamed(_case: Case) -> dict[str, str]:
    """For eyes and ears we do not know, as a group's robot has: neither firm nor words."""
    return {"企业": "一家企业", "诉求": "（内容请登录查看）"}


def values_of(case: Case, names: Mapping[str, str], due: datetime | None) -> dict[str, str]:
    """Every placeholder's value; `names` comes from `named_firm` or `unnamed`."""
    return {
        **names,
        "编号": case.number,
        "活动办": str(case.office),
        "主办": str(case.lead_unit) if case.lead_unit else "有关单位",
        "结果": str(Disposition(case.disposition).label) if case.disposition else "已有结果",
        "评价": str(Verdict(case.verdict).label) if case.verdict else "未认可",
        "时限": moment(due) if due else "规定时限",
    }


def moment(at: datetime) -> str:
    """11月24日 17:30."""
    local = in_shanghai(at)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
