"""信息直通车: a firm writes to its leader or liaison official, reads the answer, takes it back."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.foundation.directory.queries import posts_of
from zhuqi.interfaces.portal.access import acting_firm, acting_page, firm_page
from zhuqi.interfaces.portal.direct_line.forms import LetterForm, NothingForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import Cleaned, Page, second_click, sent, submit
from zhuqi.mechanisms.direct_line import actions, queries
from zhuqi.mechanisms.direct_line.enums import LetterState
from zhuqi.mechanisms.direct_line.models import Letter

# So many stand on the page, the newest; that there are more is said.
SHOWN = 100


def _letter(request: HttpRequest, pk: int) -> Letter:
    """One of one's own firms'; else a 404 that says nothing."""
    scope = request_person(request).scope
    own = queries.letters(scope).filter(enterprise__in=sorted(scope.enterprises), pk=pk)
    found = own.first()
    if found is None:
        raise Http404
    return found


@require_safe
@firm_page
@acting_page
def letters(request: HttpRequest) -> HttpResponse:
    """The firm's letters, the new ones first."""
    firm = acting_firm(request)
    rows = queries.letters(request_person(request).scope).filter(enterprise=firm)
    listed = list(rows[: SHOWN + 1])
    people = queries.recipients(firm, timezone.localdate()).exists()
    context = {"letters": listed[:SHOWN], "more": len(listed) > SHOWN, "firm": firm,
               "people": people}  # fmt: skip
    return render(request, "portal/direct_line/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
@acting_page
def write(request: HttpRequest) -> HttpResponse:
    """A new letter, to one of those who look after the firm."""
    firm = acting_firm(request)
    person = in_the_name_of(request_person(request), firm.name)
    today = timezone.localdate()
    people = queries.recipients(firm, today)
    officials = [one.official_id for one in people if one.official_id]
    first = {"to": people[0].pk} if people else {}
    form = LetterForm(
        *sent(request), people=people, posts=posts_of(officials, today), initial=first
    )
    again = second_click(request, person, f"letter:new:{firm.pk}")

    def send(typed: Cleaned) -> str:
        take_or_refuse(f"letter {person.actor.user_id}", settings.SUBMITS_PER_HOUR, HOUR)
        with again.making() as led:
            made = actions.send(
                enterprise=firm, to=typed["to"], title=typed["title"], body=typed["body"],
                confidential=typed["confidential"], by=person,
            )  # fmt: skip
            led.to = reverse("portal:letter", args=[made.pk])
        return led.to

    context = {"form": form, "firm": firm, "people": bool(officials), "limit": actions.LIMIT}
    show = Page(request, "portal/direct_line/new.html", lambda: context)
    said = _("已送达，对方会尽快答复")
    return submit(request, form, send, show=show, said=said, to=str, again=again)


@require_safe
@firm_page
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter, its answer, and the case it became."""
    row = _letter(request, pk)
    return render(request, "portal/direct_line/letter.html", _context(row))


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back, as long as nobody has answered."""
    row, form = _letter(request, pk), NothingForm(*sent(request))
    person = in_the_name_of(request_person(request), row.enterprise.name)

    def take_back(_typed: Cleaned) -> None:
        with actions.LETTERS.open(pk, by=person, seen=version_seen(request)) as change:
            actions.withdraw(change)

    show = Page(
        request, "portal/direct_line/withdraw.html",
        lambda: {**_context(_letter(request, pk)), "form": form},
    )  # fmt: skip
    to = reverse("portal:letter", args=[pk])
    return submit(request, form, take_back, show=show, said=_("已撤回"), to=to)


def _context(row: Letter) -> dict[str, object]:
    return {"letter": row, "waits": row.state == LetterState.WAITING}
