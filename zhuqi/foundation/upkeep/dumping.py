"""The database as a file and back: by SQLite's online backup, by PostgreSQL's own tools.

Both take one moment of the database while people go on writing, and what the facts tell is read
in that very moment.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from zhuqi.foundation.access import NotNow
from zhuqi.foundation.upkeep.site import Facts, Site, facts_of

SQLITE_FILE: Final = "database.sqlite3"
POSTGRES_FILE: Final = "database.pgdump"
_WAL_ENDINGS = ("-wal", "-shm")


def file_name(site: Site) -> str:
    """What the database of this site is called in a backup."""
    return SQLITE_FILE if site.is_sqlite else POSTGRES_FILE


def dump(site: Site, target: Path) -> Facts:
    """Write the database to a new file."""
    return _dump_sqlite(site, target) if site.is_sqlite else _dump_postgres(site, target)


def load(site: Site, source: Path) -> None:
    """Bring it back into an empty database (`why_not_empty`); all of it or nothing."""
    if site.is_sqlite:
        _load_sqlite(site, source)
    else:
        _run_tool("pg_restore", site, [
            "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
            f"--dbname={_conninfo(site.database)}", str(source),
        ])  # fmt: skip


def why_not_empty(site: Site) -> str:
    """A sentence where the database has tables; "" where nothing can be overwritten."""
    if site.is_sqlite:
        path = sqlite_path(site)
        if not path.exists():
            return ""
        with closing(sqlite3.connect(path)) as database:
            tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return f"数据库 {path} 里已有 {tables} 张表和索引" if tables else ""
    with _connected(site.database) as connection:
        rows = connection.execute(
            "SELECT count(*) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^pg_'"
            " AND n.nspname <> 'information_schema'"
        ).fetchall()
    tables = rows[0][0]
    return f"数据库 {site.database['NAME']} 里已有 {tables} 张表和序列" if tables else ""


def facts_now(site: Site) -> Facts:
    """What the site's database says of itself."""
    if site.is_sqlite:
        with closing(sqlite3.connect(sqlite_path(site))) as database:
            return facts_of(lambda sql: database.execute(sql).fetchall())
    with _connected(site.database) as connection:
        return facts_of(lambda sql: connection.execute(sql.encode()).fetchall())


def sqlite_path(site: Site) -> Path:
    """Where the file of the database lies."""
    return Path(str(site.database["NAME"]))


def _dump_sqlite(site: Site, target: Path) -> Facts:
    path = sqlite_path(site)
    if not path.is_file():
        raise NotNow(f"数据库 {path} 不存在。")
    with (
        closing(sqlite3.connect(path, timeout=60)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        # All pages in one step are one moment of a database in WAL; writers do not wait for it.
        try:
            source.backup(copy, pages=-1)
            return facts_of(lambda sql: copy.execute(sql).fetchall())
        except sqlite3.Error as error:
            raise NotNow(f"数据库没有备份成：{_sqlite_words(error)}") from error


def _sqlite_words(error: sqlite3.Error) -> str:
    full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
    return "磁盘空间不足。" if full else f"{error}。"


def _load_sqlite(site: Site, source: Path) -> None:
    with closing(sqlite3.connect(source)) as database:
        said = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise NotNow(f"备份里的数据库已损坏：{said}")
    path = sqlite_path(site)
    path.parent.mkdir(parents=True, exist_ok=True)
    # An empty file may be there, made by whoever only looked; its companions must not stay.
    for ending in ("", *_WAL_ENDINGS):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    for ending in _WAL_ENDINGS:
        source.with_name(source.name + ending).unlink(missing_ok=True)
    # From another disk it is copied: half of it must not have its name.
    part = path.with_name(f"{path.name}.part")
    try:
        shutil.move(source, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _dump_postgres(site: Site, target: Path) -> Facts:
    with _connected(site.database) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchall()[0][0]
        _run_tool("pg_dump", site, [
            "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
            f"--file={target}", f"--dbname={_conninfo(site.database)}",
        ])  # fmt: skip
        return facts_of(lambda sql: connection.execute(sql.encode()).fetchall())


def _connected(database: Mapping[str, Any]) -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(
        _conninfo(database), password=database.get("PASSWORD") or None, autocommit=True
    )


def _conninfo(database: Mapping[str, Any]) -> str:
    """Where the database is, without the password, which must not stand in a list of processes;
    without what is meant for the driver of the pages alone."""
    known = {one.keyword.decode() for one in pq.Conninfo.get_defaults()}
    said = {
        "dbname": database["NAME"], "user": database.get("USER"), "host": database.get("HOST"),
        "port": database.get("PORT"), **database.get("OPTIONS", {}),
    }  # fmt: skip
    return make_conninfo(**{name: value for name, value in said.items() if value and name in known})


def _run_tool(name: str, site: Site, arguments: Sequence[str]) -> None:
    program = shutil.which(name)
    if program is None:
        raise NotNow(f"找不到 {name}：请安装与数据库同版本或更新的 PostgreSQL 客户端工具。")
    environment = dict(os.environ)
    if password := site.database.get("PASSWORD"):
        environment["PGPASSWORD"] = str(password)
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own program)
        [program, *arguments],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise NotNow(f"{name} 没有成功：{lines[-1] if lines else done.returncode}")
