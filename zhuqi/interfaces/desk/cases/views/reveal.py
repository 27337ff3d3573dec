"""查看完整号码: a POST with a reason, an event; the numbers then show for half an hour."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import NotValid, NotYours
from zhuqi.foundation.directory.actions import reveal
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.views.case import file_or_404
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.firms.queries import firms_seen


@access.official(access.works_on_cases)
@require_POST
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The phones on a case; never those of a firm that is hidden from the person."""
    person = access.of(request)
    file = file_or_404(person, number)
    if file.case.redaction is not None:
        raise NotYours(_("这件诉求保密，不能查看企业的联系方式"))
    _reveal(request, OBJECT, file.case.pk)
    return redirect("desk:case", number)


@access.official(access.sees_firms)
@require_POST
def of_firm(request: HttpRequest, pk: int) -> HttpResponse:
    """The phones of a firm's contacts and of who looks after it."""
    firm = get_object_or_404(firms_seen(access.of(request)).distinct(), pk=pk)
    _reveal(request, "enterprise", firm.pk)
    return redirect("desk:enterprise", pk)


def _reveal(request: HttpRequest, object_type: str, object_id: int) -> None:
    try:
        reveal(
            object_type=object_type,
            object_id=object_id,
            by=access.of(request),
            reason=request.POST.get("reason", ""),
        )
    except NotValid as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, _("号码显示 30 分钟，已记入日志。"))
