"""Figures, in the navigation; and their rows as a file."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.navigation import offer
from zhuqi.interfaces.desk.statistics.views import ROWS, title_of
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.reporting.statistics import queries


def register() -> None:
    """Called once, when Django has loaded every room."""
    offer(Entry(_("指标"), "desk:figures", "columns", 20, "statistics"), queries.reads_figures)
    offer(
        Entry(_("指标口径"), "desk:figure_definitions", "list-details", 90, "statistics"),
        queries.reads_figures,
    )
    event_words.register_work({"statistics.lines": _("统计数据跟上日志")})
    exporting.offer(ROWS, queries.reads_figures, title_of)
