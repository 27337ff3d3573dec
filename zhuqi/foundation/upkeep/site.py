"""What a site consists of: its database, its files, and what it says of itself."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from zhuqi.foundation.attachments.stores import Disk, Store, store
from zhuqi.foundation.audit.chain import seal_digest_line
from zhuqi.foundation.audit.keys import key_id
from zhuqi.foundation.contributions.backups import BACKED_UP_FOLDERS

_HEADS_AT_ONCE = 5000
# Asks the database and returns all rows; the statements have no parameters.
Ask = Callable[[str], Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where everything of one site lies. `database` is an entry of Django's settings."""

    database: Mapping[str, Any]
    data: Path
    attachments: Store
    seal_log: Path
    folders: Sequence[str] = ()

    @classmethod
    def here(cls) -> "Site":
        """The one these settings describe."""
        return cls(
            database=settings.DATABASES["default"],
            data=Path(settings.DATA_DIR),
            attachments=store(),
            seal_log=Path(settings.SEAL_LOG),
            folders=[name for name, _why in BACKED_UP_FOLDERS.items()],
        )

    @property
    def is_sqlite(self) -> bool:
        """True where the database is a file."""
        return "sqlite3" in self.database["ENGINE"]

    @property
    def vendor(self) -> str:
        """As people call it."""
        return "SQLite" if self.is_sqlite else "PostgreSQL"

    def places(self) -> dict[str, Store]:
        """Where files lie, by the name they have in a backup."""
        folders: dict[str, Store] = {name: Disk(self.data / name) for name in self.folders}
        return {"attachments": self.attachments, **folders}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a database says of itself; two of the same content say the same.

    `heads` is a digest over the end of every chain of the log; `seal` number and value of the last
    one, `key_ids` the keys whose seals and events there are.
    """

    migrations: list[str]
    events: int
    head_count: int
    heads: str
    seal: int
    seal_mac: str
    key_ids: list[str]

    def as_json(self) -> dict[str, Any]:
        """For a manifest."""
        return asdict(self)


def facts_of(ask: Ask) -> Facts:
    """Read them, in constant memory."""
    last = ask("SELECT number, mac FROM audit_seal ORDER BY number DESC LIMIT 1")
    count, heads = _heads(ask)
    keys = ask("SELECT DISTINCT key_id FROM audit_seal UNION SELECT key_id FROM audit_event")
    return Facts(
        migrations=sorted(f"{app}.{name}" for app, name in ask(_MIGRATIONS)),
        events=ask("SELECT count(*) FROM audit_event")[0][0],
        head_count=count,
        heads=heads,
        seal=last[0][0] if last else 0,
        seal_mac=last[0][1] if last else "",
        key_ids=sorted(key for (key,) in keys if key),
    )


_MIGRATIONS = "SELECT app, name FROM django_migrations"


def _heads(ask: Ask) -> tuple[int, str]:
    digest, count, last = hashlib.sha256(), 0, 0
    while rows := ask(
        f"SELECT id, object_type, object_id, seq, hash FROM audit_head WHERE id > {int(last)}"  # noqa: S608 (a number)
        f" ORDER BY id LIMIT {_HEADS_AT_ONCE}"
    ):
        for pk, object_type, object_id, seq, head_hash in rows:
            digest.update(seal_digest_line(object_type, object_id, seq, head_hash))
            last = pk
        count += len(rows)
    return count, digest.hexdigest()


def known_seal_keys() -> set[str]:
    """The names of the keys of seals and events that are given here."""
    return {key_id(key) for key in (settings.SEAL_KEY, *settings.SEAL_KEYS_BEFORE)}


def secret_key_ids() -> list[str]:
    """The names of the secret keys given here, the one in use first."""
    return [key_id(str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
