"""What happens next with a case, in words a firm understands; the desk reads the same sentence."""

from collections.abc import Mapping

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.ledgers.cases.reading.next_steps import Ahead, NextStep

_SENTENCES: Mapping[Ahead, StrOrPromise] = {
    Ahead.DECISION: _("%(office)s核实，决定是否受理"),
    Ahead.UNIT: _("%(office)s已受理，正在确定由谁办理"),
    Ahead.HANDLING: _("已转给%(lead)s，等待答复"),
    Ahead.ANSWER: _("%(lead)s正在办理，等待答复"),
    Ahead.REVIEW: _("%(lead)s已提出答复，%(office)s正在审核"),
    Ahead.RATING: _("办理结果已反馈，请您评价是否解决"),
    Ahead.STRIKING_OFF: _("您已评价“已解决”，%(office)s核对后销号"),
    Ahead.UNRATED: _("您表示不评价，%(office)s核对后销号；您仍可以评价"),
    Ahead.PARTLY_SOLVED: _("您已评价“部分解决”，%(office)s正在研究下一步"),
    Ahead.NOT_SOLVED: _("您已评价“没有解决”，%(office)s正在研究下一步"),
    Ahead.SECOND_LOOK: _("此事已挂账跟踪，到期复核"),
    Ahead.PAUSE_ENDS: _("暂停办理%(why)s。到期复核"),
    Ahead.CLOSED: _("此事已了结"),
    Ahead.DECLINED: _("未予受理，原因和去处见下"),
    Ahead.WITHDRAWN: _("您已撤回这件诉求"),
    Ahead.MAIN_CASE: _("与编号 %(main)s 合并办理，进展请看那一件"),
    Ahead.CLOSED_WITH_MAIN: _("与编号 %(main)s 合并办理，已随那一件了结"),
    Ahead.TRANSFERRED: _("已移送有关机关，由其依法办理，去处见下"),
    Ahead.TERMINATED: _("此事已终结，依据和去处见下"),
}


def sentence_of(step: NextStep) -> str:
    """The sentence, without its time."""
    return str(_SENTENCES[step.what]) % {
        "office": step.office,
        "lead": step.lead or _now("承办单位"),
        "main": step.main,
        "why": f"：{step.why}" if step.why else "",
    }
