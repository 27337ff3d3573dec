"""The units a deadline can be given in, and what amounts each accepts."""

from decimal import Decimal
from enum import StrEnum

Amount = int | float | Decimal


class Unit(StrEnum):
    """HOUR counts office hours only; WORKING_DAY and NATURAL_DAY count closings of office; MONTH
    ends on the day of the same number (民法典第二百零二条), so that it is not 30 days."""

    HOUR = "hour"
    NATURAL_DAY = "natural_day"
    WORKING_DAY = "working_day"
    MONTH = "month"

    @property
    def runs_on_rest_days(self) -> bool:
        """True where days off count like others."""
        return self in {Unit.NATURAL_DAY, Unit.MONTH}

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {Unit.HOUR: "小时", Unit.NATURAL_DAY: "自然日", Unit.WORKING_DAY: "个工作日"} | {
    Unit.MONTH: "个月"
}


def whole(amount: Amount, unit: Unit) -> int:
    """The amount as an integer: quarter hours for HOUR, else days or months.

    Days and months are whole numbers of type int. Hours may be int, float or Decimal but only in
    quarter hours, so that no float error enters a due time. ValueError for anything else, and for
    less than nothing.
    """
    per_unit = 4 if unit is Unit.HOUR else 1
    if type(amount) is int and amount >= 0:  # the usual case first: this runs for every due time
        return amount * per_unit
    if isinstance(amount, bool) or (per_unit == 1 and not isinstance(amount, int)):
        raise ValueError(f"期限须为整数（{unit.label}）：{amount!r}")
    if not amount >= 0:  # also refuses NaN
        raise ValueError(f"期限不能为负数：{amount!r}")
    # Infinity is asked for first: its remainder is NaN in float and an exception in Decimal.
    if amount == float("inf") or amount * per_unit % 1:
        raise ValueError(f"小时数须为四分之一小时的整数倍：{amount!r}")
    return int(amount * per_unit)


def plain(amount: Amount) -> str:
    """The amount as people write it: 3, 0.5, never 3.0."""
    return str(int(amount)) if amount == int(amount) else f"{float(amount):.2f}".rstrip("0")
