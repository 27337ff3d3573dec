"""The API itself: one description, one way to tell what went wrong, and the routes of all rooms."""

from functools import cache
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from zhuqi.foundation.access import Refusal
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.quarantine.actions import Marked, take_in
from zhuqi.foundation.quarantine.passes import SecretMark
from zhuqi.foundation.typed import from_json
from zhuqi.interfaces.api.auth import Bearer
from zhuqi.interfaces.api.operations import schemas
from zhuqi.interfaces.api.problems import problem, refused, unreadable
from zhuqi.interfaces.api.served import served

PREFIX: Final = "/api/v1/"


class _Bodies(Parser):
    """What cannot be parsed is a 400: texts that no column can hold, too."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        told: dict[str, Any] = from_json(request.body)
        return told


API: Final = NinjaAPI(
    title="助企 API",
    version="1",
    description="台账、企业、走访等页面所见所办，供脚本和其他系统使用。",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    parser=_Bodies(),
)


def _not_found(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(request, 404)


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, error.status_code)


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return unreadable(request, error.errors)


def _secret(request: HttpRequest, error: Any) -> HttpResponse:
    """Text with a mark of secrecy goes no further; only its keeper has it."""
    found = [Marked(text) for text in error.texts]
    take_in(found, place=request.path, by=request_person(request))
    return refused(request, SecretMark())


def _fault(_request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours is logged and answered where all of them are."""
    raise error


_HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (Refusal, refused),
    (SecretMark, _secret),
    (Http404, _not_found),
    (HttpError, _http),
    (ValidationError, _unreadable),
    (Exception, _fault),
)
for _kind, _handler in _HANDLERS:
    API.add_exception_handler(_kind, _handler)


def operations() -> list[URLPattern | URLResolver]:
    """The addresses of every room, each entered by a token made for that room."""
    for one in served():
        API.add_router("", one.router, auth=Bearer(one.group), tags=[str(one.label)])
    return [one for one in API.urls[0] if getattr(one, "name", "") != "api-root"]


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document: the same for whoever asks, so it is made once a process. Only read."""
    told = API.get_openapi_schema(path_prefix=PREFIX)
    told["components"]["schemas"] |= schemas()
    return told
