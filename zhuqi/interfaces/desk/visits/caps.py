"""走访次数规定: a table the administrator keeps, by office and day."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import day_field
from zhuqi.interfaces.desk.tables.reference_tables.base import Column, Register, RegisterForm
from zhuqi.interfaces.shell import wording
from zhuqi.mechanisms.liaison.actions import CAPS
from zhuqi.mechanisms.liaison.actions.caps import FARTHEST, MOST_A_MONTH
from zhuqi.mechanisms.liaison.models import VisitCap
from zhuqi.mechanisms.liaison.queries import MOST, NEAR


class CapForm(RegisterForm):
    """Of which office, from when, how often."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"))
    since = day_field(_("从哪天起"), required=True)
    most = forms.IntegerField(
        label=_("一家企业每月最多走访次数"), min_value=1, max_value=MOST_A_MONTH, initial=MOST
    )
    near = forms.IntegerField(
        label=_("计划时提示前后多少天内别人的走访"), min_value=0, max_value=FARTHEST, initial=NEAR
    )

    def set_choices(self) -> None:
        """Offices in use."""
        offices = Unit.objects.filter(kind=UnitKind.OFFICE, active=True)
        self.choose_from("office", offices.order_by("level", "pk"))


class Caps(Register[VisitCap]):
    """走访次数规定."""

    key, table, shared, icon = "visit-caps", CAPS, True, "calendar"
    name, one = _("走访次数规定"), _("走访次数规定")
    note = _("无事不扰：一家企业每月最多走访几次；企业邀请或有在办诉求的写明理由后不受限。")
    form = CapForm
    searched = ("office__name",)
    columns = (
        Column(_("活动办"), lambda row: str(row.office)),
        Column(_("从哪天起"), lambda row: wording.day(row.since, weekday=False)),
        Column(_("每月最多"), lambda row: str(row.most), number=True),
        Column(_("提示前后天数"), lambda row: str(row.near), number=True),
    )
    retiring = _("停用后按早一天起的规定，没有的每月最多 4 次。")

    def rows(self, scope: Scope) -> QuerySet[VisitCap]:  # noqa: ARG002
        """All of them."""
        return VisitCap.objects.select_related("office").order_by("office", "-since")
