"""One form for each verb; fields are named like the action's keywords."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    RowForm,
    choose_one,
    day_field,
    offer_rows,
    text_area,
)
from zhuqi.interfaces.desk.forms.firms import FIRM_HINT, firm_meant
from zhuqi.interfaces.shell.forms import FilesField, PapersInput
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.enums import BatchWay
from zhuqi.mechanisms.rosters.models import NamedRoster, RosterKind

_UNKNOWN = _("没有这家企业，或不在本级范围内")


class _RosterForm(DeskForm):
    """What a roster is."""

    name = forms.CharField(label=_("名单名称"), help_text=_("如：2026年市级白名单企业。"))
    criteria = text_area(_("入选条件"), required=False)
    source = forms.CharField(label=_("来源文件"), help_text=_("公布名单的通知、函或会议。"))
    source_number = forms.CharField(label=_("文号"), required=False)
    source_date = day_field(_("发文日期"))
    valid_until = day_field(_("有效期至"), help_text=_("不填的，长期有效。"))
    shown = forms.BooleanField(
        label=_("企业看得到自己在册"), required=False,
        help_text=_("勾选的，企业和联系它的干部看得到；不勾选的，只有活动办看得到。"),
    )  # fmt: skip


class SetUpForm(_RosterForm):
    """建立名单."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("维护的活动办"), empty_label=None)
    kind = forms.ModelChoiceField(RosterKind.objects.none(), label=_("种类"))
    level = choose_one(_("层级"), Level.choices, initial=Level.CITY)
    field_order = ("office", "kind", "level")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=sorted(scope.units(*queries.WRITERS)))
        offer_rows(self, "office", offices.order_by("level", "pk"))
        offer_rows(self, "kind", RosterKind.objects.filter(active=True).order_by("order", "pk"))
        own = [level for office in offices for level in queries.levels_of(office)]
        field = self.fields["level"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [(one.value, one.label) for one in dict.fromkeys(own)]
        field.initial = own[-1].value if own else None


class ReviseForm(RowForm, _RosterForm):
    """修改名单: as it was."""

    def set_choices(self) -> None:
        """What stands there now."""
        for name in _RosterForm.base_fields:
            self.fields[name].initial = getattr(self.row, name)


class FirmForm(RowForm):
    """A firm by its name, among those one sees."""

    enterprise = forms.CharField(label=_("企业"), help_text=FIRM_HINT)

    def clean_enterprise(self) -> Enterprise:
        """The one firm on the office's ground that is meant."""
        ground = Enterprise.objects.filter(queries.on_ground_of(self._roster().office))
        return firm_meant(self.cleaned_data["enterprise"], ground, _UNKNOWN)

    def _roster(self) -> NamedRoster:
        roster: NamedRoster = self.row
        return roster


class EnterForm(FirmForm):
    """登记一家企业."""

    entered_on = day_field(_("进入日期"), required=True, initial=timezone.localdate)
    expires_on = day_field(_("有效期至"), help_text=_("不填的，同名单的有效期。"))
    ground = forms.CharField(label=_("进入依据"))
    source = forms.CharField(label=_("出处"), required=False, help_text=_("如：通知附件第 12 行。"))

    def set_choices(self) -> None:
        """By the document the roster comes from."""
        self.fields["ground"].initial = self.row.source


class PointForm(FirmForm):
    """指定企业."""

    def set_choices(self) -> None:
        """What the table says."""
        self.fields["enterprise"].initial = self.row.name or self.row.code

    def _roster(self) -> NamedRoster:
        roster: NamedRoster = self.row.batch.roster
        return roster


class LeaveForm(RowForm):
    """退出名单."""

    left_on = day_field(_("退出日期"), required=True, initial=timezone.localdate)
    leaving_ground = forms.CharField(label=_("退出依据"))


class ProlongForm(RowForm):
    """延长有效期."""

    expires_on = day_field(_("延长至"), required=True)
    reason = forms.CharField(label=_("原因"))


class UploadForm(DeskForm):
    """上传表格."""

    button = _("先核对")
    roster = forms.ModelChoiceField(NamedRoster.objects.none(), label=_("名单"))
    way = choose_one(_("表中的企业"), BatchWay.choices, initial=BatchWay.ENTER)
    day = day_field(
        _("日期"), required=True, initial=timezone.localdate,
        help_text=_("进入或退出的日期；表中另有“日期”一列的，以表中为准。"),
    )  # fmt: skip
    ground = forms.CharField(
        label=_("依据"), help_text=_("公布、调整名单的文件；表中另有“依据”一列的，以表中为准。")
    )
    attachments = FilesField(
        label=_("表格文件"), widget=PapersInput(1),
        help_text=_("Excel 或 CSV，有“企业名称”一列，最好有“统一社会信用代码”，一次最多 5000 行。"),
    )  # fmt: skip

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "roster", queries.own_open(scope).order_by("kind__order", "level", "pk"))
