"""The form of a letter, and of taking it back."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.portal.forms import area, line
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.ledgers.cases.actions.intake import TEXT_LIMIT, TITLE_LIMIT


class LetterForm(ShellForm):
    """Two fields, to whom, and whether others may know."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=_("写给谁"), empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": _("请选择写给谁")},
    )  # fmt: skip
    title = line(
        _("什么事"), TITLE_LIMIT, help_text=_("一句话说清楚"),
        error_messages={"required": _("请用一句话说什么事")},
    )  # fmt: skip
    body = area(
        _("具体情况"),
        TEXT_LIMIT,
        rows=6,
        error_messages={"required": _("请写具体情况，几句话就行")},
    )
    confidential = forms.BooleanField(
        label=_("要求保密"), required=False,
        help_text=_("转为诉求的，按保密诉求办理，被反映的单位看不到是哪家企业。"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: QuerySet[User], posts: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = people
        field.label_from_instance = lambda user: _named(user, posts)  # type: ignore[assignment]


def _named(user: Any, posts: dict[int, str]) -> str:
    post = posts.get(user.official_id or 0, "")
    return f"{user.name}（{post}）" if post else str(user.name)


class NothingForm(ShellForm):
    """Nothing to fill in."""
