"""A form is sent: one way to judge it, do it, say what stood in the way, and lead on.

A page that takes a form says what it shows, what it does and where it leads; the three refusals,
the second click and the redirect after a POST are the same for all of them and live here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Protocol, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import ActorKind, NotNow, NotValid, Person, Refusal, TooMany
from zhuqi.foundation.audit.models import Event
from zhuqi.interfaces.shell.forms import ShellForm

T = TypeVar("T")
Cleaned = Mapping[str, Any]
# Long enough for a phone whose answer was lost; within it the same words are the same click.
SECOND_CLICK: Final = timedelta(minutes=2)
DONE: Final = "done"


class Show(Protocol):
    """Draws the page. A refusal is what stands in the way; complaints stand in the form."""

    def __call__(self, *, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """The page as it is now: what it shows is fetched when it is called."""


@dataclass(frozen=True, slots=True)
class Page:
    """The usual `Show`: a template, and what it needs, fetched whenever the page is drawn.

    The template finds the reason as `banner` and the refusal itself as `refusal`.
    """

    request: HttpRequest
    template: str
    context: Callable[[], Mapping[str, object]]

    def __call__(self, *, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        """Draw it."""
        banner = refusal.reason if refusal else ""
        context = {"banner": banner, "refusal": refusal, **self.context()}
        return render(self.request, self.template, context, status=status)


class DoneAlreadyError(Exception):
    """The very same was done a moment ago: lead on as if it had been done now."""


@dataclass(frozen=True, slots=True)
class SecondClick:
    """How a form sent twice is known: the object's last event is this very act of this person.

    What the system did after it by a standing rule is no event of anybody. `typed` are the words
    sent; of those the event has kept, all have to be the same, so that somebody who adds a second
    thing within the time is not taken for an impatient one. `holds` are the words the object
    shows since, where an event keeps no more than what it changed.
    """

    by: Person
    object_type: str
    object_id: int
    kinds: Collection[str]
    typed: Mapping[str, Any]
    to: Callable[[], str | HttpResponse]
    holds: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_it(self) -> bool:
        """Whether it was done a moment ago. Two queries, so ask only where it can matter."""
        events = Event.objects.filter(object_type=self.object_type, object_id=self.object_id)
        last = events.exclude(actor_kind=ActorKind.SYSTEM).order_by("-seq").first()
        return (
            last is not None
            and last.kind in self.kinds
            and last.actor_id == self.by.actor.user_id
            and timezone.now() - last.recorded_at < SECOND_CLICK
            and self._same_words(last)
        )

    def stop(self) -> None:
        """For what would be done a second time without a refusal: ask inside the lock.

        Raises what `carry_out` answers by leading on.
        """
        if self.is_it:
            raise DoneAlreadyError

    def _same_words(self, event: Event) -> bool:
        kept = {**event.facts, **event.private, **self.holds}
        typed = {name: _plain(words) for name, words in self.typed.items()}
        return all(
            words == kept[name]
            for name, words in typed.items()
            if words and isinstance(kept.get(name), str)
        )


def _plain(typed: object) -> str:
    return str(typed).replace("\r\n", "\n").strip()


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is made of: data and files of a POST, nothing for a page only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def valid(form: ShellForm) -> Cleaned:
    """What was typed, cleaned; NotValid without a sentence where the form has its own."""
    if not form.is_valid():
        raise NotValid({})
    cleaned: Cleaned = form.cleaned_data
    return cleaned


def submit(
    request: HttpRequest,
    form: ShellForm,
    do: Callable[[Cleaned], T],
    *,
    show: Show,
    to: str | Callable[[T], str | HttpResponse],
    said: StrOrPromise | Callable[[T], StrOrPromise] = "",
    again: SecondClick | None = None,
    shown: tuple[type[Refusal], ...] = (NotNow, TooMany),
) -> HttpResponse:
    """Show the form, or judge it, do it and lead on; whatever is refused, what was typed stays.

    `do` calls one action and returns what `said` and `to` are made of. NotValid goes to the fields
    it names (422); a refusal in `shown` is drawn by `show` with its own status, any other is the
    shell's page.
    """
    if request.method != "POST":
        return show()
    return carry_out(
        request,
        lambda: do(valid(form)),
        refuse=form.refuse,
        show=show,
        to=to,
        said=said,
        again=again,
        shown=shown,
    )


def carry_out(
    request: HttpRequest,
    do: Callable[[], T],
    *,
    show: Show,
    to: str | Callable[[T], str | HttpResponse],
    said: StrOrPromise | Callable[[T], StrOrPromise] = "",
    refuse: Callable[[NotValid], None] | None = None,
    again: SecondClick | Callable[[], SecondClick] | None = None,
    shown: tuple[type[Refusal], ...] = (NotNow, TooMany),
) -> HttpResponse:
    """`submit` for a button without a form, or where the form is made under the lock by `do`.

    Without `refuse` what is not valid is said at the top of the page. Where the object of `again`
    too is known only under the lock, it is asked for afterwards.
    """

    def click() -> SecondClick | None:
        return again if again is None or isinstance(again, SecondClick) else again()

    try:
        made = do()
    except DoneAlreadyError:
        if (done := click()) is None:
            raise
        return _lead(done.to())
    except NotValid as wrong:
        if refuse is None:
            return show(status=wrong.status, refusal=wrong)
        refuse(wrong)
        return show(status=wrong.status)
    except shown as refusal:
        if isinstance(refusal, NotNow) and (done := click()) is not None and done.is_it:
            return _lead(done.to())
        response = show(status=refusal.status, refusal=refusal)
        if isinstance(refusal, TooMany):
            response["Retry-After"] = str(refusal.wait)
        return response
    if words := said(made) if callable(said) else said:
        # Marked, so that the script drops the draft of what was sent.
        messages.success(request, str(words), extra_tags=DONE)
    return _lead(to(made) if callable(to) else to)


def _lead(to: str | HttpResponse) -> HttpResponse:
    """An address is redirected to; an answer of its own (a code shown once) is given as it is."""
    return to if isinstance(to, HttpResponse) else redirect(to)
