"""What may be entered, decided without a database."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zhuqi.foundation.access import (
    OFFICE_ROLES,
    UNIT_ROLES,
    ActorKind,
    NotValid,
    NotYours,
    Person,
    Role,
    Scope,
)
from zhuqi.foundation.directory import codes, uscc
from zhuqi.foundation.directory.enums import EnterpriseStatus, Level, SizeClass, UnitKind
from zhuqi.foundation.directory.size import size_class
from zhuqi.foundation.workdays import FIRST_DAY, LAST_DAY, Calendar, DayRule, Notice

NO_CODE_YET = "在营企业未登记统一社会信用代码"
_MOST_EMPLOYEES = 10_000_000
_CASE_PREFIX = re.compile(r"[0-9]{4}", re.ASCII)


def judged_code(text: str, status: EnterpriseStatus, *, refuse: bool) -> tuple[str | None, str]:
    """The code to store and its warning. NotValid for an impossible one, if `refuse`; else it is
    left out and the warning keeps what was written."""
    if not uscc.normalise(text):
        return None, NO_CODE_YET if status == EnterpriseStatus.OPERATING else ""
    checked = uscc.check(text)
    if checked.ok:
        return checked.normalised, checked.warning
    if refuse:
        raise NotValid({"uscc": checked.warning})
    return None, f"原填“{checked.normalised}”未采用：{checked.warning}"


def judged_industry(text: str) -> str:
    """The code with its section's letter; NotValid for one that GB/T 4754-2017 does not have."""
    wanted = uscc.normalise(text)
    if not wanted:
        return ""
    known = codes.industry(wanted)
    if known is None:
        raise NotValid({"industry": f"国民经济行业分类中没有代码“{wanted[:10]}”"})
    return known.code


def refuse_impossible_numbers(
    employees: int | None, revenue: Decimal | None, assets: Decimal | None
) -> None:
    """NotValid for fewer than no people, or more than any firm has; debts may exceed assets."""
    if employees is not None and not 0 <= employees <= _MOST_EMPLOYEES:
        raise NotValid({"employees": "从业人员应为 0 至 1000 万之间的整数"})
    if any(amount is not None and not Decimal(amount).is_finite() for amount in (revenue, assets)):
        raise NotValid("金额应为数字")


def judged_size(
    industry: str, employees: int | None, revenue: Decimal | None, assets: Decimal | None
) -> SizeClass | str:
    """The class where the data suffice, else empty."""
    if not industry:
        return ""
    return size_class(industry, employees, revenue, assets).size or ""


def case_prefix_fault(kind: UnitKind, case_prefix: str | None) -> str:
    """Why an office's prefix can't be used; "" if it can."""
    if kind == UnitKind.OFFICE:
        if case_prefix is None or not _CASE_PREFIX.fullmatch(case_prefix):
            return "活动办须有四位数字的编号前缀"
    elif case_prefix is not None:
        return "只有活动办使用编号前缀"
    return ""


def may_tend(by: Person, office_ids: Collection[int]) -> None:
    """A firm's file, who looks after it, and where it belongs, is for the office that serves it
    (all of them, where there are several)."""
    if by.actor.kind is not ActorKind.SYSTEM and not all(
        keeps_file(by.scope, office_id) for office_id in office_ids
    ):
        raise NotYours("只有服务该企业的活动办可以办理")


def refuse_bad_period(since: date, until: date | None) -> None:
    """NotValid if a period ends before it begins."""
    if until is not None and until < since:
        raise NotValid({"until": "结束日期不能早于开始日期"})


def refuse_day_outside(day: date) -> None:
    """NotValid for a day the calendar does not reach."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise NotValid({"day": f"日期须在 {FIRST_DAY.year} 至 {LAST_DAY.year} 年之间"})


def refuse_bad_notice(now: Calendar, notice: Notice, worked: Collection[date]) -> None:
    """NotValid for a notice that leaves out a holiday of the law, or that makes public holidays
    working days nobody has confirmed (`worked`)."""
    then = now.with_notice(notice)
    if missing := then.missing_holidays(notice.year):
        raise NotValid(
            f"{notice.year} 年的法定节假日没有齐全，缺少{_named(missing)}。"
            "请粘贴完整的放假安排；只作调整的，先导入当年的放假安排"
        )
    lost = now.turned_into_work(then, [rule.day for rule in notice.days])
    if unconfirmed := [day for day in lost if day not in set(worked)]:
        days = "、".join(f"{_dated(day)}（{now.name_of(day)}）" for day in unconfirmed)
        raise NotValid({"worked": f"这份安排把公众放假的日子改为上班：{days}。请核对后确认"})


def refuse_holiday_worked(now: Calendar, day: date) -> None:
    """NotValid where a day set by hand to be worked is a public holiday."""
    published = replace(now, overrides=tuple(rule for rule in now.overrides if rule.day != day))
    if published.is_holiday(day):
        name = published.name_of(day)
        raise NotValid({"confirmed": f"{_dated(day)}是{name}放假，改为上班要再确认一次"})


def _named(rules: Iterable[DayRule]) -> str:
    """清明节（4月5日）、劳动节（5月1日、5月2日）."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        found.setdefault(rule.name, []).append(_dated(rule.day))
    return "、".join(f"{name}（{'、'.join(days)}）" for name, days in found.items())


def _dated(day: date) -> str:
    return f"{day.month}月{day.day}日"


# Who writes notes on a firm; leaders and inspectors look on.
_NOTE_ROLES = (*OFFICE_ROLES, *UNIT_ROLES, Role.LIAISON)


def keeps_file(scope: Scope, office_id: int) -> bool:
    """True for those who work in the office that serves the firm: they keep its file."""
    return office_id in scope.offices


def note_units(scope: Scope) -> frozenset[int]:
    """Units whose notes on firms one reads and may strike through."""
    return scope.units(*_NOTE_ROLES)


def note_unit(scope: Scope, office_id: int) -> int | None:
    """For which unit one writes a note: the firm's office, else one's own; None where none."""
    units = note_units(scope)
    return office_id if office_id in units else min(units, default=None)


def level_of(kind: UnitKind, region_level: Level) -> Level:
    """At which level a unit of this kind in a region of that level works."""
    return Level.TOWN if kind in {UnitKind.PARK, UnitKind.TOWN} else region_level
