"""One form for each verb; fields are named like the action's keywords."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.typed import whole
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    RowForm,
    day_field,
    offer_rows,
    proofs_field,
    text_area,
)
from zhuqi.mechanisms.inspections.models import Finding
from zhuqi.mechanisms.inspections.queries import WRITERS
from zhuqi.mechanisms.rectification import queries

_POST = _("写职务，不写姓名，如：分管副局长。")


class EnterForm(DeskForm):
    """列入专项整治: by hand, or of a finding the address names."""

    finding = forms.ModelChoiceField(
        Finding.objects.none(), label=_("检查发现的问题"), required=False,
        help_text=_("由督导检查发现的，选上它；不是的不选。"),
    )  # fmt: skip
    office = forms.ModelChoiceField(Unit.objects.none(), label=_("列账单位"), empty_label=None)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("责任单位"))
    problem = text_area(_("存在问题"), rows=4)
    measure = text_area(_("整改措施"), rows=4)
    post = forms.CharField(label=_("责任人职务"), help_text=_POST)
    due = day_field(_("整改期限"), required=True)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=sorted(scope.units(*WRITERS)))
        offices = offices.select_related("region").order_by("level", "pk")
        offer_rows(self, "office", offices)
        sent = self.data if self.is_bound else self.initial
        named = whole(str(sent.get("finding", ""))) or 0
        # What was entered just now is the action's to refuse: a second click is known there.
        found = queries.to_enter(scope, also=named)
        offer_rows(self, "finding", found.order_by("-pk"))
        held = Unit.objects.none()
        for office in offices:
            held |= queries.responsible(office)
        offer_rows(self, "unit", held.order_by("level", "kind", "pk"))
        if not self.is_bound and (one := found.filter(pk=named).first()):
            section = one.unit.kind == UnitKind.SECTION
            usual = {
                "office": one.office_id, "problem": one.text, "measure": one.demand,
                "unit": one.unit.parent_id if section else one.unit_id,
            }  # fmt: skip
            self.initial = {**usual, **self.initial}


class ReviseForm(RowForm):
    """修改: as it stands."""

    problem = text_area(_("存在问题"), rows=4)
    measure = text_area(_("整改措施"), rows=4)
    post = forms.CharField(label=_("责任人职务"), help_text=_POST)
    due = day_field(_("整改期限"), required=True)

    def set_choices(self) -> None:
        """What stands there now."""
        for name, field in self.fields.items():
            field.initial = getattr(self.row, name)


class ReportForm(RowForm):
    """报进展."""

    text = text_area(_("整改进展"), rows=6, help_text=_("做到哪一步、还差什么、下一步怎么办。"))


class ProveForm(RowForm):
    """申请销号."""

    proof = text_area(_("整改结果"), rows=6, help_text=_("改到什么程度、定了什么制度防止再犯。"))
    proofs = proofs_field()

    def set_choices(self) -> None:
        """What was said before it came back."""
        self.fields["proof"].initial = self.row.proof


class AgainForm(RowForm):
    """退回继续整改、重新整改: why, and until when."""

    asks_for = "reason"
    reason = forms.CharField(label=_("原因"))
    due = day_field(_("新的整改期限"), required=True)
