"""One form for each verb; fields are named like the action's keywords."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, RowForm, day_field, offer_rows, text_area
from zhuqi.interfaces.shell.forms import TicksInput
from zhuqi.mechanisms.sister_offices import queries


def _offices_field() -> "forms.ModelMultipleChoiceField[Unit]":
    return forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("一起联动的活动办"), widget=TicksInput(_("活动办")),
        help_text=_("同一地方的活动办；各自确认加入后才起作用。"),
    )  # fmt: skip


class AllianceForm(DeskForm):
    """建立联动."""

    keeper = forms.ModelChoiceField(
        Unit.objects.none(), label=_("建立联动的活动办"), empty_label=None
    )
    name = forms.CharField(label=_("名称"), help_text=_("如：企业服务三办联动。"))
    source = forms.CharField(label=_("依据"), help_text=_("文件名、文号或会议。"))
    since = day_field(_("起始日期"), required=True)
    until = day_field(_("截止日期"), help_text=_("没有定的不填；到期自动结束。"))
    offices = _offices_field()

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = queries.own_offices(scope, *queries.DECIDERS)
        offer_rows(self, "keeper", mine)
        others = queries.neighbours(mine)
        # Who answers for one office alone is never asked by it.
        offer_rows(self, "offices", others.exclude(pk=mine[0].pk) if len(mine) == 1 else others)
        self.fields["since"].initial = timezone.localdate()


class InviteForm(RowForm):
    """增加成员: the other offices of the place."""

    offices = _offices_field()

    def set_choices(self) -> None:
        """Those that are not in it."""
        there = [one.office_id for one in self.row.members.all() if one.left_at is None]
        near = queries.neighbours(Unit.objects.filter(pk=self.row.keeper_id))
        offer_rows(self, "offices", near.exclude(pk__in=there))


class ReviseForm(RowForm):
    """修改: as it stands."""

    source = forms.CharField(label=_("依据"))
    until = day_field(_("截止日期"), help_text=_("没有定的不填；到期自动结束。"))

    def set_choices(self) -> None:
        """What stands there now."""
        for name, field in self.fields.items():
            field.initial = getattr(self.row, name)


class SayForm(RowForm):
    """What is said with a step, as its page words it."""

    asks_for = "text"
    text = text_area(_("说明"), rows=4)


class ShareForm(DeskForm):
    """共享诉求: one's own with a sister, or a sister's asked for by its number."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("本活动办"), empty_label=None)
    number = forms.CharField(
        label=_("诉求编号"),
        help_text=_("本活动办的诉求，和联动的活动办共享；联动活动办的诉求，请求对方共享。"),
    )
    sister = forms.ModelChoiceField(
        Unit.objects.none(), label=_("共享给"), required=False, empty_label=_("请选择"),
        help_text=_("请求对方共享的不选。"),
    )  # fmt: skip
    hand = forms.BooleanField(
        label=_("同时提出移交给对方"), required=False,
        help_text=_("还没有交办的诉求才能移交；对方接收前仍由本活动办主管，暂不能交办。"),
    )  # fmt: skip
    text = text_area(_("说明"), rows=4, help_text=_("为什么共享、请对方做什么。"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "office", queries.own_offices(scope, *queries.WRITERS))
        offer_rows(self, "sister", queries.sister_units(scope, timezone.localdate()))


class ApartForm(DeskForm):
    """不是同一件事: a case of one's own, and the sister's that was found like it."""

    number = forms.CharField(label=_("本活动办的诉求编号"))
    other = forms.CharField(label=_("联动活动办的诉求编号"))
    text = forms.CharField(
        label=_("为什么不是同一件事"),
        help_text=_("写清两件事的不同，如地点、线路、合同不同；对方也看得到。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Which cases are one's own, the action knows by their numbers.
        kwargs.pop("scope")
        super().__init__(*args, **kwargs)
