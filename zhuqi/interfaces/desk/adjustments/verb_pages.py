"""What is done with batches and their lines, as pages. The two tables."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.adjustments import forms
from zhuqi.interfaces.desk.forms.base import NothingForm, WhyForm
from zhuqi.interfaces.shell.bulk.declared import Bulk, Undo
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.adjustments.actions import batches, lines
from zhuqi.mechanisms.adjustments.enums import AdjustmentVerb, MoveVerb

BATCH = VerbPage[AdjustmentVerb]
BATCH_PAGES = {
    AdjustmentVerb.APPROVE: BATCH(NothingForm, batches.approve, _("已批准"), order=1),
    AdjustmentVerb.SUBMIT: BATCH(NothingForm, batches.submit, _("已提交批准"), order=2),
    AdjustmentVerb.PROPOSE: BATCH(
        forms.ProposeForm, batches.propose, _("正在生成建议，完成后列在下面"), order=3
    ),
    AdjustmentVerb.ADD: BATCH(forms.AddForm, batches.add, _("已添加")),
    AdjustmentVerb.REVISE: BATCH(forms.ReviseForm, batches.revise, _("已修改")),
    AdjustmentVerb.RETURN: BATCH(WhyForm, batches.give_back, _("已退回"), asks=_("退回原因")),
    AdjustmentVerb.VOID: BATCH(WhyForm, batches.void, _("已作废"), asks=_("作废原因")),
    AdjustmentVerb.REVERSE: BATCH(
        forms.ReverseForm, batches.reverse, _("已拟定撤销，核对后提交批准")
    ),
}

MOVE = VerbPage[MoveVerb]
MOVE_PAGES = {
    MoveVerb.LEAVE_OUT: MOVE(
        NothingForm, lines.leave_out, _("已不采纳"),
        bulk=Bulk(undo=Undo(MoveVerb.TAKE_UP, _("重新列入这些"), lambda _change, _job: {})),
    ),
    MoveVerb.TAKE_UP: MOVE(
        NothingForm, lines.take_up, _("已重新列入"),
        bulk=Bulk(undo=Undo(MoveVerb.LEAVE_OUT, _("仍不采纳这些"), lambda _change, _job: {})),
    ),
}  # fmt: skip
