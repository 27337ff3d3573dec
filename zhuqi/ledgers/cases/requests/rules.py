"""Objections, extensions, pauses, merging, topics, termination: may it be done now, and why not.

Pure, like `rules`, which asks here. Every function returns the reason against, or nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.ledgers.cases.enums import AssignmentState, State, Verdict
from zhuqi.ledgers.cases.lifecycle import COMES_BACK, Need

# From this round on a case may end without the firm's consent.
LAST_ROUND = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a unit asked that waits for the office. `own`: by the actor, or their own unit."""

    unit: str
    own: bool


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """What these decisions need to know.

    `sheet`: the actor's unit's sheet from the office ("" if none); `final`: issued by a decision;
    `objected`: argued already; `object_until`: None where the scheme allows no objection.
    `questions`: objections still open, `argued` those not yet sent to a consultation;
    `extensions`, `pauses`: requests that wait. `extended`: this round of the sheet has had its
    request; `ask_until`: by when it must be asked, None where no promise runs. The two dates
    are worked out only where they are asked for.
    """

    now: datetime
    sheet: AssignmentState | str = ""
    final: bool = False
    objected: bool = False
    object_until: Callable[[], datetime | None] = lambda: None
    questions: tuple[Asked, ...] = ()
    argued: tuple[Asked, ...] = ()
    extended: bool = False
    ask_until: Callable[[], datetime | None] = lambda: None
    extensions: tuple[Asked, ...] = ()
    pauses: tuple[Asked, ...] = ()
    paused_until: date | None = None
    pause_reason: str = ""
    merged_in: int = 0
    twins: Callable[[], bool] = lambda: False
    merged_from: str = ""
    in_topic: bool = False
    round: int = 0
    verdict: Verdict | str = ""


def when(moment: datetime) -> str:
    """12月7日 17:30."""
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def day(value: date) -> str:
    """12月7日."""
    return f"{value.month}月{value.day}日"


def _may_object(facts: DisputeFacts) -> str:
    if facts.final:
        return "这张交办单是异议裁定后下发的，裁定为最终决定，不能再提异议"
    if facts.objected:
        return "本单位对这张交办单已提过异议，每张交办单只能提一次"
    if facts.sheet not in {AssignmentState.ISSUED, AssignmentState.SIGNED}:
        return "本单位已反馈，不能再提异议" if facts.sheet else "本单位没有可提异议的交办单"
    until = facts.object_until()
    if until is None:
        return "时限方案没有规定异议期限，请直接与活动办联系"
    return f"异议应在 {when(until)} 前提出，已过期限" if facts.now > until else ""


def _others(asked: tuple[Asked, ...], none: str, own: str) -> str:
    """Four eyes: nobody decides on what they or their own unit asked."""
    if not asked:
        return none
    return own if all(one.own for one in asked) else ""


def _question_open(facts: DisputeFacts) -> str:
    return _others(
        facts.questions,
        "没有待裁定的异议",
        "异议由您所在单位提出，须由活动办其他人员裁定",
    )


def _question_argued(facts: DisputeFacts) -> str:
    if facts.questions and not facts.argued:
        return "已转会商并由单位兜底，请用“改派”写明最终由谁办理"
    return _others(facts.argued, "没有待裁定的异议", "异议由您所在单位提出，须由活动办其他人员裁定")


def _not_paused(facts: DisputeFacts) -> str:
    if facts.paused_until is None:
        return ""
    return f"已挂起（{facts.pause_reason}），{day(facts.paused_until)}复核；恢复办理后再办"


def _may_ask_extension(facts: DisputeFacts) -> str:
    if facts.sheet == AssignmentState.ISSUED:
        return "请先签收，再申请延期"
    if facts.sheet != AssignmentState.SIGNED:
        return "本单位已反馈，不需延期" if facts.sheet else "本单位没有可延期的交办单"
    if facts.extended:
        return "本轮办理已申请过延期，每轮只能申请一次"
    until = facts.ask_until()
    if until is None:
        return "没有正在计时的办理时限，不需延期"
    return f"延期应在到期前申请，最晚 {when(until)}，已过期限" if facts.now > until else ""


def _extension_asked(facts: DisputeFacts) -> str:
    return _others(facts.extensions, "没有待审批的延期申请", "延期由您所在单位申请，须由他人审批")


def _may_ask_pause(facts: DisputeFacts) -> str:
    return "已申请挂起，等活动办审批" if facts.pauses else _not_paused(facts)


def _may_pause(facts: DisputeFacts) -> str:
    """The office may pause by itself too; nobody approves their own request."""
    own = bool(facts.pauses) and all(one.own for one in facts.pauses)
    return "挂起由您所在单位申请，须由他人批准" if own else ""


def _pause_asked(facts: DisputeFacts) -> str:
    return _others(facts.pauses, "没有待批的挂起申请", "挂起由您所在单位申请，须由他人审批")


def _paused(facts: DisputeFacts) -> str:
    return "没有挂起" if facts.paused_until is None else ""


def _nothing_merged_in(facts: DisputeFacts) -> str:
    return f"已有 {facts.merged_in} 件诉求并入本件，请先取消其合并" if facts.merged_in else ""


def _has_a_twin(facts: DisputeFacts) -> str:
    if facts.twins():
        return ""
    return "这家企业在本级台账没有别的在办诉求；多家企业的同类问题，请归入共性问题"


def _came_in_new(facts: DisputeFacts) -> str:
    new = COMES_BACK.get(State(facts.merged_from)) if facts.merged_from else None
    return "" if new == State.SUBMITTED else "合并前已经受理"


def _not_in_topic(facts: DisputeFacts) -> str:
    return "已归入一个共性问题，请先移出" if facts.in_topic else ""


def _in_topic(facts: DisputeFacts) -> str:
    return "" if facts.in_topic else "没有归入共性问题"


def _may_terminate(facts: DisputeFacts) -> str:
    if not facts.verdict:
        return "企业还没有评价，不能终结"
    if facts.verdict == Verdict.SOLVED:
        return "企业认可办理结果，应销号或挂账，不终结"
    return "" if facts.round >= LAST_ROUND else "至少办理两轮后企业仍未认可的，才能终结；请先重办"


NEEDS: dict[Need, Callable[[DisputeFacts], str]] = {
    Need.MAY_OBJECT: _may_object,
    Need.QUESTION_OPEN: _question_open,
    Need.QUESTION_ARGUED: _question_argued,
    Need.NOT_PAUSED: _not_paused,
    Need.MAY_ASK_EXTENSION: _may_ask_extension,
    Need.EXTENSION_ASKED: _extension_asked,
    Need.MAY_ASK_PAUSE: _may_ask_pause,
    Need.MAY_PAUSE: _may_pause,
    Need.PAUSE_ASKED: _pause_asked,
    Need.PAUSED: _paused,
    Need.NOTHING_MERGED_IN: _nothing_merged_in,
    Need.HAS_A_TWIN: _has_a_twin,
    Need.CAME_IN_NEW: _came_in_new,
    Need.NOT_IN_TOPIC: _not_in_topic,
    Need.IN_TOPIC: _in_topic,
    Need.MAY_TERMINATE: _may_terminate,
}
