"""Every verb a firm can do to its case, as a page: its form, its action, and the thanks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.attachments.actions import Prepared
from zhuqi.interfaces.portal import forms
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.ledgers.cases.actions import closing, intake
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import Satisfaction, Verb, Verdict

Cleaned = Mapping[str, Any]
Act = Callable[[CaseChange, Cleaned, Sequence[Prepared]], None]


@dataclass(frozen=True, slots=True)
class VerbPage:
    """A page with one question. `adds`: it only adds, so it holds whatever happened meanwhile."""

    form: type[ShellForm]
    act: Act
    title: StrOrPromise
    words: StrOrPromise
    button: StrOrPromise
    done: StrOrPromise
    files: bool = False
    adds: bool = False


def _supplement(change: CaseChange, data: Cleaned, files: Sequence[Prepared]) -> None:
    intake.supplement(change, text=data["text"], files=files)


def _rate(change: CaseChange, data: Cleaned, _files: Sequence[Prepared]) -> None:
    closing.rate(
        change,
        verdict=Verdict(data["verdict"]),
        satisfaction=Satisfaction(data["satisfaction"]),
        comment=data["comment"],
    )


def _reasoned(act: Callable[..., None]) -> Act:
    """A verb that takes a reason and nothing else."""
    return lambda change, data, _files: act(change, reason=data["reason"])


VERB_PAGES: dict[Verb, VerbPage] = {
    Verb.SUPPLEMENT: VerbPage(
        forms.SupplementForm,
        _supplement,
        _("补充情况"),
        _("新的情况、照片、文件都可以加在这里，经办人马上看得到。"),
        _("提交补充"),
        _("已补充，经办人看得到。"),
        files=True,
        adds=True,
    ),
    Verb.RATE: VerbPage(
        forms.RateForm,
        _rate,
        _("评价办理结果"),
        _("您的评价直接记入台账，决定这件事能不能了结。"),
        _("提交评价"),
        _("谢谢，您的评价已经记下。"),
    ),
    Verb.REOPEN: VerbPage(
        forms.ReopenForm,
        _reasoned(closing.reopen),
        _("还没解决，请重新办"),
        _("提交后退回原承办单位重新办理，重新计时。"),
        _("提交，请重新办"),
        _("已退回重新办理。"),
    ),
    Verb.WITHDRAW: VerbPage(
        forms.WithdrawForm,
        _reasoned(intake.withdraw),
        _("撤回这件诉求"),
        _("撤回后不再办理；以后需要时可以重新反映。"),
        _("确认撤回"),
        _("已撤回。"),
    ),
    Verb.ASK_WITHDRAWAL: VerbPage(
        forms.WithdrawForm,
        _reasoned(intake.ask_withdrawal),
        _("申请撤回"),
        _("这件诉求已经转给承办单位。活动办会先打电话向您核实，核实前照常办理。"),
        _("申请撤回"),
        _("已申请撤回，活动办会先打电话向您核实。"),
    ),
    Verb.KEEP: VerbPage(
        forms.KeepForm,
        _reasoned(intake.keep),
        _("不撤回了，继续办"),
        _("提交后取消撤回申请，承办单位照常办理。"),
        _("继续办理"),
        _("好的，继续办理。"),
    ),
}
