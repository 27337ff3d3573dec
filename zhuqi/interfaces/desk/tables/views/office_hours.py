"""Office hours by region and season: limits end at the close of the office whose case it is."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.access import NotYours, Person, Refusal
from zhuqi.foundation.directory import actions
from zhuqi.foundation.directory.models import Region, RegionHours
from zhuqi.foundation.workdays import DEFAULT_HOURS, REGIONAL_HOURS, OfficeHours, Season
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.tables.forms.office_hours import HoursForm, SeasonForm
from zhuqi.interfaces.desk.tables.reference_tables.base import OwnPages, why_not_keep
from zhuqi.interfaces.desk.tables.views.editions import cell_of
from zhuqi.interfaces.desk.tables.views.reference_tables import tabs
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Cell, Heading, RowForm, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Cleaned, carry_out, valid

ENTER = access.official(access.keeps_registers)
PAGE: Final = "desk:admin_hours"
_OURS = gettext_lazy("本平台的默认，没有文件依据")


@ENTER
def office_hours(request: HttpRequest) -> HttpResponse:
    """What is kept where; a region's own hours set and given back."""
    person, step = access.of(request), request.POST.get("step", "")
    sent = request.POST if step == "set" else None
    form = HoursForm(sent, like=_like(request), initial=_begun(request))

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        return _show(request, person, form, refusal.reason if refusal else "", status)

    if request.method != "POST":
        return show()
    if why := why_not_keep(person.scope):
        raise NotYours(why)

    def do() -> str:
        return _set(valid(form), person) if step == "set" else _give_back(request, person)

    return carry_out(request, do, show=show, said=lambda said: said, to=PAGE)


def _set(data: Cleaned, person: Person) -> str:
    place = data["place"]
    actions.set_hours(region=place, hours=data["hours"], source=data["source"], by=person.actor)
    return _("%(region)s的办公时间已设好，受影响的时限正在重算") % {"region": place}


def _give_back(request: HttpRequest, person: Person) -> str:
    region = get_object_or_404(Region, pk=number_sent(request.POST.get("region", "")))
    actions.revoke_hours(region=region, by=person.actor)
    return _("%(region)s改按上一级的办公时间") % {"region": region}


def _kept(code: str) -> RegionHours | None:
    rows = RegionHours.objects.filter(revoked_at=None, region__code=code)
    return rows.select_related("region").first()


def _like(request: HttpRequest) -> OfficeHours:
    """What the table is filled with: the region's own, else what most keep."""
    kept = _kept(request.GET.get("region", ""))
    return OfficeHours.read(kept.seasons) if kept else DEFAULT_HOURS


def _begun(request: HttpRequest) -> dict[str, str]:
    kept = _kept(request.GET.get("region", ""))
    return {"region": kept.region.code, "source": kept.source} if kept else {}


def _show(
    request: HttpRequest, person: Person, form: HoursForm, banner: str, status: int
) -> HttpResponse:
    why_not = why_not_keep(person.scope)
    context = {
        "tabs": tabs("office_hours"),
        "rows": _rows(keeps=not why_not),
        "form": form,
        "seasons": form.table,
        "table": _fields(form),
        "why_not": why_not,
        "banner": banner,
        "editing": form.is_bound or bool(form.initial),
    }
    return render(request, "desk/tables/office_hours.html", context, status=status)


def _rows(*, keeps: bool) -> Table:
    """What is set by hand first, then what comes with the software."""
    columns = [
        Heading(_("地区")),
        Heading(_("办公时间"), css="z-wide"),
        Heading(_("依据")),
        Heading(_("修改"), silent=True),
    ]
    own = RegionHours.objects.filter(revoked_at=None).select_related("region")
    rows: list[list[Any]] = [
        [
            Cell(
                f"{kept.region}（{kept.region.code}）",
                below=f"{kept.set_by} {wording.moment(kept.set_at)}",
            ),
            _told(OfficeHours.read(kept.seasons)),
            kept.source,
            _offered(kept.region) if keeps else None,
        ]
        for kept in own.order_by("region__code")
    ]
    rows += [
        [_("代码以 %(code)s 开头的") % {"code": code}, _told(hours), _OURS, None]
        for code, hours in REGIONAL_HOURS.items()
    ]
    rows.append([_("其他地区"), _told(DEFAULT_HOURS), _OURS, None])
    return Table(columns, rows, keys=False)


def _offered(region: Region) -> tuple[SafeString, RowForm]:
    change = format_html(
        '<a class="z-btn z-btn--quiet" href="{}?region={}#hours">{}</a>',
        reverse(PAGE),
        region.code,
        _("修改"),
    )
    back = {"step": "give_back", "region": region.pk}
    return change, RowForm(_("不再单独设"), back, quiet=True)


def _fields(form: HoursForm) -> Table:
    """The seasons as a table of fields."""
    columns = [Heading(field.label or "") for field in SeasonForm.base_fields.values()]
    rows = [[cell_of(field) for field in row] for row in form.table]
    return Table(columns, rows, caption=_("各季节"), silent=True, headed=False, keys=False)


def _told(hours: OfficeHours) -> SafeString:
    seasons = ((_season(season),) for season in hours.seasons)
    return format_html('<ul class="d-plain">{}</ul>', format_html_join("", "<li>{}</li>", seasons))


def _season(season: Season) -> str:
    month, day = season.begins
    times = "、".join(str(segment) for segment in season.segments)
    return _("%(month)s月%(day)s日起 %(times)s") % {"month": month, "day": day, "times": times}


class HoursPages(OwnPages):
    """办公时间."""

    key, object_type, address = "office_hours", "office_hours", PAGE
    name = gettext_lazy("办公时间")
    note = gettext_lazy("各地各季节几点上下班，时限到下班为止。")

    def urls(self) -> list[URLPattern]:
        """One page."""
        return [path("admin/registers/office-hours/", office_hours, name="admin_hours")]

    def count(self) -> int:
        """Regions that keep hours of their own."""
        return RegionHours.objects.filter(revoked_at=None).count()
