"""What is known of a verb, in one place: who reads of it, what it ends, whom it notifies.

May it be done, by whom, from which state: `lifecycle`. Which clocks it starts and stops: the rows
of `clocks`. Its page: `VerbPage` in the interface. The texts are version 0 of what an
administrator may reword. Pure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from zhuqi.foundation.notices.enums import Topic
from zhuqi.ledgers.cases.enums import State, Verb, Verdict

if TYPE_CHECKING:
    from zhuqi.ledgers.cases.models import Case

V = Verb


class Audience(Enum):
    """Who finds it in the timeline."""

    EVERYONE = auto()
    INSIDE = auto()
    """offices and units, who look inside the case; not the firm, nor its chamber"""
    SECRECY = auto()
    """whoever knows the firm"""
    RECUSAL = auto()
    """the office: who keeps away is its matter"""
    NOBODY = auto()
    """it has a place of its own"""


class FirmReads(Enum):
    """What the firm reads of it, where it reads of it at all."""

    TEXT = auto()
    """what was written; officials' remarks are theirs"""
    REMARK = auto()
    """which unit has its case now, not what was argued"""
    ALL = auto()
    """written for the firm, or by it"""


class Ends(Enum):
    """What ends with it: clocks, and what was asked about them."""

    NOTHING = auto()
    SHEETS = auto()
    """whatever units have to do"""
    CASE = auto()
    """every clock that does not outlive the case in this ledger"""


class Fate(Enum):
    """What becomes of the cases merged into the one it is done to."""

    STAYS = auto()
    """the main case goes on, and they with it"""
    ENDS = auto()
    """they are over with it"""
    COMES_BACK = auto()
    """what ends is the main case alone: each is handled by itself again"""
    GOES_ON = auto()
    """they are under way with it again"""


class To(StrEnum):
    """Groups of people around a case; `notifications.actions` finds who they are.

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


_LOOKING_ON = frozenset({To.FIRM, To.LIAISON, To.CHAMBER})


@dataclass(frozen=True, slots=True)
class Notify:
    """One group told of one verb. `when` narrows it to cases of a kind; `asks`: what they are to do
    about it, so that nobody is asked any more for what can't be done or is done."""

    to: To
    title: str
    body: str
    short: str = ""
    topic: Topic | None = None
    when: "Callable[[Case], bool]" = lambda _case: True
    asks: tuple[Verb, ...] = ()

    @property
    def about(self) -> Topic:
        """Work for those who have to act, progress for those who look on."""
        return self.topic or (Topic.PROGRESS if self.to in _LOOKING_ON else Topic.WORK)


# Nobody is told: old registers, notes, tags, the machine's own arithmetic, what is said to the
# outside and heard from there; a sheet taken back is no longer the unit's to see; signing and
# calling are seen by the firm in its case and on its phone; who keeps away knows, or is not to.
SILENT: tuple[Notify, ...] = ()


@dataclass(frozen=True, slots=True)
class VerbSpec:
    """One verb. `notifies` says outright whom, or SILENT.

    `comes_in`: it begins a case. `issues`: units get sheets by it. `answers`: the unit has taken
    its sheet as its own. `moves_clocks`: the due time of a clock that runs on.
    `leaders_own`: whoever did it would say whose paper it is. `on_historical`: possible on what
    came from an old register.
    """

    notifies: tuple[Notify, ...]
    audience: Audience = Audience.EVERYONE
    firm_reads: FirmReads = FirmReads.TEXT
    ends: Ends = Ends.NOTHING
    merged: Fate = Fate.STAYS
    comes_in: bool = False
    issues: bool = False
    answers: bool = False
    moves_clocks: bool = False
    leaders_own: bool = False
    on_historical: bool = False


def _solved(case: "Case") -> bool:
    return case.verdict == Verdict.SOLVED


def _falls_short(case: "Case") -> bool:
    return case.state == State.COMPLETED and case.verdict in {Verdict.PARTLY, Verdict.NOT_SOLVED}


def _to_accept(case: "Case") -> bool:
    return case.state == State.SUBMITTED


_TO_TAKE = (V.ACCEPT, V.DECLINE, V.FORWARD)
_TO_ANSWER = (V.ANSWER, V.DRAFT_ANSWER)

