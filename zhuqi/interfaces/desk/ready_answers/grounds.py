"""法律依据: a table the administrator keeps, quoted in answers."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Item
from zhuqi.interfaces.desk.tables.reference_tables.base import Column, Register, RegisterForm
from zhuqi.mechanisms.ready_answers.actions import GROUNDS
from zhuqi.mechanisms.ready_answers.models import LawGround


class GroundForm(RegisterForm):
    """An article, and what it is about."""

    title = forms.CharField(label=_("法规名称"), max_length=80, help_text=_("不用加书名号。"))
    number = forms.CharField(
        label=_("文号"), max_length=40, required=False, help_text=_("如：国务院令第722号。")
    )
    article = forms.CharField(label=_("条款"), max_length=30, help_text=_("如：第十二条第二款。"))
    text = forms.CharField(
        label=_("条文"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    item = forms.ModelChoiceField(
        label=_("事项"), queryset=Item.objects.none(), required=False, empty_label=_("不限事项")
    )
    order = forms.IntegerField(
        label=_("顺序"), min_value=0, max_value=32767, initial=0, help_text=_("数字小的排在前面。")
    )

    def set_choices(self) -> None:
        """Items in use, and its own."""
        own = self.row.item_id if isinstance(self.row, LawGround) else None
        self.choose_from("item", Item.objects.filter(Q(active=True) | Q(pk=own or 0)))


class Grounds(Register[LawGround]):
    """法律依据."""

    key, table, shared, icon = "grounds", GROUNDS, True, "file-text"
    name, one = _("法律依据"), _("法律依据")
    note = _("填写答复时可以引用的法规条文，按事项列出，一键插入。")
    form = GroundForm
    searched = ("title", "number", "article", "text")
    columns = (
        Column(_("法规"), lambda row: row.title, lambda row: row.number),
        Column(_("条款"), lambda row: row.article),
        Column(_("条文"), lambda row: row.text, wide=True),
        Column(_("事项"), lambda row: str(row.item or _("不限"))),
    )
    retiring = _("停用后填写答复时不再列出，已经引用的不变。")

    def rows(self, scope: Scope) -> QuerySet[LawGround]:  # noqa: ARG002
        """All of them."""
        return LawGround.objects.select_related("item").order_by("order", "title", "pk")
