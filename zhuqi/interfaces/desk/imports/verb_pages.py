"""What is done with an import, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.imports import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.imports.actions import runs
from zhuqi.ledgers.imports.enums import RunVerb

PAGE = VerbPage[RunVerb]
VERB_PAGES = {
    RunVerb.START: PAGE(forms.StartForm, runs.start, _("已开始导入，可以离开本页"), order=1),
    RunVerb.MATCH: PAGE(forms.MatchForm, runs.match, _("已开始核对，可以离开本页"), order=2),
    RunVerb.CANCEL: PAGE(forms.CancelForm, runs.cancel, _("已放弃，文件已删除")),
}
