"""The three pages that show the ledger's rows: as lines, as a board by state, as a calendar."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

LINES, BOARD, CALENDAR = "desk:ledger", "desk:board", "desk:calendar"
WAYS: Final[Mapping[str, StrOrPromise]] = {
    LINES: _("列表"),
    BOARD: _("看板"),
    CALENDAR: _("时限日历"),
}
