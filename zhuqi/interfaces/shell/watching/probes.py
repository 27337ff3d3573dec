"""What machines ask of the server: /healthz, /readyz, /metrics.

They are answered before hosts, sessions and redirects are looked at, so that a load balancer may
ask by address and without TLS. Neither of the first two says anything about the site.
"""

import ipaddress
import json
import logging
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from zhuqi.foundation.accounts.adapter import client_ip
from zhuqi.foundation.attachments.disk import Level, disks
from zhuqi.foundation.attachments.store_check import store_away

log = logging.getLogger(__name__)
_BEARER = "Bearer "


def answer(request: HttpRequest) -> HttpResponse | None:
    """The answer to a machine; None where it is no machine's question."""
    asked = _ASKED.get(request.path)
    if asked is None or request.method not in {"GET", "HEAD"}:
        return None
    response = asked(request)
    if response is not None:
        response["Cache-Control"] = "no-store"
    return response


def _healthz(_request: HttpRequest) -> HttpResponse:
    """This process answers; no more is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


def _readyz(_request: HttpRequest) -> HttpResponse:
    """People can work: the database answers and is up to date, and the disk takes files.

    A bucket that is away is said and no more: without attachments people work on, and all webs
    stand before the same one.
    """
    said = {"database": "ok", "migrations": "ok", "disk": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = {(app, name) for app, name in cursor.fetchall()}
    except DatabaseError:
        log.warning("Not ready: the database does not answer", exc_info=True)
        said |= {"database": "away", "migrations": "unknown"}
    else:
        if any(not needed & applied for needed in _needed()):
            said["migrations"] = "missing"
    if any(disk.level is Level.FULL for disk in disks()):
        said["disk"] = "full"
    ready = set(said.values()) == {"ok"}
    if settings.ATTACHMENTS_BUCKET is not None:
        said["attachments"] = "away" if store_away() else "ok"
    return HttpResponse(
        json.dumps({"ready": ready, **said}),
        content_type="application/json",
        status=200 if ready else 503,
    )


@lru_cache(maxsize=1)
def _needed() -> list[frozenset[tuple[str, str]]]:
    """Of every migration the names by which it, or all it stands for, is known to be applied."""
    found = MigrationLoader(None).disk_migrations or {}
    return [
        frozenset({key, *((app, name) for app, name in migration.replaces)})
        for key, migration in found.items()
    ]


def _metrics(request: HttpRequest) -> HttpResponse | None:
    """For whoever has the token, or asks from an address that may; to others there is no page."""
    if not _may_measure(request):
        return None
    from zhuqi.interfaces.shell.watching.metrics import page  # where nobody asks, it costs nothing

    return HttpResponse(page(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_measure(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    token = str(settings.METRICS_TOKEN)
    if token and given.startswith(_BEARER):
        return constant_time_compare(given.removeprefix(_BEARER), token)
    try:
        address = ipaddress.ip_address(client_ip(request))
    except ValueError:
        return False
    return any(address in network for network in settings.METRICS_ALLOW)


_ASKED: Final[Mapping[str, Callable[[HttpRequest], HttpResponse | None]]] = MappingProxyType(
    {"/healthz": _healthz, "/readyz": _readyz, "/metrics": _metrics}
)