# Administrators find the texts in this order.
SPECS: dict[Verb, VerbSpec] = {
    V.SUBMIT: VerbSpec(comes_in=True, notifies=(
        Notify(
            To.REGISTRARS, "新诉求待受理", "{企业}提交了“{诉求}”，请在 {时限} 前受理。",
            asks=_TO_TAKE,
        ),
        Notify(To.LIAISON, "您联系的企业提交了诉求", "{企业}：{诉求}。"),
    )),
    V.REGISTER: VerbSpec(comes_in=True, notifies=(
        Notify(
            To.REGISTRARS, "新诉求待受理", "{企业}的“{诉求}”已代为登记，请在 {时限} 前受理。",
            asks=_TO_TAKE,
        ),
        Notify(To.FIRM, "您反映的困难已经登记", "“{诉求}”已登记，{活动办}会尽快受理。"),
        Notify(To.LIAISON, "您联系的企业有新诉求", "{企业}：{诉求}。"),
    )),
    V.IMPORT: VerbSpec(ends=Ends.CASE, comes_in=True, notifies=SILENT),
    V.SUPPLEMENT: VerbSpec(notifies=(
        Notify(To.REGISTRARS, "诉求有补充材料", "{企业}的“{诉求}”有补充材料。"),
        Notify(To.LEAD, "诉求有补充材料", "{企业}的“{诉求}”有补充材料。"),
    )),
    V.ACCEPT: VerbSpec(notifies=(
        Notify(To.FIRM, "您的诉求已受理", "“{诉求}”已由{活动办}受理，接下来会交给有关单位办理。"),
        Notify(To.LIAISON, "您联系的企业的诉求已受理", "{企业}：{诉求}。"),
    )),
    V.DECLINE: VerbSpec(firm_reads=FirmReads.ALL, ends=Ends.CASE, merged=Fate.COMES_BACK, notifies=(
        Notify(To.FIRM, "您的诉求没有受理", "“{诉求}”不予受理。原因和可以去哪里办，请打开查看。"),
        Notify(To.LIAISON, "您联系的企业的诉求未受理", "{企业}：{诉求}。"),
        Notify(To.CHAMBER, "会员企业的诉求未受理", "{企业}：{诉求}。原因请打开查看。"),
    )),
    V.ASSIGN: VerbSpec(firm_reads=FirmReads.ALL, issues=True, notifies=(
        Notify(
            To.LEAD, "新交办，请签收", "{企业}：{诉求}。本单位主办，请及时签收。", asks=(V.SIGN,)
        ),
        Notify(
            To.CO, "新协办，请签收", "{企业}：{诉求}。本单位协办，请及时签收并提出意见。",
            asks=(V.SIGN,),
        ),
        Notify(To.FIRM, "您的诉求已交办", "“{诉求}”已交给{主办}办理。"),
        Notify(To.LIAISON, "您联系的企业的诉求已交办", "{企业}：{诉求}，由{主办}办理。"),
    )),
    V.RECALL: VerbSpec(ends=Ends.SHEETS, notifies=(
        Notify(
            To.FIRM, "您的诉求重新确定由谁办理", "“{诉求}”的交办已收回，{活动办}重新确定由谁办理。"
        ),
        Notify(To.LIAISON, "您联系的企业的诉求重新交办", "{企业}：{诉求}。原来的交办已收回。"),
    )),
    V.SIGN: VerbSpec(notifies=SILENT),
    V.CONTACT: VerbSpec(notifies=SILENT),
    V.PROGRESS: VerbSpec(notifies=(
        Notify(To.FIRM, "您的诉求有新进展", "{主办}报告了“{诉求}”的进展，请打开查看。"),
        Notify(To.LIAISON, "您联系的企业的诉求有新进展", "{企业}：{诉求}。"),
    )),
    V.OPINION: VerbSpec(audience=Audience.INSIDE, answers=True, notifies=(
        Notify(To.LEAD, "协办单位提出了意见", "{企业}：{诉求}。协办意见可以查看了。"),
    )),
    V.ANSWER: VerbSpec(firm_reads=FirmReads.ALL, answers=True, notifies=(
        Notify(
            To.REVIEWERS, "答复待办结审核", "{主办}已答复{企业}的“{诉求}”。",
            asks=(V.COMPLETE, V.RETURN),
        ),
    )),
    V.HAND_OVER: VerbSpec(firm_reads=FirmReads.REMARK, notifies=(
        Notify(To.LEAD, "诉求换了经办人", "{企业}：{诉求}。新经办人请打开查看。"),
        Notify(To.FIRM, "您的诉求换了经办人", "“{诉求}”由{主办}另一位同志经办，电话请打开查看。"),
    )),
    V.RETURN: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(
            To.LEAD, "答复被退回，请重办", "{企业}：{诉求}。退回原因请打开查看。", asks=_TO_ANSWER
        ),
    )),
    V.COMPLETE: VerbSpec(ends=Ends.SHEETS, notifies=(
        Notify(To.CHAMBER, "会员企业的诉求已办结", "{企业}：{诉求}。办理结果：{结果}。"),
        Notify(
            To.FIRM, "您的诉求已有结果，请您评价", "“{诉求}”已办结：{结果}。请打开查看并评价。",
            asks=(V.RATE,),
        ),
        Notify(To.LIAISON, "您联系的企业的诉求已办结", "{企业}：{诉求}。办理结果：{结果}。"),
        Notify(To.LEAD, "诉求已办结，等企业评价", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    )),
    V.RATE: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(To.REVIEWERS, "企业未认可，请研判", "{企业}：{诉求}（{评价}）。", when=_falls_short),
        Notify(
            To.SIGNERS, "企业已认可，待销号或挂账", "{企业}：{诉求}。", when=_solved,
            asks=(V.STRIKE_OFF, V.CARRY),
        ),
        Notify(To.LEAD, "企业已评价", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    )),
    V.RATE_BY_PHONE: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(
            To.SIGNERS, "企业已认可，待销号或挂账", "{企业}：{诉求}。", when=_solved,
            asks=(V.STRIKE_OFF, V.CARRY),
        ),
        Notify(To.LEAD, "企业已评价", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    )),
    V.CALL_AGAIN: VerbSpec(firm_reads=FirmReads.REMARK, notifies=SILENT),
    V.REFUSE_RATING: VerbSpec(firm_reads=FirmReads.REMARK, notifies=(
        Notify(
            To.SIGNERS, "企业不评价，待销号或挂账", "{企业}：{诉求}。",
            asks=(V.STRIKE_OFF, V.CARRY),
        ),
        Notify(To.LEAD, "企业不评价", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    )),
    V.REDO: VerbSpec(notifies=(
        Notify(
            To.LEAD, "企业未认可，请重办", "{企业}：{诉求}。重办原因请打开查看。", asks=_TO_ANSWER
        ),
        Notify(To.FIRM, "您的诉求正在重新办理", "“{诉求}”由{主办}重新办理。"),
    )),
    V.STRIKE_OFF: VerbSpec(ends=Ends.CASE, merged=Fate.ENDS, notifies=(
        Notify(To.FIRM, "您的诉求已了结", "“{诉求}”已了结。情况有变，可以打开申请重新办理。"),
        Notify(To.LEAD, "诉求已销号", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    )),
    V.CARRY: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(To.FIRM, "您的诉求会持续跟踪", "“{诉求}”已列入持续跟踪，下次复核在 {时限}。"),
        Notify(To.LEAD, "诉求已挂账", "{企业}：{诉求}。下次复核在 {时限}。", topic=Topic.PROGRESS),
    )),
    V.REOPEN: VerbSpec(firm_reads=FirmReads.ALL, merged=Fate.GOES_ON, notifies=(
        Notify(
            To.REGISTRARS, "诉求重新提出，待受理", "{企业}：{诉求}。", when=_to_accept,
            asks=_TO_TAKE,
        ),
        Notify(To.LEAD, "诉求重新办理", "{企业}：{诉求}。重新办理的原因请打开查看。"),
        Notify(To.FIRM, "您的诉求重新办理", "“{诉求}”已重新办理。"),
    )),
    V.ESCALATE: VerbSpec(notifies=(
        Notify(
            To.SUPERIOR, "县区提级，待研判", "{企业}：{诉求}。{活动办}申请提级办理。",
            asks=(V.TAKE_UP, V.SEND_DOWN),
        ),
        Notify(To.FIRM, "您的诉求已报请上级研究", "“{诉求}”已报请上级活动办研究。"),
    )),
    V.TAKE_UP: VerbSpec(ends=Ends.CASE, notifies=(
        Notify(To.ORIGIN, "提级已被接收", "{企业}：{诉求}，由{活动办}接办。", topic=Topic.PROGRESS),
        Notify(To.FIRM, "您的诉求由上级接办", "“{诉求}”由{活动办}接办。"),
    )),
    V.SEND_DOWN: VerbSpec(notifies=(
        Notify(To.REGISTRARS, "提级被退回属地", "{企业}：{诉求}。退回理由请打开查看。"),
    )),
    V.FORWARD: VerbSpec(ends=Ends.CASE, notifies=(
        Notify(
            To.REGISTRARS, "转来的诉求待受理", "{企业}：{诉求}。请在 {时限} 前受理。", asks=_TO_TAKE
        ),
        Notify(To.FIRM, "您的诉求已转交", "“{诉求}”已转交{活动办}受理。"),
    )),
    V.SEND_BACK: VerbSpec(audience=Audience.INSIDE, notifies=SILENT),
    V.SUB_ASSIGN: VerbSpec(audience=Audience.INSIDE, issues=True, notifies=(
        Notify(To.NAMED, "二次分办，请签收", "{企业}：{诉求}。请签收并办理。", asks=(V.SIGN,)),
    )),
    V.PART_ANSWER: VerbSpec(audience=Audience.INSIDE, answers=True, notifies=(
        Notify(To.ABOVE, "分办单位已答复", "{企业}：{诉求}。分办答复可以查看了。"),
    )),
    V.RETURN_PART: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(
            To.NAMED, "分办答复被退回", "{企业}：{诉求}。退回原因请打开查看。",
            asks=(V.PART_ANSWER,),
        ),
    )),
    V.ENLIST: VerbSpec(audience=Audience.INSIDE, issues=True, notifies=(
        Notify(To.NAMED, "新的办理任务，请签收", "{企业}：{诉求}。请签收并办理。", asks=(V.SIGN,)),
    )),
    V.RELEASE: VerbSpec(audience=Audience.INSIDE, notifies=SILENT),
    V.OBJECT: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(To.REGISTRARS, "单位提出异议，待裁定", "{企业}：{诉求}。异议理由请打开查看。"),
        Notify(
            To.REVIEWERS, "单位提出异议，待裁定", "{企业}：{诉求}。异议理由请打开查看。",
            asks=(V.UPHOLD, V.REASSIGN, V.CONSULT),
        ),
    )),
    V.UPHOLD: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(To.NAMED, "异议未采纳，请继续办理", "{企业}：{诉求}。"),
    )),
    V.REASSIGN: VerbSpec(firm_reads=FirmReads.REMARK, issues=True, notifies=(
        Notify(To.NAMED, "裁定由本单位办理", "{企业}：{诉求}。还没有签收的，请签收并办理。"),
        Notify(To.FIRM, "您的诉求换了办理单位", "“{诉求}”改由{主办}办理。"),
    )),
    V.CONSULT: VerbSpec(firm_reads=FirmReads.REMARK, issues=True, notifies=(
        Notify(To.NAMED, "会商期间由本单位先办", "{企业}：{诉求}。归属会商期间请本单位先行办理。"),
        Notify(To.FIRM, "您的诉求先由另一单位办理", "由谁办理正在会商，其间由{主办}办理“{诉求}”。"),
    )),
    V.ASK_EXTENSION: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(
            To.REVIEWERS, "单位申请延期，待审批", "{企业}：{诉求}。",
            asks=(V.GRANT_EXTENSION, V.REFUSE_EXTENSION),
        ),
        Notify(
            To.SIGNERS, "单位申请延期，待审批", "{企业}：{诉求}。",
            asks=(V.GRANT_EXTENSION, V.REFUSE_EXTENSION),
        ),
    )),
    V.GRANT_EXTENSION: VerbSpec(firm_reads=FirmReads.ALL, moves_clocks=True, notifies=(
        Notify(To.NAMED, "延期已同意", "{企业}：{诉求}。新的时限请打开查看。"),
        Notify(To.FIRM, "您的诉求办理时间延长", "“{诉求}”的办理时间延长，原因和新时限请打开查看。"),
    )),
    V.REFUSE_EXTENSION: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(To.NAMED, "延期没有同意", "{企业}：{诉求}。请按原时限办理。"),
    )),
    V.ASK_PAUSE: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(
            To.REVIEWERS, "单位申请挂起，待审批", "{企业}：{诉求}。", asks=(V.PAUSE, V.REFUSE_PAUSE)
        ),
        Notify(
            To.SIGNERS, "单位申请挂起，待审批", "{企业}：{诉求}。", asks=(V.PAUSE, V.REFUSE_PAUSE)
        ),
    )),
    V.PAUSE: VerbSpec(firm_reads=FirmReads.ALL, moves_clocks=True, notifies=(
        Notify(To.LEAD, "诉求已挂起", "{企业}：{诉求}。", topic=Topic.PROGRESS),
        Notify(To.FIRM, "您的诉求暂停办理", "“{诉求}”暂停办理，原因请打开查看。"),
    )),
    V.REFUSE_PAUSE: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(To.LEAD, "挂起没有同意", "{企业}：{诉求}。请继续办理。"),
    )),
    V.RESUME: VerbSpec(firm_reads=FirmReads.ALL, moves_clocks=True, notifies=(
        Notify(To.LEAD, "诉求恢复办理", "{企业}：{诉求}。"),
        Notify(To.FIRM, "您的诉求恢复办理", "“{诉求}”已恢复办理。"),
    )),
    V.MERGE: VerbSpec(firm_reads=FirmReads.ALL, ends=Ends.CASE, notifies=(
        Notify(To.FIRM, "您的诉求合并办理", "“{诉求}”与另一件诉求合并办理，进展请打开查看。"),
        Notify(To.CHAMBER, "会员企业的诉求合并办理", "{企业}：“{诉求}”与另一件诉求合并办理。"),
        Notify(To.LEAD, "诉求已合并办理", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    )),
    V.UNMERGE: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(To.FIRM, "您的诉求单独办理", "“{诉求}”恢复单独办理。"),
        Notify(To.CHAMBER, "会员企业的诉求单独办理", "{企业}：“{诉求}”恢复单独办理。"),
        Notify(To.LEAD, "诉求取消合并", "{企业}：{诉求}。"),
    )),
    V.END_WITH_MAIN: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(To.FIRM, "您合并办理的诉求已了结", "“{诉求}”随合并的那一件了结，请打开查看。"),
        Notify(To.CHAMBER, "会员企业合并办理的诉求已了结", "{企业}：“{诉求}”随合并的那一件了结。"),
    )),
    V.GO_ON_WITH_MAIN: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(To.FIRM, "您合并办理的诉求重新办理", "“{诉求}”随合并的那一件重新办理。"),
        Notify(To.CHAMBER, "会员企业的诉求重新办理", "{企业}：“{诉求}”随合并的那一件重新办理。"),
    )),
    V.SPLIT: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(
            To.FIRM, "您的诉求分成两件办理", "“{诉求}”说的是两件事，分成两件办理，请打开查看。"
        ),
        Notify(To.CHAMBER, "会员企业的诉求分成两件", "{企业}：“{诉求}”已分成两件分别办理。"),
        Notify(To.LIAISON, "您联系的企业的诉求分成两件", "{企业}：{诉求}。"),
    )),
    V.SPLIT_OFF: VerbSpec(comes_in=True, firm_reads=FirmReads.ALL, notifies=(
        Notify(
            To.REGISTRARS, "拆分出的诉求待受理", "{企业}的“{诉求}”已单独立案，请在 {时限} 前受理。",
            asks=_TO_TAKE,
        ),
    )),
    V.UNSPLIT: VerbSpec(firm_reads=FirmReads.ALL, ends=Ends.CASE, merged=Fate.COMES_BACK, notifies=(
        Notify(To.FIRM, "您的诉求不再分开办理", "“{诉求}”并回原来的那一件一起办理，请打开查看。"),
        Notify(To.CHAMBER, "会员企业的诉求不再分开办理", "{企业}：“{诉求}”并回原来的那一件。"),
    )),
    V.BUNDLE: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(To.FIRM, "您的诉求归入共性问题", "“{诉求}”归入共性问题一并研究。"),
    )),
    V.UNBUNDLE: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(To.FIRM, "您的诉求移出共性问题", "“{诉求}”移出共性问题，单独办理。"),
    )),
    V.TERMINATE: VerbSpec(firm_reads=FirmReads.ALL, ends=Ends.CASE, merged=Fate.ENDS, notifies=(
        Notify(To.FIRM, "您的诉求已终结", "“{诉求}”已终结，依据请打开查看。"),
        Notify(To.CHAMBER, "会员企业的诉求已终结", "{企业}：{诉求}。依据请打开查看。"),
        Notify(To.LEAD, "诉求已终结", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    )),
    V.DRAFT_ANSWER: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(To.LEAD, "答复待签发", "{企业}：{诉求}。请单位领导签发。"),
    )),
    V.SIGN_ANSWER: VerbSpec(audience=Audience.INSIDE, notifies=SILENT),
    V.RETURN_DRAFT: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(To.LEAD, "拟稿被退回", "{企业}：{诉求}。请修改后再送签。", asks=_TO_ANSWER),
    )),
    V.INSTRUCT: VerbSpec(audience=Audience.INSIDE, leaders_own=True, notifies=(
        Notify(To.REGISTRARS, "有领导批示件", "{企业}：{诉求}。"),
        Notify(To.LEAD, "有领导批示件", "{企业}：{诉求}。请按要求办理。"),
    )),
    V.REPORT_ON: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(
            To.INSTRUCTORS, "批示办理情况已报告", "{企业}：{诉求}。请圈阅。", asks=(V.MARK_READ,)
        ),
    )),
    V.MARK_READ: VerbSpec(audience=Audience.INSIDE, leaders_own=True, notifies=(
        Notify(To.REVIEWERS, "批示已圈阅", "{企业}：{诉求}。", topic=Topic.PROGRESS),
        Notify(To.LEAD, "批示已圈阅", "{企业}：{诉求}。", topic=Topic.PROGRESS),
    )),
    V.TRANSFER: VerbSpec(firm_reads=FirmReads.ALL, ends=Ends.CASE, merged=Fate.ENDS, notifies=(
        Notify(To.FIRM, "您的诉求已移送", "“{诉求}”已移送有关机关，请打开查看。"),
    )),
    V.RECEIPT: VerbSpec(audience=Audience.INSIDE, notifies=SILENT),
    V.PACK: VerbSpec(audience=Audience.INSIDE, notifies=SILENT),
    V.CONCEAL: VerbSpec(audience=Audience.SECRECY, firm_reads=FirmReads.ALL, notifies=(
        Notify(To.FIRM, "您的诉求按保密办理", "“{诉求}”已标为保密，承办单位看不到是谁反映的。"),
    )),
    V.UNCONCEAL: VerbSpec(audience=Audience.SECRECY, firm_reads=FirmReads.ALL, notifies=(
        Notify(To.FIRM, "您的诉求已取消保密", "“{诉求}”已取消保密，原因请打开查看。"),
    )),
    V.DISCLOSE: VerbSpec(audience=Audience.SECRECY, firm_reads=FirmReads.ALL, notifies=(
        Notify(
            To.FIRM, "企业名称已告知有关单位", "办理“{诉求}”需要，告知了谁、为什么，请打开查看。"
        ),
    )),
    V.IDENTIFY: VerbSpec(audience=Audience.RECUSAL, notifies=SILENT),
    V.COVER: VerbSpec(audience=Audience.RECUSAL, notifies=SILENT),
    V.RECUSE: VerbSpec(audience=Audience.RECUSAL, notifies=SILENT),
    V.LIFT_RECUSAL: VerbSpec(audience=Audience.RECUSAL, notifies=SILENT),
    V.DECLARE_RECUSAL: VerbSpec(audience=Audience.RECUSAL, notifies=(
        Notify(To.REGISTRARS, "有人声明回避", "{企业}：{诉求}。请看是否需要另行安排人员。"),
    )),
    V.NOTE: VerbSpec(audience=Audience.NOBODY, on_historical=True, notifies=SILENT),
    V.TAG: VerbSpec(audience=Audience.INSIDE, on_historical=True, notifies=SILENT),
    V.UNTAG: VerbSpec(audience=Audience.INSIDE, on_historical=True, notifies=SILENT),
    V.RECOMPUTE: VerbSpec(audience=Audience.INSIDE, notifies=SILENT),
    V.ASK_STRIKE_OFF: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(
            To.SIGNERS, "县区申请销号", "{企业}：{诉求}。", asks=(V.STRIKE_OFF, V.REFUSE_STRIKE_OFF)
        ),
    )),
    V.REFUSE_STRIKE_OFF: VerbSpec(audience=Audience.INSIDE, notifies=(
        Notify(To.ORIGIN, "销号没有同意", "{企业}：{诉求}。理由请打开查看。"),
        Notify(To.LEAD, "销号没有同意", "{企业}：{诉求}。理由请打开查看。"),
    )),
    V.WITHDRAW: VerbSpec(
        ends=Ends.CASE, merged=Fate.COMES_BACK, firm_reads=FirmReads.ALL, notifies=(
            Notify(To.REGISTRARS, "企业撤回了诉求", "{企业}：{诉求}。", topic=Topic.PROGRESS),
            Notify(To.NAMED, "诉求已撤回，不用再办", "{企业}：{诉求}。"),
            Notify(To.FIRM, "您的诉求已撤回", "“{诉求}”已按您的申请撤回。"),
        ),
    ),
    V.ASK_WITHDRAWAL: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(
            To.REGISTRARS, "企业申请撤回，请电话核实", "{企业}申请撤回“{诉求}”。",
            asks=(V.WITHDRAW, V.KEEP),
        ),
    )),
    V.KEEP: VerbSpec(firm_reads=FirmReads.ALL, notifies=(
        Notify(To.REGISTRARS, "企业不再撤回", "{企业}：{诉求}，继续办理。", topic=Topic.PROGRESS),
        Notify(To.FIRM, "您的诉求继续办理", "“{诉求}”继续办理。"),
    )),
}  # fmt: skip


