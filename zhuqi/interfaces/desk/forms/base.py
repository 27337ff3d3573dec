"""What all the desk's forms share: how they say what is missing, and their usual fields."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.workdays import FIRST_DAY, LAST_DAY
from zhuqi.interfaces.shell.forms import FilesField, PapersInput, ShellForm


class DeskForm(ShellForm):
    """A form that names what is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_what_is_missing(field)

    def word(self, label: StrOrPromise, hint: StrOrPromise = "") -> None:
        """What is missing is called by the same words."""
        super().word(label, hint)
        if field := self.fields.get(self.asks_for):
            _say_what_is_missing(field)


class RowForm(DeskForm):
    """A form about one row, which it may look at for its choices and defaults."""

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)
        self.set_choices()

    def set_choices(self) -> None:
        """Set choices and defaults from the row."""


class NothingForm(RowForm):
    """Nothing to fill in."""


class WhyForm(RowForm):
    """A reason in one line, as the verb's page words it."""

    asks_for = "reason"
    reason = forms.CharField(label=_("原因"))


def _say_what_is_missing(field: forms.Field) -> None:
    chosen = isinstance(field, forms.ChoiceField)
    sentence = _("请选择%(label)s") if chosen else _("请填写%(label)s")
    field.error_messages["required"] = sentence % {"label": field.label or ""}


def offer_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Say which rows a field of the form may choose from."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
    field.queryset = rows


def text_area(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    """Long text. How long it may be is the verb's rule, said once there."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def choose_one(label: Any, choices: Any, **more: Any) -> forms.TypedChoiceField:
    """A handful of choices, all in sight; arrow keys move between them."""
    field = forms.TypedChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)
    field.widget.attrs["class"] = "d-radio"
    return field


def day_field(label: Any, *, required: bool = False, **more: Any) -> forms.DateField:
    """A day within the years the calendar reaches."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        **more,
    )


def several_files() -> FilesField:
    """Attachments, always optional."""
    return FilesField(label=_("附件"), required=False)


def proofs_field(**more: Any) -> FilesField:
    """What proves something."""
    papers = PapersInput(settings.ATTACHMENT_MAX_FILES)
    return FilesField(label=_("佐证材料"), required=False, widget=papers, **more)
