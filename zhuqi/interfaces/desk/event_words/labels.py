"""Words for tables that are kept by administrators: added, changed, retired, restored."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.desk.event_words.reading import history_of
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
