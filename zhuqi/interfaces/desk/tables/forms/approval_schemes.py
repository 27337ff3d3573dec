"""An edition of a signing scheme, edited as a table of tiers and dispositions."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.desk.tables.forms.deadline_schemes import LIKE, REASON, BeginForm
from zhuqi.ledgers.cases.approval_schemes.rules import ApprovalRow
from zhuqi.ledgers.cases.enums import Disposition, Rank, Tier
from zhuqi.ledgers.cases.models import ApprovalScheme, ApprovalVersion

TIERS = [("", _("不分难易")), *Tier.choices]
RESULTS = [("", _("不分结果")), *Disposition.choices]
RANKS = [("", "—"), *Rank.choices]


def _name(tier: str, result: str) -> str:
    return f"{tier or 'any'}.{result or 'any'}"


class NewSigningForm(BeginForm):
    """Of a signing scheme."""

    like = forms.ModelChoiceField(label=LIKE, queryset=ApprovalScheme.objects.all())


class TableForm(DeskForm):
    """A cell for every tier and disposition; an empty one follows the wider rows."""

    reason = forms.CharField(label=_("修改说明"), required=False, max_length=200, help_text=REASON)

    def __init__(self, *args: Any, like: ApprovalVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {_name(rule.tier, rule.disposition): rule.rank for rule in like.rules.all()}
        for tier, tier_label in TIERS:
            for result, result_label in RESULTS:
                name = _name(tier, result)
                self.fields[name] = forms.ChoiceField(
                    label=result_label,
                    choices=RANKS,
                    widget=forms.Select(attrs={"aria-label": f"{tier_label}，{result_label}"}),
                    required=False,
                    initial=said.get(name, ""),
                )

    @property
    def lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The table: a line a tier, a cell a disposition."""
        return [
            (str(label), [self[_name(tier, result)] for result, _label in RESULTS])
            for tier, label in TIERS
        ]

    @property
    def rules(self) -> list[ApprovalRow]:
        """The cells filled in."""
        data = self.cleaned_data
        return [
            ApprovalRow(Rank(rank), tier, result)
            for tier, _label in TIERS
            for result, _words in RESULTS
            if (rank := data.get(_name(tier, result)))
        ]


class AdoptForm(DeskForm):
    """Which office signs by the scheme from now on."""

    office = forms.ModelChoiceField(label=_("活动办"), queryset=Unit.objects.none())
    reason = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, offices: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="adopt_%s", **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = offices
