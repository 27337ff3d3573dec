"""Saying what the trouble is: three fields, files, and a receipt."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhuqi.foundation.access import Refusal, TooMany
from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.portal.access import (
    acting_firm,
    acting_page,
    firm_named,
    firms_of,
    own_cases,
    user_of,
)
from zhuqi.interfaces.portal.forms import SubmissionForm
from zhuqi.interfaces.portal.uploads import NOTHING, Kept, receive
from zhuqi.interfaces.shell import unit_names
from zhuqi.interfaces.shell.submit import Page, carry_out, sent, valid
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.actions.intake import submit as submit_case
from zhuqi.ledgers.cases.models import Case

JUST_NOW = timedelta(minutes=10)
KEY_LIMIT = 64


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page
def new(request: HttpRequest) -> HttpResponse:
    """The form; sent twice with the same key it is one case."""
    if request.method == "POST":
        return _submitted(request, firm_named(request, request.POST.get("enterprise", "")))
    form = SubmissionForm(initial=_known_contact(request))
    return _page(request, form, key=uuid.uuid4().hex, just_now=_just_submitted(request))()


@require_safe
@acting_page
def complained_units(request: HttpRequest) -> HttpResponse:
    """Units that may be meant, while their name is being typed."""
    firm = firm_named(request, request.GET.get("enterprise", ""))
    return unit_names.suggestions(request, near=firm.office.region)


def _submitted(request: HttpRequest, firm: Enterprise) -> HttpResponse:
    form = SubmissionForm(*sent(request))
    key = request.POST.get("key", "")[:KEY_LIMIT]
    person = request_person(request)
    done = own_cases(person.scope).filter(submission_key=key).first() if key else None
    if done is not None:
        return _receipt(done)
    received = NOTHING

    def do() -> Case:
        nonlocal received
        take_or_refuse(f"submit {person.actor.user_id}", settings.SUBMITS_PER_HOUR, HOUR)
        received = receive(request)
        if received.fault:
            form.add_error("attachments", received.fault)
        data = valid(form)
        return submit_case(
            enterprise=firm,
            submission=Submission(
                data["title"],
                data["body"],
                data["wish"],
                data["reporter_name"],
                data["reporter_phone"],
                confidential=data["confidential"],
                complained_of=data["complained_of"],
            ),
            by=in_the_name_of(person, firm.name),
            files=received.prepared,
            submission_key=key or None,
        )

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        again = key if refusal else key or uuid.uuid4().hex
        page = _page(request, form, key=again, kept=received.kept)
        return page(status=status, refusal=refusal)

    return carry_out(request, do, refuse=form.refuse, show=show, to=_receipt, shown=(TooMany,))


def _receipt(case: Case) -> HttpResponse:
    return redirect(f"{reverse('portal:receipt', args=[case.number])}?sent")


def _page(
    request: HttpRequest,
    form: SubmissionForm,
    *,
    key: str,
    kept: Sequence[Kept] = (),
    just_now: Case | None = None,
) -> Page:
    return Page(
        request,
        "portal/new.html",
        lambda: {
            "form": form,
            "key": key,
            "kept": kept,
            "just_now": just_now,
            "firm": firm_named(request, request.POST.get("enterprise", "")),
            "several": len(firms_of(request)) > 1,
        },
    )


def _known_contact(request: HttpRequest) -> dict[str, str]:
    """Name and phone from the account; who registered by e-mail typed a phone the last time."""
    user = user_of(request)
    phone = user.phone
    if not phone:
        last = own_cases(request_person(request).scope).filter(submitted_by=user.pk).order_by("-pk")
        phone = last.values_list("reporter_phone", flat=True).first() or ""
    return {"reporter_name": user.name, "reporter_phone": phone}


def _just_submitted(request: HttpRequest) -> Case | None:
    """A case of the last minutes: its answer may have been lost on the way to the phone."""
    person = request_person(request)
    own = own_cases(person.scope, acting_firm(request)).filter(
        submitted_by=person.actor.user_id, submitted_at__gte=timezone.now() - JUST_NOW
    )
    return own.order_by("-pk").first()
