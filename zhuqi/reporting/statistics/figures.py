"""Every figure about cases, defined once. Pure.

Pages, exports, the API and the page of definitions are made from `FIGURES`. A figure counts lines
that have all bits of a mask (`flags`), in the months of one column.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.reporting.statistics import flags
from zhuqi.reporting.statistics.enums import Base, Better, Dimension, Measure, Part
from zhuqi.reporting.statistics.values import AsOf, Cut, Period, Value

__all__ = [
    "FIGURES",
    "AsOf",
    "Base",
    "Better",
    "Cut",
    "Dimension",
    "Figure",
    "Measure",
    "Part",
    "Period",
    "Value",
]


class Column(StrEnum):
    """Whose month a figure goes by."""

    COLLECTED = "collected"
    COMPLETED = "completed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `numerator`, `denominator` and `excluded` say in words what the masks count:
    `counted` of `among`, `left_out` beside them. A count has no denominator (`among` 0). `sums`:
    money or staff of the numerator's cases, or how many firms they are of."""

    code: str
    name: StrOrPromise
    formula: StrOrPromise
    base: Base
    charged: str
    numerator: StrOrPromise
    denominator: StrOrPromise
    excluded: StrOrPromise
    unit: Measure
    better: Better
    column: Column
    counted: int
    among: int = 0
    left_out: int = 0
    percentile: int = 0
    sums: str = ""

    def mask(self, part: Part) -> int:
        """What its numerator, denominator or excluded set counts; 0 for one it has not."""
        return {
            Part.NUMERATOR: self.counted,
            Part.DENOMINATOR: self.among,
            Part.EXCLUDED: self.left_out,
        }[part]

    @property
    def is_distinct(self) -> bool:
        """True for what neither cells nor months add up to: a firm counts once."""
        return self.sums == "firms"

    @property
    def month_words(self) -> StrOrPromise:
        """By which month it goes, in words."""
        if self.base is Base.COHORT:
            return _("收集的月份，不论何时办结")
        return _("抽中以前办结的月份") if self.charged == "look" else _MONTHS[self.column]

    @property
    def charged_words(self) -> StrOrPromise:
        """Whose it is, in words."""
        return _CHARGED[self.charged]


_CHARGED: Mapping[str, StrOrPromise] = {
    "office": _("现在所在的台账；提级、转办接收以后归接收的一级"),
    "away": _("提级、转办以前所在的台账"),
    "unit": _("现主办单位和现在所在的台账"),
    "sheet": _("收到交办单的单位，改派以后仍归它"),
    "look": _("抽中时的主办单位"),
}
# Of which moment the month counts.
_MONTHS: Mapping["Column", StrOrPromise] = {
    Column.COLLECTED: _("发生的月份"),
    Column.COMPLETED: _("办结的月份；重办的，以最近一次办结为准"),
    Column.CLOSED: _("销号的月份"),
}

_COLLECTED = _("收集：登记进台账的诉求，受理前的也算")
_LEFT_OUT = _(
    "不予受理、企业撤回、移送、并入他件的，以及涉法涉诉等边界事项；历史导入不在任何指标内"
)
_COMPLETED = _("办结：现为已办结、已销号、挂账、终结的；转回重办的，再次办结前不算")
_NONE = _("无")
_OF_MONTH = _("期内办结的诉求")


def _cohort_count(
    code: str, name: StrOrPromise, mask: int, what: StrOrPromise, left_out: int = 0
) -> Figure:
    excluded = _LEFT_OUT if left_out else _NONE
    return Figure(
        code, name, _("期内收集的诉求中的件数"), Base.COHORT, "office", what, "", excluded,
        Measure.COUNT, Better.NEITHER, Column.COLLECTED, mask, left_out=left_out,
    )  # fmt: skip


def _cohort_rate(
    code: str, name: StrOrPromise, formula: StrOrPromise, mask: int, what: StrOrPromise
) -> Figure:
    return Figure(
        code, name, formula, Base.COHORT, "office", what, _COLLECTED, _LEFT_OUT, Measure.RATE,
        Better.HIGHER, Column.COLLECTED, mask, flags.COLLECTED, flags.EXCLUDED,
    )  # fmt: skip


def _of_completed(  # noqa: PLR0917 (a row of the table)
    code: str,
    name: StrOrPromise,
    formula: StrOrPromise,
    mask: int,
    what: StrOrPromise,
    better: Better = Better.NEITHER,
    among: int = flags.COMPLETED,
    of: StrOrPromise = _OF_MONTH,
    excluded: StrOrPromise = _NONE,
    left_out: int = 0,
) -> Figure:
    return Figure(
        code, name, formula, Base.FLOW, "unit", what, of, excluded, Measure.RATE, better,
        Column.COMPLETED, mask | flags.COMPLETED, among | flags.COMPLETED, left_out,
    )  # fmt: skip


