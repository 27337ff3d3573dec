"""Where one comes in, and how a file is opened: addresses that belong to no area."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from zhuqi.foundation.access import ActorKind
from zhuqi.foundation.accounts.queries import must_change, request_person
from zhuqi.foundation.attachments.links import SMALL, opened, response_for


def home(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in: firms to their portal, officials to their desk, new passwords first."""
    if must_change(request.user):
        return redirect("account_change_password")
    official = request_person(request).actor.kind == ActorKind.OFFICIAL
    return redirect("desk:home" if official else "portal:home")


@require_safe
@login_required
def open_file(request: HttpRequest, token: str) -> FileResponse:
    """The file behind a signed link, if the row's rights still allow it to this person."""
    file = opened(token, request_person(request))
    return response_for(file, small=SMALL in request.GET)
