"""Issued papers on screen: their list, one of them, its files, and whether one is genuine."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhuqi.foundation.access import NotNow, NotValid, Person, Scope
from zhuqi.foundation.attachments.queries import files_of
from zhuqi.foundation.notices import links
from zhuqi.foundation.papers import actions, queries
from zhuqi.foundation.papers.enums import PaperState, PaperVerb
from zhuqi.foundation.papers.kinds import PAPER_KINDS, PAPER_SOURCES
from zhuqi.foundation.papers.models import Paper
from zhuqi.foundation.papers.rendering import PaperFile, rendered
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.papers import files_section
from zhuqi.interfaces.desk.filters import units_named
from zhuqi.interfaces.desk.marks import state_pill
from zhuqi.interfaces.desk.papers.forms import CodeForm
from zhuqi.interfaces.desk.papers.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.verb_views import RowSection, RowView, VerbViews
from zhuqi.interfaces.shell import listing, wording
from zhuqi.interfaces.shell.listing import Column, Empty, Filter, Kind, Order, Place
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.ledgers.cases.models.case import READING_ROLES

_TYPES = {
    PaperFile.PDF: "application/pdf",
    PaperFile.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_IN_FORCE = frozenset({PaperState.ISSUED})


def reads_papers(scope: Scope) -> bool:
    """Offices, units, leaders and inspectors."""
    return scope.holds(*READING_ROLES)


def _url(row: Paper) -> str:
    return reverse("desk:paper", args=[row.pk])


def kind_name(row: Paper) -> str:
    """What the paper is called; its code where the room that issued it is gone."""
    kind = PAPER_KINDS.find(row.kind)
    return str(kind.name) if kind else row.kind


def _title(row: Paper) -> str:
    return f"{kind_name(row)}{row.number}"


def _filed(row: Paper) -> Cell | str:
    return wording.day(row.filed_at, weekday=False) or _now("还没有")


def _view(row: Paper, person: Person) -> RowView:
    facts = [
        Fact(_now("发文单位"), row.office.name),
        Fact(_now("主送"), row.to or _now("（已按规定清除）")),
        Fact(_now("印发"), wording.moment(row.issued_at)),
        Fact(_now("发出人"), row.issued_by),
        Fact(_now("核验码"), row.code),
        Fact(_now("用印件"), _filed(row)),
    ]
    if about := links.path_to(row.object_type, str(row.object_id), firm=False):
        facts.append(Fact(_now("随哪件印发"), _now("打开"), url=about))
    if row.withdrawn_at:
        facts.append(Fact(_now("撤回"), wording.moment(row.withdrawn_at)))
    files = files_of(actions.OBJECT, row.pk)
    scans = files_section(_("用印件（以它为准）"), files.get(actions.SCAN, ()), person)
    return RowView((state_pill(row, _IN_FORCE),), facts, (scans,))


def _kinds(_person: Person) -> Iterable[tuple[str, str]]:
    return [(code, str(kind.name)) for code, kind in PAPER_KINDS.items()]


PAPERS: listing.Listing[Paper, None] = listing.Listing(
    name="papers",
    label=_("印发公文"),
    measure=_("份"),
    rows=lambda asked: queries.papers(asked.person.scope),
    context=listing.no_context,
    head=Column("number", _("文号"), lambda row, _page: Cell(_title(row), url=_url(row)), "z-mid"),
    columns=(
        Column("office", _("发文单位"), lambda row, _page: str(row.office)),
        Column("to", _("主送"), lambda row, _page: Cell(row.to, clamp=True)),
        Column("issued", _("印发"), lambda row, _page: wording.moment(row.issued_at), "z-nowrap"),
        Column("by", _("发出人"), lambda row, _page: Cell(row.issued_by, clamp=True)),
        Column("filed", _("用印件"), lambda row, _page: _filed(row), "z-nowrap"),
        Column("state", _("状态"), lambda row, _page: state_pill(row, _IN_FORCE), "z-nowrap"),
    ),
    filters=(
        Filter("kind", _("类别"), choices=_kinds, lookup="kind"),
        Filter(
            "office", _("发文单位"), choices=units_named(queries.papers, "office"), lookup="office"
        ),
        Filter("state", _("状态"), choices=PaperState, lookup="state"),
        Filter("number", _("文号"), Kind.TEXT, lookup="number", place=Place.MORE),
    ),
    orders=(Order("newest", _("新的在前"), ("-pk",)),),
    empty=Empty(
        _("还没有印发的公文"), _("催办单、督办通知、商请函等一发出，原文就定稿存在这里。"), "note"
    ),
    unmatched=Empty(_("没有符合条件的公文"), _("可以去掉一两个条件再看。"), "filter"),
)


VIEWS = VerbViews[Paper, PaperVerb](
    noun=actions.PAPERS,
    pages=VERB_PAGES,
    rows=queries.papers,
    title=_title,
    view=_view,
    allowed=reads_papers,
    list_url="desk:papers",
    row_url="desk:paper",
    row_template="desk/papers/paper.html",
    listing=PAPERS,
    line=_("发出的单子和公文，印发时定稿，之后不再变。"),
    told=fields_of(
        Paper, "id", "version", "state", "kind", "number", "to", "office", "unit", "issued_at",
        "filed_at", "withdrawn_at", "code",
    ),
    told_in_list=("state", "kind", "number", "office", "issued_at"),
)  # fmt: skip


def row_section(object_type: str, pk: int, person: Person) -> RowSection | None:
    """The papers of a row, on its own page; None for rows that are issued as none."""
    if object_type not in PAPER_SOURCES:
        return None
    rows = queries.papers_of(person.scope, object_type, pk)
    cells = [
        (
            Cell(_title(row), url=_url(row)),
            wording.moment(row.issued_at),
            state_pill(row, _IN_FORCE),
        )
        for row in rows
    ]
    return RowSection(_("公文"), (_("文号"), _("印发"), _("状态")), cells)


@require_safe
@access.official(reads_papers)
def download(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The paper as PDF or docx, as the person may read it. NotNow where its contents are erased."""
    person = access.of(request)
    row = Paper.objects.visible_to(person.scope).filter(pk=pk).first()
    if row is None or form not in set(PaperFile):
        raise Http404
    file, document = PaperFile(form), queries.document_of(row, person.scope)
    if document is None:
        raise NotNow("这份公文的内容已按规定清除，文号、时间和用印件登记还在")
    response = HttpResponse(rendered(document, file), content_type=_TYPES[file])
    shown = "inline" if file is PaperFile.PDF else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="paper-{row.pk}.{file}"'
    return response


