"""What is done with a rhythm, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import NothingForm
from zhuqi.interfaces.desk.rhythm import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.rhythm import actions
from zhuqi.mechanisms.rhythm.enums import RhythmVerb

PAGE = VerbPage[RhythmVerb]
VERB_PAGES = {
    RhythmVerb.REVISE: PAGE(forms.ReviseForm, actions.revise, _("已修改")),
    RhythmVerb.PAUSE: PAGE(NothingForm, actions.pause, _("已暂停")),
    RhythmVerb.RESUME: PAGE(NothingForm, actions.resume, _("已恢复"), order=1),
}
