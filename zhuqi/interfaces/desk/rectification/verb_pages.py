"""What is done with a row of the ledger of rectification, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import WhyForm
from zhuqi.interfaces.desk.rectification import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.rectification import actions
from zhuqi.mechanisms.rectification.enums import RectificationVerb

PAGE, V = VerbPage[RectificationVerb], RectificationVerb
VERB_PAGES = {
    V.PROVE: PAGE(forms.ProveForm, actions.prove, _("已申请销号"), order=1),
    V.CLOSE: PAGE(WhyForm, actions.close, _("已销号"), asks=_("怎样核实的"), order=2),
    V.PROGRESS: PAGE(forms.ReportForm, actions.report, _("已报进展")),
    V.RETURN: PAGE(forms.AgainForm, actions.send_back, _("已退回"), asks=_("还差什么")),
    V.REVISE: PAGE(forms.ReviseForm, actions.revise, _("已修改")),
    V.REOPEN: PAGE(forms.AgainForm, actions.reopen, _("已重新整改"), asks=_("重新整改的原因")),
    V.VOID: PAGE(WhyForm, actions.void, _("已撤销"), asks=_("撤销原因")),
}