@require_safe
@access.official(reads_papers)
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a code is a paper's, and what stands on its head; no more, whoever asks."""
    form, found, wrong = CodeForm(request.GET or None), None, ""
    if request.GET and form.is_valid():
        try:
            found = queries.by_code(actions.code_typed(form.cleaned_data["code"]))
        except NotValid as refusal:
            wrong = refusal.reason
    seen = (
        found is not None
        and Paper.objects.visible_to(access.of(request).scope).filter(pk=found.pk).exists()
    )
    context = {
        "form": form,
        "asked": bool(request.GET) and form.is_valid(),
        "wrong": wrong,
        "found": found,
        "facts": _head(found) if found else [],
        "url": _url(found) if found and seen else "",
    }
    return render(request, "desk/papers/verify.html", context)


def _head(row: Paper) -> list[Fact]:
    return [
        Fact(_now("文件"), _title(row)),
        Fact(_now("发文单位"), row.office.name),
        Fact(_now("印发"), wording.moment(row.issued_at)),
        Fact(_now("状态"), str(row.get_state_display())),
        Fact(_now("原文"), _whole(row)),
    ]


def _whole(row: Paper) -> str:
    if not row.content:
        return _now("已按规定清除")
    return (
        _now("与印发时一致") if queries.is_whole(row) else _now("与印发时不一致，请告知审计管理员")
    )
