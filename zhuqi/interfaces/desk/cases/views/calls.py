"""The calls to be made, one after the other: each on one screen, done in one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.keyset import keys_of
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases import calling, verb_pages
from zhuqi.interfaces.desk.cases.views import verbs
from zhuqi.interfaces.desk.cases.views.case import file_or_404
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.listing.walking import place_of
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries.calls import calls as calls_waiting
from zhuqi.ledgers.cases.queries.calls import next_call
from zhuqi.ledgers.cases.reading.case_view import CaseView


@access.official(access.rings_firms)
def calls(request: HttpRequest) -> HttpResponse:
    """The first call that waits; where none does, what would."""
    waiting = calls_waiting(access.of(request).scope, timezone.now())
    first = waiting.order_by("due_at", "pk").values_list("number", flat=True).first()
    return redirect("desk:call", first) if first else render(request, "desk/cases/calls.html")


@access.official(access.rings_firms)
def call(request: HttpRequest, number: str) -> HttpResponse:
    """One call; a POST does the verb its button names and leads to the next."""
    verb = calling.outcome_of(request.POST.get(calling.PRESSED, ""))
    if request.method != "POST":
        return _show(request, file_or_404(access.of(request), number))
    if verb is None:
        file = file_or_404(access.of(request), number)
        banner = _("请按企业的话，按下面的一个按钮。")
        return _show(request, file, banner=banner, status=NotValid.status)
    page = verb_pages.VERB_PAGES[verb]

    def form_of(file: CaseView) -> ShellForm:
        verbs.refusal_of(file, verb)
        return calling.form_of(file, verb, request.POST)

    def do(change: CaseChange, form: ShellForm) -> None:
        page.act(change, page.given(form))

    return verbs.Attempt(
        request,
        number,
        form_of=form_of,
        do=do,
        draw=lambda file, form, banner, status: _show(
            request, file, form, banner=banner, status=status
        ),
        said=lambda _form: f"{number} {page.done}",
        to=lambda before: _onward(request, before),
        verbs=(verb,),
    ).answer()


def _onward(request: HttpRequest, before: Case) -> HttpResponse:
    """To the call after the one just made; `before` is its case as it stood."""
    following = next_call(access.of(request).scope, timezone.now(), before)
    if following is None:
        messages.info(request, _("要打的电话都打完了。"))
        return redirect("desk:calls")
    return redirect("desk:call", following.number)


def _show(
    request: HttpRequest,
    file: CaseView,
    form: ShellForm | None = None,
    *,
    banner: str = "",
    status: int = 200,
) -> HttpResponse:
    person, now = file.person, timezone.now()
    waiting = calls_waiting(person.scope, now)
    place = place_of(waiting, keys_of(*queries.ORDERS["due"]), file.case.pk, "number", None)
    following = None if place else next_call(person.scope, now, file.case)
    page = calling.CallPage(file, form, request.POST or QueryDict())
    context = {
        "page": page,
        "missed": page.since(version_seen(request)) if banner else [],
        "case": file.case,
        "bound": form,
        "form": form or page.reached,
        "banner": banner,
        "place": place,
        "before_url": _url(place.before if place else ""),
        "after_url": _url(place.after if place else following.number if following else ""),
        "answer": page.answer if page.about is Verb.RATE_BY_PHONE else None,
    }
    return render(request, "desk/cases/call.html", context, status=status)


def _url(number: str) -> str:
    return reverse("desk:call", args=[number]) if number else ""
