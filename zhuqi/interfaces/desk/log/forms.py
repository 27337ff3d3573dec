"""The log's filters as they stand in the address."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import DeskForm, day_field
from zhuqi.interfaces.desk.log.event_words import OBJECT_WORDS

OBJECTS = [("", _("全部")), *OBJECT_WORDS.items()]


class LogForm(DeskForm):
    """GET form; what can't be read is left out."""

    object_type = forms.ChoiceField(label=_("对象"), choices=OBJECTS, required=False)
    object_id = forms.CharField(label=_("编号"), required=False, max_length=24)
    kind = forms.CharField(label=_("动作"), required=False, max_length=60)
    actor = forms.CharField(label=_("行为人"), required=False, max_length=60)
    since = day_field(_("记录日期从"))
    until = day_field(_("到"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="f_%s")
        self.full_clean()
