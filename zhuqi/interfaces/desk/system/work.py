"""What the workers have before them: the rows behind the figures of the system's page."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role
from zhuqi.foundation.outbox.enums import OutboxState
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.queries import UNDONE, standing, undone
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.event_words import work_words
from zhuqi.interfaces.shell.listing import (
    Asked,
    Column,
    Empty,
    Filter,
    Listing,
    Order,
)
from zhuqi.interfaces.shell.tables import strong

ERROR_SHOWN = 300


def named(kind: str) -> str:
    """In words, and as the console's commands and the worker's own log name it."""
    return f"{work_words(kind)}（{kind}）"


def opening(state: OutboxState) -> str:
    """The address of the pieces in a state."""
    return f"{reverse('desk:admin_work')}?state={state.value}"


def _rows(_asked: Asked) -> QuerySet[OutboxItem]:
    """Never with what a piece is about: its key and payload name rows that are not theirs."""
    return undone().defer("payload")


def _of_state(rows: QuerySet[OutboxItem], state: str, asked: Asked) -> QuerySet[OutboxItem]:
    return standing(rows, OutboxState(state), asked.now)


def _told(row: OutboxItem, asked: Asked) -> str:
    state = row.state(asked.now)
    return strong(str(state.label)) if state is OutboxState.FAILED else str(state.label)


WORK: Listing[OutboxItem, Asked] = Listing(
    name="outbox",
    label=_("后台任务"),
    measure=_("项"),
    rows=_rows,
    context=lambda asked, _rows: asked,
    head=Column("kind", _("种类"), lambda row, _asked: named(row.kind)),
    columns=(
        Column("state", _("状态"), _told),
        Column("created", _("登记时间"), lambda row, _asked: wording.moment(row.created_at)),
        Column("due", _("最早执行时间"), lambda row, _asked: wording.moment(row.not_before)),
        Column("attempts", _("执行次数"), lambda row, _asked: row.attempts, number=True),
        Column("given_up", _("放弃时间"), lambda row, _asked: wording.moment(row.failed_at)),
        Column(
            "error",
            _("最近一次错误"),
            lambda row, _asked: Truncator(row.last_error).chars(ERROR_SHOWN),
            "z-wide",
        ),
    ),
    filters=(
        Filter(
            "state",
            _("状态"),
            choices=[(state.value, state.label) for state in UNDONE],
            apply=_of_state,
        ),
    ),
    orders=(
        Order("due", _("该执行的在前"), ("not_before", "pk")),
        Order("newest", _("新登记的在前"), ("-created_at", "-pk")),
    ),
    empty=Empty(
        _("没有未完成的后台任务"),
        _("要发的通知、到点的提醒和重算，做完之前列在这里。"),
        "circle-check",
    ),
    unmatched=Empty(_("没有符合条件的任务"), _("可以换一个状态再看。"), "filter"),
)


@access.official(access.administers(Role.SYSTEM_ADMIN))
def work(request: HttpRequest) -> HttpResponse:
    """What isn't done yet, and what was given up."""
    return WORK.answer(request, access.of(request), "desk/system/work.html")
