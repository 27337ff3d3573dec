"""Have a file looked at by ClamAV before it is taken in, where the settings name one (clamd).

The bytes go to it over its socket; it needs no access to our disk.
"""

import logging
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings

log = logging.getLogger(__name__)
_SECONDS: Final = 30
_PIECE: Final = 64 * 1024
_LONGEST_ANSWER: Final = 4096


class ScannerAwayError(Exception):
    """It did not answer, or not about this file."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where clamd listens: the path of a socket, or host and port."""

    host: str
    port: int = 0

    def found(self, pieces: Iterable[bytes]) -> str:
        """What it calls the evil it found; "" where it found none. ScannerAwayError if it can't
        say."""
        try:
            with self._connected() as link:
                link.sendall(b"zINSTREAM\0")
                for piece in pieces:
                    for start in range(0, len(piece), _PIECE):
                        part = piece[start : start + _PIECE]
                        link.sendall(struct.pack("!I", len(part)) + part)
                link.sendall(struct.pack("!I", 0))
                answer = _read(link)
        except OSError as error:
            raise ScannerAwayError(str(error)) from error
        said = answer.rstrip("\0\n").removeprefix("stream: ")
        if said == "OK":
            return ""
        if said.endswith(" FOUND"):
            return said.removesuffix(" FOUND")
        raise ScannerAwayError(said or "no answer")

    def _connected(self) -> socket.socket:
        if self.port:
            return socket.create_connection((self.host, self.port), timeout=_SECONDS)
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(_SECONDS)
        try:
            link.connect(self.host)
        except OSError:
            link.close()
            raise
        return link


def _read(link: socket.socket) -> str:
    answer = b""
    while len(answer) < _LONGEST_ANSWER and (piece := link.recv(_LONGEST_ANSWER)):
        answer += piece
        if answer.endswith(b"\0"):
            break
    return answer.decode(errors="replace")


def fault(pieces: Iterable[bytes]) -> str:
    """Why a file must not be taken in, in words that follow its name; "" where it may."""
    where = settings.CLAMAV
    if where is None:
        return ""
    try:
        evil = Scanner(*where).found(pieces)
    except ScannerAwayError:
        log.exception("The virus scanner did not answer")
        if settings.CLAMAV_MUST_ANSWER:
            return "暂时不能查毒，没有收下，请稍后再试，或先不带附件提交"
        return ""
    if evil:
        log.warning("A file was refused: %s", evil)
        return "含有病毒或恶意程序，没有收下"
    return ""
