"""The form of a firm's answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.portal.forms import area, line
from zhuqi.interfaces.shell.forms import ShellForm

_COMES = (("yes", _("参加")), ("no", _("不参加")))


class ReplyForm(ShellForm):
    """Whether the firm comes, who, and what it wants to speak of."""

    coming = forms.ChoiceField(
        label=_("参加吗"), choices=_COMES, widget=forms.RadioSelect,
        error_messages={"required": _("请选择参加不参加")},
    )  # fmt: skip
    attendee = line(_("谁来参加"), 80, required=False, help_text=_("姓名和职务，如：李明，总经理"))
    question = area(
        _("想说的事"), 1000, rows=4, required=False,
        help_text=_("先写下来，当天答得更准；不写也可以到时再说。"),
    )  # fmt: skip
