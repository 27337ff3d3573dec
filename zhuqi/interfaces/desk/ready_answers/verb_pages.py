"""What is done with a ready answer, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.ready_answers import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.ready_answers import actions
from zhuqi.mechanisms.ready_answers.enums import ReadyVerb

PAGE = VerbPage[ReadyVerb]
VERB_PAGES = {
    ReadyVerb.CHANGE: PAGE(forms.ChangeForm, actions.change, _("已保存"), order=1),
    ReadyVerb.RETIRE: PAGE(forms.SureForm, actions.retire, _("已停用，填写答复时不再列出")),
    ReadyVerb.RESTORE: PAGE(forms.SureForm, actions.restore, _("已恢复使用"), order=2),
}