_ALL: tuple[Figure, ...] = (
    _cohort_count("collected", _("收集数"), flags.COLLECTED, _COLLECTED, left_out=flags.EXCLUDED),
    _cohort_count("excluded", _("不计入数"), flags.EXCLUDED, _LEFT_OUT),
    _cohort_count("open", _("在办数"), flags.OPEN, _("计入收集而还没有办结的")),
    _cohort_count("completed", _("办结数"), flags.COMPLETED, _COMPLETED),
    _cohort_count("struck_off", _("销号数"), flags.STRUCK_OFF, _("现为已销号的")),
    _cohort_count("carried", _("挂账数"), flags.CARRIED, _("现为挂账的")),
    _cohort_count("terminated", _("终结数"), flags.TERMINATED, _("现为终结的")),
    _cohort_rate(
        "completion_rate", _("办结率"), _("办结数 ÷ 收集数"), flags.COMPLETED, _COMPLETED
    ),
    _cohort_rate(
        "struck_off_rate", _("销号率"), _("销号数 ÷ 收集数"), flags.STRUCK_OFF, _("现为已销号的")
    ),
    Figure(
        "escalated_away", _("已提级"), _("期内由本台账提级、上级已接收的件数"), Base.FLOW, "away",
        _("上级接收提级的；之后由上级台账计收集"), "", _NONE, Measure.COUNT, Better.NEITHER,
        Column.COLLECTED, flags.ESCALATED_AWAY,
    ),
    Figure(
        "forwarded_away", _("已转出"), _("期内由本台账转往其他台账的件数"), Base.FLOW, "away",
        _("转办的；之后由转入台账计收集"), "", _NONE, Measure.COUNT, Better.NEITHER,
        Column.COLLECTED, flags.FORWARDED_AWAY,
    ),
    Figure(
        "completed_in", _("当期办结"), _("期内办结的件数，不论何时收集"), Base.FLOW, "office",
        _COMPLETED, "", _NONE, Measure.COUNT, Better.NEITHER, Column.COMPLETED, flags.COMPLETED,
    ),
    Figure(
        "struck_off_in", _("当期销号"), _("期内销号的件数，不论何时收集"), Base.FLOW, "office",
        _("现为已销号的"), "", _NONE, Measure.COUNT, Better.NEITHER, Column.CLOSED,
        flags.STRUCK_OFF,
    ),
    _of_completed(
        "claimed_solved_rate", _("自报解决率"), _("答复为“已解决” ÷ 办结"), flags.RESOLVED,
        _("单位答复的办理结果为已解决的"), Better.HIGHER,
    ),
    _of_completed(
        "true_solved_rate", _("真解决率"),
        _("答复为“已解决”，且企业认可或回头看核实 ÷ 办结"), flags.TRULY_SOLVED,
        _("答复为已解决，并且企业评价为已解决，或者回头看核实的；没有评价也没有核实的不算"),
        Better.HIGHER,
    ),
    _of_completed(
        "partly_share", _("部分解决占比"), _("答复为“部分解决” ÷ 办结"), flags.PARTLY,
        _("单位答复的办理结果为部分解决的"),
    ),
    _of_completed(
        "explained_share", _("解释说明占比"), _("答复为“解释说明” ÷ 办结"), flags.EXPLAINED,
        _("单位答复的办理结果为解释说明的"),
    ),
    _of_completed(
        "planned_share", _("列入计划占比"), _("答复为“列入计划” ÷ 办结"), flags.PLANNED,
        _("单位答复的办理结果为列入计划的"),
    ),
    _of_completed(
        "not_feasible_share", _("暂不具备条件占比"), _("答复为“暂不具备条件” ÷ 办结"),
        flags.NOT_FEASIBLE, _("单位答复的办理结果为暂不具备条件的"),
    ),
    _of_completed(
        "carried_share", _("挂账占比"), _("挂账 ÷ 办结"), flags.CARRIED, _("现为挂账的"),
    ),
    _of_completed(
        "on_time_rate", _("按期率"), _("各轮答复都在时限内的 ÷ 办结（有时限的）"), flags.ON_TIME,
        _("主办单位自交办单下发起，首次答复和每次重办都没有超过时限的；延期、挂起按批准的算"),
        Better.HIGHER, among=flags.TIMED, of=_("期内办结、方案对主办单位定有时限的诉求"),
        excluded=_("改派、会商、提级前的超期另计原单位“移走前超期”"),
    ),
    Figure(
        "signed_in_time_rate", _("签收及时率"), _("时限内签收的交办单 ÷ 签收的交办单"), Base.FLOW,
        "sheet", _("在签收时限内签收的交办单"),
        _("期内签收、方案定有签收时限的交办单，主办、协办、分办、二次分办各计一张"), _NONE,
        Measure.RATE, Better.HIGHER, Column.COLLECTED, flags.SHEET | flags.SIGN_ON_TIME,
        flags.SHEET | flags.SIGN_TIMED,
    ),
    Figure(
        "taken_away_late", _("移走前超期"), _("期内改派、会商、提级时已经超期的交办单张数"),
        Base.FLOW, "sheet", _("从原主办单位移走时已经超过办理时限、又没有答复的交办单"), "",
        _NONE, Measure.COUNT, Better.LOWER, Column.COLLECTED, flags.SHEET | flags.TAKEN_AWAY_LATE,
    ),
    Figure(
        "from_above", _("承办上级交办"), _("期内由下级活动办签收的上级交办单张数"), Base.FLOW,
        "sheet", _("上级台账交由下级活动办主办、已签收的；办结、销号计上级台账"), "", _NONE,
        Measure.COUNT, Better.NEITHER, Column.COLLECTED, flags.SHEET | flags.FROM_ABOVE,
    ),
    _of_completed(
        "returned_rate", _("退回率"), _("被退回重办过的 ÷ 办结"), flags.RETURNED,
        _("现主办单位的答复被活动办退回过的；改派前的退回不计现单位"), Better.LOWER,
    ),
    _of_completed(
        "redo_rate", _("重办率"), _("企业评价后重办过的 ÷ 办结"), flags.REDONE,
        _("企业评价后由现主办单位重办过的，有责、无责都算"), Better.LOWER,
    ),
    _of_completed(
        "redo_fault_rate", _("有责重办率"), _("认定有责的 ÷ 办结"), flags.REDONE_FAULT,
        _("重办时或者回头看认定现主办单位有责的"), Better.LOWER,
    ),
    _of_completed(
        "extension_rate", _("延期率"), _("批准延期的 ÷ 办结"), flags.EXTENDED,
        _("现主办单位申请并获准延期的"), Better.LOWER,
    ),
    _of_completed(
        "rated_rate", _("评价率"), _("企业已评价 ÷ 办结"), flags.RATED,
        _("本轮办结后企业已评价的，包括电话回访评价；不回应、拒绝评价的不算"), Better.HIGHER,
    ),
    _of_completed(
        "satisfied_rate", _("满意率"), _("非常满意和满意 ÷ 已评价"), flags.SATISFIED,
        _("评价为非常满意或者满意的；基本满意不算满意"), Better.HIGHER, among=flags.RATED,
        of=_("期内办结、企业已评价的诉求"), excluded=_("没有评价的：不回应不等于满意"),
        left_out=flags.COMPLETED | flags.UNRATED,
    ),
    _of_completed(
        "basically_share", _("基本满意占比"), _("基本满意 ÷ 已评价"), flags.BASICALLY,
        _("评价为基本满意的"), among=flags.RATED, of=_("期内办结、企业已评价的诉求"),
        excluded=_("没有评价的"), left_out=flags.COMPLETED | flags.UNRATED,
    ),
    Figure(
        "reached_rate", _("回访联系率"), _("联系上 ÷ 抽中"), Base.FLOW, "look",
        _("回头看联系上企业的"), _("期内办结、被回头看抽中的诉求，之后重新办理的也留在内"), _NONE,
        Measure.RATE, Better.HIGHER, Column.COMPLETED, flags.SAMPLED | flags.REACHED,
        flags.SAMPLED,
    ),
    Figure(
        "verified_rate", _("回访核实率"), _("核实 ÷ 联系上"), Base.FLOW, "look",
        _("回头看核实的"), _("期内办结、被抽中并且联系上的诉求，核实不了而重新办理的也留在内"),
        _NONE, Measure.RATE, Better.HIGHER, Column.COMPLETED,
        flags.SAMPLED | flags.REACHED | flags.VERIFIED, flags.SAMPLED | flags.REACHED,
    ),
    Figure(
        "median_days", _("办理时间中位数"), _("收集到办结的工作日数的中位数"), Base.FLOW, "unit",
        _OF_MONTH, "", _NONE, Measure.DAYS, Better.LOWER, Column.COMPLETED, flags.COMPLETED,
        percentile=50,
    ),
    Figure(
        "p90_days", _("办理时间 P90"), _("九成诉求在这么多工作日内办结"), Base.FLOW, "unit",
        _OF_MONTH, "", _NONE, Measure.DAYS, Better.LOWER, Column.COMPLETED, flags.COMPLETED,
        percentile=90,
    ),
    Figure(
        "money", _("涉及资金"), _("期内办结诉求登记的涉及资金合计"), Base.FLOW, "unit",
        _("期内办结的诉求；没有登记的按零计"), "", _NONE, Measure.MONEY, Better.NEITHER,
        Column.COMPLETED, flags.COMPLETED, sums="money",
    ),
    Figure(
        "staff", _("惠及员工"), _("期内办结诉求登记的惠及员工人数合计"), Base.FLOW, "unit",
        _("期内办结的诉求；没有登记的按零计"), "", _NONE, Measure.PEOPLE, Better.NEITHER,
        Column.COMPLETED, flags.COMPLETED, sums="staff",
    ),
    Figure(
        "firms", _("惠及企业"), _("期内办结诉求的企业家数，同一企业只计一家"), Base.FLOW, "unit",
        _("期内办结的诉求；各月、各单位的家数有重复，不能相加"), "", _NONE, Measure.FIRMS,
        Better.NEITHER, Column.COMPLETED, flags.COMPLETED, sums="firms",
    ),
)  # fmt: skip

FIGURES: Mapping[str, Figure] = MappingProxyType({figure.code: figure for figure in _ALL})
