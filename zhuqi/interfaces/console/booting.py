"""Wake Django, and what must hold before a process serves or works."""

import os
import sys

import django

from zhuqi.interfaces.console.exits import OK, PROBLEMS

# A name, not an import: `config` is the floor above, the only room that knows all others.
SETTINGS = "zhuqi.config.settings"


def wake_settings() -> None:
    """Point Django at the settings, without loading the rooms."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)


def wake_django() -> None:
    """Load settings and rooms; ImproperlyConfigured if a variable is wrong."""
    wake_settings()
    django.setup()


def system_checks() -> int:
    """Run Django's and our own checks, the deployment ones in production too, and print them.

    Returns how many of them are errors.
    """
    from django.conf import settings
    from django.core import checks

    messages = checks.run_checks(
        include_deployment_checks=settings.PRODUCTION, databases=["default"]
    )
    spoken = [message for message in messages if not message.is_silenced()]
    for message in spoken:
        word = "错误" if message.is_serious() else "提醒"
        hint = f"\n    办法：{message.hint}" if message.hint else ""
        print(f"{word} {message.id or ''} {message.msg}{hint}", file=sys.stderr)
    return sum(message.is_serious() for message in spoken)


def unmigrated() -> int:
    """How many migrations the database still lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def fit_to_start() -> int:
    """OK, or PROBLEMS with the reasons printed: unsafe settings, or tables not up to date."""
    if errors := system_checks():
        print(f"有 {errors} 处错误，未启动。", file=sys.stderr)
        return PROBLEMS
    if missing := unmigrated():
        print(f"数据库还差 {missing} 步更新，请先运行 zhuqi migrate。", file=sys.stderr)
        return PROBLEMS
    return OK
