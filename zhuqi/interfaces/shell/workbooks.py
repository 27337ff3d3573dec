"""Small tables of counts as a workbook, answered at once; rows with people are exported as jobs."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.spreadsheets.writing import Sheet, write_workbook
from zhuqi.interfaces.shell import wording

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def taken_out(by: Person, now: datetime) -> str:
    """导出：市活动办 何帆　11月30日 周一 09:00: who and when, for the head of a table."""
    words = {"unit": by.actor.unit, "name": by.actor.name, "at": wording.moment(now)}
    return _("导出：%(unit)s %(name)s　%(at)s") % words


def workbook(title: str, sheets: Sequence[Sheet], now: datetime) -> FileResponse:
    """Named by what it is and its day."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.xlsx"
        write_workbook(path, sheets)
        # Open, it is read to its end though its name is gone.
        return FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=f"{title} {timezone.localdate(now)}.xlsx",
            content_type=XLSX,
        )
