"""The working calendar: which years are settled, what was imported, which days are set by hand.

A notice is looked at before it counts: which days it changes, and how many running clocks move.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from itertools import groupby
from typing import Final, TypeAlias

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.access import NotValid, NotYours, Person, Refusal
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory import actions
from zhuqi.foundation.directory.models import CalendarNotice, CalendarOverride
from zhuqi.foundation.directory.queries import calendar as calendar_now
from zhuqi.foundation.directory.rules import refuse_bad_notice
from zhuqi.foundation.workdays import Calendar, DayRule, Notice
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.tables.forms.calendar import DayForm, NoticeForm
from zhuqi.interfaces.desk.tables.reference_tables.base import OwnPages, why_not_keep
from zhuqi.interfaces.desk.tables.views.reference_tables import tabs
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.event_words import describe
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Cleaned, carry_out, valid
from zhuqi.ledgers.cases.calendar_impact import Effect, would_move

ENTER = access.official(access.keeps_registers)
YEARS_BACK, YEARS_AHEAD = 1, 3
EVENTS_SHOWN, REVOKED_SHOWN = 20, 20
PLAIN = frozenset({"工作日", "周末"})
PAGE: Final = "desk:admin_calendar"
# What is said of it, and where it leads.
Done: TypeAlias = tuple[str, str | HttpResponse]


@dataclass(frozen=True, slots=True)
class Year:
    """A year at a glance."""

    year: int
    provisional: bool
    imported: list[CalendarNotice]
    working: int
    festivals: list[str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A day that would be otherwise."""

    day: str
    before: str
    after: str


@ENTER
def calendar(request: HttpRequest) -> HttpResponse:
    """Years, notices, days by hand, and what was done to them."""
    person, step = access.of(request), request.POST.get("step", "")
    notice = NoticeForm(request.POST if step in {"preview", "import"} else None)
    day = DayForm(request.POST if step == "day" else None, auto_id="day_%s")

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        banner = refusal.reason if refusal else ""
        return _show(request, person, notice, day, banner=banner, status=status)

    if request.method != "POST":
        return show()
    if why := why_not_keep(person.scope):
        raise NotYours(why)

    def do() -> Done:
        match step:
            case "preview":
                valid(notice)
                return "", _preview(request, notice)
            case "import":
                return _import(request, notice, person)
            case "day":
                return _set_day(valid(day), person), PAGE
            case _:
                return _take_back(request, person, step), PAGE

    return carry_out(request, do, show=show, said=lambda done: done[0], to=lambda done: done[1])


def _take_back(request: HttpRequest, person: Person, step: str) -> str:
    """Buttons beside what is in force, and beside what is not any more."""
    match step:
        case "revoke_notice":
            year = number_sent(request.POST.get("year", ""))
            which = number_sent(request.POST["number"]) if "number" in request.POST else None
            actions.revoke_notice(year=year, number=which, by=person.actor)
            return _("已撤销 %(year)s 年的放假安排") % {"year": year}
        case "revoke_day":
            override = _override_named(request, revoked=False)
            actions.revoke_override(day=override.day, by=person.actor)
            return _("已撤销这一天的调整")
        case "again":
            override = _override_named(request, revoked=True)
            actions.set_override(
                day=override.day,
                is_working=override.is_working,
                name=override.name,
                confirmed=True,
                by=person.actor,
            )
            return _("已恢复这一天的调整")
        case _:
            raise NotValid(_("请选择要办的事"))


def _override_named(request: HttpRequest, *, revoked: bool) -> CalendarOverride:
    rows = CalendarOverride.objects.filter(revoked_at__isnull=not revoked)
    return get_object_or_404(rows, pk=number_sent(request.POST.get("day", "")))


# A notice ---------------------------------------------------------------------------------------


def _preview(request: HttpRequest, form: NoticeForm, *, status: int = 200) -> HttpResponse:
    """What the notice would change. Nothing is written yet."""
    now = calendar_now()
    then = now.with_notice(form.notice)
    changed = list(_changed(now, then, form.notice))
    lost = now.turned_into_work(then, changed)
    context = {
        "year": form.notice.year,
        "form": form,
        "tabs": tabs("calendar"),
        "adjusts": CalendarNotice.objects.filter(year=form.notice.year, revoked_at=None),
        "refused": _why_not(now, form.notice, lost),
        "lost": [_worded(now, then, day) for day in lost],
        "worked": ",".join(day.isoformat() for day in lost),
        "unconfirmed": status != HTTPStatus.OK,
        "settles": now.is_provisional_year(form.notice.year),
        "festivals": list(_festivals(then, form.notice.year)),
        "changed": [_worded(now, then, day) for day in changed],
        "effect": would_move(then, changed[0]) if changed else Effect(0, whole=True),
    }
    return render(request, "desk/tables/calendar_preview.html", context, status=status)


def _why_not(now: Calendar, notice: Notice, lost: list[date]) -> str:
    """Why it can't be imported whatever is confirmed; "" if it can."""
    try:
        refuse_bad_notice(now, notice, lost)
    except NotValid as refusal:
        return refusal.reason
    return ""


def _changed(now: Calendar, then: Calendar, notice: Notice) -> Iterator[date]:
    """Days that are worked on in one calendar and not in the other."""
    first = min(date(notice.year, 1, 1), *(rule.day for rule in notice.days))
    for n in range((date(notice.year, 12, 31) - first).days + 1):
        day = first + timedelta(days=n)
        if now.is_working(day) != then.is_working(day):
            yield day


