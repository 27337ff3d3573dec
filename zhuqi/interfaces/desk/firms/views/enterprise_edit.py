"""The facts of a firm, put right by the office that serves it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.directory.actions import edit_enterprise
from zhuqi.foundation.directory.actions.enterprises import EnterpriseChanges
from zhuqi.foundation.directory.enums import EnterpriseStatus, Sector, SizeClass
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.directory.rules import keeps_file
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.forms.firms import FactsForm
from zhuqi.interfaces.shell.sent import version_seen
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
    if request.method != "POST":
        return _show(request, firm, FactsForm(firm=firm, scope=person.scope))
    form = FactsForm(request.POST, firm=firm, scope=person.scope)
    if form.is_valid():
        try:
            edit_enterprise(
                enterprise=firm, seen=version_seen(request), by=person, **_changes(form)
            )
        except NotValid as refusal:
            form.refuse(refusal)
        except NotNow as refusal:
            firm.refresh_from_db()
            return _show(request, firm, form, banner=refusal.reason, status=refusal.status)
        else:
            messages.success(request, _("企业信息已保存"))
            return redirect("desk:enterprise", firm.pk)
    return _show(request, firm, form, status=NotValid.status)


def _changes(form: FactsForm) -> EnterpriseChanges:
    data = form.cleaned_data
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


def _show(
    request: HttpRequest, firm: Enterprise, form: FactsForm, *, banner: str = "", status: int = 200
) -> HttpResponse:
    context = {"firm": firm, "form": form, "banner": banner}
    return render(request, "desk/firms/enterprise_edit.html", context, status=status)
