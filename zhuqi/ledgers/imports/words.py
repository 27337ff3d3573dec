"""The words of old registers for what the ledger has words of its own for. Pure."""

from collections.abc import Mapping
from functools import lru_cache

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.directory.enums import Sector
from zhuqi.ledgers.cases.enums import (
    Disposition,
    Kind,
    Nature,
    Satisfaction,
    State,
    Tier,
    Verdict,
)
from zhuqi.ledgers.imports.cells import plain

_SHOWN = 20

# Field → our word → theirs, beside the label itself.
_THEIRS: Mapping[str, Mapping[str, str]] = {
    "kind": {
        Kind.HELP: "求助 诉求 困难 问题 求助类 企业求助",
        Kind.QUESTION: "咨询 政策咨询 咨询类",
        Kind.SUGGESTION: "建议 意见建议 建议类",
        Kind.COMPLAINT: "投诉举报 投诉 举报 投诉类 举报类",
    },
    "tier": {
        Tier.ORDINARY: "一般 普通 简单 一般问题 c",
        Tier.COMPLEX: "复杂 疑难 复杂问题 b",
        Tier.MAJOR: "重大 特别复杂 重大问题 a",
    },
    "nature": {Nature.INDIVIDUAL: "个性 个性问题", Nature.COMMON: "共性 共性问题"},
    "sector": {
        Sector.INDUSTRY: "工业 制造业 工业企业",
        Sector.CONSTRUCTION: "建筑 建筑业 房地产 建筑业房地产",
        Sector.AGRICULTURE: "农业 农林牧渔业 涉农",
        Sector.COMMERCE: "商贸 批发和零售业 批发零售 商业 服务业 商贸服务业 住宿餐饮",
        Sector.OTHER: "其他 其它",
    },
    "disposition": {
        Disposition.RESOLVED: "已解决 解决 已办结 办结 是 已落实 已完成 完全解决 全部解决 已经解决",
        Disposition.PARTLY: "部分解决 基本解决 阶段性解决",
        Disposition.EXPLAINED: "解释说明 已解释 已答复 政策解释 说明解释 已说明 解释答复",
        Disposition.PLANNED: "列入计划 已列入计划 纳入计划 正在解决 持续推进 逐步解决",
        Disposition.NOT_FEASIBLE: "无法解决 不具备条件 暂时无法解决 不能解决 条件不具备",
    },
    "state": {
        State.SUBMITTED: "待受理 未受理",
        State.ACCEPTED: "已受理 受理",
        State.ASSIGNED: "已交办 交办 已转办 转办 已派单",
        State.IN_PROGRESS: "正在办理 在办 未办结 推进中 进行中 正在推进 否 未完成 未销号 处理中",
        State.ANSWERED: "待办结审核 待审核",
        State.COMPLETED: "已办结 办结 已完成 完成 是 已答复 已回复 办毕",
        State.STRUCK_OFF: "已销号 销号",
        State.CARRIED: "挂账 长期推进 持续推进",
        State.DECLINED: "不予受理 不受理 退回",
        State.WITHDRAWN: "企业撤回 已撤回 撤回 撤诉",
        State.TRANSFERRED: "已移送 移送",
        State.MERGED: "合并办理 重复件 重复",
        State.TERMINATED: "终结 已终结",
    },
    "verdict": {
        Verdict.SOLVED: "已解决 解决",
        Verdict.PARTLY: "部分解决 基本解决",
        Verdict.NOT_SOLVED: "没有解决 未解决",
        Satisfaction.VERY_SATISFIED: "非常满意 很满意 5 五星",
        Satisfaction.SATISFIED: "满意 是 4 四星 较满意 比较满意",
        Satisfaction.BASICALLY: "基本满意 一般 3 三星",
        Satisfaction.DISSATISFIED: "不满意 否 2 二星 较不满意",
        Satisfaction.VERY_DISSATISFIED: "非常不满意 很不满意 1 一星",
    },
}
_ENUMS = {
    "kind": Kind.choices, "tier": Tier.choices, "nature": Nature.choices,
    "sector": Sector.choices, "disposition": Disposition.choices, "state": State.choices,
    "verdict": (*Verdict.choices, *Satisfaction.choices),
}  # fmt: skip
WORDED = frozenset(_THEIRS)
# In a column of results (是否解决) what says that there is none yet.
NOT_YET = frozenset(
    ["否", "未解决", "没有解决", "尚未解决", "未办结", "正在办理", "办理中", "正在协调", "协调中"]
)
# What a register writes where nothing is known.
_NOTHING = frozenset({"", "无", "/", "-", "—", "--", "——", "未评价", "暂无", "未知"})


def choices_of(field: str) -> list[tuple[str, str]]:
    """Our words of a field, with their labels."""
    return [(value, str(label)) for value, label in _ENUMS[field]]


@lru_cache(maxsize=16)
def _known(field: str) -> Mapping[str, str]:
    found = {plain(str(label)): value for value, label in reversed(choices_of(field))}
    for ours, theirs in _THEIRS[field].items():
        for word in theirs.split():
            found.setdefault(plain(word), str(ours))
    return found


def word_of(field: str, text: str, own: Mapping[str, str]) -> str:
    """Our word for theirs, "" where they say that nothing is known.

    `own`: what this register's mapping says of its words. NotValid for one nobody knows.
    """
    folded = plain(text)
    for theirs, ours in own.items():
        if plain(theirs) == folded:
            return ours
    if folded in _NOTHING:
        return ""
    known = _known(field).get(folded)
    if known is None:
        raise UnknownWord(field, text)
    return known


def knows(field: str, text: str) -> bool:
    """True for a word that needs no mapping."""
    return plain(text) in _known(field)


class UnknownWord(NotValid):
    """A word that is none of ours, for the page on which it is given its meaning."""

    def __init__(self, field: str, text: str) -> None:
        ours = "、".join(dict.fromkeys(label for _value, label in choices_of(field)))
        super().__init__(f"“{text[:_SHOWN]}”不认识，应为：{ours}；也可以在对照里写明它是什么意思")
        self.field, self.text = field, text
