"""Office hours by region and season: limits end at the close of the office whose case it is."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.access import NotYours, Person, Refusal
from zhuqi.foundation.directory import actions
from zhuqi.foundation.directory.models import Region, RegionHours
from zhuqi.foundation.workdays import DEFAULT_HOURS, REGIONAL_HOURS, OfficeHours, Season
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.tables.forms.office_hours import HoursForm, SeasonForm
from zhuqi.interfaces.desk.tables.reference_tables.base import OwnPages, why_not_keep
from zhuqi.interfaces.desk.tables.views.reference_tables import tabs
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.submit import Cleaned, carry_out, valid

ENTER = access.official(access.keeps_registers)
PAGE: Final = "desk:admin_hours"
_OURS = gettext_lazy("本平台的默认，没有文件依据")


@dataclass(frozen=True, slots=True)
class Row:
    """The hours of one region, or of those nothing is said of."""

    place: str
    seasons: list[str]
    source: str
    who: str = ""
    region: Region | None = None


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
    context = {
        "tabs": tabs("office_hours"),
        "rows": _rows(),
        "form": form,
        "seasons": form.table,
        "columns": list(SeasonForm.base_fields.values()),
        "why_not": why_not_keep(person.scope),
        "banner": banner,
        "editing": form.is_bound or bool(form.initial),
    }
    return render(request, "desk/tables/office_hours.html", context, status=status)


def _rows() -> list[Row]:
    """What is set by hand first, then what comes with the software."""
    own = RegionHours.objects.filter(revoked_at=None).select_related("region")
    rows = [
        Row(
            f"{kept.region}（{kept.region.code}）",
            _told(OfficeHours.read(kept.seasons)),
            kept.source,
            f"{kept.set_by} {wording.moment(kept.set_at)}",
            kept.region,
        )
        for kept in own.order_by("region__code")
    ]
    rows += [
        Row(_("代码以 %(code)s 开头的") % {"code": code}, _told(hours), str(_OURS))
        for code, hours in REGIONAL_HOURS.items()
    ]
    return [*rows, Row(_("其他地区"), _told(DEFAULT_HOURS), str(_OURS))]


def _told(hours: OfficeHours) -> list[str]:
    return [_season(season) for season in hours.seasons]


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