def verbs_with(wanted: Callable[[VerbSpec], bool]) -> frozenset[Verb]:
    """The verbs of whose spec it is true."""
    return frozenset(verb for verb, spec in SPECS.items() if wanted(spec))


# Who reads what.
INSIDE = verbs_with(lambda spec: spec.audience == Audience.INSIDE)
OF_SECRECY = verbs_with(lambda spec: spec.audience == Audience.SECRECY)
OF_RECUSAL = verbs_with(lambda spec: spec.audience == Audience.RECUSAL)
UNSHOWN = verbs_with(lambda spec: spec.audience == Audience.NOBODY)
SHOWN_REMARKS = verbs_with(lambda spec: spec.firm_reads != FirmReads.TEXT)
ARGUED = verbs_with(lambda spec: spec.firm_reads == FirmReads.REMARK)
LEADERS_OWN = verbs_with(lambda spec: spec.leaders_own)
# What it does to sheets and clocks.
CAME_IN = verbs_with(lambda spec: spec.comes_in)
ISSUE = verbs_with(lambda spec: spec.issues)
ANSWERS = verbs_with(lambda spec: spec.answers)
MOVES_CLOCKS = verbs_with(lambda spec: spec.moves_clocks)
# Something was done about the matter itself: not a note, a tag, another's hand, or who may know.
STIRS = (
    frozenset(Verb) - UNSHOWN - OF_SECRECY - OF_RECUSAL - {V.RECOMPUTE, V.TAG, V.UNTAG, V.HAND_OVER}
)
END_SHEETS = verbs_with(lambda spec: spec.ends == Ends.SHEETS)
END_ALL = verbs_with(lambda spec: spec.ends == Ends.CASE)
