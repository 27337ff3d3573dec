"""The facts of a firm, put right by the office that serves it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotYours, Refusal
from zhuqi.foundation.directory.actions import edit_enterprise
from zhuqi.foundation.directory.actions.enterprises import EnterpriseChanges
from zhuqi.foundation.directory.enums import EnterpriseStatus, Sector, SizeClass
from zhuqi.foundation.directory.rules import keeps_file
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.forms.firms import FactsForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import Cleaned, Page, sent, submit
from zhuqi.ledgers.firms.queries import firms_seen


@access.official(access.sees_firms)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All facts on one page; a page that is out of date keeps what was typed."""
    person = access.of(request)
    rows = firms_seen(person).select_related("region", "park", "parent_group")
    firm = rows.select_related("office", "office__region").filter(pk=pk).first()
    if firm is None:
        raise Http404
    if not keeps_file(person.scope, firm.office_id):
        raise NotYours(_("企业信息由%(office)s维护") % {"office": firm.office.name})
    form = FactsForm(*sent(request), firm=firm, scope=person.scope)

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """Somebody was faster: what is sent next time is measured against what they did."""
        if refusal:
            firm.refresh_from_db()
        page = Page(
            request, "desk/firms/enterprise_edit.html", lambda: {"firm": firm, "form": form}
        )
        return page(status=status, refusal=refusal)

    return submit(
        request,
        form,
        lambda data: edit_enterprise(
            enterprise=firm, seen=version_seen(request), by=person, **_changes(data)
        ),
        show=show,
        said=_("企业信息已保存"),
        to=reverse("desk:enterprise", args=[firm.pk]),
    )


def _changes(data: Cleaned) -> EnterpriseChanges:
    changes = EnterpriseChanges(
        name=data["name"],
        uscc=data["uscc"],
        status=EnterpriseStatus(data["status"]),
        sector=Sector(data["sector"]),
        industry=data["industry"],
        region=data["region"],
        park=data["park"],
        address=data["address"],
        employees=data["employees"],
        revenue=data["revenue"],
        assets=data["assets"],
        parent_group=data["parent_group"],
    )
    if data["size_class"]:
        changes["size_class"] = SizeClass(data["size_class"])
    return changes
