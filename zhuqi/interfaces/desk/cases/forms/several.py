"""What is asked once where a verb is done to many cases, if that is not what one is asked.

Nothing that is true of one case alone is asked here: a call that was made, money it brought.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.enums import Sector
from zhuqi.foundation.directory.models import Tag
from zhuqi.interfaces.desk.cases.forms.verbs import (
    AcceptForm,
    AssignForm,
    HandOverForm,
    SignForm,
    TagForm,
    VerbForm,
    choose_among,
    offered_units,
)
from zhuqi.interfaces.desk.forms.base import offer_rows
from zhuqi.ledgers.cases.handover.workload import could_handle


class NothingForm(VerbForm):
    """Nothing is asked."""


class AcceptSeveralForm(AcceptForm):
    """受理: the same matter for all; each keeps the sector its firm named, unless one is chosen."""

    sector = forms.ChoiceField(
        label=_("行业台账"),
        required=False,
        choices=[("", _("按各件登记的行业")), *Sector.choices],
    )
    field_order = ("item", "kind", "tier", "nature", "urgency", "sector", "boundary")

    def set_choices(self) -> None:
        """Nothing is guessed: a guess would be of one case."""
        super().set_choices()
        self.fields["sector"].initial = ""
        self.fields["item"].initial = None
        self.fields["item"].help_text = _("选中的诉求都归入这一事项；不是同一事项的，请分几次办。")
        for name in ("kind", "tier", "nature", "urgency"):
            self.fields[name].initial = self.base_fields[name].initial


class AssignSeveralForm(AssignForm):
    """交办: the same units for all."""

    def set_choices(self) -> None:
        """Nobody is proposed: who is likely to lead one is not so for all."""
        groups = offered_units(self.file)
        for name in ("lead", "co", "part"):
            choose_among(self.fields[name], lambda: groups)


class SignSeveralForm(SignForm):
    """签收: the phone is that of the sheets one's unit leads."""

    def set_choices(self) -> None:
        """Asked whatever the first of them is."""
        self.fields["handler_phone"].help_text = _("企业和活动办用它找您；只记入本单位主办的诉求。")


class HandOverSeveralForm(HandOverForm):
    """移交经办: to one for all."""

    def set_choices(self) -> None:
        """Everyone of the unit who may handle; whose it is already keeps it."""
        offer_rows(self, "to", could_handle(self.file.case.lead_unit_id or 0))


class TagSeveralForm(TagForm):
    """贴标签: what else a case has stays."""

    def set_choices(self) -> None:
        """Every tag in use, whatever the first of them has."""
        usable = Tag.objects.filter(active=True, for_cases=True)
        self.offer_tags(usable, list(usable))


class UntagSeveralForm(TagForm):
    """去标签: a case without it stays as it is."""

    def set_choices(self) -> None:
        """Every tag for cases, also one that is no longer put on."""
        known = Tag.objects.filter(for_cases=True)
        self.offer_tags(known, list(known))