def _worded(now: Calendar, then: Calendar, day: date) -> Changed:
    def words(days: Calendar) -> str:
        return f"{_('上班') if days.is_working(day) else _('休息')}（{days.name_of(day)}）"

    return Changed(wording.day(day), words(now), words(then))


def _import(request: HttpRequest, form: NoticeForm, person: Person) -> Done:
    """Imported, or shown once more where holidays would be worked that nobody has confirmed."""
    data = valid(form)
    now = calendar_now()
    lost = now.turned_into_work(now.with_notice(form.notice), _days_of(form.notice))
    if set(lost) - set(data["worked"]):
        return "", _preview(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.import_notice(data=data["body"], worked=data["worked"], by=person.actor)
    sentence = _("已导入 %(year)s 年的放假安排，受影响的时限正在重算")
    return sentence % {"year": form.notice.year}, PAGE


def _days_of(notice: Notice) -> list[date]:
    return [rule.day for rule in notice.days]


# A day ------------------------------------------------------------------------------------------


def _set_day(data: Cleaned, person: Person) -> str:
    day, working = data["day"], bool(data["is_working"])
    now = calendar_now()
    kept = tuple(rule for rule in now.overrides if rule.day != day)
    then = replace(now, overrides=(*kept, DayRule(day, working, data["name"])))
    effect = would_move(then, day) if now.is_working(day) != working else Effect(0, whole=True)
    actions.set_override(
        day=day,
        is_working=working,
        name=data["name"],
        confirmed=data["confirmed"],
        by=person.actor,
    )
    sentence = _("已调整，办理中有 %(clocks)s时限随之重算") if effect.clocks else _("已调整")
    return sentence % {"clocks": effect.words} if effect.clocks else sentence


# The page ---------------------------------------------------------------------------------------


def _show(
    request: HttpRequest,
    person: Person,
    notice_form: NoticeForm,
    day_form: DayForm,
    *,
    banner: str,
    status: int,
) -> HttpResponse:
    now, this_year = calendar_now(), timezone.localdate().year
    notices = list(CalendarNotice.objects.order_by("-pk"))
    in_force: dict[int, list[CalendarNotice]] = {}
    for notice in reversed(notices):
        if notice.revoked_at is None:
            in_force.setdefault(notice.year, []).append(notice)
    events = Event.objects.filter(object_type="calendar").order_by("-recorded_at", "-pk")
    context = {
        "tabs": tabs("calendar"),
        "years": [_year(now, year, in_force.get(year, [])) for year in _years(this_year, in_force)],
        "overrides": [
            _override(row)
            for row in CalendarOverride.objects.filter(revoked_at=None).order_by("-day")
        ],
        "revoked_days": [
            _override(row)
            for row in CalendarOverride.objects.filter(revoked_at__isnull=False).order_by("-pk")[
                :REVOKED_SHOWN
            ]
        ],
        "revoked_notices": [
            (notice, wording.moment(notice.revoked_at), json.dumps(notice.body, ensure_ascii=False))
            for notice in notices
            if notice.revoked_at is not None
        ][:REVOKED_SHOWN],
        "told": [
            (wording.moment(one.event.recorded_at), one) for one in describe(events[:EVENTS_SHOWN])
        ],
        "notice_form": notice_form,
        "day_form": day_form,
        "why_not": why_not_keep(person.scope),
        "banner": banner,
    }
    return render(request, "desk/tables/calendar.html", context, status=status)


def _years(this_year: int, imported: Collection[int]) -> list[int]:
    """Those around now, and whatever else somebody has imported a notice for."""
    near = range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1)
    return sorted({*near, *imported})


def _override(row: CalendarOverride) -> tuple[CalendarOverride, str, str]:
    return row, wording.day(row.day), wording.moment(row.set_at)


def _year(days: Calendar, year: int, notices: list[CalendarNotice]) -> Year:
    every = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    working = sum(days.is_working(day) for day in every if day.year == year)
    return Year(
        year=year,
        provisional=days.is_provisional_year(year),
        imported=notices,
        working=working,
        festivals=list(_festivals(days, year)),
    )


def _festivals(days: Calendar, year: int) -> Iterator[str]:
    """元旦 1月1日—1月3日; 元旦调休上班 1月4日."""
    every = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    named = [day for day in every if day.year == year and days.name_of(day) not in PLAIN]
    for (name, _run), run in groupby(
        enumerate(named), key=lambda pair: (days.name_of(pair[1]), pair[1].toordinal() - pair[0])
    ):
        several = [day for _n, day in run]
        first = f"{several[0].month}月{several[0].day}日"
        last = f"—{several[-1].month}月{several[-1].day}日" if len(several) > 1 else ""
        yield f"{name} {first}{last}"


class CalendarPages(OwnPages):
    """工作日历."""

    key, object_type, address = "calendar", "calendar", "desk:admin_calendar"
    name = gettext_lazy("工作日历")
    note = gettext_lazy("放假安排的导入和本地调整的日子。")

    def urls(self) -> list[URLPattern]:
        """One page."""
        return [path("admin/registers/calendar/", calendar, name="admin_calendar")]

    def count(self) -> int:
        """Days set by hand."""
        return CalendarOverride.objects.filter(revoked_at=None).count()
