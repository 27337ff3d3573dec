"""ETag and If-Match: who changes something names the version they read."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

from zhuqi.interfaces.api.problems import Unmet

_TAG = re.compile(r'"([0-9]{1,18})"')
PARAMETER: Final[Mapping[str, Any]] = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "读到的版本，即读取时答复的 ETag",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,18}"$'},
}


def etag(version: int) -> str:
    """How a version is written."""
    return f'"{version}"'


def version_seen(request: HttpRequest) -> int:
    """The version the sender read; 428 where it is not said. `*` says nothing of it."""
    found = _TAG.fullmatch(request.headers.get("If-Match", "").strip())
    if found is None:
        raise Unmet(428)
    return int(found[1])


def refuse_unseen(request: HttpRequest, version: int) -> None:
    """412 where it has been changed since the sender read it."""
    if version_seen(request) != version:
        raise Unmet(412)
