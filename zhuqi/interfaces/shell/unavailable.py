"""The page of a moment in which nothing can be stored: calm, and with all that was typed.

It touches no database: it is shown because of one that does not answer.
"""

import errno
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.http.request import RawPostDataException
from django.template.loader import render_to_string
from django.views.defaults import server_error as bare_500

from zhuqi.interfaces.shell.middleware import SAFE_METHODS, typed_texts

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

BUSY, FULL, AWAY = "busy", "full", "away"
RETRY_SECONDS = {BUSY: 5, AWAY: 5, FULL: 60}

_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_SQLITE_WORDS = {
    "is locked": BUSY,
    "disk is full": FULL,
    "disk i/o error": FULL,
    "unable to open database file": AWAY,
}
# PostgreSQL's states, by their beginning: no connection, shutting down or starting, no room,
# locks and deadlocks.
_SQLSTATES = {
    "08": AWAY, "57P": AWAY, "533": BUSY, "53": FULL, "25006": AWAY, "55P03": BUSY, "40": BUSY,
}  # fmt: skip
_AWAY_WORDS = ("connection", "server closed", "could not translate host")
_READ_ONLY = "readonly database"


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with what was typed if the database or the disk is the reason, else Django's 500."""
    error = sys.exc_info()[1]
    kind = next((found for one in _behind(error) if (found := _kind(one, request))), "")
    return _page(request, kind) if kind else bare_500(request)


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: BaseException, request: HttpRequest) -> str:
    if isinstance(error, OSError):
        return FULL if error.errno in _FULL_DISK else ""
    if not isinstance(error, OperationalError | InterfaceError | InternalError):
        return ""
    state = str(getattr(error.__cause__, "sqlstate", None) or "")
    if state:
        return next((kind for start, kind in _SQLSTATES.items() if state.startswith(start)), "")
    words = str(error).lower()
    if _READ_ONLY in words:
        # A GET that writes is a mistake of ours (`ReadOnlyGet`).
        return "" if request.method in SAFE_METHODS else FULL
    found = next((kind for part, kind in _SQLITE_WORDS.items() if part in words), "")
    return found or (AWAY if any(part in words for part in _AWAY_WORDS) else "")


def no_room_page() -> bytes:
    """What the server says by itself of a request that the disk did not take."""
    context = {"kind": FULL, "sent": True, "unread": True}
    return render_to_string("shell/unavailable.html", context).encode()


def _page(request: HttpRequest, kind: str) -> HttpResponse:
    context = {"kind": kind, "path": request.get_full_path(), "sent": False}
    if request.method not in SAFE_METHODS:
        context |= _given_back(request)
    banner = bool(request.headers.get("HX-Request"))
    name = "shell/unavailable_banner.html" if banner else "shell/unavailable.html"
    # Without the request: what every page knows of the person is read from the database.
    response = HttpResponse(render_to_string(name, context), status=503)
    response["Retry-After"] = str(RETRY_SECONDS[kind])
    response["Cache-Control"] = "no-store"
    if banner:
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:top"
    return response


def _given_back(request: HttpRequest) -> dict[str, object]:
    """The fields that were sent; passwords and files are to be given again."""
    try:
        post: QueryDict = request.POST
        files = request.FILES
        if not post and not files and request.headers.get("Content-Length", "0") != "0":
            # The disk was full while files were read. The body is still there.
            post, files = _read_again(request)
    except (OSError, ValueError, AttributeError, MultiPartParserError, RawPostDataException):
        return {"unread": True}
    fields = [(name, text) for name, several in post.lists() for text in several]
    secret = [name for name, _text in fields if "password" in name]
    return {
        "sent": True,
        "fields": [(name, text) for name, text in fields if name not in secret],
        "secrets": secret,
        "files": [(name, [file.name for file in files.getlist(name)]) for name in files],
        "typed": typed_texts(request, post),
    }


def _read_again(
    request: HttpRequest,
) -> "tuple[QueryDict, MultiValueDict[str, UploadedFile[bytes]]]":
    """The form from its beginning, the files by name alone."""
    body = request.environ["wsgi.input"]  # type: ignore[attr-defined]  # of a WSGI server
    body.seek(0)
    parsed = MultiPartParser(request.META, body, [_NameOnly(request)]).parse()
    return cast("tuple[QueryDict, MultiValueDict[str, UploadedFile[bytes]]]", parsed)


class _NameOnly(FileUploadHandler):
    """Keeps nothing of a file but its name."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Let it go."""

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":  # noqa: ARG002 (Django's)
        """A file of no bytes."""
        return SimpleUploadedFile(self.file_name or "", b"")
