"""What is done with questionnaires and replies on the desk, as pages. The two tables."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import NothingForm, WhyForm
from zhuqi.interfaces.desk.questionnaires import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.questionnaires.actions import questionnaires, replies
from zhuqi.mechanisms.questionnaires.enums import QuestionnaireVerb, ReplyVerb

PAGE = VerbPage[QuestionnaireVerb]
QUESTIONNAIRE_PAGES = {
    QuestionnaireVerb.SEND: PAGE(NothingForm, questionnaires.send, _("已发给企业"), order=2),
    QuestionnaireVerb.ADD: PAGE(forms.AddForm, questionnaires.add, _("已添加"), order=3),
    QuestionnaireVerb.REMOVE: PAGE(forms.RemoveForm, questionnaires.remove, _("已删去")),
    QuestionnaireVerb.REVISE: PAGE(forms.ReviseForm, questionnaires.revise, _("已修改")),
    QuestionnaireVerb.VOID: PAGE(WhyForm, questionnaires.void, _("已作废")),
    QuestionnaireVerb.POSTPONE: PAGE(forms.PostponeForm, questionnaires.postpone, _("已延长")),
    QuestionnaireVerb.CLOSE: PAGE(NothingForm, questionnaires.close, _("已结束回收")),
}

REPLY = VerbPage[ReplyVerb]
REPLY_PAGES = {
    ReplyVerb.FILL_IN: REPLY(forms.FillForm, replies.fill_in, _("已代企业提交"), order=1),
}
