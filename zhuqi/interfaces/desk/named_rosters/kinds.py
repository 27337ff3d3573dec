"""名单种类: a table the administrator keeps."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.interfaces.desk.tables.reference_tables.base import Column, Register, RegisterForm
from zhuqi.mechanisms.rosters.actions.rosters import KINDS
from zhuqi.mechanisms.rosters.models import RosterKind


class KindForm(RegisterForm):
    """A kind of roster."""

    code = forms.CharField(label=_("代码"), max_length=12)
    name = forms.CharField(label=_("名称"), max_length=30)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    order = forms.IntegerField(
        label=_("顺序"), min_value=0, max_value=32767, initial=0, help_text=_("数字小的排在前面。")
    )


class Kinds(Register[RosterKind]):
    """名单种类."""

    key, table, shared, icon = "roster_kinds", KINDS, True, "list-details"
    name, one = _("名单种类"), _("名单种类")
    note = _("白名单、规上、专精特新等，建立名单时选用。")
    form = KindForm
    searched = ("name", "code")
    columns = (
        Column(_("名称"), lambda row: row.name, lambda row: row.code),
        Column(_("说明"), lambda row: row.note, wide=True),
    )
    retiring = _("停用后不能再建立这一种名单，已有的不变。")

    def rows(self, scope: Scope) -> QuerySet[RosterKind]:  # noqa: ARG002
        """All of them."""
        return RosterKind.objects.order_by("order", "pk")
