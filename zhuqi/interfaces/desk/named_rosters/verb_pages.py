"""What is done with rosters, entries, batches and lines, as pages. The four tables."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import NothingForm, WhyForm
from zhuqi.interfaces.desk.named_rosters import forms
from zhuqi.interfaces.shell.bulk.declared import Bulk
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.rosters.actions import batches, entries, lines, rosters
from zhuqi.mechanisms.rosters.enums import BatchVerb, EntryVerb, LineVerb, RosterVerb

ROSTER = VerbPage[RosterVerb]
ROSTER_PAGES = {
    RosterVerb.ENTER: ROSTER(forms.EnterForm, rosters.enter, _("已登记"), order=1),
    RosterVerb.REVISE: ROSTER(forms.ReviseForm, rosters.revise, _("已修改")),
    RosterVerb.CLOSE: ROSTER(NothingForm, rosters.close, _("已停用，在册的企业不变")),
    RosterVerb.REOPEN: ROSTER(NothingForm, rosters.reopen, _("已恢复使用")),
}

ENTRY = VerbPage[EntryVerb]
ENTRY_PAGES = {
    EntryVerb.LEAVE: ENTRY(forms.LeaveForm, entries.leave, _("已退出名单"), bulk=Bulk()),
    EntryVerb.PROLONG: ENTRY(forms.ProlongForm, entries.prolong, _("已延长有效期"), bulk=Bulk()),
    EntryVerb.RESTORE: ENTRY(WhyForm, entries.restore, _("已撤销退出")),
    EntryVerb.VOID: ENTRY(WhyForm, entries.void, _("已撤销登记")),
}

BATCH = VerbPage[BatchVerb]
BATCH_PAGES = {
    BatchVerb.CARRY_OUT: BATCH(NothingForm, batches.carry_out, _("已登记"), order=1),
    BatchVerb.DROP: BATCH(WhyForm, batches.drop, _("已放弃")),
    BatchVerb.UNDO: BATCH(WhyForm, batches.undo_batch, _("已撤销这一批")),
}

LINE = VerbPage[LineVerb]
LINE_PAGES = {
    LineVerb.POINT: LINE(forms.PointForm, lines.point, _("已指定企业"), order=1),
    LineVerb.LEAVE_OUT: LINE(NothingForm, lines.leave_out, _("这一行不登记"), bulk=Bulk()),
}
