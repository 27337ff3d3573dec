"""走访覆盖 on screen: firms with when somebody was last there, to plan by; counties, units and
people are conditions, never ranks."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.enums import LiaisonKind, Sector
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.adjustments.entering import reads_adjustments
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell
from zhuqi.mechanisms.adjustments import coverage
from zhuqi.mechanisms.adjustments.coverage import Covered

ENTER = access.official(reads_adjustments)
Page = Mapping[int, Covered]


def _covered(asked: Asked, rows: Sequence[Enterprise]) -> Page:
    return coverage.covered(rows, timezone.localdate(asked.now))


def _last(row: Enterprise, page: Page) -> Cell:
    one = page[row.pk]
    if one.last is None:
        return Cell(_now("没有走访过"))
    return Cell(wording.day(one.last, weekday=False), one.by)


def _lately(row: Enterprise, page: Page) -> Cell:
    n = page[row.pk].lately
    return Cell(n or "", url=f"{reverse('desk:visits')}?firm={row.pk}" if n else "")


def _carers(kind: LiaisonKind) -> Column[Enterprise, Page]:
    return Column(
        f"by_{kind}", kind.label,
        lambda row, page: "、".join(page[row.pk].carers.get(kind.value, ())),
    )  # fmt: skip


COVERAGE: listing.Listing[Enterprise, Page] = listing.Listing(
    name="coverage",
    label=_("走访覆盖"),
    measure=_("家"),
    rows=lambda asked: coverage.firms(asked.person.scope),
    context=_covered,
    head=Column(
        "firm", _("企业"),
        lambda row, _page: Cell(
            row.name, str(row.region), reverse("desk:enterprise", args=[row.pk])
        ),
        sort=("name",),
    ),
    columns=(
        Column("last", _("上次走访"), _last, "z-nowrap"),
        Column("lately", _("近90天"), _lately, number=True),
        Column(
            "planned", _("已计划"),
            lambda row, page: wording.day(page[row.pk].planned, weekday=False)
            if page[row.pk].planned else "", "z-nowrap",
        ),
        *(_carers(kind) for kind in LiaisonKind),
    ),
    filters=(
        Filter("text", _("企业"), Kind.TEXT, lookup="name"),
        Filter(
            "who", _("由谁联系"), Kind.TEXT,
            apply=lambda rows, name, asked: rows.filter(
                coverage.looked_after_by(name, timezone.localdate(asked.now))
            ),
        ),
        Filter("place", _("所在地"), Kind.TEXT, lookup="region__name"),
        Filter("sector", _("行业"), choices=Sector, lookup="sector"),
        Filter(
            "long", _("90 天没有走访"), Kind.YES,
            where=lambda asked: coverage.not_lately(timezone.localdate(asked.now)),
        ),
        Filter("never", _("从未走访"), Kind.YES, where=lambda _asked: coverage.never()),
        Filter(
            "unplanned", _("没有计划"), Kind.YES,
            where=lambda asked: ~coverage.planned(timezone.localdate(asked.now)),
        ),
    ),
    orders=(Order("name", _("按名称"), ("name", "pk")),),
    empty=Empty(_("还没有企业"), _("本活动办服务的企业列在这里。"), "building"),
    unmatched=Empty(_("没有符合条件的企业"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


@ENTER
def show(request: HttpRequest) -> HttpResponse:
    """Where nobody has been for long: for who plans the next weeks."""
    line = _("供安排走访参考：不计分、不排名；能合并的一起去，无事不扰。")
    context = {"line": line, "actions": []}
    return COVERAGE.answer(request, access.of(request), "desk/list.html", context)
