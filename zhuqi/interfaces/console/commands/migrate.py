"""`zhuqi migrate`: bring database, code tables and static files to this version."""

import argparse
from typing import TYPE_CHECKING

from zhuqi.interfaces.console.exits import OK

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands


def add_to(commands: "Commands") -> None:
    """Declare the command."""
    help_line = "建立或更新数据库表、代码表和静态文件"
    command = commands.add_parser(
        "migrate",
        help=help_line,
        description=f"{help_line}。首次安装和每次升级后运行；重复运行没有副作用。",
    )
    command.set_defaults(carry_out=migrate)


class Upgrade:
    """What a new version changes in rows that were there: the log takes it over, and nothing else.

    Rows that differed from the log before go on being told by every check.
    """

    def __init__(self, known: "set[tuple[str, int, str]] | None", names: list[str]) -> None:
        self._known = known
        self._names = names

    @classmethod
    def begin(cls) -> "Upgrade":
        """Before the tables are changed."""
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        from zhuqi.foundation.audit.models import Event
        from zhuqi.foundation.audit.row_check import differing, readable_tables

        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        names = [f"{migration.app_label}.{migration.name}" for migration, _back in plan]
        with connection.cursor() as cursor:
            there = set(connection.introspection.table_names(cursor))
        if not names or Event._meta.db_table not in there:  # noqa: SLF001 (Django's public name)
            return cls(None if not names else set(), names)
        # Row by row: minutes where there are a hundred thousand cases.
        print(
            "升级前先把全部记录与日志核对一遍，升级后再核对一遍；记录多时各要几分钟，请不要中断。"
        )
        tables = readable_tables()
        return cls(differing(tables) if Event in tables else set(), names)

    def end(self) -> None:
        """After they were changed: say in the log what the upgrade did, and seal it."""
        from zhuqi.foundation.audit.actions import adopt_rows, begin_keys

        begin_keys()
        if self._known is None:
            return
        adopted = adopt_rows(reason="upgrade", known=self._known)
        if adopted:
            print(f"升级改动或首次纳入核对的记录 {adopted} 行，已记入日志。")
        if self._known:
            print(
                f"升级前就与日志不符的有 {len(self._known)} 处，未予承认，zhuqi check rows 会列出。"
            )


def settle_old_sample() -> None:
    """A sample city built before the log told of its played past: that past ends with the
    upgrade. Elsewhere nothing happens."""
    from django.db import transaction

    from zhuqi.foundation.access import SYSTEM
    from zhuqi.foundation.accounts.models import User
    from zhuqi.foundation.audit.server_clock import tell_played, was_played

    if not was_played() and User.objects.filter(is_sample=True).exists():
        with transaction.atomic():
            tell_played(by=SYSTEM)


def migrate(_args: argparse.Namespace) -> int:
    """Idempotent; what is already there stays."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from zhuqi.foundation.access import SYSTEM
    from zhuqi.foundation.contributions.shipped import SHIPPED
    from zhuqi.foundation.directory.actions import load_code_tables
    from zhuqi.foundation.search.actions import begin_filling
    from zhuqi.interfaces.console.first_tables import lay_first_tables
    from zhuqi.ledgers.cases.actions.recompute import refresh_due_times
    from zhuqi.ledgers.cases.approval_schemes.actions import load_signing_schemes
    from zhuqi.ledgers.cases.channels.actions import load_channels
    from zhuqi.ledgers.cases.deadline_schemes.actions import load_schemes, renew_schemes
    from zhuqi.ledgers.cases.transfers.boundaries import load_boundaries

    upgrade = Upgrade.begin()
    lay_first_tables(connection)
    # The checks come with `web` and `check`; here they would stand in the way of their remedy.
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    # Makes the table of the cache in the database the router names; nothing where Redis counts.
    for name in settings.DATABASES:
        call_command("createcachetable", database=name, verbosity=0)
    upgrade.end()
    settle_old_sample()
    if begin_filling():
        print("以前的记录由后台逐步建立查找索引，建好前查找页会说明。")
    loaded = load_code_tables()
    schemes = load_schemes(by=SYSTEM) + load_signing_schemes(by=SYSTEM)
    renewed, left = renew_schemes(by=SYSTEM)
    channels = load_channels(by=SYSTEM)
    boundaries = load_boundaries(by=SYSTEM)
    print(
        f"数据库已就绪；代码表更新 {loaded.regions + loaded.items} 行，"
        f"时限、签发方案新增 {schemes} 个，来源新增 {channels} 个，"
        f"边界新增 {boundaries} 个。"
    )
    for one in SHIPPED:
        if put_in := one.load():
            print(f"{one.label}新增 {put_in} 个。")
    if repeated := refresh_due_times():
        print(f"诉求的当前环节时限已按新口径更新 {repeated} 件：协办、分办单位的时限不再计入主办。")
    if renewed:
        names = "、".join(scheme.name for scheme in renewed)
        print(f"时限方案发布新版 {len(renewed)} 个（{names}）；已受理的诉求仍按原来的版计时。")
    for scheme in left:
        print(
            f"时限方案“{scheme.name}”由本单位修订过，没有改动；随软件提供的内容有更新，"
            "请在“时限方案”页核对，需要的另发新版。"
        )
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
        print(f"静态文件已收集到 {settings.STATIC_ROOT}。")
    return OK
