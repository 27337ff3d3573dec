"""The working calendar: which years are settled, what was imported, which days are set by hand.

A notice is looked at before it counts: which days it changes, and how many running clocks move.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
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
from zhuqi.interfaces.shell.parts import Cell, Heading, RowForm, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Cleaned, carry_out, valid
from zhuqi.interfaces.shell.tables import from_template, lines, strong
from zhuqi.ledgers.cases.calendar_impact import Effect, would_move

ENTER = access.official(access.keeps_registers)
YEARS_BACK, YEARS_AHEAD = 1, 3
EVENTS_SHOWN, REVOKED_SHOWN = 20, 20
PLAIN = frozenset({"工作日", "周末"})
PAGE: Final = "desk:admin_calendar"
# What is said of it, and where it leads.
Done: TypeAlias = tuple[str, str | HttpResponse]


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
        "lost": [f"{wording.day(day)} {_on(now, day)}" for day in lost],
        "worked": ",".join(day.isoformat() for day in lost),
        "unconfirmed": status != HTTPStatus.OK,
        "settles": now.is_provisional_year(form.notice.year),
        "festivals": list(_festivals(then, form.notice.year)),
        "changed": _changes(now, then, changed),
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


def _on(days: Calendar, day: date) -> str:
    """上班（工作日）: what a day is."""
    return f"{_('上班') if days.is_working(day) else _('休息')}（{days.name_of(day)}）"


def _changes(now: Calendar, then: Calendar, changed: Sequence[date]) -> Table:
    columns = [Heading(_("日期")), Heading(_("现在")), Heading(_("导入后"))]
    rows = [(wording.day(day), _on(now, day), _on(then, day)) for day in changed]
    return Table(columns, rows, css="d-changes", keys=False)


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
    why_not = why_not_keep(person.scope)
    context = {
        "tabs": tabs("calendar"),
        "years": _years(now, _shown(this_year, in_force), in_force, keeps=not why_not),
        "overrides": _overrides(keeps=not why_not),
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
        "why_not": why_not,
        "banner": banner,
    }
    return render(request, "desk/tables/calendar.html", context, status=status)


def _shown(this_year: int, imported: Collection[int]) -> list[int]:
    """Those around now, and whatever else somebody has imported a notice for."""
    near = range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1)
    return sorted({*near, *imported})


def _override(row: CalendarOverride) -> tuple[CalendarOverride, str, str]:
    return row, wording.day(row.day), wording.moment(row.set_at)


def _overrides(*, keeps: bool) -> Table:
    columns = [
        Heading(_("日期")),
        Heading(_("调整为")),
        Heading(_("原因"), css="z-wide"),
        Heading(_("谁、何时")),
        Heading(_("撤销"), silent=True),
    ]
    rows = [
        [
            wording.day(row.day),
            _("上班") if row.is_working else _("休息"),
            row.name,
            Cell(row.set_by, below=wording.moment(row.set_at)),
            RowForm(_("撤销"), {"step": "revoke_day", "day": row.pk}, quiet=True)
            if keeps
            else None,
        ]
        for row in CalendarOverride.objects.filter(revoked_at=None).order_by("-day")
    ]
    return Table(columns, rows, keys=False)


def _years(
    days: Calendar,
    years: Iterable[int],
    imported: Mapping[int, Sequence[CalendarNotice]],
    *,
    keeps: bool,
) -> Table:
    """Each year at a glance; a notice that was imported can be taken back."""
    columns = [
        Heading(_("年份")),
        Heading(_("放假安排")),
        Heading(_("工作日"), number=True),
        Heading(_("节假日"), css="z-wide"),
        Heading(_("撤销"), silent=True),
    ]
    rows = [
        [
            year,
            _source(days, year, imported.get(year, ())),
            sum(days.is_working(day) for day in _every_day(year)),
            from_template(
                "desk/tables/parts/festivals.html", festivals=list(_festivals(days, year))
            ),
            _taken_back(imported[year]) if keeps and year in imported else None,
        ]
        for year in years
    ]
    return Table(columns, rows, keys=False)


def _taken_back(notices: Sequence[CalendarNotice]) -> tuple[RowForm, ...]:
    """The notice itself, and each that adjusted it since."""
    return tuple(
        RowForm(
            _("撤销调整") if place else _("撤销导入"),
            {"step": "revoke_notice", "year": one.year, "number": one.number},
            quiet=True,
        )
        for place, one in enumerate(notices)
    )


def _source(days: Calendar, year: int, notices: Sequence[CalendarNotice]) -> Cell:
    """Whether the year is settled, and by what."""
    december = days.is_provisional(date(year, 12, 31)) and not days.is_provisional_year(year)
    open_ = _("12月仍可能随下一年的安排调整") if december else ""
    if notices:
        return Cell(from_template("desk/tables/parts/imported.html", notices=notices), open_)
    if days.is_provisional_year(year):
        return Cell(strong(_("暂定")), _("以国务院公布为准"))
    return Cell(_("已公布"), lines([_("随系统装入"), open_]))


def _every_day(year: int) -> Iterator[date]:
    every = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return (day for day in every if day.year == year)


def _festivals(days: Calendar, year: int) -> Iterator[str]:
    """元旦 1月1日—1月3日; 元旦调休上班 1月4日."""
    named = [day for day in _every_day(year) if days.name_of(day) not in PLAIN]
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
