"""What is done with a supervision sheet, as pages. The one table."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import WhyForm
from zhuqi.interfaces.desk.supervision import forms
from zhuqi.interfaces.shell.bulk.declared import Bulk
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.supervision import actions
from zhuqi.mechanisms.supervision.actions import SheetChange
from zhuqi.mechanisms.supervision.enums import SheetVerb

PAGE = VerbPage[SheetVerb]


def _as_drafted(change: SheetChange, given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**given, "text": change.row.text, "limit": change.row.limit}


VERB_PAGES = {
    SheetVerb.ISSUE: PAGE(
        forms.IssueForm, actions.issue, _("已签发"), label=_("签发"), order=1,
        bulk=Bulk(
            forms.NothingForm, given=_as_drafted, hint=_("每份照拟稿签发、编号；要改的逐份签发。")
        ),
    ),
    SheetVerb.SIGN: PAGE(
        forms.SignForm, actions.sign, _("已签收"), order=2, bulk=Bulk(forms.NothingForm)
    ),
    SheetVerb.REPLY: PAGE(forms.ReplyForm, actions.reply, _("已回复"), order=3),
    SheetVerb.WITHDRAW: PAGE(
        WhyForm, actions.withdraw, _("已撤回"), asks=_("撤回原因"),
        bulk=Bulk(
            forms.WithdrawSeveralForm, hint=_("发出的保留文号，受文单位会收到撤回消息；拟稿作废。")
        ),
    ),
}  # fmt: skip
