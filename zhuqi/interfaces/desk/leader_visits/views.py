"""Leaders' visits on screen: their list and one of them, for those who are named."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, Person, Role, Scope
from zhuqi.interfaces.desk.leader_visits.forms import PlanForm
from zhuqi.interfaces.desk.leader_visits.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.marks import day_mark, due_day, state_pill
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.leader_visits import actions, queries
from zhuqi.mechanisms.leader_visits.enums import TO_COME, LeaderVisitState, LeaderVisitVerb
from zhuqi.mechanisms.leader_visits.models import Demand, LeaderVisit
from zhuqi.mechanisms.leader_visits.queries import FirmFacts


def reads_plans(scope: Scope) -> bool:
    """Whoever may be named: offices, units and leaders."""
    return scope.holds(*OFFICE_ROLES, *UNIT_ROLES, Role.LEADER)


def plans_for_leaders(scope: Scope) -> bool:
    """Leaders, who stands in for them, and offices."""
    return scope.holds(*OFFICE_ROLES, Role.LEADER)


def _url(row: LeaderVisit) -> str:
    return reverse("desk:leader_visit", args=[row.pk])


def _day(row: LeaderVisit) -> Cell:
    mark = day_mark(row.day) if row.state in TO_COME else ""
    return Cell(wording.day(row.day), mark)


def _firm(facts: FirmFacts) -> tuple[Cell | object, ...]:
    cases, last = facts.cases, facts.last
    promised = [Cell(one.what, below=wording.day(one.due)) for one in facts.promises[:1]]
    return (
        Cell(facts.firm.name, url=reverse("desk:enterprise", args=[facts.firm.pk])),
        _now("在办 %(open)s 件，逾期 %(late)s 件") % {"open": cases.under_way, "late": cases.late},
        Cell(last.said, below=f"{wording.day(last.day)} {last.visitor.name}", clamp=True)
        if last
        else _now("没有您看得到的走访"),
        promised[0] if promised else "",
    )


def _case(one: Case) -> tuple[Cell | object, ...]:
    url = reverse("desk:case", args=[one.number])
    return Cell(one.number, url=url), Cell(one.title, clamp=True), one.get_state_display()


def _demand(one: Demand) -> tuple[Cell | object, ...]:
    done = Cell(one.outcome, below=wording.day(one.done_on)) if one.done_on else day_mark(one.due)
    return one.what, one.unit, wording.day(one.due), done or _now("未办结")


def _view(row: LeaderVisit, person: Person) -> RowView:
    day = _day(row)
    readers = "、".join(row.readers.order_by("pk").values_list("name", flat=True))
    facts = [
        Fact(_now("领导"), row.leader.name),
        Fact(_now("拟稿人"), row.writer.name),
        Fact(_now("可看的人"), readers, wide=True),
        *typed_facts(row, "route", "attends", "reason"),
    ]
    to_hand = queries.facts_to_hand(row, person, timezone.now())
    sections = (
        RowSection(
            _("企业情况（现在的，按您的权限）"),
            (_("企业"), _("诉求"), _("最近一次走访"), _("答应的事")),
            [_firm(one) for one in to_hand],
        ),
        RowSection(
            _("在办诉求（可以在诉求里批示）"), (_("编号"), _("诉求"), _("状态")),
            [_case(one) for one in queries.open_cases(row, person)],
        ),
        RowSection(_("可能问到的"), text=row.may_ask),
        RowSection(_("调研情况"), text=row.said),
        RowSection(
            _("领导要求"), (_("要求"), _("责任单位"), _("完成期限"), _("落实情况")),
            [_demand(one) for one in row.demands.all()],
        ),
    )  # fmt: skip
    return RowView((state_pill(row, TO_COME), day.value, day.below), facts, sections)


def _follow(row: LeaderVisit) -> Cell | str:
    if not row.unsettled:
        return ""
    first = row.unsettled[0]
    return Cell(first.what, below=due_day(first.due), clamp=True)


LEADER_VISITS: listing.Listing[LeaderVisit, None] = listing.Listing(
    name="leader_visits",
    label=_("领导调研"),
    measure=_("次"),
    rows=lambda asked: queries.leader_visits(asked.person.scope),
    context=listing.no_context,
    head=Column(
        "purpose", _("调研主题"), lambda row, _page: Cell(row.purpose, url=_url(row), clamp=True)
    ),
    columns=(
        Column("day", _("日期"), lambda row, _page: _day(row), "z-nowrap", sort=("day",)),
        Column("state", _("状态"), lambda row, _page: state_pill(row, TO_COME), "z-nowrap"),
        Column("leader", _("领导"), lambda row, _page: row.leader.name, "z-nowrap"),
        Column("firms", _("企业"), lambda row, _page: "、".join(f.name for f in row.firms.all())),
        Column("follow", _("未办结的要求"), lambda row, _page: _follow(row)),
    ),
    filters=(
        Filter("text", _("调研主题"), Kind.TEXT, lookup="purpose"),
        Filter("state", _("状态"), choices=LeaderVisitState, lookup="state"),
        Filter("open", _("要求未办结"), Kind.YES, where=lambda _asked: queries.demanded()),
    ),
    orders=(Order("newest", _("日期近的在前"), ("-day", "-pk")),),
    empty=Empty(_("没有您可以看的领导调研"), _("指定您可以看的调研预案会列在这里。"), "calendar"),
    unmatched=Empty(_("没有符合条件的调研"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


VIEWS = VerbViews[LeaderVisit, LeaderVisitVerb](
    noun=actions.LEADER_VISITS,
    pages=VERB_PAGES,
    rows=queries.leader_visits,
    title=lambda row: row.purpose,
    view=_view,
    allowed=reads_plans,
    list_url="desk:leader_visits",
    row_url="desk:leader_visit",
    listing=LEADER_VISITS,
    line=_("只有指定的人看得到，同一个活动办的其他人也看不到。"),
    new=NewPage(
        PlanForm, actions.plan, plans_for_leaders, _("报调研计划"), _("已报，还没有报审"),
        word=actions.PLAN, line=_("只有领导本人、拟稿人和您指定的人看得到。"),
    ),
    told=fields_of(
        LeaderVisit, "id", "version", "state", "day", "purpose", "route", "attends", "may_ask",
        "said", "reason", office="office_id", leader="leader__name",
        demands=fields_of(Demand, "id", "what", "unit", "due", "done_on", "outcome"),
    ),
    told_in_list=("state", "day", "leader"),
)  # fmt: skip
