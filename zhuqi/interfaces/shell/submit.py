"""A form is sent: one way to judge it, do it, say what stood in the way, and lead on.

A page that takes a form says what it shows, what it does and where it leads; the three refusals,
the second click and the redirect after a POST are the same for all of them and live here.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Protocol, TypedDict, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotNow, NotValid, Person, Refusal, TooMany
from zhuqi.foundation.repeats.actions import SentBeforeError, begun, kept
from zhuqi.foundation.repeats.queries import sent_before
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.sent import number_sent

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

T = TypeVar("T")
Cleaned = Mapping[str, Any]
# Says on the next page that what was sent last has been done.
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


@dataclass(frozen=True, slots=True)
class SecondClick:
    """How a form sent twice is known: the same form, with the same content, by the same person.

    `form` names what was opened and on what; the key of the form, or the version its page showed,
    is part of what was sent. `to` is where the second click leads; by default where the first did.
    """

    by: Person
    form: str
    digest: str
    keyed: bool
    to: Callable[[str], str | HttpResponse] = str

    def claim(self) -> None:
        """Ask in the transaction of what is done, and say that it is done; what is refused
        afterwards takes that along.

        SentBeforeError, which `carry_out` answers by leading on, where it was done already.
        """
        kept(begun(**self._named()))

    @contextmanager
    def making(self) -> Iterator["Led"]:
        """The transaction of something that is made: asked at its beginning, kept at its end with
        where it led."""
        with transaction.atomic():
            row, led = begun(**self._named()), Led()
            yield led
            kept(row, led.to)

    def stop(self) -> None:
        """The same ahead of the transaction, where what comes before it costs or counts."""
        if sent_before(**self._named()):
            raise SentBeforeError

    def lead(self) -> HttpResponse | None:
        """The answer to a second click; None for what is none."""
        row = sent_before(**self._named())
        return _lead(self.to(row.led_to)) if row else None

    def _named(self) -> "_Named":
        return _Named(
            user_id=self.by.actor.user_id,
            form=self.form,
            digest=self.digest,
            keyed=self.keyed,
            now=timezone.now(),
        )


@dataclass(slots=True)
class Led:
    """Where what was made is seen."""

    to: str = ""


class _Named(TypedDict):
    user_id: int
    form: str
    digest: str
    keyed: bool
    now: datetime


def second_click(
    request: HttpRequest,
    by: Person,
    form: str,
    to: Callable[[str], str | HttpResponse] = str,
) -> SecondClick:
    """What this request would repeat, if it was sent before."""
    keyed = bool(request.POST.get("key") or number_sent(request.POST.get("seen", ""), -1) >= 0)
    return SecondClick(by, form, _digest(request), keyed, to)


# Differs between two clicks on the same button.
_NOT_SAID: Final = frozenset({"csrfmiddlewaretoken"})


def _digest(request: HttpRequest) -> str:
    """All that was sent: texts as they are kept, files by their bytes."""
    texts = [
        (name, [_plain(text) for text in several])
        for name, several in sorted(request.POST.lists())
        if name not in _NOT_SAID
    ]
    files = [
        (name, [(file.name, _bytes_of(file)) for file in several])
        for name, several in sorted(request.FILES.lists())
    ]
    said = json.dumps([texts, files], ensure_ascii=False)
    return salted_hmac("shell.sent", said, algorithm="sha256").hexdigest()


def _bytes_of(file: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _plain(typed: str) -> str:
    return typed.replace("\r\n", "\n").strip()


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
    except SentBeforeError:
        repeated = click()
        led = repeated.lead() if repeated else None
        if led is None:
            raise
        return led
    except NotValid as wrong:
        if refuse is None:
            return show(status=wrong.status, refusal=wrong)
        refuse(wrong)
        return show(status=wrong.status)
    except shown as refusal:
        if isinstance(refusal, NotNow) and (repeated := click()) and (led := repeated.lead()):
            return led
        response = show(status=refusal.status, refusal=refusal)
        if isinstance(refusal, TooMany):
            response["Retry-After"] = str(refusal.wait)
        return response
    if words := said(made) if callable(said) else said:
        # Marked, so that the script drops the draft of what was sent.
        messages.success(request, str(words), extra_tags=DONE)
    return _lead(to(made) if callable(to) else to)


def shown_once(response: HttpResponse) -> HttpResponse:
    """An answer with a secret in it, which nothing keeps on the way."""
    response["Cache-Control"] = "no-store"
    return response


def _lead(to: str | HttpResponse) -> HttpResponse:
    """An address is redirected to; an answer of its own (a code shown once) is given as it is."""
    return to if isinstance(to, HttpResponse) else redirect(to)
