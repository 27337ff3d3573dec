"""The XML inside a packed workbook, read piece by piece. Runs in the child."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from zhuqi.foundation.access import NotValid

PIECE = 128 * 1024
DAMAGED = "不是表格，或表格内容已损坏，请用表格软件打开后另存为 .xlsx"
TORN = "文件已损坏（可能没有下载完整），请重新导出或下载"
# Excel keeps 32,767 characters in a cell.
LONGEST = 1_000_000

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


@contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """A packed workbook. NotValid where it is torn, locked, or packed as no program packs."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise NotValid(TORN) from error
    except (NotImplementedError, RuntimeError) as error:
        raise NotValid("文件不是 .xlsx 表格，请用表格软件另存为 .xlsx") from error


def part_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """How the parts are called, by how they should be: some programs write \\ and capitals."""
    return {name.replace("\\", "/").lower().lstrip("/"): name for name in archive.namelist()}


class Handler:
    """What is done with the elements of one part, by their names without the prefix.

    `text` holds what stood in the element that ends, where `keeps` it.
    """

    def __init__(self) -> None:
        self.keeps = False
        self._text: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """A piece of text."""
        if self.keeps:
            self._length += len(text)
            if self._length > LONGEST:
                raise NotValid("表格里有一格内容过长，请删减后再试")
            self._text.append(text)

    def taken(self) -> str:
        """The text so far; the next begins anew."""
        text = "".join(self._text)
        self._text.clear()
        self._length = 0
        return text


def feed(archive: zipfile.ZipFile, name: str, handler: Handler) -> Iterator[None]:
    """Feed a part to a handler, with a stop after each piece. NotValid for what is no XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = handler.data

    def begin(name: str, attributes: Attributes) -> None:
        """Most programs write names without a prefix: then nothing stands between."""
        prefixed = ":" in name
        parser.StartElementHandler = _without_prefix(handler.start) if prefixed else handler.start
        parser.EndElementHandler = (lambda n: handler.end(local(n))) if prefixed else handler.end
        handler.start(local(name), attributes)

    parser.StartElementHandler = begin
    # What declares entities can make a text of any length out of a line.
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                parser.Parse(piece)
                yield
        parser.Parse(b"", True)  # noqa: FBT003 (its own signature)
    except expat.ExpatError as error:
        raise NotValid(DAMAGED) from error
    yield


def read_whole(archive: zipfile.ZipFile, name: str, handler: Handler) -> None:
    """Feed a small part to its end."""
    for _piece in feed(archive, name, handler):
        pass


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def attribute(attributes: Attributes, name: str) -> str:
    """An attribute by its name without the prefix; "" where it is not there."""
    found = attributes.get(name)
    if found is not None:
        return found
    return next((value for key, value in attributes.items() if local(key) == name), "")


def _without_prefix(start: Start) -> Start:
    return lambda name, attributes: start(local(name), attributes)


def _refuse(*_doctype: object) -> None:
    raise NotValid(DAMAGED)
