"""Ladders: when is reminded, urged and inquired, and which offices go by them."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.supervision.scheme_forms import LadderForm
from zhuqi.interfaces.desk.tables.scheme_pages import SchemePages
from zhuqi.mechanisms.supervision.ladder.schemes import LADDERS


class LadderPages(SchemePages):
    """催办阶梯."""

    kind, form, key, route, prefix = LADDERS, LadderForm, "ladders", "ladder", "ladder"
    name = _("催办阶梯")
    heads = (_("哪一步"), _("什么时候"))
    note = _("到期前怎样提醒、逾期后怎样催办和问效，哪个活动办按哪个阶梯。")
    lead = _(
        "到期前提醒，逾期发催办单，屡催不办拟问效建议单。没有选用的活动办，系统不发单，临期照黄灯提醒一次。"
    )
    from_now = _("发布后就按新版办，已经逾期的也是；发出的单子不变。")
    begun = _("已新建，请核对每一步后发布")
    adopted = _("%(office)s今后按这个阶梯提醒、催办")
    given_up = _("%(office)s不再按阶梯催办")
    not_adopted = _("%(office)s现在不按这个阶梯")
