"""A backup as one stream: files one after the other, their sums last, packed, encrypted if asked.

`manifest.json` comes first and says what follows. `sums.txt` comes last: whatever was cut off or
changed before it is noticed. Memory stays the same however many files there are.
"""

import gzip
import hashlib
import io
import os
import tarfile
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any, Final

import pyrage

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.attachments.stores import Store
from zhuqi.foundation.upkeep.identities import AGE_BEGINS, recipients_of

MANIFEST: Final = "manifest.json"
SUMS: Final = "sums.txt"
_PIECE = 1024 * 1024
# Photos and documents are packed already; rows shrink to a third at the lowest level too.
_LEVEL = 1


class Packing:
    """Writes members; each goes into the sums."""

    def __init__(self, tar: tarfile.TarFile, sums: IO[bytes]) -> None:
        self._tar, self._sums = tar, sums
        self.files = 0

    def add_bytes(self, name: str, content: bytes) -> None:
        """A member of these bytes."""
        self._add(name, io.BytesIO(content), len(content))

    def add_file(self, name: str, path: Path) -> None:
        """A member of a file's bytes."""
        with path.open("rb") as file:
            self._add(name, file, os.fstat(file.fileno()).st_size)

    def add_stored(self, name: str, place: Store, stored_as: str) -> None:
        """A member of a stored file's bytes; none where it is gone meanwhile."""
        try:
            file = place.open(stored_as)
        except FileNotFoundError:
            return
        with file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            self._add(name, file, size)

    def end(self) -> None:
        """The sums of all."""
        self._sums.seek(0, os.SEEK_END)
        length = self._sums.tell()
        self._sums.seek(0)
        self._member(SUMS, self._sums, length)

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        summing = _Summing(file)
        self._member(name, summing, size)
        self._sums.write(sum_line(summing.digest.hexdigest(), size, name))
        self.files += 1

    def _member(self, name: str, file: Any, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, file)
        # It remembers every member for lookups that a stream has no use for.
        self._tar.members.clear()  # type: ignore[attr-defined]


class _Summing:
    """Reads on, and sums what is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


def sum_line(digest: str, size: int, name: str) -> bytes:
    """One file as the sums name it."""
    return f"{digest} {size} {name}\n".encode()


@contextmanager
def packing(target: Path, sums: Path, recipients: Sequence[str]) -> Iterator[Packing]:
    """Write a new file; after the block all of it is on disk."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, sums.open("w+b") as summed:
        # Names and times of the machine are nobody's business.
        with (
            _encrypting(file, recipients) as outer,
            gzip.GzipFile("", "wb", _LEVEL, outer, mtime=0) as packed,
            tarfile.open(
                fileobj=packed, mode="w|", bufsize=_PIECE, format=tarfile.PAX_FORMAT
            ) as tar,
        ):
            pack = Packing(tar, summed)
            yield pack
            pack.end()
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _encrypting(file: IO[bytes], recipients: Sequence[str]) -> Iterator[IO[bytes]]:
    if not recipients:
        yield file
        return
    keys = recipients_of(recipients)
    with _piped(lambda source: pyrage.encrypt_io(source, file, keys)) as sink:
        yield sink


@contextmanager
def _piped(consume: Any) -> Iterator[IO[bytes]]:
    """A file to write to, read at its other end by `consume` in a thread; its error is ours."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with os.fdopen(reading, "rb") as source:
            try:
                consume(source)
            except Exception as error:  # noqa: BLE001 (raised again by whoever waits)
                failed.append(error)

    thread = threading.Thread(target=run, name="age", daemon=True)
    thread.start()
    try:
        with os.fdopen(writing, "wb") as sink:
            yield sink
    except BrokenPipeError:
        thread.join()
        if not failed:
            raise
    thread.join()
    if failed:
        raise failed[0]


class Unpacking:
    """Reads members in their order."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def __iter__(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Name and bytes of each; the bytes before the next is asked for."""
        while (member := self._tar.next()) is not None:
            self._tar.members.clear()  # type: ignore[attr-defined]
            file = self._tar.extractfile(member) if member.isreg() else None
            if file is None:
                raise NotValid(f"不是助企的备份：{member.name!r} 不是普通文件。")
            yield member.name, file


@contextmanager
def unpacking(source: Path, identities: Sequence[Any]) -> Iterator[Unpacking]:
    """Open a backup; NotValid where it is cut off, damaged, or its key is another one."""
    with source.open("rb") as file:
        encrypted = file.read(len(AGE_BEGINS)) == AGE_BEGINS
        file.seek(0)
        if encrypted and not identities:
            raise NotValid("备份是加密的，请用 --identity 指明私钥文件。")
        try:
            with (
                _decrypting(file, identities) if encrypted else nullcontext(file) as inner,
                gzip.GzipFile(fileobj=inner, mode="rb") as packed,
                tarfile.open(fileobj=packed, mode="r|", bufsize=_PIECE) as tar,
            ):
                yield Unpacking(tar)
                # What comes after the last member still vouches for what came before.
                while packed.read(_PIECE):
                    continue
        except pyrage.DecryptError as error:
            raise NotValid("备份打不开：私钥不是加密时的那一把，或文件已损坏。") from error
        except (EOFError, gzip.BadGzipFile, zlib.error, tarfile.TarError) as error:
            raise NotValid(f"备份不完整或已损坏：{error}") from error


@contextmanager
def _decrypting(file: IO[bytes], identities: Sequence[Any]) -> Iterator[IO[bytes]]:
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with os.fdopen(writing, "wb") as sink:
            try:
                pyrage.decrypt_io(file, sink, identities)
            except BrokenPipeError:
                return  # whoever reads has seen enough
            except OSError as error:
                # Its own errors about the bytes carry no number of the system's.
                cut = NotValid("备份不完整或已损坏，解密到一半读不下去。")
                failed.append(error if error.errno else cut)
            except Exception as error:  # noqa: BLE001 (raised again by whoever reads)
                failed.append(error)

    thread = threading.Thread(target=run, name="age", daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as source:
            yield source
    except (EOFError, gzip.BadGzipFile, zlib.error, tarfile.TarError):
        # What ended the stream says more than that it ended.
        thread.join()
        if failed:
            raise failed[0] from None
        raise
    thread.join()
    if failed:
        raise failed[0]
