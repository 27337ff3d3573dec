"""How much a request may carry, judged by what it announces, before anything of it is read; and
what is said where there is no room to keep it."""

import logging
from contextlib import suppress

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error, RequestEntityTooLarge

_PAGE = "text/html; charset=utf-8"
_WITH_FILES = "multipart/form-data"
_RETRY_SECONDS = 60
log = logging.getLogger(__name__)


class _AnsweredError(Error):  # type: ignore[misc]  # waitress is untyped
    """An answer that is our own page."""

    def __init__(self, status: str, page: bytes, *more: tuple[str, str]) -> None:
        super().__init__(status)
        self._status, self._page, self._more = status, page, more

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers and body."""
        del ident  # nobody is told what serves the pages
        headers = [("Content-Type", _PAGE), ("Connection", "close"), ("Cache-Control", "no-store")]
        return self._status, [*headers, *self._more], self._page


class _TooLargeError(_AnsweredError):
    def __init__(self, page: bytes) -> None:
        super().__init__("413 Request Entity Too Large", page)


class _NoRoomError(_AnsweredError):
    def __init__(self, page: bytes) -> None:
        retry = ("Retry-After", str(_RETRY_SECONDS))
        super().__init__("503 Service Unavailable", page, retry)


def channel_class(*, form_bytes: int, page: bytes, no_room: bytes) -> type[HTTPChannel]:
    """Connections that refuse bodies without files above `form_bytes`, in our words.

    What a form with files may carry is the server's own limit. A body that the disk does not take
    is read to its end all the same and let go: who hangs up on a client that is still sending
    takes the answer away from it.
    """

    class Parser(HTTPRequestParser):  # type: ignore[misc]
        error: object
        # Of a body that could not be kept: how much is still to come.
        _unkept: int | None = None

        def received(self, data: bytes) -> int:
            if self._unkept is not None:
                return self._let_go(data)
            try:
                consumed: int = super().received(data)
            except OSError:
                log.exception("A request could not be kept")
                with suppress(OSError):
                    self.close()
                whole = 0 if self.chunked else self.content_length
                self._unkept = max(whole - self.body_bytes_received, 0)
                return self._let_go(data)
            if self.headers_finished and not isinstance(self.error, _TooLargeError):
                kind = str(self.headers.get("CONTENT_TYPE", "")).lower()
                carried = max(self.content_length, self.body_bytes_received)
                too_large = carried > form_bytes and not kind.startswith(_WITH_FILES)
                if too_large or isinstance(self.error, RequestEntityTooLarge):
                    self.error, self.completed = _TooLargeError(page), True
            return consumed

        def _let_go(self, data: bytes) -> int:
            """How many bytes of it belonged to the body; the last of them brings the answer."""
            left = self._unkept or 0
            taken = min(len(data), left) if left else len(data)
            self._unkept = left - taken if left else 0
            if not self._unkept:
                self.error, self.completed = _NoRoomError(no_room), True
            return taken

    class Channel(HTTPChannel):  # type: ignore[misc]
        parser_class = Parser

    return Channel
