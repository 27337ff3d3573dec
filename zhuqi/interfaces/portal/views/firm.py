"""A firm's own file, and asking for a correction of it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.foundation.directory.actions import ask_correction
from zhuqi.interfaces.portal.access import firm_page, firms_of
from zhuqi.interfaces.portal.firm_parts import parts_of
from zhuqi.interfaces.portal.firmpage import FirmPage
from zhuqi.interfaces.portal.forms import CorrectionForm
from zhuqi.interfaces.shell.submit import Cleaned, Page, sent, submit
from zhuqi.ledgers.firms.queries import FirmFile, firm_file


@require_safe
@firm_page
def firms(request: HttpRequest) -> HttpResponse:
    """The firms one speaks for; the only one at once."""
    listed = firms_of(request)
    if not listed:
        return redirect("portal:registration")
    if len(listed) == 1:
        return redirect("portal:firm", listed[0].pk)
    return render(request, "portal/firms.html", {"firms": listed})


def _file(request: HttpRequest, pk: int) -> FirmFile:
    """The file of one's own firm; else a 404 that says nothing."""
    person = request_person(request)
    file = firm_file(person, pk) if pk in person.scope.enterprises else None
    if file is None:
        raise Http404
    return file


@require_safe
@firm_page
def firm(request: HttpRequest, pk: int) -> HttpResponse:
    """What the office knows of the firm, whom it may turn to, what it was promised."""
    file = _file(request, pk)
    page = FirmPage(file, file.firm.corrections.order_by("-pk").first())
    context = {
        "page": page, "firm": file.firm, "several": len(firms_of(request)) > 1,
        "parts": parts_of(file),
    }  # fmt: skip
    return render(request, "portal/firm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """What is right, in the firm's own words; the office checks it."""
    file = _file(request, pk)
    form = CorrectionForm(*sent(request), file=file)
    person = in_the_name_of(request_person(request), file.firm.name)

    def ask(data: Cleaned) -> None:
        take_or_refuse(f"correct {person.actor.user_id}", settings.SUBMITS_PER_HOUR, HOUR)
        ask_correction(enterprise=file.firm, wanted=data, words=data["words"], by=person)

    return submit(
        request,
        form,
        ask,
        show=Page(
            request, "portal/firm_correction.html", lambda: {"firm": file.firm, "form": form}
        ),
        said=_("已提交，活动办核对后更正；结果会显示在这里。"),
        to=reverse("portal:firm", args=[pk]),
    )
