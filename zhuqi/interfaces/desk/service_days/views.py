"""Service days on screen: their list and one of them, with what became of what firms said."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.interfaces.desk.marks import day_mark, state_pill
from zhuqi.interfaces.desk.service_days.forms import PlanForm
from zhuqi.interfaces.desk.service_days.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.ledgers.cases.queries import cases_of_firms
from zhuqi.mechanisms.service_days import actions, queries
from zhuqi.mechanisms.service_days.enums import ServiceDayState, ServiceDayVerb
from zhuqi.mechanisms.service_days.models import ServiceDay, Speech

TO_COME = (ServiceDayState.PLANNED,)


def reads_service_days(scope: Scope) -> bool:
    """Offices, leaders and inspectors."""
    return scope.holds(*OFFICE_READERS)


def plans_service_days(scope: Scope) -> bool:
    """Whoever receives or reviews in an office."""
    return scope.holds(*queries.WRITERS)


def _url(row: ServiceDay) -> str:
    return reverse("desk:service_day", args=[row.pk])


def _day(row: ServiceDay) -> Cell:
    mark = day_mark(row.day) if row.state in TO_COME else ""
    return Cell(wording.day(row.day), mark, _url(row))


def _speech(one: Speech, seen: dict[int, Case]) -> tuple[Cell | object, ...]:
    case = seen.get(one.case_id or 0)
    became: Cell | str = one.solved or _now("未解决")
    if case:
        url = reverse("desk:case", args=[case.number])
        became = Cell(case.number, str(case.get_state_display()), url)
    elif one.case_id:
        became = _now("已转为诉求")
    return one.enterprise.name, one.topic, Cell(one.said, clamp=True), became, _urge(case)


def _urge(case: Case | None) -> Cell | str:
    """The way to a notice of supervision, which says itself whether one may be written now."""
    if case is None:
        return ""
    url = f"{reverse('desk:supervision_sheet_new')}?case={case.number}&kind=notice"
    return Cell(_now("发督办通知"), url=url)


def _view(row: ServiceDay, person: Person) -> RowView:
    day, speeches = _day(row), list(row.speeches.all())
    firms = {one.enterprise_id for one in speeches}
    raised = cases_of_firms(person, firms).filter(speeches__service_day=row)
    seen = {one.pk: one for one in raised}
    names = {
        label: "、".join(rows.order_by("pk").values_list("name", flat=True))
        for label, rows in ((_now("邀请的企业"), row.invited), (_now("到会的企业"), row.attended))
    }
    facts = [
        Fact(_now("活动办"), row.office.name),
        *typed_facts(row, "place", "reason"),
        *(Fact(label, told, wide=True) for label, told in names.items() if told),
    ]
    labels = (_("企业"), _("议题"), _("说了什么"), _("结果"), _("督办"))
    sections = (
        RowSection(_("议题"), text=row.topics),
        RowSection(_("会议情况"), text=row.minutes),
        RowSection(_("企业发言"), labels, [_speech(one, seen) for one in speeches]),
    )
    return RowView((state_pill(row, TO_COME), day.value, day.below), facts, sections)


SERVICE_DAYS: listing.Listing[ServiceDay, None] = listing.Listing(
    name="service_days",
    label=_("企业服务日"),
    measure=_("次"),
    rows=lambda asked: queries.service_days(asked.person.scope),
    context=listing.no_context,
    head=Column("day", _("日期"), lambda row, _page: _day(row), "z-nowrap", sort=("day",)),
    columns=(
        Column("state", _("状态"), lambda row, _page: state_pill(row, TO_COME), "z-nowrap"),
        Column("office", _("活动办"), lambda row, _page: str(row.office), "z-nowrap"),
        Column("topics", _("议题"), lambda row, _page: Cell(row.topics, clamp=True)),
        Column(
            "speeches", _("发言"), lambda row, _page: len(row.speeches.all()) or "", number=True
        ),
        Column("pending", _("未解决"), lambda row, _page: len(row.pending) or "", number=True),
    ),
    filters=(
        Filter("text", _("议题"), Kind.TEXT, lookup="topics"),
        Filter("state", _("状态"), choices=ServiceDayState, lookup="state"),
        Filter("open", _("有未解决的"), Kind.YES, where=lambda _asked: queries.pending()),
    ),
    orders=(Order("newest", _("日期近的在前"), ("-day", "-pk")),),
    empty=Empty(_("还没有企业服务日"), _("安排的和举行过的服务日会列在这里。"), "calendar"),
    unmatched=Empty(_("没有符合条件的服务日"), _("可以去掉一两个条件再看。"), "filter"),
)  # fmt: skip


VIEWS = VerbViews[ServiceDay, ServiceDayVerb](
    noun=actions.SERVICE_DAYS,
    pages=VERB_PAGES,
    rows=queries.service_days,
    title=lambda row: f"{row.office} {_now('企业服务日')}",
    view=_view,
    allowed=reads_service_days,
    list_url="desk:service_days",
    row_url="desk:service_day",
    listing=SERVICE_DAYS,
    line=_("企业当面说，能当场解决的当场解决，其余经企业同意转为诉求，按时限办理和督办。"),
    new=NewPage(
        PlanForm, actions.plan, plans_service_days, _("安排服务日"), _("已安排"),
        word=actions.PLAN, line=_("每月一次，定几个议题，请企业来说。"),
    ),
    told=fields_of(
        ServiceDay, "id", "version", "state", "day", "place", "topics", "minutes", "reason",
        office="office_id", office_name="office__name",
        speeches=fields_of(Speech, "id", "topic", "said", "solved", enterprise="enterprise_id"),
    ),
    told_in_list=("state", "day", "office"),
)  # fmt: skip
