"""An edition of a ladder, edited step by step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.desk.forms.editions import EditionForm
from zhuqi.mechanisms.supervision.ladder.enums import Step
from zhuqi.mechanisms.supervision.ladder.models import LadderVersion
from zhuqi.mechanisms.supervision.ladder.rules import LEAST, MOST, Rung
from zhuqi.mechanisms.supervision.rules import LONGEST_LIMIT

_EARLY = _("到期前几个工作日；0 是到期当天，不填就没有这一次。")


def _number(step: Step, label: StrOrPromise, hint: StrOrPromise = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=LEAST[step], max_value=MOST[step], required=False, help_text=hint
    )


class LadderForm(EditionForm):
    """A field a step; an empty one is no step."""

    remind_1 = _number(Step.REMIND, _("第一次提醒"), _EARLY)
    remind_2 = _number(Step.REMIND, _("第二次提醒"))
    remind_3 = _number(Step.REMIND, _("第三次提醒"))
    urge_1 = _number(Step.URGE, _("催办"), _("逾期几个工作日后；0 是一逾期就发，不填就不催办。"))
    again_1 = _number(Step.AGAIN, _("再次催办"), _("每几个工作日一次，直到办结；不填就只催一次。"))
    inquire_1 = _number(Step.INQUIRE, _("问效"), _("催办几次后拟问效建议单；不填就不问效。"))
    reply_days = forms.IntegerField(
        label=_("回复时限"), min_value=1, max_value=LONGEST_LIMIT,
        help_text=_("单位几个工作日内回复。"),
    )  # fmt: skip

    def __init__(self, *args: Any, like: LadderVersion, **kwargs: Any) -> None:
        super().__init__(*args, like=like, **kwargs)
        for rule in like.rules.all():
            self.fields[f"{rule.step}_{rule.nth}"].initial = rule.number
        self.fields["reply_days"].initial = like.reply_days

    @property
    def rules(self) -> list[Rung]:
        """The fields filled in."""
        found = []
        for name, number in self.cleaned_data.items():
            step, _line, nth = name.rpartition("_")
            if step in Step.values and number is not None:
                found.append(Rung(Step(step), int(nth), number))
        return found

    @property
    def terms(self) -> dict[str, Any]:
        """How long units have for a reply."""
        return {"reply_days": self.cleaned_data["reply_days"]}
