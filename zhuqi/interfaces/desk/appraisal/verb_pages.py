"""What is done with reviews, appeals and entries of the register, as pages. The tables."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.appraisal import forms
from zhuqi.interfaces.desk.forms.base import WhyForm
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.reporting.appraisal.actions import appeals, merits, reviews
from zhuqi.reporting.appraisal.enums import AppealVerb, MeritVerb, ReviewVerb

REVIEW = VerbPage[ReviewVerb]
REVIEW_PAGES = {
    ReviewVerb.PUBLISH: REVIEW(forms.PublishForm, reviews.publish, _("已公布"), order=1),
    ReviewVerb.AWARD: REVIEW(forms.AwardForm, reviews.award, _("已记入")),
    ReviewVerb.STRIKE: REVIEW(forms.StrikeForm, reviews.strike, _("已划去")),
    ReviewVerb.RENEW: REVIEW(forms.RenewForm, reviews.renew, _("数据已更新")),
    ReviewVerb.CORRECT: REVIEW(forms.CorrectForm, reviews.correct, _("已更正")),
    ReviewVerb.DROP: REVIEW(WhyForm, reviews.drop, _("已作废"), asks=_("作废原因")),
}

APPEAL = VerbPage[AppealVerb]
APPEAL_PAGES = {
    AppealVerb.UPHOLD: APPEAL(forms.UpholdForm, appeals.uphold, _("已裁定成立"), order=1),
    AppealVerb.REFUSE: APPEAL(forms.RefuseForm, appeals.refuse, _("已裁定不成立")),
    AppealVerb.WITHDRAW: APPEAL(forms.WithdrawForm, appeals.withdraw, _("已撤回")),
}

MERIT = VerbPage[MeritVerb]
MERIT_PAGES = {
    MeritVerb.WITHDRAW: MERIT(WhyForm, merits.withdraw, _("已撤销"), asks=_("撤销原因")),
}
