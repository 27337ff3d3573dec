"""What is done with a look-back, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import WhyForm
from zhuqi.interfaces.desk.lookback import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.lookback import actions
from zhuqi.mechanisms.lookback.enums import LookBackVerb

PAGE, V = VerbPage[LookBackVerb], LookBackVerb
# What a call may end in: done on one screen, the call's own page.
CALLED = (V.VERIFY, V.DOUBT, V.MISS, V.GIVE_UP)
VERB_PAGES = {
    V.VERIFY: PAGE(forms.SpokenForm, actions.verify, _("已记为核实已解决")),
    V.DOUBT: PAGE(forms.SpokenForm, actions.doubt, _("已记下，请原主办单位说明")),
    V.MISS: PAGE(forms.MissForm, actions.miss, _("已记下，到时再打")),
    V.GIVE_UP: PAGE(forms.SureForm, actions.give_up, _("已记为联系不上")),
    V.STATE: PAGE(forms.StatementForm, actions.state, _("说明已提交"), order=2),
    V.FIND_FAULT: PAGE(forms.FaultForm, actions.find_fault, _("已认定有责，诉求已重新办理")),
    V.FIND_NO_FAULT: PAGE(forms.NoFaultForm, actions.find_no_fault, _("已认定无责")),
    V.ASSIGN: PAGE(forms.AssignForm, actions.assign, _("已指定")),
    V.DECLARE: PAGE(
        WhyForm, actions.declare, _("已声明回避，由活动办另行指定"), asks=_("回避原因")
    ),
    V.CALL_ANEW: PAGE(WhyForm, actions.call_anew, _("已退回，待重新回访"), asks=_("退回原因")),
    V.DROP: PAGE(WhyForm, actions.drop, _("已记为不再回访"), asks=_("为什么不再回访")),
}
