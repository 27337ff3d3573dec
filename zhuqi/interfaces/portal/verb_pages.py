"""Every verb a firm can do to its case, as a page: its form, its action, and the thanks."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.portal import forms
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.cases.actions import closing, intake
from zhuqi.ledgers.cases.enums import Verb


@dataclass(frozen=True, slots=True)
class FirmVerbPage(VerbPage[Verb]):
    """A page with one question."""

    template: str = "portal/verb.html"
    title: StrOrPromise = ""
    words: StrOrPromise = ""
    button: StrOrPromise = ""
    files: bool = False


VERB_PAGES: dict[Verb, FirmVerbPage] = {
    Verb.SUPPLEMENT: FirmVerbPage(
        forms.SupplementForm,
        intake.supplement,
        _("已补充，经办人看得到。"),
        title=_("补充情况"),
        words=_("新的情况、照片、文件都可以加在这里，经办人马上看得到。"),
        button=_("提交补充"),
        files=True,
        adds=True,
    ),
    Verb.RATE: FirmVerbPage(
        forms.RateForm,
        closing.rate,
        _("谢谢，您的评价已经记下。"),
        title=_("评价办理结果"),
        words=_("您的评价直接记入台账，决定这件事能不能了结。"),
        button=_("提交评价"),
    ),
    Verb.REOPEN: FirmVerbPage(
        forms.ReopenForm,
        closing.reopen,
        _("已退回重新办理。"),
        title=_("还没解决，请重新办"),
        words=_("提交后退回原承办单位重新办理，重新计时。"),
        button=_("提交，请重新办"),
    ),
    Verb.WITHDRAW: FirmVerbPage(
        forms.WithdrawForm,
        intake.withdraw,
        _("已撤回。"),
        title=_("撤回这件诉求"),
        words=_("撤回后不再办理；以后需要时可以重新反映。"),
        button=_("确认撤回"),
    ),
    Verb.ASK_WITHDRAWAL: FirmVerbPage(
        forms.WithdrawForm,
        intake.ask_withdrawal,
        _("已申请撤回，活动办会先打电话向您核实。"),
        title=_("申请撤回"),
        words=_("这件诉求已经转给承办单位。活动办会先打电话向您核实，核实前照常办理。"),
        button=_("申请撤回"),
    ),
    Verb.KEEP: FirmVerbPage(
        forms.KeepForm,
        intake.keep,
        _("好的，继续办理。"),
        title=_("不撤回了，继续办"),
        words=_("提交后取消撤回申请，承办单位照常办理。"),
        button=_("继续办理"),
    ),
}
