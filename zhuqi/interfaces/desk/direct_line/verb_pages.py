"""What is done with a letter on the desk, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.direct_line import forms
from zhuqi.interfaces.desk.forms.base import NothingForm
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.direct_line import actions
from zhuqi.mechanisms.direct_line.enums import LetterVerb

PAGE = VerbPage[LetterVerb]
VERB_PAGES = {
    LetterVerb.ANSWER: PAGE(forms.AnswerForm, actions.answer, _("已答复"), order=1),
    LetterVerb.TURN: PAGE(NothingForm, actions.turn, _("已登记为诉求"), order=2),
    LetterVerb.PASS_ON: PAGE(forms.PassOnForm, actions.pass_on, _("已转给别人"), leaves=True),
    LetterVerb.ESCALATE: PAGE(forms.EscalateForm, actions.escalate, _("已请活动办处理")),
}
