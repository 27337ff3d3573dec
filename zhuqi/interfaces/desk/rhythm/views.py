"""Rhythms on screen: what comes round when, and each time it did."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.rhythm.entering import plans_rhythms, reads_rhythms
from zhuqi.interfaces.desk.rhythm.forms import BeginForm
from zhuqi.interfaces.desk.rhythm.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Order
from zhuqi.interfaces.shell.parts import Cell, Fact, Heading
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.rhythm import actions, queries
from zhuqi.mechanisms.rhythm.enums import Pace, RhythmKind, RhythmState, RhythmVerb
from zhuqi.mechanisms.rhythm.models import Rhythm

SHOWN = 12
# Somebody has something to do about it.
WAITING = (RhythmState.PAUSED,)
_WEEK = "一二三四五六日"


def _url(row: Rhythm) -> str:
    return reverse("desk:rhythm", args=[row.pk])


def when(row: Rhythm) -> str:
    """每周一、三 08:30; 每月 10、20 日 08:30."""
    days = row.days.split(",")
    at = f"{row.at:%H:%M}"
    if row.pace == Pace.WEEKLY:
        return _now("每周%(days)s %(at)s") % {
            "days": "、".join(_WEEK[int(day) - 1] for day in days), "at": at,
        }  # fmt: skip
    return _now("每月 %(days)s 日 %(at)s") % {"days": "、".join(days), "at": at}


def _next(row: Rhythm) -> str:
    day = queries.next_day(row, timezone.now())
    return wording.day(day) if day else ""


def _last(row: Rhythm) -> str:
    day = row.last  # type: ignore[attr-defined]  # read along by `rhythms`
    return wording.day(day, weekday=False) if day else _now("还没有")


def _state(row: Rhythm) -> SafeString:
    return state_pill(row, WAITING)


def _view(row: Rhythm, _person: Person) -> RowView:
    facts = [
        Fact(_now("活动办"), row.office.name),
        Fact(_now("时间"), when(row)),
        Fact(_now("下一次"), _next(row) or _now("已暂停")),
    ]
    runs = list(row.runs.order_by("-day")[:SHOWN])
    told: list[Sequence[Cell | object]] = [
        (
            Cell(
                wording.day(run.day), url=f"{reverse('desk:rhythm_notes')}?run={run.pk}"
            ),
            wording.moment(run.ran_at), run.told,
        )
        for run in runs
    ]  # fmt: skip
    labels = (_("日期"), _("告知时间"), Heading(_("告知人数"), number=True))
    return RowView([_state(row)], facts, (RowSection(_("已经办过的"), labels, told),))


RHYTHMS: listing.Listing[Rhythm, None] = listing.Listing(
    name="rhythms",
    label=_("日程安排"),
    measure=_("项"),
    rows=lambda asked: queries.rhythms(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "kind", _("事项"), lambda row, _page: Cell(str(row), str(row.office), _url(row))
    ),
    columns=(
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("when", _("时间"), lambda row, _page: when(row), "z-nowrap"),
        Column("next", _("下一次"), lambda row, _page: _next(row), "z-nowrap"),
        Column("last", _("上一次"), lambda row, _page: _last(row), "z-nowrap"),
    ),
    filters=(
        Filter("kind", _("事项"), choices=RhythmKind, lookup="kind"),
        Filter("state", _("状态"), choices=RhythmState, lookup="state"),
    ),
    orders=(Order("kind", _("按事项"), ("kind", "pk")),),
    empty=Empty(
        _("还没有安排日程"),
        _("调研提示函、征集调研计划、助企工作日、报送进展，安排一次以后到日子自己发。"), "calendar",
    ),
    unmatched=Empty(_("没有符合条件的安排"), _("可以去掉条件再看。"), "filter"),
)  # fmt: skip


VIEWS = VerbViews[Rhythm, RhythmVerb](
    noun=actions.RHYTHMS,
    pages=VERB_PAGES,
    rows=queries.rhythms,
    title=str,
    view=_view,
    allowed=reads_rhythms,
    list_url="desk:rhythms",
    row_url="desk:rhythm",
    listing=RHYTHMS,
    line=_("到日子自己发，遇放假顺延（征集调研计划当天发）；停机以后补最近的一次，不会重复。"),
    new=NewPage(
        BeginForm, actions.begin, plans_rhythms, _("安排日程"), _("已安排"), word=actions.BEGIN,
        line=_("每样事项安排一次，到日子自己告知有关的人。"),
    ),
    told=fields_of(
        Rhythm, "id", "version", "state", "kind", "pace", "days", "at",
        office="office_id", office_name="office__name",
    ),
    told_in_list=("state", "kind", "office"),
)  # fmt: skip
