"""The pages of one's messages and of where they go, at the same addresses on either side."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.interfaces.shell import addresses, inbox
from zhuqi.interfaces.shell.submit import Page

_WAYS = ["GET", "HEAD", "POST"]
_Asked = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class InboxViews:
    """One side's: its namespace (`area`), who comes in, the templates it wears, whom to ask about
    what can't be changed there."""

    area: str
    enter: Callable[[Any], Any]
    inbox_template: str
    preferences_template: str
    preferences_label: StrOrPromise
    address_template: str
    whom: Callable[[HttpRequest], addresses.Whom]

    def urls(self) -> list[URLPattern]:
        """Below the area's own address."""
        enter, both, post = self.enter, require_http_methods(_WAYS), require_POST
        coded = sensitive_post_parameters("code")
        wishes = "notices/wishes/"
        return [
            path("notices/", enter(require_safe(self.notices)), name="notices"),
            path("notices/read/", enter(post(self.read)), name="notices_read"),
            path("notices/<id:pk>/", enter(post(self.notice)), name="notice"),
            path(wishes, enter(self.preferences), name="notice_wishes"),
            *(
                path(f"{wishes}{below}", wrap(enter(both(self._address(ask)))), name=name)
                for below, name, wrap, ask in (
                    ("email/", "notice_email", _as_it_is, addresses.email),
                    ("email/code/", "notice_email_code", coded, addresses.email_code),
                    ("phone/", "notice_phone", _as_it_is, addresses.phone),
                    ("phone/code/", "notice_phone_code", coded, addresses.phone_code),
                )
            ),
        ]

    def notices(self, request: HttpRequest) -> HttpResponse:
        """One's own messages, newest first; unread ones stand out."""
        person = request_person(request)
        return inbox.answer_inbox(request, person, self.inbox_template, self._inbox)

    def notice(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open what a message is about."""
        return inbox.open_message(request_person(request), pk, self._inbox)

    def read(self, request: HttpRequest) -> HttpResponse:
        """Mark every message of the person's own inbox."""
        return inbox.read_all(request, request_person(request), self._inbox)

    def preferences(self, request: HttpRequest) -> HttpResponse:
        """By which channels one wants to be told of what, and when not."""
        person, pages = request_person(request), self._pages
        user = User.objects.select_related("official").get(pk=person.actor.user_id)
        form = inbox.PreferencesForm(user, request.POST if request.method == "POST" else None)
        show = Page(
            request,
            self.preferences_template,
            lambda: inbox.preferences_context(person, user, form, pages, self.whom(request)),
        )
        return inbox.keep_preferences(request, person, form, show, pages.preferences)

    @property
    def _inbox(self) -> str:
        return reverse(f"{self.area}:notices")

    @property
    def _pages(self) -> addresses.Pages:
        ways = {name: f"{self.area}:notice_{name}" for name in addresses.WAYS}
        return addresses.Pages(
            preferences=f"{self.area}:notice_wishes",
            preferences_label=self.preferences_label,
            template=self.address_template,
            **ways,
        )

    def _address(self, ask: _Asked) -> _Asked:
        """Another mailbox or phone, and the digits sent there."""

        def view(request: HttpRequest) -> HttpResponse:
            return ask(request, request_person(request), self._pages)

        return view


def _as_it_is(view: _Asked) -> _Asked:
    return view
