"""The child process: takes the text out of a file and writes it to standard output.

Run with -m, never imported. Arguments: reader, path, memory limit in bytes, seconds of CPU. What
was read before a limit was met is kept: the exit code says whether it is all.
"""

import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import iterparse

# As much as is kept of a file, and a little, so that more is noticed.
_MOST_WRITTEN = 1_000_100
_MOST_UNPACKED = 200 * 1024 * 1024
# Names of elements in documents, slides and OFD pages.
_TEXTS = frozenset({"t", "TextCode"})
_BLOCKS = frozenset({"p", "tc", "TextObject"})
_BREAKS = frozenset({"br", "cr", "tab"})
_MOST_PAGES = 2000


def main() -> int:
    """0 when all text was written, 1 when something was in the way."""
    reader, path, memory, seconds = sys.argv[1:5]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    # Whatever a parser is talked into, it fills no disk and leaves no image of the memory.
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * 1024, 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    written = 0
    try:
        for piece in _READERS[reader](Path(path)):
            sys.stdout.write(piece.encode("utf-8", "ignore").decode() + "\n")
            written += len(piece) + 1
            if written > _MOST_WRITTEN:
                break
    except MemoryError:
        return 1
    except Exception as error:  # noqa: BLE001 (a hostile file may raise anything)
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    finally:
        sys.stdout.flush()
    return 0


def _docx(path: Path) -> Iterator[str]:
    return _parts(
        path, "word/", ("document", "header", "footer", "footnotes", "endnotes", "comments")
    )


def _pptx(path: Path) -> Iterator[str]:
    return _parts(path, "ppt/", ("slides/slide", "notesSlides/notesSlide"))


def _ofd(path: Path) -> Iterator[str]:
    return _parts(path, "Doc_", ("",))


def _parts(path: Path, folder: str, names: tuple[str, ...]) -> Iterator[str]:
    """The text of the parts of an office file, a line for each paragraph."""
    with zipfile.ZipFile(path) as archive:
        begins = tuple(folder + name for name in names)
        wanted = [
            part for part in archive.infolist()
            if part.filename.startswith(begins) and part.filename.endswith(".xml")
        ]  # fmt: skip
        if sum(part.file_size for part in wanted) > _MOST_UNPACKED:
            raise ValueError("unpacks beyond all measure")
        for part in wanted:
            with archive.open(part) as xml:
                yield from _paragraphs(xml)


def _paragraphs(xml: IO[bytes]) -> Iterator[str]:
    """Read as it comes: no tree of the whole is kept."""
    runs: list[str] = []
    for _event, element in iterparse(xml, events=("end",)):  # noqa: S314 (limits hold)
        name = element.tag.rpartition("}")[2]
        if name in _TEXTS:
            runs.append(element.text or "")
        elif name in _BLOCKS and runs:
            yield "".join(runs)
            runs = []
        elif name in _BREAKS:
            runs.append("\n")
        if name in _BLOCKS:
            element.clear()
    if runs:
        yield "".join(runs)


def _xlsx(path: Path) -> Iterator[str]:
    """Every sheet, a line for each row; looked at before it is opened, as for an import."""
    from python_calamine import CalamineWorkbook  # under the limits

    from zhuqi.foundation.spreadsheets.inspection import inspect, is_zip

    with path.open("rb") as file:
        packed = is_zip(file)
    if packed:
        inspect(path)
    with CalamineWorkbook.from_path(str(path)) as book:
        for name in book.sheet_names:
            yield name
            for row in book.get_sheet_by_name(name).iter_rows():
                if line := "，".join(str(cell) for cell in row if cell != ""):
                    yield line


def _pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader  # under the limits

    reader = PdfReader(path)
    for page in reader.pages[:_MOST_PAGES]:
        yield page.extract_text()


def _text(path: Path) -> Iterator[str]:
    """UTF-8 or, as older office programs write it, GB 18030."""
    content = path.read_bytes()
    try:
        yield content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield content.decode("gb18030", "replace")


_READERS = {"docx": _docx, "pptx": _pptx, "xlsx": _xlsx, "ofd": _ofd, "pdf": _pdf, "text": _text}


if __name__ == "__main__":
    sys.exit(main())
