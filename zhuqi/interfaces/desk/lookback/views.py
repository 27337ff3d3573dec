"""Look-backs on screen: their list, one of them, and what their pages need for the rest."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.lookback.verb_pages import CALLED, VERB_PAGES
from zhuqi.interfaces.desk.verb_views import RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import light_mark, pill
from zhuqi.interfaces.shell.listing import Asked, Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Action, Cell, Fact, Light
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import READING_ROLES
from zhuqi.mechanisms.lookback import queries
from zhuqi.mechanisms.lookback.actions import LOOK_BACKS
from zhuqi.mechanisms.lookback.enums import OPEN, TO_CALL, Chosen, LookBackState, LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack

S = LookBackState


def reads_look_backs(scope: Scope) -> bool:
    """Offices, units, leaders and inspectors; not those who only look after firms."""
    return scope.holds(*READING_ROLES)


def _url(row: LookBack) -> str:
    return reverse("desk:lookback_row", args=[row.pk])


def _state(row: LookBack) -> SafeString:
    return pill(str(row.get_state_display()), "waiting" if row.state in OPEN else "closed")


def _next(row: LookBack) -> Cell | str:
    """When it is rung up again, or by when the unit is heard, and whether that is over."""
    now = timezone.now()
    if row.state == S.CALLED and row.call_again_at:
        return Cell(wording.moment(row.call_again_at), below=_now("再打"))
    if row.state == S.DOUBTFUL and row.due_at:
        over = light_mark(Light.RED, _now("逾期未说明")) if row.due_at <= now else _now("前说明")
        return Cell(wording.moment(row.due_at), below=over)
    return ""


def _caller(row: LookBack) -> Cell | str:
    if row.caller is None:
        return pill(_now("待指定"), "waiting") if row.state in TO_CALL else ""
    return Cell(row.caller.name, below=str(row.caller_unit or ""))


def _of_firm(rows: QuerySet[Any], firm: int, asked: Asked) -> QuerySet[Any]:
    """Only of cases whose firm the person may know."""
    known = Case.objects.filter(enterprise=firm).of_known_firms(asked.person.scope)
    return rows.filter(case__in=known.order_by().values("pk"))


def _in_hand(rows: QuerySet[Any], what: str, asked: Asked) -> QuerySet[Any]:
    return rows.filter(queries.IN_HAND[what](asked.person.scope, asked.now))


def _behind(rows: QuerySet[Any], what: str, _asked: Asked) -> QuerySet[Any]:
    return rows.filter(queries.BEHIND[what])


def _units(of: str) -> Any:
    def offered(person: Person) -> Iterable[tuple[int, str]]:
        named = queries.look_backs(person.scope).order_by().values(of)
        return [(unit.pk, str(unit)) for unit in Unit.objects.filter(pk__in=named)]

    return offered


def _view(row: LookBack, person: Person) -> RowView:
    """What the page shows, as its case may be read."""
    case = row.case
    seen = Case.objects.within_reach(person.scope).filter(pk=case.pk).exists()
    draw = queries.draws(person.scope).filter(pk=row.draw_id).exists()
    case_url = reverse("desk:case", args=[case.number])
    facts = [
        Fact(_now("诉求"), case.title, url=case_url if seen else ""),
        Fact(_now("编号"), case.number),
        Fact(_now("企业"), case.firm_name),
        Fact(_now("原主办单位"), row.unit.name),
        Fact(
            _now("抽样"),
            f"{row.office} {row.draw.month:%Y-%m}",
            url=reverse("desk:lookback_draw", args=[row.draw_id]) if draw else "",
        ),
        Fact(_now("为什么抽中"), row.why),
    ]
    if row.caller:
        facts.append(Fact(_now("回访人"), f"{row.caller_unit or ''} {row.caller.name}".strip()))
    if row.tries:
        words = _now("%(n)s 次，在 %(days)s 天") % {"n": row.tries, "days": row.days_tried}
        facts.append(Fact(_now("没打通"), words))
    if row.called_at:
        facts.append(Fact(_now("回访时间"), wording.moment(row.called_at)))
    facts += typed_facts(row, "spoken_to", "reason")
    line: list[object] = [_state(row)]
    due = _next(row)
    if isinstance(due, Cell):
        line += [due.value, due.below]
    sections = (
        RowSection(_("企业怎么说"), text=row.said),
        RowSection(_("单位说明"), text=row.statement),
        RowSection(_("认定理由"), text=row.finding),
    )
    return RowView(line, facts, sections)


LISTED: listing.Listing[LookBack, None] = listing.Listing(
    name="lookback",
    label=_("回头看"),
    measure=_("件"),
    rows=lambda asked: queries.look_backs(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "case", _("诉求"),
        lambda row, _page: Cell(
            row.case.title, below=row.case.firm_name, url=_url(row), clamp=True
        ),
    ),
    columns=(
        Column("number", _("编号"), lambda row, _page: row.case.number, "z-nowrap"),
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("why", _("为什么抽中"), lambda row, _page: Cell(row.why, clamp=True)),
        Column("unit", _("原主办单位"), lambda row, _page: str(row.unit)),
        Column("caller", _("回访人"), lambda row, _page: _caller(row), "z-nowrap"),
        Column("next", _("下一步时间"), lambda row, _page: _next(row), "z-nowrap"),
        Column(
            "called", _("回访时间"), lambda row, _page: wording.moment(row.called_at),
            "z-nowrap", hidden=True,
        ),
        Column(
            "month", _("办结月份"), lambda row, _page: f"{row.draw.month:%Y-%m}", "z-nowrap",
            hidden=True,
        ),
        Column("office", _("抽样活动办"), lambda row, _page: str(row.office), hidden=True),
    ),
    filters=(
        Filter(
            "hand", _("待我办"), apply=_in_hand,
            choices=(
                ("call", _("待我回访")), ("hand_out", _("待指定回访人")),
                ("state", _("待本单位说明")), ("find", _("待认定")),
            ),
        ),
        Filter("state", _("状态"), choices=LookBackState, lookup="state"),
        Filter("chosen", _("怎样抽中"), choices=Chosen, lookup="chosen", place=Place.MORE),
        Filter(
            "unit", _("原主办单位"), choices=_units("unit"), lookup="unit", place=Place.MORE
        ),
        Filter(
            "office", _("抽样活动办"), choices=_units("office"), lookup="office", place=Place.MORE
        ),
        Filter("text", _("诉求编号"), Kind.TEXT, lookup="case__number", place=Place.MORE),
        Filter(
            "draw", _("抽样"), Kind.NUMBER, lookup="draw", place=Place.HIDDEN,
            words=_("只看一次抽样"),
        ),
        Filter(
            "counted", _("计入"), apply=_behind, place=Place.HIDDEN,
            choices=(
                ("sampled", _("抽取")), ("reached", _("联系上")), ("verified", _("核实已解决"))
            ),
        ),
        Filter(
            "firm", _("企业"), Kind.NUMBER, apply=_of_firm, place=Place.HIDDEN,
            words=_("只看一家企业"),
        ),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有回头看"), _("每月抽取的、要回访的、要说明的会列在这里。"), "phone"
    ),
    unmatched=Empty(_("没有符合条件的回头看"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


class LookBackViews(VerbViews[LookBack, LookBackVerb]):
    """What a call may end in is done on one screen of its own."""

    def actions(self, row: LookBack, person: Person) -> list[Action]:
        """One button for the call instead of one for each outcome."""
        ends = {reverse(f"{self.row_url}_verb", args=[row.pk, verb.value]) for verb in CALLED}
        found = super().actions(row, person)
        rest = [one for one in found if one.url not in ends]
        if len(rest) == len(found):
            return rest
        url = reverse("desk:lookback_call", args=[row.pk])
        return [Action(_now("打电话回访"), url, "phone", main=True), *rest]


VIEWS = LookBackViews(
    noun=LOOK_BACKS,
    pages=VERB_PAGES,
    rows=queries.look_backs,
    title=lambda row: row.case.title,
    view=_view,
    allowed=reads_look_backs,
    list_url="desk:lookback",
    row_url="desk:lookback_row",
    listing=LISTED,
    line=_("抽样的活动办和回访人看得到；没有核实的，原主办单位也看得到。"),
    told=fields_of(
        LookBack, "id", "version", "state", "chosen", "risks", "round", "tries", "days_tried",
        "call_again_at", "called_at", "spoken_to", "said", "due_at", "statement", "stated_at",
        "finding", "found_at", "reason", case="case__number", office="office__name",
        unit="unit__name", caller="caller__name", month="draw__month",
    ),
    told_in_list=("state", "chosen", "case", "unit", "due_at"),
)  # fmt: skip
