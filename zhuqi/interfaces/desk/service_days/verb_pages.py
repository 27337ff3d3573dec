"""What is done with service days and words, as pages. The two tables."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import NothingForm, WhyForm
from zhuqi.interfaces.desk.service_days import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.service_days.actions import days, words
from zhuqi.mechanisms.service_days.enums import DayVerb, WordVerb

DAY = VerbPage[DayVerb]
DAY_PAGES = {
    DayVerb.HOLD: DAY(NothingForm, days.hold, _("可以记录发言了"), order=2),
    DayVerb.HEAR: DAY(forms.HearForm, words.hear, _("已记下"), order=3),
    DayVerb.END: DAY(forms.EndForm, days.end, _("已结束"), order=4),
    DayVerb.INVITE: DAY(forms.InviteForm, days.invite, _("已邀请"), order=1),
    DayVerb.REVISE: DAY(forms.ReviseForm, days.revise, _("已修改")),
    DayVerb.CANCEL: DAY(WhyForm, days.cancel, _("已取消"), asks=_("取消原因")),
}
WORD = VerbPage[WordVerb]
WORD_PAGES = {
    WordVerb.RAISE: WORD(forms.RaiseForm, words.raise_case, _("已登记为诉求"), order=1),
    WordVerb.SETTLE: WORD(forms.SettleForm, words.settle, _("已记下")),
    WordVerb.KEEP: WORD(WhyForm, words.keep, _("已记下"), asks=_("为什么仅作记录")),
}
