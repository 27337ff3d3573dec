"""联系名册: who looked after which firm on a day, past or to come."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.enums import LiaisonKind, Sector
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.adjustments.entering import reads_adjustments
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell
from zhuqi.mechanisms.adjustments import queries

ENTER = access.official(reads_adjustments)
Posts = Mapping[int, str]


def _day(asked: Asked) -> date:
    """The day asked for; today where none is."""
    chosen: date | None = asked.values.get("on")
    return chosen or timezone.localdate(asked.now)


def _links(asked: Asked) -> QuerySet[LiaisonLink]:
    return queries.links(asked.person.scope, _day(asked))


def _posts(asked: Asked, rows: Sequence[LiaisonLink]) -> Posts:
    return queries.posts_beside(rows, _day(asked))


def _who(row: LiaisonLink, posts: Posts) -> Cell:
    return Cell(str(row.official or row.unit), posts.get(row.official_id or 0, ""))


def _until(row: LiaisonLink) -> str:
    return wording.day(row.until, weekday=False) if row.until else ""


ROLL: listing.Listing[LiaisonLink, Posts] = listing.Listing(
    name="liaison_roll",
    label=_("联系名册"),
    measure=_("条"),
    rows=_links,
    context=_posts,
    head=Column(
        "firm", _("企业"),
        lambda row, _page: Cell(
            row.enterprise.name, str(row.enterprise.region),
            reverse("desk:enterprise", args=[row.enterprise_id]),
        ),
        sort=("enterprise__name",),
    ),
    columns=(
        Column("kind", _("身份"), lambda row, _page: row.get_kind_display(), "z-nowrap"),
        Column("who", _("由谁联系"), _who, "z-nowrap"),
        Column(
            "since", _("起"), lambda row, _page: wording.day(row.since, weekday=False),
            "z-nowrap", sort=("since",),
        ),
        Column("until", _("止"), lambda row, _page: _until(row), "z-nowrap"),
        Column("sector", _("行业"), lambda row, _page: row.enterprise.get_sector_display()),
        Column("office", _("活动办"), lambda row, _page: str(row.enterprise.office), "d-no"),
    ),
    filters=(
        Filter("on", _("哪一天"), Kind.DAY, hint=_("不填的，看今天。")),
        Filter("text", _("企业"), Kind.TEXT, lookup="enterprise__name"),
        Filter("who", _("姓名"), Kind.TEXT, lookup="official__name"),
        Filter("kind", _("身份"), choices=LiaisonKind, lookup="kind"),
        Filter("sector", _("行业"), choices=Sector, lookup="enterprise__sector"),
    ),
    orders=(Order("firm", _("按企业"), ("enterprise__name", "pk")),),
    empty=Empty(_("这一天没有人联系企业"), _("可以换一天，或在动态调整里安排。"), "users"),
    unmatched=Empty(_("没有符合条件的"), _("可以去掉一两个条件，或换一天。"), "filter"),
)  # fmt: skip


@ENTER
def show(request: HttpRequest) -> HttpResponse:
    """The roll of a day, as it was then: links are never overwritten."""
    line = _("联系关系只增不改，任何一天由谁联系都查得到。")
    context = {"line": line, "actions": []}
    return ROLL.answer(request, access.of(request), "desk/list.html", context)
