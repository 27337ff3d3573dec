"""Files are looked at by ClamAV where there is one: a stand-in that speaks clamd's protocol."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.foundation.attachments.attachment_files import PDF, PNG, sent
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.attachments import actions

EVIL = b"X5O!P%@AP"


@contextmanager
def clamd(path: Path, answer: bytes | None = None) -> Iterator[list[bytes]]:
    """Answers one question after the other; `answer` instead of what it finds."""
    seen: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                link, _address = listener.accept()
            except OSError:
                return
            with link, link.makefile("rb") as read:
                assert read.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!I", read.read(4))[0]:
                    content += read.read(length)
                seen.append(content)
                evil = b"stream: Eicar-Test-Signature FOUND\0"
                link.sendall(answer or (evil if EVIL in content else b"stream: OK\0"))

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        yield seen
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.fixture
def scanner(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "attachments"
    settings.CLAMAV, settings.CLAMAV_MUST_ANSWER = (str(tmp_path / "clamd"), 0), True
    return tmp_path / "clamd"


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder.parent / "attachments").rglob("*") if path.is_file()]


def test_a_clean_file_is_taken_in_whole_and_an_evil_one_refused_by_name(scanner: Path) -> None:
    large = PDF + b"0" * 200_000
    with clamd(scanner) as seen:
        [taken] = actions.prepare([sent(large, "材料.pdf")])
        with pytest.raises(NotValid, match=r"“毒\.pdf”含有病毒或恶意程序，没有收下$"):
            actions.prepare([sent(PNG, "现场.png"), sent(PDF + EVIL, "毒.pdf")])

    assert taken.size == len(large)
    assert seen[0] == large
    assert len(kept(scanner)) == 1


@pytest.mark.parametrize("answer", [None, b"INSTREAM size limit exceeded. ERROR\0", b"\xff\0"])
def test_where_it_cannot_say_the_settings_decide(
    scanner: Path, settings: Settings, answer: bytes | None
) -> None:
    @contextmanager
    def there() -> Iterator[None]:
        if answer is None:
            yield  # nobody listens
        else:
            with clamd(scanner, answer):
                yield

    with there():
        with pytest.raises(NotValid, match="暂时不能查毒"):
            actions.prepare([sent(PDF, "材料.pdf")])
        assert kept(scanner) == []
        settings.CLAMAV_MUST_ANSWER = False
        assert len(actions.prepare([sent(PDF, "材料.pdf")])) == 1
