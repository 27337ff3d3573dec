"""How a webhook and its messages read in a table."""

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.webhooks.enums import ON_THE_WAY, DeliveryState, Pause
from zhuqi.foundation.webhooks.models import Delivery, Webhook
from zhuqi.foundation.webhooks.subjects import kind_in_words
from zhuqi.interfaces.shell.drawing import pill, when
from zhuqi.interfaces.shell.parts import Cell, Heading, RowForm, Table
from zhuqi.interfaces.shell.wording import moment

_PILLS: Final = {
    DeliveryState.QUEUED: "open", DeliveryState.SENDING: "active",
    DeliveryState.RETRYING: "waiting", DeliveryState.HELD: "waiting",
    DeliveryState.SENT: "closed", DeliveryState.FAILED: "waiting", DeliveryState.SKIPPED: "closed",
}  # fmt: skip


def standing(row: Webhook, silent: str) -> Cell:
    """Whether it sends, and why not."""
    if row.paused_at:
        why = "" if row.pause == Pause.OWNER else row.get_pause_display()
        return Cell(pill(_("已暂停"), "waiting"), below=why)
    if silent:
        return Cell(pill(_("推送不出"), "waiting"), below=silent)
    return Cell(pill(_("推送中"), "open"))


def deliveries(several: Sequence[Delivery], *, paused: bool) -> Table:
    """The log of messages, the newest first."""
    columns = [
        Heading(_("动态")), Heading(_("发生")), Heading(_("状态")),
        Heading(_("对方答复"), css="z-wide"), Heading(_("操作"), silent=True),
    ]  # fmt: skip
    return Table(columns, [_row(one, paused=paused) for one in several], keys=False)


def _row(one: Delivery, *, paused: bool) -> list[Cell | object]:
    again = "" if paused or one.state in ON_THE_WAY else _replay(one)
    return [
        Cell(kind_in_words(one.kind), below=one.about),
        when(one.occurred_at),
        Cell(_state(one), below=_next(one)),
        Cell(_answer(one), below=_tries(one), clamp=True),
        again,
    ]


def _replay(one: Delivery) -> RowForm:
    return RowForm(_("重发"), {"step": "replay", "delivery": one.pk}, quiet=True)


def _state(one: Delivery) -> SafeString:
    state = DeliveryState(one.state)
    return pill(str(state.label), _PILLS[state])


def _next(one: Delivery) -> str:
    return _("%(when)s 再试") % {"when": moment(one.next_at)} if one.next_at else ""


def _tries(one: Delivery) -> str:
    if one.tried_at is None:
        return ""
    return _("第 %(n)s 次 · %(when)s") % {"n": one.attempts, "when": moment(one.tried_at)}


def _answer(one: Delivery) -> str:
    return " ".join(filter(None, (str(one.status or ""), one.answer)))
