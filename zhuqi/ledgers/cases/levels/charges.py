"""Who is charged with a case, from when, for which figure: the table figures are counted by.

The fact rows (`CaseFact`) say which ledger and which lead unit a case stood with at any moment;
this table says which of the two a figure looks at. Clocks name their own owner (clocks.py).
Where domain.md leaves a rule to the place, it is ours and marked so. `docs/charges.md` is this
table in Chinese, written out; a test keeps them the same.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.ledgers.cases.enums import State


class Charged(StrEnum):
    """Who answers."""

    LEDGER = "ledger"
    LEAD = "lead"
    FIRM = "firm"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Charge:
    """One row: in this state, who answers for the case, and from which moment."""

    state: State
    charged: Charged
    since: StrOrPromise
    counted: bool = True


S, C = State, Charged

CHARGES: tuple[Charge, ...] = (
    Charge(S.SUBMITTED, C.LEDGER, _("企业提出，或转办到本台账；拆分出的各算一件")),
    Charge(S.ACCEPTED, C.LEDGER, _("受理，或接收提级")),
    Charge(S.ASSIGNED, C.LEAD, _("交办单下发，不待签收")),
    Charge(S.IN_PROGRESS, C.LEAD, _("交办单下发；重办自转回之时")),
    Charge(S.ANSWERED, C.LEDGER, _("主办单位提交答复")),
    Charge(S.COMPLETED, C.FIRM, _("办结；企业评价后由台账活动办研判")),
    Charge(S.STRUCK_OFF, C.NOBODY, _("销号")),
    Charge(S.CARRIED, C.LEDGER, _("挂账，到复核日期")),
    Charge(S.DECLINED, C.NOBODY, _("答复不予受理"), counted=False),
    Charge(S.WITHDRAWN, C.NOBODY, _("企业撤回"), counted=False),
    Charge(S.TRANSFERRED, C.NOBODY, _("移送"), counted=False),
    Charge(S.MERGED, C.NOBODY, _("并入主诉求，由主诉求计数"), counted=False),
    Charge(S.TERMINATED, C.NOBODY, _("终结")),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and whose it is when a case moves between ledgers or units."""

    name: StrOrPromise
    of_ledger: StrOrPromise
    of_unit: StrOrPromise


FIGURES: tuple[Figure, ...] = (
    Figure(
        _("收集（件）"),
        _("统计时点所在台账计一件；提级被接收、转办之后计入新台账，原台账另列“已提级”“已转出”"),
        _("首次下发交办单的主办单位；改派后计入新主办单位"),
    ),
    Figure(
        _("受理及时"),
        _("每一台账对自己的一段计时：自提出或转入起，到受理止"),
        _("不计"),
    ),
    Figure(_("签收及时"), _("不计"), _("收到交办单的单位，主办、协办、分办、二次分办各计各的")),
    Figure(
        _("按期办理"),
        _("办结时所在台账；提级接收之前的超期仍计原台账"),
        _("主办单位，自交办单下发起；改派前的超期计原单位；二次分办超期不改变本单位时限"),
    ),
    Figure(_("退回、重办"), _("办结审核的台账"), _("被退回答复的主办单位；有责另计")),
    Figure(_("延期"), _("批准延期的台账"), _("申请延期的单位")),
    Figure(
        _("办结、销号"),
        _("办结、销号时所在台账；市级交办县区的，计市级台账，县区另列“承办上级交办”"),
        _("办结时的主办单位"),
    ),
    Figure(_("评价、满意"), _("同办结"), _("同办结")),
    Figure(_("提级研判"), _("上级活动办对提级计时；未接收前其余时限仍计县级"), _("不计")),
)


WHO: dict[Charged, StrOrPromise] = {
    Charged.LEDGER: _("所在台账的活动办"),
    Charged.LEAD: _("主办单位"),
    Charged.FIRM: _("企业（评价）"),
    Charged.NOBODY: _("无"),
}


def document() -> str:
    """docs/charges.md as it has to stand in the repository (scripts/write_charges.py)."""
    lines = ["# 谁对哪一件诉求负责", ""]
    lines += ["由 `scripts/write_charges.py` 据 `zhuqi/ledgers/cases/levels/charges.py` 写出。", ""]
    lines += ["## 状态", "", "| 状态 | 责任方 | 自何时起 | 计入收集数 |", "|---|---|---|---|"]
    for row in CHARGES:
        counted = "是" if row.counted else "否"
        lines.append(f"| {row.state.label} | {WHO[row.charged]} | {row.since} | {counted} |")
    lines += ["", "## 指标", "", "| 指标 | 台账（级） | 单位 |", "|---|---|---|"]
    lines += [f"| {f.name} | {f.of_ledger} | {f.of_unit} |" for f in FIGURES]
    return "\n".join(lines) + "\n"
