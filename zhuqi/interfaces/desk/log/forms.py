"""The log's filters as they stand in the address."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.desk.forms.base import DeskForm, day_field
from zhuqi.interfaces.shell import event_words


def _objects() -> list[tuple[str, StrOrPromise]]:
    known = event_words.objects().items()
    return [("", _("全部")), *((name, words.name) for name, words in known)]


class LogForm(DeskForm):
    """GET form; what can't be read is left out."""

    object_type = forms.ChoiceField(label=_("对象"), choices=_objects, required=False)
    object_id = forms.CharField(label=_("编号"), required=False, max_length=24)
    kind = forms.CharField(label=_("动作"), required=False, max_length=60)
    actor = forms.CharField(label=_("行为人"), required=False, max_length=60)
    since = day_field(_("记录日期从"))
    until = day_field(_("到"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="f_%s")
        self.full_clean()
