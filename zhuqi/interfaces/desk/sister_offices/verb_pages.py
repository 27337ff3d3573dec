"""What is done with alliances, shared cases and judgements, as pages. The one table each."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.base import NothingForm, WhyForm
from zhuqi.interfaces.desk.sister_offices import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.mechanisms.sister_offices.actions import alliances, distinctions, sharings
from zhuqi.mechanisms.sister_offices.enums import AllianceVerb, DistinctionVerb, SharingVerb

PAGE, V = VerbPage[AllianceVerb], AllianceVerb
ALLIANCE_PAGES = {
    V.JOIN: PAGE(NothingForm, alliances.join, _("已加入"), order=1),
    V.INVITE: PAGE(forms.InviteForm, alliances.invite, _("已邀请，等对方确认")),
    V.REVISE: PAGE(forms.ReviseForm, alliances.revise, _("已修改")),
    V.LEAVE: PAGE(WhyForm, alliances.leave, _("已退出"), asks=_("退出、不加入的原因")),
    V.END: PAGE(WhyForm, alliances.end, _("已结束"), asks=_("结束的原因")),
}

SAY, S = VerbPage[SharingVerb], SharingVerb
SHARING_PAGES = {
    S.AGREE: SAY(
        forms.SayForm, sharings.agree, _("已同意，对方看得到这件诉求了"),
        asks=_("答复说明"), order=1, alternative=S.REFUSE,
    ),
    S.ACCEPT: SAY(
        forms.SayForm, sharings.accept, _("已接收，诉求在本活动办待受理"),
        asks=_("接收理由"), order=2, alternative=S.DECLINE,
    ),
    S.YIELD: SAY(
        forms.SayForm, sharings.yield_up, _("已移交，由对方受理"),
        asks=_("同意的理由"), order=3, alternative=S.KEEP,
    ),
    S.OPINE: SAY(forms.SayForm, sharings.opine, _("意见已提出"), asks=_("意见")),
    S.OFFER: SAY(
        forms.SayForm, sharings.offer, _("已提出，等对方接收"),
        asks=_("移交理由"), hint=_("对方接收前仍由本活动办主管，暂不能交办。"),
    ),
    S.WANT: SAY(
        forms.SayForm, sharings.want, _("已提出，等主管活动办答复"),
        asks=_("请求移交的理由"),
    ),
    S.REFUSE: SAY(forms.SayForm, sharings.refuse, _("已答复不同意"), asks=_("不同意的理由")),
    S.DECLINE: SAY(forms.SayForm, sharings.decline, _("已答复不接收"), asks=_("不接收的理由")),
    S.KEEP: SAY(forms.SayForm, sharings.keep, _("已答复不同意"), asks=_("不同意的理由")),
    S.TAKE_BACK: SAY(forms.SayForm, sharings.take_back, _("已撤回"), asks=_("撤回的理由")),
    S.END: SAY(
        forms.SayForm, sharings.end, _("共享已结束，联动活动办不再看得到这件诉求"),
        asks=_("结束的理由"),
    ),
}  # fmt: skip

APART_PAGES = {
    DistinctionVerb.REVOKE: VerbPage[DistinctionVerb](
        WhyForm, distinctions.revoke, _("已撤销"), asks=_("撤销的原因")
    ),
}
