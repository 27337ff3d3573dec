"""Every room's lifecycles, written out: the rooms are known here alone."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from zhuqi.foundation.lifecycle import chapter


def document() -> str:
    """docs/lifecycles.md as it has to stand in the repository (scripts/write_lifecycles.py).

    The `TABLES` of each installed room that has a `lifecycle`, in the order of the settings.
    """
    chapters = [
        "# 各类事项的状态\n",
        "由 `scripts/write_lifecycles.py` 据各业务的 `lifecycle` 写出。\n",
        "图中只画改变状态的动作；其他动作见表，“之后”为空的，状态不变。\n",
    ]
    for config in apps.get_app_configs():
        if config.name.startswith("zhuqi.") and find_spec(f"{config.name}.lifecycle"):
            tables = import_module(f"{config.name}.lifecycle").TABLES
            chapters += [chapter(table) for table in tables]
    return "\n".join(chapters)
