"""The register of praise and accountability on screen."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.interfaces.desk.appraisal.forms import MeritForm
from zhuqi.interfaces.desk.appraisal.verb_pages import MERIT_PAGES
from zhuqi.interfaces.desk.cases.papers import files_section
from zhuqi.interfaces.desk.verb_views import NewPage, RowSection, RowView, VerbViews, typed_facts
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.drawing import pill
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.models.case import READING_ROLES
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.actions import merits
from zhuqi.reporting.appraisal.enums import MeritKind, MeritState, MeritVerb
from zhuqi.reporting.appraisal.models import Merit


def reads_merits(scope: Scope) -> bool:
    """Offices, units, leaders and inspectors."""
    return scope.holds(*READING_ROLES)


def enters_merits(scope: Scope) -> bool:
    """Whoever reviews or signs in an office."""
    return scope.holds(*merits.KEEPERS)


def _url(merit: Merit) -> str:
    return reverse("desk:merit", args=[merit.pk])


def _state(merit: Merit) -> SafeString:
    return pill(str(merit.get_state_display()), "closed")


def _view(merit: Merit, person: Person) -> RowView:
    """What was decided, by whom, on what grounds."""
    files = files_of(merits.OBJECT, merit.pk)
    facts = [
        Fact(_now("单位"), merit.unit.name),
        Fact(_now("决定机关"), merit.decided_by),
        Fact(_now("决定日期"), wording.day(merit.decided_on)),
        Fact(_now("登记"), f"{wording.moment(merit.entered_at)} {merit.office}"),
        *typed_facts(merit, "basis", "reason"),
    ]
    return RowView(
        [str(merit.get_kind_display()), _state(merit)],
        facts,
        (
            RowSection(_("事由"), text=merit.text),
            files_section(_("佐证材料"), files.get(merits.PROOF, ()), person),
        ),
    )


MERITS: listing.Listing[Merit, None] = listing.Listing(
    name="merits",
    label=_("表彰问责"),
    measure=_("条"),
    rows=lambda asked: queries.merits(asked.person.scope),
    context=listing.no_context,
    head=Column("title", _("事项"), lambda row, _page: Cell(row.title, url=_url(row), clamp=True)),
    columns=(
        Column("kind", _("类别"), lambda row, _page: row.get_kind_display(), "z-nowrap"),
        Column("state", _("状态"), lambda row, _page: _state(row), "z-nowrap"),
        Column("unit", _("单位"), lambda row, _page: row.unit.name),
        Column("by", _("决定机关"), lambda row, _page: row.decided_by),
        Column("basis", _("依据"), lambda row, _page: Cell(row.basis, clamp=True)),
        Column(
            "day", _("决定日期"), lambda row, _page: wording.day(row.decided_on), "z-nowrap",
            sort=("decided_on",),
        ),
    ),
    filters=(
        Filter("kind", _("类别"), choices=MeritKind, lookup="kind"),
        Filter("state", _("状态"), choices=MeritState, lookup="state"),
        Filter("text", _("单位"), Kind.TEXT, lookup="unit__name"),
    ),
    orders=(Order("newest", _("近的在前"), ("-decided_on", "-pk")),),
    empty=Empty(_("还没有登记"), _("对单位的表彰、问责决定登记在这里。"), "star"),
)  # fmt: skip


VIEWS = VerbViews[Merit, MeritVerb](
    noun=merits.MERITS,
    pages=MERIT_PAGES,
    rows=queries.merits,
    title=lambda merit: merit.title,
    view=_view,
    allowed=reads_merits,
    list_url="desk:merits",
    row_url="desk:merit",
    listing=MERITS,
    line=_("对单位的表彰和问责决定，有依据、有决定机关；撤销的也留着。"),
    new=NewPage(
        MeritForm, merits.enter, enters_merits, _("登记表彰、问责"), _("已登记"),
        word=merits.ENTER, line=_("决定由有权机关作出，这里只登记。本单位看得到。"),
    ),
    told=fields_of(
        Merit, "id", "version", "kind", "title", "text", "basis", "decided_by", "decided_on",
        "state", "reason", "entered_at", "ended_at", office="office__name", unit="unit__name",
    ),
    told_in_list=("kind", "title", "state", "decided_on"),
)  # fmt: skip
