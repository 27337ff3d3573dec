"""What imports add to pages of others: navigation, and words for the log."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk import navigation
from zhuqi.interfaces.desk.imports.views import IMPORTS, imports_registers
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.ledgers.imports.actions.runs import WORK
from zhuqi.ledgers.imports.enums import RunVerb
from zhuqi.ledgers.imports.models import ImportRun


def register() -> None:
    """Called once, when Django has loaded every room."""
    listed = Entry(_("历史台账"), "desk:imports", "refresh", 34, "cases")
    navigation.offer(listed, imports_registers)
    navigation.offer_start(
        Entry(_("导入历史台账"), "desk:import_new", "plus", 40), imports_registers
    )
    exporting.offer(IMPORTS, imports_registers)
    kinds = {"import.upload": _("上传台账"), **{f"import.{v}": v.label for v in RunVerb}}
    event_words.register(
        "import",
        event_words.ObjectWords(
            _("历史台账导入"),
            kinds,
            model=ImportRun,
            url=lambda pk: reverse("desk:import", args=[pk]),
        ),
    )
    event_words.register_fields(
        {
            "columns": _("对照的列"), "counts": _("各行去向"), "take_over": _("更正以前导入的行"),
            "sha256": _("文件校验值"), "size": _("大小"), "again": _("按台账更正"),
            "linked": _("关联企业"),
        }
    )  # fmt: skip
    event_words.register_work({WORK: _("核对、导入历史台账"), "imports.tidy": _("清理上传的台账")})
