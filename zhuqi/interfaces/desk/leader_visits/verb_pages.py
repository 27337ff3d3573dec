"""What is done with a leader's visit, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import NothingForm, WhyForm
from zhuqi.interfaces.desk.leader_visits import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.leader_visits import actions
from zhuqi.mechanisms.leader_visits.enums import LeaderVisitVerb

PAGE, V = VerbPage[LeaderVisitVerb], LeaderVisitVerb
VERB_PAGES = {
    V.APPROVE: PAGE(NothingForm, actions.approve, _("已审定"), order=1),
    V.SUBMIT: PAGE(NothingForm, actions.submit, _("已报审"), order=2),
    V.MAKE: PAGE(forms.MakeForm, actions.make, _("已记录"), order=3),
    V.SETTLE: PAGE(forms.SettleForm, actions.settle, _("已办结"), order=4),
    V.DEMAND: PAGE(forms.DemandForm, actions.demand, _("已记下")),
    V.RETURN: PAGE(WhyForm, actions.send_back, _("已退回"), asks=_("还差什么")),
    V.REVISE: PAGE(forms.ReviseForm, actions.revise, _("已修改")),
    V.NAME: PAGE(forms.NameForm, actions.name, _("已改")),
    V.CANCEL: PAGE(WhyForm, actions.cancel, _("已取消"), asks=_("取消原因")),
}
