"""Forms of schemes kept in editions: begun as a copy, published, adopted by an office."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm

REASON = _("写进修改记录，如依据的文件。")


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
    field.queryset = rows


class BeginForm(DeskForm):
    """A scheme of one's own, begun as a copy of one of `schemes`."""

    code = forms.SlugField(
        label=_("代码"), max_length=50, help_text=_("英文字母、数字和短横线，如 xuchang-2027。")
    )
    name = forms.CharField(label=_("名称"), max_length=60)
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称和文号。"))
    like = forms.ModelChoiceField(label=_("以哪个方案为底稿"), queryset=Unit.objects.none())
    reason = forms.CharField(label=_("修改说明"), required=False, max_length=200, help_text=REASON)

    def __init__(self, *args: Any, schemes: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "like", schemes)


class EditionForm(DeskForm):
    """An edition as it is edited: filled like edition `like`, or as it was sent."""

    reason = forms.CharField(label=_("修改说明"), required=False, max_length=200, help_text=REASON)

    def __init__(self, *args: Any, like: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.like = like

    @property
    @abstractmethod
    def rules(self) -> Sequence[Any]:
        """The rows of the edition, of a form that is valid."""

    @property
    def terms(self) -> dict[str, Any]:
        """What the edition says beside its rows."""
        return {}


class AdoptForm(DeskForm):
    """Which office goes by the scheme from now on."""

    office = forms.ModelChoiceField(label=_("活动办"), queryset=Unit.objects.none())
    reason = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, offices: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="adopt_%s", **kwargs)
        _offer(self, "office", offices)
