"""What is done with an issued paper, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.papers import actions
from zhuqi.foundation.papers.enums import PaperVerb
from zhuqi.interfaces.desk.papers.forms import FileForm
from zhuqi.interfaces.shell.verb_page import VerbPage

VERB_PAGES = {
    PaperVerb.FILE: VerbPage[PaperVerb](FileForm, actions.file, _("用印件已存入"), order=1),
}
