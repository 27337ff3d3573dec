"""What is done with a visit, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import NothingForm, WhyForm
from zhuqi.interfaces.desk.forms.needs import NeedForm
from zhuqi.interfaces.desk.visits import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.liaison import actions
from zhuqi.mechanisms.liaison.enums import VisitVerb

PAGE = VerbPage[VisitVerb]
RECORD = "desk/visits/record.html"
VERB_PAGES = {
    VisitVerb.MAKE: PAGE(forms.RecordForm, actions.make, _("已记录"), order=1, template=RECORD),
    VisitVerb.SETTLE: PAGE(forms.SettleForm, actions.settle, _("已办结"), order=2),
    VisitVerb.RAISE: PAGE(NeedForm, actions.raise_need, _("已登记为诉求")),
    VisitVerb.KEEP: PAGE(forms.KeepForm, actions.keep_need, _("已记下")),
    VisitVerb.AGREE: PAGE(forms.AgreeForm, actions.agree, _("已登记为诉求")),
    VisitVerb.FOLLOW: PAGE(forms.FollowUpForm, actions.follow_up, _("已记下")),
    VisitVerb.ADD: PAGE(forms.AddForm, actions.add, _("已补充"), template=RECORD),
    VisitVerb.JOIN: PAGE(NothingForm, actions.join, _("已加入这次走访")),
    VisitVerb.MERGE: PAGE(forms.MergeForm, actions.merge, _("已并入")),
    VisitVerb.CANCEL: PAGE(WhyForm, actions.cancel, _("已取消"), asks=_("取消原因")),
}
