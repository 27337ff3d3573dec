"""`zhuqi check indexes`: is every index and constraint there, is the database sound by itself.

A missing index makes pages slow, a missing constraint lets in what the rules forbid; both are what
a restore by hand, or a create-index that was cut off, leaves behind.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from zhuqi.foundation.contributions.checks import Check, CheckOutput

_SHOWN = 20


def missing() -> Iterator[tuple[str, str]]:
    """Tables with the names of indexes and constraints that they declare and lack."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            meta = model._meta  # noqa: SLF001 (Django's public name)
            if not meta.managed or meta.proxy:
                continue
            if meta.db_table not in there:
                yield meta.db_table, ""
                continue
            found = connection.introspection.get_constraints(cursor, meta.db_table)
            named = {name.lower() for name in found}
            for declared in _declared(model):
                if declared.lower() not in named:
                    yield meta.db_table, declared


def _declared(model: type[models.Model]) -> list[str]:
    meta = model._meta  # noqa: SLF001
    parts: list[Any] = [*meta.indexes, *meta.constraints]
    return [str(part.name) for part in parts]


def unsound() -> list[str]:
    """What the database itself finds broken."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                " WHERE NOT i.indisvalid OR NOT i.indisready ORDER BY 1"
            )
            return [f"索引 {name} 没有建完" for (name,) in cursor.fetchall()]
        cursor.execute(f"PRAGMA integrity_check({_SHOWN})")
        said = [str(row[0]) for row in cursor.fetchall()]
    return [] if said == ["ok"] else said


def _run(output: CheckOutput) -> bool:
    broken, lacking = unsound(), list(missing())
    for words in broken:
        output.say(f"数据库自检：{words}")
    for table, name in lacking:
        output.say(f"表 {table} 缺少 {name}" if name else f"缺少表 {table}")
    if broken or lacking:
        output.say(
            f"发现 {len(broken) + len(lacking)} 处问题：缺的运行 zhuqi migrate；"
            "数据库自检有错的先停止服务，从备份恢复到新的位置再核对。"
        )
        return True
    output.say("索引、约束齐全，数据库自检没有问题。")
    return False


INDEX_CHECK = Check("索引和约束是否齐全，数据库文件是否完好", _run)
