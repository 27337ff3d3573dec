"""Appeals on screen: their list, one of them, a new one."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.interfaces.desk.appraisal import drawing
from zhuqi.interfaces.desk.appraisal.forms import AppealForm
from zhuqi.interfaces.desk.appraisal.verb_pages import APPEAL_PAGES
from zhuqi.interfaces.desk.cases.papers import files_section
from zhuqi.interfaces.desk.filters import in_hand
from zhuqi.interfaces.desk.marks import due_day, state_pill
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.actions import appeals
from zhuqi.reporting.appraisal.enums import AppealState, AppealVerb
from zhuqi.reporting.appraisal.models import Appeal
from zhuqi.reporting.appraisal.models.appeals import APPEAL_READERS


def appeals_for(scope: Scope) -> bool:
    """Whoever works in a unit or an office."""
    return scope.holds(*APPEAL_READERS)


def reads_appeals(scope: Scope) -> bool:
    """The same, and leaders and inspectors."""
    return scope.holds(*APPEAL_READERS, Role.LEADER, Role.INSPECTOR)


def _url(appeal: Appeal) -> str:
    return reverse("desk:appraisal_appeal", args=[appeal.pk])


def _state(appeal: Appeal) -> SafeString:
    return state_pill(appeal, {AppealState.SUBMITTED})


def _due(appeal: Appeal) -> Cell | str:
    if appeal.state != AppealState.SUBMITTED:
        return wording.moment(appeal.decided_at)
    return Cell(wording.moment(appeal.due_at), below=due_day(appeal.due_at.date()))


def _view(appeal: Appeal, person: Person) -> RowView:
    """What was appealed against, and what became of it."""
    review, files = appeal.review, files_of(appeals.OBJECT, appeal.pk)
    statement = reverse("desk:appraisal_statement", args=[review.pk, appeal.unit_id])
    facts = [
        Fact(_now("讲评"), str(review), url=reverse("desk:appraisal", args=[review.pk])),
        Fact(
            _now("申诉单位"),
            appeal.unit.name,
            url=statement if queries.reads_statement(person.scope, review, appeal.unit_id) else "",
        ),
        Fact(_now("对哪一项"), appeal.about, wide=True),
        Fact(_now("申诉时间"), wording.moment(appeal.submitted_at)),
        Fact(_now("裁定时限"), wording.moment(appeal.due_at)),
    ]
    if appeal.state == AppealState.UPHELD:
        facts.append(Fact(_now("退回分值"), drawing.signed(appeal.points)))
    sections = (
        RowSection(_("申诉理由"), text=appeal.text),
        files_section(_("佐证材料"), files.get(appeals.PROOF, ()), person),
        RowSection(_("裁定理由"), text=appeal.decision),
    )
    return RowView([_state(appeal)], facts, sections)


APPEALS: listing.Listing[Appeal, None] = listing.Listing(
    name="appraisal_appeals",
    label=_("排名申诉"),
    measure=_("件"),
    rows=lambda asked: queries.appeals(asked.person.scope),
    context=listing.no_context,
    head=Column("unit", _("申诉单位"), lambda row, _page: Cell(row.unit.name, url=_url(row))),
    columns=(
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("review", _("讲评"), lambda row, _page: str(row.review)),
        Column("about", _("对哪一项"), lambda row, _page: Cell(row.about, clamp=True)),
        Column("submitted", _("申诉时间"), lambda row, _page: wording.moment(row.submitted_at)),
        Column("due", _("裁定"), lambda row, _page: _due(row), sort=("due_at",)),
    ),
    filters=(
        Filter("state", _("状态"), choices=AppealState, lookup="state"),
        in_hand(queries.IN_HAND, {"decide": _("待我裁定")}),
        Filter("text", _("对哪一项"), Kind.TEXT, lookup="about"),
    ),
    orders=(
        Order("newest", _("新的在前"), ("-pk",)),
        Order("due", _("时限早的在前"), ("due_at", "pk")),
    ),
    empty=Empty(_("没有申诉"), _("单位对得分单提出的申诉会列在这里。"), "message"),
)


VIEWS = VerbViews[Appeal, AppealVerb](
    noun=appeals.APPEALS,
    pages=APPEAL_PAGES,
    rows=queries.appeals,
    title=str,
    view=_view,
    allowed=reads_appeals,
    list_url="desk:appraisal_appeals",
    row_url="desk:appraisal_appeal",
    listing=APPEALS,
    line=_("申诉单位和公布排名的活动办看得到。"),
    new=NewPage(
        AppealForm, appeals.submit, appeals_for, _("申诉"), _("已提出申诉，等待活动办裁定"),
        word=appeals.SUBMIT,
        line=_("在申诉期内对得分单上的一项提出。成立的，退回的分值作为更正公布，名次重新排定。"),
    ),
    told=fields_of(
        Appeal, "id", "version", "state", "about", "text", "submitted_at", "due_at", "points",
        "decision", "decided_at", review="review_id", unit="unit__name",
    ),
    told_in_list=("state", "about", "due_at"),
)  # fmt: skip
