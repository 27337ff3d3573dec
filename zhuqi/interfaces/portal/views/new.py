"""Saying what the trouble is: three fields, files, and a receipt."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuqi.foundation.access import NotNow, Person, Refusal, TooMany
from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.foundation.attachments.actions import Prepared
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.portal.access import (
    acting_firm,
    acting_page,
    firm_named,
    firms_of,
    own_case_id,
    own_cases,
    user_of,
)
from zhuqi.interfaces.portal.copy import state_of
from zhuqi.interfaces.portal.forms import SubmissionForm
from zhuqi.interfaces.portal.uploads import NOTHING, Kept, receive
from zhuqi.interfaces.shell import unit_names
from zhuqi.interfaces.shell.again import AskedBack
from zhuqi.interfaces.shell.submit import (
    Page,
    SecondClick,
    carry_out,
    second_click,
    valid,
)
from zhuqi.ledgers.cases.actions.intake import Submission, add
from zhuqi.ledgers.cases.actions.intake import submit as submit_case
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import case_at_hand
from zhuqi.ledgers.cases.resubmission import said_before

JUST_NOW = timedelta(minutes=10)
KEY_LIMIT = 64


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page
def new(request: HttpRequest) -> HttpResponse:
    """The form; sent twice it is one case, and other words are another."""
    if request.method == "POST":
        return _submitted(request, firm_named(request, request.POST.get("enterprise", "")))
    form = SubmissionForm(initial=_known_contact(request))
    return _page(request, form, key=uuid.uuid4().hex, just_now=_just_submitted(request))()


@require_safe
@acting_page
def complained_units(request: HttpRequest) -> HttpResponse:
    """Units that may be meant, while their name is being typed."""
    firm = firm_named(request, request.GET.get("enterprise", ""))
    return unit_names.suggestions(request, near=firm.region)


def _submitted(request: HttpRequest, firm: Enterprise) -> HttpResponse:
    asked = AskedBack(request, "portal:case", lambda case: state_of(case)[0])
    form = SubmissionForm(asked.said, request.FILES)
    key = request.POST.get("key", "")[:KEY_LIMIT]
    person = request_person(request)
    again = second_click(request, person, "case:new")
    received = NOTHING

    def do() -> str:
        nonlocal received
        again.stop()
        take_or_refuse(f"submit {person.actor.user_id}", settings.SUBMITS_PER_HOUR, HOUR)
        received = receive(request)
        if received.fault:
            form.add_error("attachments", received.fault)
        data = valid(form)
        submission = Submission(
            data["title"],
            data["body"],
            data["wish"],
            data["reporter_name"],
            data["reporter_phone"],
            confidential=data["confidential"],
            complained_of=data["complained_of"],
        )
        if asked.into:
            return _add_to(request, asked.into, submission, received.prepared, again)
        asked.ask(_said_before(person, firm, submission))
        with again.making() as led:
            case = submit_case(
                enterprise=firm,
                submission=submission,
                by=in_the_name_of(person, firm.name),
                files=received.prepared,
                submission_key=key or None,
            )
            led.to = _receipt_of(case)
        return led.to

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        again = key if refusal else key or uuid.uuid4().hex
        page = _page(request, form, key=again, kept=received.kept, asked=asked)
        return page(status=status, refusal=refusal)

    return carry_out(
        request, do, refuse=form.refuse, show=show, to=str, again=again, shown=(NotNow, TooMany)
    )


def _said_before(person: Person, firm: Enterprise, said: Submission) -> list[Case]:
    # What the firm took back itself it may raise anew without a question.
    own = own_cases(person.scope, firm).exclude(state=State.WITHDRAWN)
    return said_before(
        own, scope=person.scope, enterprise=firm, title=said.title,
        body=said.body, now=timezone.now(),
    )  # fmt: skip


def _add_to(
    request: HttpRequest,
    number: str,
    said: Submission,
    files: Sequence[Prepared],
    again: SecondClick,
) -> str:
    """What was written becomes a supplement of the case that was raised before."""
    pk = own_case_id(request, number)
    with case_at_hand(request_person(request), pk) as (change, file):
        again.claim()
        firm = file.case.enterprise
        change.by = in_the_name_of(request_person(request), firm.name if firm else "")
        add(change, said=said, attachments=files)
    messages.success(request, _("已补充到编号 %(number)s，没有另立一件。") % {"number": number})
    return f"{reverse('portal:case', args=[number])}?done=supplement"


def _receipt_of(case: Case) -> str:
    return f"{reverse('portal:receipt', args=[case.number])}?sent"


def _page(
    request: HttpRequest,
    form: SubmissionForm,
    *,
    key: str,
    kept: Sequence[Kept] = (),
    just_now: Case | None = None,
    asked: AskedBack | None = None,
) -> Page:
    return Page(
        request,
        "portal/new.html",
        lambda: {
            "form": form,
            "key": key,
            "kept": kept,
            "just_now": just_now,
            "asked": asked,
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
    # Whoever took it back means to say it anew.
    return own.exclude(state=State.WITHDRAWN).order_by("-pk").first()
