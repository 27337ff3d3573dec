"""Words for tables that are kept by administrators: added, changed, retired, restored."""

from collections.abc import Callable

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.desk.tables.reference_tables import register_of
from zhuqi.interfaces.shell.event_words import ObjectWords, register

ADDED, CHANGED = _("新增"), _("修改")
RETIRED, RESTORED = _("停用"), _("恢复使用")


def table(name: str, label: StrOrPromise, model: type[models.Model]) -> None:
    """The words of a reference table; its rows are read where their versions are."""
    kinds = {
        f"{name}.added": ADDED,
        f"{name}.changed": CHANGED,
        f"{name}.retired": RETIRED,
        f"{name}.restored": RESTORED,
    }
    register(name, ObjectWords(label, kinds, model=model, url=history_of(name)))


def history_of(object_type: str) -> Callable[[int], str]:
    """The page with the versions of a table's row."""

    def url(pk: int) -> str:
        table = register_of(object_type)
        if table is None:
            raise LookupError(f"no reference table keeps {object_type!r}")
        return reverse("desk:admin_register_history", args=[table.key, pk])

    return url
