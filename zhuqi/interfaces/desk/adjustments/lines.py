"""The lines of batches on screen: their list, in which many are left out at once, and one of them
with what it was chosen by."""

from collections.abc import Collection, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.interfaces.desk.adjustments.entering import drafts_adjustments, reads_adjustments
from zhuqi.interfaces.desk.adjustments.verb_pages import MOVE_PAGES
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.row_bulk import bulk_of
from zhuqi.interfaces.desk.verb_views import RowView, VerbViews
from zhuqi.interfaces.shell import listing
from zhuqi.interfaces.shell.bulk.filtering import JOB_FILTERS
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.mechanisms.adjustments import queries
from zhuqi.mechanisms.adjustments.actions import lines as actions
from zhuqi.mechanisms.adjustments.enums import Ground, MoveState, MoveVerb, Nearness
from zhuqi.mechanisms.adjustments.models import Move

Stale = Collection[int]


def _url(row: Move) -> str:
    return reverse("desk:adjustment_move", args=[row.pk])


def before(row: Move) -> str:
    """Who looks after the firm now and no longer will."""
    return str(row.ends.official or row.ends.unit) if row.ends else ""


def after(row: Move) -> str:
    """Who is to look after it."""
    return str(row.official or row.unit or "")


def change_of(row: Move) -> str:
    """What happens, in two or three words."""
    if not row.ends:
        return _now("新增")
    return _now("换人") if row.official or row.unit else _now("解除")


def why(row: Move) -> str:
    """What it was chosen by, of what was kept when it was proposed."""
    parts = [str(row.get_ground_display())]
    words = _now("%(name)s现在联系 %(n)s 家")
    if row.held is not None:
        parts.append(words % {"name": before(row), "n": row.held})
    if row.load is not None:
        parts.append(words % {"name": after(row), "n": row.load})
    if row.near is not None and row.near != Nearness.CITY:
        parts.append(str(Nearness(row.near).label))
    if row.skilled:
        parts.append(_now("其单位联系着%(sector)s企业") % {"sector": _sector(row)})
    return "；".join(parts)


def _sector(row: Move) -> str:
    return str(row.enterprise.get_sector_display())


def _stale_of(_asked: Asked, rows: Sequence[Move]) -> Stale:
    return _stale([row.pk for row in rows])


def _stale(ids: Sequence[int]) -> Stale:
    found = Move.objects.filter(queries.stale(), pk__in=ids).order_by()
    return frozenset(found.values_list("pk", flat=True))


def _state(row: Move, stale: Stale) -> Cell | SafeString:
    pill = state_pill(row, ())
    return Cell(pill, _now("与现状不符")) if row.pk in stale else pill


MOVES: listing.Listing[Move, Stale] = listing.Listing(
    name="adjustment_moves",
    label=_("调整事项"),
    measure=_("项"),
    rows=lambda asked: queries.moves(asked.person.scope).exclude(state=MoveState.REPLACED),
    context=_stale_of,
    head=Column(
        "firm", _("企业"),
        lambda row, _page: Cell(row.enterprise.name, str(row.enterprise.region), _url(row)),
    ),
    columns=(
        Column("change", _("调整"), lambda row, _page: change_of(row), "z-nowrap"),
        Column("kind", _("身份"), lambda row, _page: row.get_kind_display(), "z-nowrap"),
        Column("before", _("现在"), lambda row, _page: before(row), "z-nowrap"),
        Column("after", _("改为"), lambda row, _page: after(row), "z-nowrap"),
        Column("why", _("理由"), lambda row, _page: why(row)),
        Column("state", _("是否列入"), _state, "z-nowrap"),
        Column(
            "batch", _("批次"), lambda row, _page: Cell(
                row.adjustment.title, url=reverse("desk:adjustment", args=[row.adjustment_id])
            ), "d-no",
        ),
    ),
    filters=(
        Filter("text", _("企业"), Kind.TEXT, lookup="enterprise__name"),
        Filter("ground", _("为什么"), choices=Ground, lookup="ground"),
        Filter(
            "state", _("是否列入"), lookup="state",
            choices=((MoveState.LISTED.value, MoveState.LISTED.label),
                     (MoveState.LEFT_OUT.value, MoveState.LEFT_OUT.label)),
        ),
        Filter("stale", _("与现状不符"), Kind.YES, where=lambda _asked: queries.stale()),
        Filter(
            "batch", _("批次"), Kind.NUMBER, lookup="adjustment", place=Place.HIDDEN,
            words=_("只看一批"),
        ),
        Filter(
            "official", _("干部"), Kind.NUMBER, place=Place.HIDDEN, words=_("只看一名干部"),
            apply=lambda rows, pk, _asked: rows.filter(Q(official=pk) | Q(ends__official=pk)),
        ),
        *JOB_FILTERS,
    ),
    orders=(Order("oldest", _("按拟定先后"), ("pk",)),),
    empty=Empty(_("还没有调整事项"), _("生成建议或添加以后列在这里。"), "users"),
    unmatched=Empty(_("没有符合条件的事项"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


def _view(row: Move, _person: Person) -> RowView:
    firm = row.enterprise
    now = _stale([row.pk])
    facts = [
        Fact(_now("企业"), firm.name, url=reverse("desk:enterprise", args=[firm.pk])),
        Fact(
            _now("批次"), row.adjustment.title,
            url=reverse("desk:adjustment", args=[row.adjustment_id]),
        ),
        Fact(_now("身份"), str(row.get_kind_display())),
        Fact(_now("现在"), before(row) or _now("没有")),
        Fact(_now("改为"), after(row) or _now("不再安排")),
        Fact(_now("理由"), why(row), wide=True),
    ]  # fmt: skip
    line: list[object] = [state_pill(row, ()), change_of(row)]
    if now:
        line.append(_now("与现状不符"))
    return RowView(line, facts)


MOVE_VIEWS = VerbViews[Move, MoveVerb](
    noun=actions.MOVES,
    pages=MOVE_PAGES,
    rows=queries.moves,
    title=lambda row: row.enterprise.name,
    view=_view,
    allowed=reads_adjustments,
    list_url="desk:adjustment_moves",
    row_url="desk:adjustment_move",
    listing=MOVES,
    line=_("勾选以后可以一起不采纳或者重新列入。"),
    told=fields_of(
        Move, "id", "version", "state", "kind", "ground", "load", "held", "near", "skilled",
        adjustment="adjustment_id", enterprise="enterprise_id",
        enterprise_name="enterprise__name", ends="ends_id", official="official_id",
        unit="unit_id",
    ),
    told_in_list=("state", "kind", "ground", "adjustment", "enterprise", "official"),
)  # fmt: skip


# Many at once -------------------------------------------------------------------------------------


def _could(scope: Scope) -> Collection[MoveVerb]:
    return MoveVerb if drafts_adjustments(scope) else ()


IN_BULK = bulk_of(MOVE_VIEWS, could=_could, about=change_of, heads=(_("企业"), _("调整")))
