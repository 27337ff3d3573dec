"""Back up a site while people work: the database at one moment, then its files, into one file.

Attachments after the database: every row of that moment has its file, as files never change and
go only long after their row. But for those destroyed meanwhile: what is not to be kept is not
brought into a backup either, and `check files` names its row. Keys are never in it.
"""

import errno
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from zhuqi.foundation.access import NotNow
from zhuqi.foundation.attachments.disk import sync
from zhuqi.foundation.attachments.stores import StoreAwayError
from zhuqi.foundation.attachments.stores.on_disk import PART
from zhuqi.foundation.audit import seal_log
from zhuqi.foundation.upkeep import dumping
from zhuqi.foundation.upkeep.packing import MANIFEST, Packing, packing
from zhuqi.foundation.upkeep.site import Facts, Site, known_seal_keys, secret_key_ids
from zhuqi.foundation.upkeep.unfinished import unfinished

FORMAT: Final = 1
SEALS: Final = "seals.log"
_NAME = re.compile(r"zhuqi-\d{8}-\d{6}\.tar\.gz(?:\.age)?")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is whole and on disk."""

    path: Path
    size: int
    files: int
    facts: Facts


def make_backup(
    site: Site,
    folder: Path,
    *,
    now: datetime,
    recipients: Sequence[str] = (),
    progress: Callable[[int], None] | None = None,
) -> Made:
    """Write `zhuqi-DATE-TIME.tar.gz` (`.age` if encrypted) into the folder; `now` in local time.

    It has its name only once it is whole. NotNow with a sentence where it could not be made;
    nothing of it is left then.
    """
    ending = ".tar.gz.age" if recipients else ".tar.gz"
    final = folder / f"zhuqi-{now:%Y%m%d-%H%M%S}{ending}"
    try:
        with unfinished(folder) as work:
            part = work / final.name
            dumped = work / dumping.file_name(site)
            facts = dumping.dump(site, dumped)
            with packing(part, work / "sums", recipients) as pack:
                pack.add_bytes(MANIFEST, _manifest(site, facts, now))
                pack.add_file(dumped.name, dumped)
                dumped.unlink()
                _add_files(pack, site, facts, progress)
            if final.exists():
                raise NotNow(f"{final} 已经存在。")
            part.rename(final)
        sync(folder)
    except StoreAwayError as error:
        raise NotNow(
            f"备份没有完成：附件存放处 {site.attachments.where} 读不出（{error}）；"
            "写到一半的文件已经删除。"
        ) from error
    except OSError as error:
        if error.errno in _FULL:
            raise NotNow(
                f"备份没有完成：{folder} 所在磁盘空间不足；写到一半的文件已经删除。"
            ) from error
        raise
    return Made(final, final.stat().st_size, pack.files, facts)


def forget_older(folder: Path, *, keep: int) -> list[Path]:
    """Remove all backups in the folder but the newest; what has another name is left alone."""
    named = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    old = named[: max(len(named) - keep, 0)]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def _manifest(site: Site, facts: Facts, now: datetime) -> bytes:
    said = {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "database": site.vendor,
        "seal_keys": sorted(known_seal_keys()),
        "secret_key": secret_key_ids()[0],
        "facts": facts.as_json(),
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _add_files(
    pack: Packing, site: Site, facts: Facts, progress: Callable[[int], None] | None
) -> None:
    pack.add_bytes(SEALS, _seals_until(site.seal_log, facts.seal))
    for name, place in site.places().items():
        for kept in place.listed():
            if not kept.name.endswith(PART):
                pack.add_stored(f"{name}/{kept.name}", place, kept.name)
            if progress:
                progress(pack.files)


def _seals_until(path: Path, number: int) -> bytes:
    """The lines of the seals' file that the database of this backup knows too."""
    if not path.exists():
        return b""
    with path.open("rb") as file:
        lines = zip(seal_log.read(path), file, strict=False)
        return b"".join(raw for line, raw in lines if line.number <= number)
