"""The calls of a look-back, one after the other: each on one screen, done in one press."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid, NotYours, Person
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.lookback.verb_pages import CALLED, VERB_PAGES
from zhuqi.interfaces.desk.lookback.views import VIEWS, reads_look_backs
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import Cleaned, Page, second_click, submit
from zhuqi.mechanisms.lookback import queries
from zhuqi.mechanisms.lookback.actions import LOOK_BACKS
from zhuqi.mechanisms.lookback.enums import LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack
from zhuqi.mechanisms.lookback.rules import TRIES

# The button that was pressed says what came of the call.
PRESSED = "pressed"
V = LookBackVerb
_enter = access.official(reads_look_backs)


@_enter
def first(request: HttpRequest) -> HttpResponse:
    """The first call that waits; where none does, what would."""
    waiting = queries.calls(access.of(request).scope, timezone.now())
    if not waiting:
        return render(request, "desk/lookback/calls.html")
    return redirect("desk:lookback_call", waiting[0])


@_enter
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call; a POST does what its button names and leads to the next."""
    person = access.of(request)
    row = _found(person, pk)
    pressed = request.POST.get(PRESSED, "")
    verb = next((one for one in CALLED if one.value == pressed), None)
    if request.method != "POST":
        return _page(request, person, pk, None)()
    if verb is None:
        form = VERB_PAGES[V.VERIFY].make(request.POST, row=row)
        nothing = NotValid(_("请按企业的话，按下面的一个按钮。"))
        return _page(request, person, pk, form)(status=NotValid.status, refusal=nothing)
    page = VERB_PAGES[verb]
    form = page.make(request.POST, row=row)
    again = second_click(request, person, f"lookback:{pk}:call", lambda _to: _onward(request, pk))

    def do(_typed: Cleaned) -> None:
        with LOOK_BACKS.open(pk, by=person, seen=version_seen(request)) as change:
            again.claim()
            page.act(change, page.given(form))

    return submit(
        request, form, do, show=_page(request, person, pk, form, verb), said=page.done,
        to=lambda _done: _onward(request, pk), again=again,
    )  # fmt: skip


def _found(person: Person, pk: int) -> LookBack:
    """The row, for whoever is to ring up about it; NotYours for others who see it."""
    row = queries.look_backs(person.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    if not any(offer.verb in CALLED for offer in VIEWS.offers(row, person)):
        raise NotYours(_("只有指定的回访人打这个电话"))
    return row


def _onward(request: HttpRequest, pk: int) -> HttpResponse:
    following = queries.next_call(queries.calls(access.of(request).scope, timezone.now()), pk)
    if following is None:
        messages.info(request, _("要回访的都打完了。"))
        return redirect("desk:lookback_calls")
    return redirect("desk:lookback_call", following)


def _page(
    request: HttpRequest, person: Person, pk: int, bound: ShellForm | None,
    verb: LookBackVerb | None = None,
) -> Page:  # fmt: skip
    return Page(request, "desk/lookback/call.html", lambda: _context(person, pk, bound, verb))


def _context(
    person: Person, pk: int, bound: ShellForm | None, verb: LookBackVerb | None
) -> dict[str, Any]:
    """The row as it is now, whom to ring up, what to say, and what was typed."""
    row = _found(person, pk)
    offers = {offer.verb: offer for offer in VIEWS.offers(row, person)}
    spoken_verbs, sent = (V.VERIFY, V.DOUBT), bound.data if bound else None
    spoken = bound if bound and verb in {None, *spoken_verbs} else _fresh(V.VERIFY, row, sent)
    missed = bound if bound and verb is V.MISS else _fresh(V.MISS, row, sent)
    waiting = queries.calls(person.scope, timezone.now())
    following = queries.next_call(waiting, pk)
    phone = queries.phone_of(row, person.scope)
    return {
        "row": row,
        "case": row.case,
        "form": spoken,
        "bound": bound,
        "spoken": spoken,
        "missed": missed,
        "reason": offers[V.VERIFY].reason,
        "gives_up": offers[V.GIVE_UP],
        "tries": TRIES,
        "declares": reverse("desk:lookback_row_verb", args=[pk, V.DECLARE.value]),
        "phone": phone,
        "dial": re.sub(r"[^\d+*#,]", "", phone),
        "script": _script(row),
        "answer": queries.answer_of(row),
        "waiting": len(waiting),
        "after_url": reverse("desk:lookback_call", args=[following]) if following else "",
    }


def _fresh(verb: LookBackVerb, row: LookBack, sent: Any) -> ShellForm:
    # What was typed comes back whatever button was pressed.
    return VERB_PAGES[verb].make(row=row, initial=sent.dict() if sent else None)


def _script(row: LookBack) -> str:
    """What to say."""
    words = {
        "own": row.caller_unit or row.office,
        "office": row.office,
        "title": row.case.title,
        "unit": row.unit,
    }
    return (
        _(
            "您好，我是%(own)s的，替%(office)s做办结回访，不代表%(unit)s。"
            "您反映的“%(title)s”，%(unit)s答复已经办结。想听您说一句："
            "是像答复说的那样办好了吗？还有什么没解决？"
        )
        % words
    )
