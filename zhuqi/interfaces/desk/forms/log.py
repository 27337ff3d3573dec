"""The log's filters as they stand in the address."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import DeskForm, day_field

OBJECTS = [
    ("", _("全部")),
    ("case", _("诉求")),
    ("user", _("账号")),
    ("member", _("企业登记")),
    ("enterprise", _("企业")),
    ("unit", _("单位")),
    ("official", _("干部")),
    ("liaison", _("包联")),
    ("calendar", _("日历")),
    ("scheme", _("时限方案")),
    ("code_table", _("代码表")),
]


class LogForm(DeskForm):
    """GET form; what can't be read is left out."""

    object_type = forms.ChoiceField(label=_("对象"), choices=OBJECTS, required=False)
    object_id = forms.IntegerField(label=_("对象编号"), required=False, min_value=0)
    kind = forms.CharField(label=_("动作"), required=False, max_length=60)
    actor = forms.CharField(label=_("行为人"), required=False, max_length=60)
    since = day_field(_("记录日期从"))
    until = day_field(_("到"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="f_%s")
        self.full_clean()
