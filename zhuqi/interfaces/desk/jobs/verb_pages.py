"""What its owner does with a job, as pages. The one table."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.jobs import actions
from zhuqi.foundation.jobs.enums import JobVerb
from zhuqi.interfaces.desk.jobs import forms
from zhuqi.interfaces.shell.verb_page import VerbPage

VERB_PAGES = {
    JobVerb.CANCEL: VerbPage[JobVerb](
        forms.CancelForm, actions.cancel, _("已取消；已经办完的不受影响")
    ),
}
