"""Bring a backup back into an empty place, after all of it was found whole."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from zhuqi.foundation.access import NotNow, NotValid
from zhuqi.foundation.attachments.stores import Disk, Store, StoreAwayError
from zhuqi.foundation.upkeep import dumping
from zhuqi.foundation.upkeep.backup import FORMAT, SEALS
from zhuqi.foundation.upkeep.packing import MANIFEST, SUMS, Unpacking, sum_line, unpacking
from zhuqi.foundation.upkeep.site import Site, known_seal_keys, secret_key_ids
from zhuqi.foundation.upkeep.unfinished import unfinished

_PIECE = 1024 * 1024
# Of manifest and sums; a manifest is kilobytes.
_LARGEST_MANIFEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """What a backup says of itself, and how many files there were; all sums are right."""

    manifest: dict[str, Any]
    files: int

    @property
    def facts(self) -> dict[str, Any]:
        """What its database says of itself."""
        return dict(self.manifest["facts"])

    def missing_keys(self) -> list[str]:
        """Sentences about keys that are not here but were there."""
        said = []
        if set(self.facts["key_ids"]) - known_seal_keys():
            said.append(
                "日志封存密钥不齐：请设好 ZHUQI_SEAL_KEY 和 ZHUQI_SEAL_KEYS_BEFORE，"
                "否则日志无法核对。"
            )
        if self.manifest["secret_key"] not in secret_key_ids():
            said.append("会话密钥与备份时不同：所有人须重新登录，动态口令须重新设置。")
        return said


def verify_backup(
    source: Path,
    identities: Sequence[Any] = (),
    *,
    progress: Callable[[int], None] | None = None,
) -> Found:
    """Read all of it and compare every sum; nothing is written. NotValid says what is wrong."""
    with unpacking(source, identities) as members:
        return _read(members, None, progress)


def restore(
    site: Site,
    source: Path,
    identities: Sequence[Any] = (),
    *,
    known_migrations: Sequence[str],
    progress: Callable[[int], None] | None = None,
) -> Found:
    """Bring everything back. NotNow where anything is there already or this program is too old,
    NotValid where the backup isn't whole; the place is then as it was.

    The database comes last and at once: while it isn't there nothing serves, so a site that was
    cut off half-way is never taken for a whole one.
    """
    if there := why_not_empty(site):
        raise NotNow(f"不能恢复：{there}。恢复只进空的库和空的目录，请另选数据目录和数据库。")
    with unfinished(site.data) as work:
        with unpacking(source, identities) as members:
            found = _read(members, work, progress)
        _judge(site, found, known_migrations)
        with _put_in_place(site, work):
            os.sync()
            dumping.load(site, work / dumping.file_name(site))
        os.sync()  # onto another disk it is copied
    now = dumping.facts_now(site).as_json()
    if differing := [name for name, value in found.facts.items() if now[name] != value]:
        raise NotValid(f"恢复后的数据库与备份清单不符：{'、'.join(differing)}。")
    return found


def why_not_empty(site: Site) -> str:
    """What would be overwritten, in a sentence; "" if nothing."""
    for place in site.places().values():
        try:
            if next(iter(place.listed()), None):
                return f"{place.where} 里已有文件"
        except StoreAwayError as error:
            return f"附件存放处 {place.where} 用不了（{error}）"
    return dumping.why_not_empty(site)


def _judge(site: Site, found: Found, known_migrations: Sequence[str]) -> None:
    if found.manifest["database"] != site.vendor:
        raise NotNow(
            f"这是 {found.manifest['database']} 的备份，这里设的是 {site.vendor}："
            "请先恢复到同一种数据库，再用 zhuqi move 搬过去。"
        )
    if unknown := set(found.facts["migrations"]) - set(known_migrations):
        raise NotNow(
            f"备份来自更新的版本（{min(unknown)} 等 {len(unknown)} 步更新这里没有），"
            "请装同一版本或更新的助企。"
        )


def _read(members: Unpacking, into: Path | None, progress: Callable[[int], None] | None) -> Found:
    manifest: dict[str, Any] = {}
    sums = hashlib.sha256()
    for files, (name, file) in enumerate(members):
        if name == SUMS:
            said = hashlib.sha256()
            while piece := file.read(_PIECE):
                said.update(piece)
            if said.digest() != sums.digest():
                raise NotValid("备份里有文件与清单不符，已被改动或损坏。")
            return Found(manifest, files)
        if not manifest and name != MANIFEST:
            raise NotValid("不是助企的备份：开头没有清单。")
        if name == MANIFEST:
            content = file.read(_LARGEST_MANIFEST)
            manifest = _manifest_of(content)
            digest, length = hashlib.sha256(content).hexdigest(), len(content)
        else:
            digest, length = _take(file, _place(name, into))
        sums.update(sum_line(digest, length, name))
        if progress:
            progress(files + 1)
    raise NotValid("备份不完整：没有读到结尾的清单。")


def _manifest_of(content: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(content)
        form, facts = manifest["format"], dict(manifest["facts"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotValid("不是助企的备份：清单读不懂。") from error
    if form != FORMAT:
        raise NotValid(f"备份的格式 {form} 这里不认识，请用更新的助企恢复。")
    return {**manifest, "facts": facts}


def _place(name: str, into: Path | None) -> Path | None:
    """Where a member goes; NotValid for names that lead anywhere else."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name or not path.parts:
        raise NotValid(f"不是助企的备份：文件名 {name!r} 指向别处。")
    return None if into is None else into / path


def _take(file: IO[bytes], place: Path | None) -> tuple[str, int]:
    digest, length = hashlib.sha256(), 0
    with nullcontext() if place is None else _created(place) as target:
        while piece := file.read(_PIECE):
            digest.update(piece)
            length += len(piece)
            if target is not None:
                target.write(piece)
    return digest.hexdigest(), length


def _created(place: Path) -> IO[bytes]:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


@contextmanager
def _put_in_place(site: Site, work: Path) -> Iterator[None]:
    """The files are where they belong; taken back if what is done in the block fails."""
    placed: list[tuple[Store, str]] = []
    try:
        for name, place in site.places().items():
            for found in Disk(work / name).listed():
                place.take(found.name, work / name / found.name)
                placed.append((place, found.name))
        yield
    except BaseException as error:
        for place, stored_as in placed:
            with suppress(OSError):  # what failed first is what is said
                place.delete(stored_as)
        if isinstance(error, StoreAwayError):
            raise NotNow(f"没有恢复：附件存放处写不进（{error}）。") from error
        raise
    seals = work / SEALS
    if not site.seal_log.exists() and seals.is_file():
        site.seal_log.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(seals, site.seal_log)  # it may lie on another disk
