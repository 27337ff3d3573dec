"""查看完整号码: a POST with a reason, an event; the numbers then show for half an hour."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import NotYours, Refusal
from zhuqi.foundation.directory.actions import reveal
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.views.case import file_or_404
from zhuqi.interfaces.shell.submit import carry_out
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
    return _reveal(request, OBJECT, file.case.pk, reverse("desk:case", args=[number]))


@access.official(access.sees_firms)
@require_POST
def of_firm(request: HttpRequest, pk: int) -> HttpResponse:
    """The phones of a firm's contacts and of who looks after it."""
    firm = get_object_or_404(firms_seen(access.of(request)).distinct(), pk=pk)
    return _reveal(request, "enterprise", firm.pk, reverse("desk:enterprise", args=[pk]))


def _reveal(request: HttpRequest, object_type: str, object_id: int, back: str) -> HttpResponse:
    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:  # noqa: ARG001 (the page has no place for a status: it is asked for again)
        if refusal:
            messages.warning(request, refusal.reason)
        return redirect(back)

    return carry_out(
        request,
        lambda: reveal(
            object_type=object_type,
            object_id=object_id,
            by=access.of(request),
            reason=request.POST.get("reason", ""),
        ),
        show=show,
        said=_("号码显示 30 分钟，已记入日志。"),
        to=back,
        shown=(),
    )
