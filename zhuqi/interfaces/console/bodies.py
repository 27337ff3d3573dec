"""How much a request may carry, judged by what it announces, before anything of it is read."""

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

_PAGE = "text/html; charset=utf-8"
_WITH_FILES = "multipart/form-data"


class _TooLarge(RequestEntityTooLarge):  # type: ignore[misc]  # waitress is untyped
    """The answer is our own page."""

    def __init__(self, page: bytes) -> None:
        super().__init__("too large")
        self._page = page

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers and body."""
        del ident  # nobody is told what serves the pages
        headers = [("Content-Type", _PAGE), ("Connection", "close"), ("Cache-Control", "no-store")]
        return "413 Request Entity Too Large", headers, self._page


def channel_class(*, form_bytes: int, page: bytes) -> type[HTTPChannel]:
    """Connections that refuse bodies without files above `form_bytes`, in our words.

    What a form with files may carry is the server's own limit.
    """

    class Parser(HTTPRequestParser):  # type: ignore[misc]
        error: object

        def received(self, data: bytes) -> int:
            consumed: int = super().received(data)
            if self.headers_finished and not isinstance(self.error, _TooLarge):
                kind = str(self.headers.get("CONTENT_TYPE", "")).lower()
                carried = max(self.content_length, self.body_bytes_received)
                too_large = carried > form_bytes and not kind.startswith(_WITH_FILES)
                if too_large or isinstance(self.error, RequestEntityTooLarge):
                    self.error, self.completed = _TooLarge(page), True
            return consumed

    class Channel(HTTPChannel):  # type: ignore[misc]
        parser_class = Parser

    return Channel
