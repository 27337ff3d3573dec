"""A view is named and, if wanted, shared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.saved_views.models import LONGEST_NAME, LONGEST_QUERY
from zhuqi.interfaces.desk.forms.base import DeskForm


class SaveForm(DeskForm):
    """The name of what a list shows now."""

    listing = forms.CharField(widget=forms.HiddenInput, max_length=40)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_QUERY)
    name = forms.CharField(
        label=_("名称"),
        max_length=LONGEST_NAME,
        help_text=_("同名的旧视图改成现在的条件。"),
    )
    unit = forms.TypedChoiceField(
        label=_("给谁用"), required=False, coerce=int, empty_value=None, choices=()
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(pk__in=person.scope.units()).order_by("pk")
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        shared = [(unit.pk, _("%(unit)s的同事都能用") % {"unit": unit}) for unit in units]
        field.choices = [("", _("只给自己")), *shared]
