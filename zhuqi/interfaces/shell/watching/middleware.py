"""Around everything else: the request's name, its time, and its line in the log."""

import logging
from time import perf_counter
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from zhuqi.interfaces.shell.middleware import GetResponse
from zhuqi.interfaces.shell.watching import probes
from zhuqi.interfaces.shell.watching.logs import route_of
from zhuqi.interfaces.shell.watching.queries import Spent, counting
from zhuqi.interfaces.shell.watching.request_ids import called, chosen, current_id

HEADER: Final = "X-Request-ID"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
log = logging.getLogger("zhuqi.requests")


class Watch:
    """Stands first. Neither addresses nor what was typed are told: they hold tokens and names; a
    line names the route."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if probe := probes.answer(request):
            return probe
        brought = request.headers.get(HEADER, "")
        name = chosen(brought, trusted=settings.BEHIND_PROXY)
        with called(name), counting() as spent:
            begun = perf_counter()
            response = self.get_response(request)
            took = perf_counter() - begun
            if not response.has_header(HEADER):
                response[HEADER] = name
            if settings.LOG_REQUESTS:
                _tell(request, response, took, spent)
            if settings.METRICS:
                _count(request, response, took, spent)
        return response


def _tell(request: HttpRequest, response: HttpResponseBase, took: float, spent: Spent) -> None:
    fields = {
        "method": _method(request),
        "route": route_of(request),
        "status": response.status_code,
        "ms": round(took * 1000),
        "database_ms": round(spent.seconds * 1000),
        "queries": spent.queries,
    }
    # By the API others may name their requests themselves (`ApiDoor`); it is as plain as ours.
    theirs = vars(request).get("api_request_id")
    more = {"client_request_id": theirs} if theirs and theirs != current_id() else {}
    log.info(
        "%(method)s %(route)s %(status)d %(ms)d ms, database %(database_ms)d ms in %(queries)d",
        fields,
        extra={"fields": {**fields, **more}},
    )


def _count(request: HttpRequest, response: HttpResponseBase, took: float, spent: Spent) -> None:
    from zhuqi.interfaces.shell.watching import metrics  # where nobody asks, it costs nothing

    route = route_of(request)
    metrics.REQUESTS.labels(route, _method(request), str(response.status_code)).inc()
    metrics.SECONDS.labels(route).observe(took)
    metrics.DATABASE_SECONDS.labels(route).inc(spent.seconds)
    metrics.DATABASE_QUERIES.labels(route).inc(spent.queries)


def _method(request: HttpRequest) -> str:
    return request.method if request.method in _METHODS else "(other)"
