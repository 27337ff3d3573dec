"""Visits on screen: their list, one of them, and everything their pages need to serve the rest."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.marks import day_mark, due_day
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.desk.visits.entering import plans_visits
from zhuqi.interfaces.desk.visits.forms import PlanForm
from zhuqi.interfaces.desk.visits.verb_pages import VERB_PAGES
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.queries import cases_of_firm
from zhuqi.mechanisms.liaison import actions, queries
from zhuqi.mechanisms.liaison.enums import VisitState, VisitVerb
from zhuqi.mechanisms.liaison.models import FollowUp, Goer, Visit, VisitAccount, VisitNeed


def _url(visit: Visit) -> str:
    return reverse("desk:visit", args=[visit.pk])


def _state(visit: Visit) -> SafeString:
    kind = "waiting" if visit.state == VisitState.PLANNED else "closed"
    return pill(str(visit.get_state_display()), kind)


def _day(visit: Visit) -> Cell:
    planned = visit.state == VisitState.PLANNED
    mark = day_mark(visit.day) if planned else ""
    return Cell(wording.day(visit.day), mark, _url(visit))


@dataclass(frozen=True, slots=True)
class VisitView(RowView):
    """`along`: it is to be made, and can be taken along to where there is no signal."""

    along: bool = False


def _view(visit: Visit, person: Person) -> RowView:
    """What the page shows; cases are those the person may see as this firm's."""
    day, firm = _day(visit), visit.enterprise
    facts = [
        Fact(_now("企业"), firm.name, url=reverse("desk:enterprise", args=[firm.pk])),
        Fact(_now("走访人"), _goers(visit)),
        *typed_facts(visit, "purpose", "present", "reason"),
    ]
    if visit.basis:
        words = f"{visit.get_basis_display()}：{visit.why}"
        facts.append(Fact(_now("再去的依据"), words, wide=True))
    if into := visit.merged_into:
        words = f"{wording.day(into.day)} {into.who}"
        facts.append(Fact(_now("并入"), words, url=_url(into)))
    facts += [
        Fact(
            _now("没有信号时记的"),
            _now("手机上的时间 %(stated)s，%(taken)s 收到")
            % {"stated": one.stated.replace("T", " "), "taken": wording.moment(one.taken_at)},
        )
        for one in visit.sent.all()
    ]
    return VisitView(
        (_state(visit), day.value, day.below), facts, _sections(visit, person),
        along=visit.state == VisitState.PLANNED and firm.pk in person.scope.liaised,
    )  # fmt: skip


def _goers(visit: Visit) -> str:
    along = (str(one) for one in visit.joined.all())
    return "、".join(filter(None, (visit.visitor.name, visit.goers, *along)))


def _sections(visit: Visit, person: Person) -> list[RowSection]:
    raised = [
        (Cell(one.number, url=reverse("desk:case", args=[one.number])), one.title,
         one.get_state_display())
        for one in cases_of_firm(person, visit.enterprise).filter(visits=visit).order_by("pk")
    ]  # fmt: skip
    kept = [(one.title, Cell(one.body), one.wish) for one in visit.unreported]
    promises = [(one.what, wording.day(one.due), _outcome(one)) for one in visit.follow_ups.all()]
    # What several wrote down stands side by side, none in another's place.
    beside = [
        RowSection(
            _now("补充记录：%(who)s %(at)s") % {"who": one.user.name, "at": wording.moment(one.at)},
            text="\n\n".join(filter(None, (one.said, one.present))),
        )
        for one in visit.accounts.select_related("user")
    ]
    return [
        RowSection(_("谈了什么"), text=visit.said),
        *beside,
        RowSection(_("转为诉求"), (_("编号"), _("诉求"), _("状态")), raised),
        RowSection(
            _("企业暂不同意上报的困难"), (_("困难"), _("具体情况"), _("希望怎样解决")), kept
        ),
        RowSection(_("后续事项"), (_("答应的事"), _("完成期限"), _("办理情况")), promises),
    ]


def _outcome(one: FollowUp) -> Cell | object:
    if one.done_on:
        return Cell(one.outcome, below=wording.day(one.done_on))
    return day_mark(one.due) or _now("未办结")


def _follow_up(visit: Visit) -> Cell | str:
    if not visit.unsettled:
        return ""
    first = visit.unsettled[0]
    return Cell(first.what, below=due_day(first.due), clamp=True)


VISITS: listing.Listing[Visit, None] = listing.Listing(
    name="visits",
    label=_("走访"),
    measure=_("次"),
    rows=lambda asked: queries.visits(asked.person.scope),
    context=listing.no_context,
    head=Column("firm", _("企业"), lambda row, _page: Cell(row.enterprise.name, url=_url(row))),
    columns=(
        Column("day", _("日期"), lambda row, _page: _day(row), "z-nowrap", sort=("day",)),
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("visitor", _("走访人"), lambda row, _page: row.who),
        Column("about", _("情况"), lambda row, _page: Cell(row.said or row.purpose, clamp=True)),
        Column("follow", _("后续事项"), lambda row, _page: _follow_up(row)),
    ),
    filters=(
        Filter("text", _("企业"), Kind.TEXT, lookup="enterprise__name"),
        Filter("state", _("状态"), choices=VisitState, lookup="state"),
        Filter("mine", _("我的"), Kind.YES, where=lambda asked: queries.own(asked.person.scope)),
        Filter("open", _("后续未办结"), Kind.YES, where=lambda _asked: queries.promised()),
        Filter(
            "firm", _("企业"), Kind.NUMBER, lookup="enterprise", place=Place.HIDDEN,
            words=_("只看一家企业"),
        ),
    ),
    orders=(Order("newest", _("日期近的在前"), ("-day", "-pk")),),
    empty=Empty(_("还没有走访"), _("计划的和去过的走访会列在这里。"), "calendar"),
    unmatched=Empty(_("没有符合条件的走访"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


VIEWS = VerbViews[Visit, VisitVerb](
    noun=actions.VISITS,
    pages=VERB_PAGES,
    rows=queries.visits,
    title=lambda visit: visit.enterprise.name,
    view=_view,
    allowed=access.tends_firms,
    list_url="desk:visits",
    row_url="desk:visit",
    row_template="desk/visits/visit.html",
    listing=VISITS,
    line=_("联系企业的干部、领导和服务企业的活动办看得到，企业看不到。"),
    new=NewPage(
        PlanForm, actions.plan, plans_visits, _("计划走访"), _("已计划"), word="plan",
        line=_("不用打卡，不用拍照；去过以后在这里记几句。"), template="desk/visits/plan.html",
    ),
    told=fields_of(
        Visit, "id", "version", "state", "day", "purpose", "goers", "present", "said", "reason",
        enterprise="enterprise_id", enterprise_name="enterprise__name", visitor="visitor__name",
        basis="basis", why="why", merged_into="merged_into_id",
        joined=fields_of(Goer, "unit", user="user__name"),
        follow_ups=fields_of(FollowUp, "id", "what", "due", "done_on", "outcome"),
        needs=fields_of(VisitNeed, "id", "title", "body", "wish", case="case_id"),
        accounts=fields_of(VisitAccount, "day", "present", "said", "at", user="user__name"),
    ),
    told_in_list=("state", "day", "enterprise"),
)  # fmt: skip
