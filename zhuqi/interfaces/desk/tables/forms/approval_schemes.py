"""An edition of a signing scheme, edited as a table of tiers and dispositions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.editions import EditionForm
from zhuqi.ledgers.cases.approval_schemes.rules import ApprovalRow
from zhuqi.ledgers.cases.enums import Disposition, Rank, Tier
from zhuqi.ledgers.cases.models import ApprovalVersion

TIERS = [("", _("不分难易")), *Tier.choices]
RESULTS = [("", _("不分结果")), *Disposition.choices]
RANKS = [("", "—"), *Rank.choices]


def _name(tier: str, result: str) -> str:
    return f"{tier or 'any'}.{result or 'any'}"


class TableForm(EditionForm):
    """A cell for every tier and disposition; an empty one follows the wider rows."""

    def __init__(self, *args: Any, like: ApprovalVersion, **kwargs: Any) -> None:
        super().__init__(*args, like=like, **kwargs)
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
