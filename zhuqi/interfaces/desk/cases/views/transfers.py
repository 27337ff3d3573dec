"""移送单: the list of an office, a sheet to print, and the sealed package taken out once."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import NotNow, Person, Role
from zhuqi.foundation.attachments.stores import store
from zhuqi.foundation.typed.matching import spelled_in
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.forms.transfers import PackForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.listing import (
    Column,
    Empty,
    Filter,
    Kind,
    Listing,
    Order,
    no_context,
)
from zhuqi.interfaces.shell.parts import Cell, Fact
from zhuqi.interfaces.shell.submit import Cleaned, Page, submit
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.models import Case, Transfer
from zhuqi.ledgers.cases.transfers.actions import contents_of, files_of, pack

ENTER = access.official(access.hands_over_matters)


def _transfer_sheets(person: Person) -> QuerySet[Transfer]:
    """Transfer sheets of cases the person may see, of offices they work in."""
    seen = Case.objects.in_own_ledger(person.scope).order_by().values("pk")
    return Transfer.objects.filter(case__in=seen).select_related("case", "boundary", "office")


def _kind(row: Transfer, _page: None) -> Cell:
    sealed = format_html(' <span class="z-quiet">{}</span>', _("密封")) if row.sealed else ""
    return Cell(format_html("<span>{}{}</span>", row.boundary, sealed))


TRANSFERS: Listing[Transfer, None] = Listing(
    name="transfers",
    label=_lazy("移送单"),
    measure=_lazy("份"),
    rows=lambda asked: _transfer_sheets(asked.person),
    context=no_context,
    head=Column(
        "number",
        _lazy("单号"),
        lambda row, _page: Cell(row.number, url=reverse("desk:transfer", args=[row.pk])),
        "d-no",
    ),
    columns=(
        Column("kind", _lazy("类别"), _kind),
        Column("organ", _lazy("接收机关"), lambda row, _page: row.organ, sort=("organ",)),
        Column(
            "at",
            _lazy("移送时间"),
            lambda row, _page: wording.moment(row.transferred_at),
            "d-no",
            sort=("transferred_at",),
        ),
        Column("receipt", _lazy("回执"), lambda row, _page: row.receipt or _("待回执"), "d-no"),
    ),
    filters=(
        Filter(
            "text",
            _lazy("查找"),
            Kind.TEXT,
            lambda rows, text, _asked: rows.filter(spelled_in(text, "number", "organ")),
            hint=_lazy("单号、接收机关"),
        ),
        Filter(
            "waiting",
            _lazy("待回执"),
            Kind.YES,
            lambda rows, _yes, _asked: rows.filter(receipt=""),
        ),
    ),
    orders=(Order("newest", _lazy("新的在前"), ("-pk",)),),
    empty=Empty(
        _lazy("还没有移送过"), _lazy("签发人员在诉求页面选“移送”后，移送单会列在这里。"), "send"
    ),
    unmatched=Empty(_lazy("没有符合条件的移送单"), _lazy("可以去掉一两个条件再看。"), "filter"),
)


@ENTER
def transfers(request: HttpRequest) -> HttpResponse:
    """The newest first; what still waits for its receipt says so."""
    return TRANSFERS.answer(request, access.of(request), "desk/cases/transfers.html")


@ENTER
def transfer_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One transfer sheet, set for A4."""
    return _page(
        request, get_object_or_404(_transfer_sheets(access.of(request)), pk=pk), PackForm()
    )()


def _page(request: HttpRequest, row: Transfer, form: PackForm) -> Page:
    signs = (Role.SIGNER, row.office_id) in access.of(request).scope.posts
    facts = [
        Fact(_("移送单号"), row.number),
        Fact(_("诉求编号"), row.case.number),
        Fact(_("事项类别"), str(row.boundary)),
        Fact(_("移送机关"), str(row.office.name)),
        Fact(_("接收机关"), row.organ),
        Fact(_("签发"), f"{row.transferred_by} {wording.moment(row.transferred_at)}"),
        Fact(
            _("内容摘要值"),
            row.digest,
            hint=_("SHA-256，双方可据以核对内容未被改动。"),
            wide=True,
        ),
        Fact(_("回执"), f"{row.receipt} {row.received_by}".strip() or _("待回执")),
    ]
    if row.received_on:
        facts.append(Fact(_("接收日期"), wording.day(row.received_on)))
    if row.packed_at:
        facts.append(Fact(_("密封件"), f"{row.packed_by} {wording.moment(row.packed_at)} 取出"))
    if row.erased_at:
        facts.append(Fact(_("平台内容"), f"{wording.moment(row.erased_at)} 已销毁"))
    context = {
        "row": row,
        "facts": facts,
        "pieces": [] if row.sealed else row.handed_over.splitlines(),
        "may_pack": signs and row.sealed and row.erased_at is None,
        "form": form,
    }
    return Page(request, "desk/cases/transfer.html", lambda: context)


@ENTER
@require_POST
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed matter as one archive, for the organ alone; noted before it leaves."""
    row = get_object_or_404(_transfer_sheets(access.of(request)), pk=pk)
    form = PackForm(request.POST)

    def take(data: Cleaned) -> bytes:
        with _at_hand(row.case) as papers, open_case(row.case_id, by=access.of(request)) as work:
            pack(work, transfer_sheet=row, reason=data["reason"])
            return _archive(work.case, row, papers)

    def handed_out(archive: bytes) -> HttpResponse:
        response = HttpResponse(archive, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="transfer-{row.pk}.zip"'
        response["Cache-Control"] = "no-store"
        return response

    show = _page(request, row, form)
    return submit(request, form, take, show=show, to=handed_out, shown=())


@contextmanager
def _at_hand(case: Case) -> Iterator[dict[int, Path]]:
    """The case's files as paths, before it is locked: what can't be had is not noted as taken."""
    with ExitStack() as stack:
        try:
            papers = {
                file.pk: stack.enter_context(store().local(file.stored_as))
                for file in files_of(case)
            }
        except OSError as error:
            raise NotNow(_("附件暂时无法读取，没有取出；请稍后再试或联系系统管理员")) from error
        yield papers


def _archive(case: Case, row: Transfer, papers: dict[int, Path]) -> bytes:
    files = files_of(case)
    if any(file.pk not in papers for file in files):
        raise NotNow(_("刚有附件放进来，没有取出；请再取一次"))
    page = render_to_string(
        "desk/cases/transfer_package.html", {"row": row, "pieces": list(contents_of(case))}
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("移送内容.html", page)
        for number, file in enumerate(files, start=1):
            archive.write(papers[file.pk], f"附件{number:02d}_{file.name}")
    return target.getvalue()
