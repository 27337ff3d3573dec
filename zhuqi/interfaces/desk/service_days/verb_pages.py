"""What is done with a service day, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import WhyForm
from zhuqi.interfaces.desk.service_days import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.service_days import actions
from zhuqi.mechanisms.service_days.enums import ServiceDayVerb

PAGE, V = VerbPage[ServiceDayVerb], ServiceDayVerb
VERB_PAGES = {
    V.HOLD: PAGE(forms.HoldForm, actions.hold, _("已记录"), order=1),
    V.HEAR: PAGE(forms.HearForm, actions.hear, _("已记下"), order=2),
    V.RAISE: PAGE(forms.RaiseForm, actions.raise_case, _("已登记为诉求")),
    V.SOLVE: PAGE(forms.SolveForm, actions.solve, _("已记下")),
    V.REVISE: PAGE(forms.ReviseForm, actions.revise, _("已修改")),
    V.CANCEL: PAGE(WhyForm, actions.cancel, _("已取消"), asks=_("取消原因")),
}
