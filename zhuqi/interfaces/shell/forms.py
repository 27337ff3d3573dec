"""How forms look: one renderer and one base for all, several files, long lists of ticks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.core.validators import (
    BaseValidator,
    DecimalValidator,
    MaxValueValidator,
    MinValueValidator,
)
from django.db import models
from django.forms.models import ModelChoiceIteratorValue
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.attachments import rules
from zhuqi.foundation.attachments.actions import keep_place
from zhuqi.interfaces.shell import controls, fields

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


# An action's keyword, and the fields it is made of.
Composed = Mapping[str, tuple[str, ...]]


class Renderer(DjangoTemplates):
    """The project's FORM_RENDERER: `{{ form }}`, fields and controls are drawn by the shell, what
    it has no drawing for by Django's templates."""

    form_template_name = "shell/form.html"
    field_template_name = "shell/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """The HTML of what Django calls by the name of a template."""
        if template_name == self.form_template_name:
            return fields.form_drawn(context["form"])
        if template_name == self.field_template_name:
            return fields.field_drawn(context["field"])
        if (control := controls.drawn(template_name, context.get("widget", {}))) is not None:
            return control
        return super().render(template_name, context, request)


class _Findable:
    """A widget whose choices are found by more than their label: `data-find` for the script.

    A choice made of a row (`row_choice`, or a field's own queryset) brings the row's `find_words`.
    """

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the words."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        row = getattr(value, "instance", None)
        if words := getattr(row, "find_words", ""):
            option["attrs"]["data-find"] = words
        return option


def row_choice(row: models.Model, label: StrOrPromise) -> tuple[Any, StrOrPromise]:
    """A choice that knows the row it stands for."""
    return ModelChoiceIteratorValue(row.pk, row), label


class PickInput(_Findable, forms.Select):
    """One of many: a select, which the script turns into a field one types into."""

    def __init__(self, attrs: Any = None, choices: Any = ()) -> None:
        super().__init__({"data-pick": "", **(attrs or {})}, choices)


NOTHING_YET, NOTHING = _("请选择"), _("不选")
_DASHES = "---------"


def _pick(field: forms.Field) -> None:
    """A row is chosen by typing where there are many, and no choice is called by dashes."""
    if not isinstance(field, forms.ModelChoiceField):
        return
    if field.empty_label == _DASHES:
        field.empty_label = NOTHING_YET if field.required else NOTHING
    if type(field.widget) is forms.Select:
        field.widget = PickInput(field.widget.attrs)
        field.widget.is_required = field.required
        # Not by `field.choices`, which would keep today's choices whatever rows are offered later.
        field.widget.choices = field.choices


def _choose_file(field: forms.Field) -> None:
    """A file is chosen by our button; the browser's speaks the language of the machine."""
    if type(field.widget) in {forms.FileInput, forms.ClearableFileInput}:
        field.widget = OneFileInput(field.widget.attrs)
        field.widget.is_required = field.required


class ShellForm(forms.Form):
    """What every form has: it is judged by the server alone, and an action can refuse it.

    Fields are named like the action's keywords, so a complaint finds its field. `composed` names
    what `clean` makes out of several; `asks_for` the one field a page may call by its own words.

    Every number and every day has a range, its own or that of what can be kept and reckoned with.
    """

    use_required_attribute = False
    composed: ClassVar[Composed] = {}
    asks_for: ClassVar[str] = ""
    # What the button says where that is not the page's title.
    button: StrOrPromise = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_range(field)
            _give_range(field)
            _pick(field)
            _choose_file(field)

    @classmethod
    def keywords(cls) -> frozenset[str]:
        """What the form gives an action, by the action's names."""
        parts = {name for fields in cls.composed.values() for name in fields}
        return frozenset(cls.base_fields.keys() - parts | cls.composed.keys())

    def word(self, label: StrOrPromise, hint: StrOrPromise = "") -> None:
        """Call the field by a page's own words; the field may be one this case does not need."""
        if field := self.fields.get(self.asks_for):
            field.label = label
            field.help_text = hint or field.help_text

    def refuse(self, refusal: NotValid) -> None:
        """Put an action's complaints at the fields they name; what names none goes to the top."""
        for name, sentence in refusal.errors.items():
            self.add_error(name if name in self.fields else None, sentence)


# The days of this republic and far beyond every plan: arithmetic over them ends nowhere.
_EARLIEST, _LATEST = date(1949, 10, 1), date(2199, 12, 31)
# What the smallest column of whole numbers holds on both databases; amounts have their decimals.
_MOST, _DIGITS, _PLACES = 2**31 - 1, 20, 4


def _say_range(field: forms.Field) -> None:
    """What is told of a number out of range: which would do."""
    if not isinstance(field, forms.IntegerField):  # decimals are of its kind
        return
    low, high = field.min_value, field.max_value
    words: StrOrPromise
    if low is not None and high is not None:
        words = _("请填写 %(low)s 到 %(high)s 之间的数") % {"low": low, "high": high}
    elif low is not None:
        words = _("请填写不小于 %(low)s 的数") % {"low": low}
    elif high is not None:
        words = _("请填写不大于 %(high)s 的数") % {"high": high}
    else:
        words = _("这个数超出了可以填写的范围")
    for code in ("min_value", "max_value"):
        field.error_messages.setdefault(code, words)


def _give_range(field: forms.Field) -> None:
    """The widest range for a field that names none of its own."""
    limits = [v for v in field.validators if isinstance(v, BaseValidator)]
    match field:
        case forms.DateField() if not limits:
            message = _("日期应在 %(first)s 年至 %(last)s 年之间") % {
                "first": _EARLIEST.year, "last": _LATEST.year,
            }  # fmt: skip
            field.validators += [
                MinValueValidator(_EARLIEST, message), MaxValueValidator(_LATEST, message),
            ]  # fmt: skip
        case forms.DecimalField() if field.max_digits is None:
            field.validators.append(DecimalValidator(_DIGITS, _PLACES))
        case forms.IntegerField() if field.max_value is None:
            field.validators += [MinValueValidator(-_MOST), MaxValueValidator(_MOST)]


def place_name(name: str) -> str:
    """The tick beside a field of files: photos keep the place where they were taken."""
    return f"{name}-place"


class OneFileInput(forms.FileInput):
    """One file, chosen by a button in our words and not in those of the browser's language."""

    template_name = "shell/widgets/files.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds that it is one; how large it may be, its own form says."""
        context = super().get_context(name, value, attrs)
        context["widget"]["max_files"] = 1
        return context


class FilesInput(OneFileInput):
    """Several files at once; the page lists them with size, and says which are too large."""

    allow_multiple_selected = True
    keeps_places = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the limits the script warns about and the server checks again, and the wish about
        places."""
        context = super().get_context(name, value, attrs)
        context["widget"]["max_bytes"] = settings.ATTACHMENT_MAX_BYTES
        context["widget"]["max_files"] = settings.ATTACHMENT_MAX_FILES
        context["widget"]["keeps_places"] = self.keeps_places
        context["widget"]["place_name"] = place_name(name)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The files, each marked where its sender wants the place of its photos kept."""
        value = super().value_from_datadict(data, files, name)
        self.keeps_places = place_name(name) in data
        for one in value if isinstance(value, list | tuple) else [value]:
            if one:
                keep_place(one, wanted=self.keeps_places)
        return value


class PapersInput(FilesInput):
    """A few papers that prove something: where they were photographed is nobody's business."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """No wish about places, and a limit of its own."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"max_files": self.most, "place_name": ""}
        return context


class TicksInput(_Findable, forms.CheckboxSelectMultiple):
    """A list of ticks in its own scrolling box; the script adds a field that narrows a long one.

    `noun` is what is listed, as the script says it: 单位, 人员.
    """

    template_name = "shell/widgets/ticks.html"

    def __init__(self, noun: StrOrPromise) -> None:
        super().__init__()
        self.noun = noun

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the noun."""
        context = super().get_context(name, value, attrs)
        context["widget"]["noun"] = self.noun
        return context


class FilesField(forms.FileField):
    """Cleans to a list of uploaded files, each passed through FileField's own checks."""

    widget = FilesInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The picker offers what the server takes."""
        return {**super().widget_attrs(widget), "accept": rules.accepted()}

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """An empty optional field is an empty list."""
        several: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(one, initial) for one in several]
        return [one for one in cleaned if one]
