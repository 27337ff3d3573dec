"""回头看方案: how offices look back, and which offices go by which."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.lookback.forms import SchemeForm
from zhuqi.interfaces.desk.tables.scheme_pages import SchemePages
from zhuqi.mechanisms.lookback.enums import Risk
from zhuqi.mechanisms.lookback.queries.schemes import LOOK_BACKS
from zhuqi.mechanisms.lookback.rules import RiskRow


class LookBackPages(SchemePages):
    """回头看方案."""

    kind, form, key, route, prefix = LOOK_BACKS, SchemeForm, "lookbacks", "lookback", "lookback"
    name = _("回头看方案")
    heads = (_("风险和抽取办法"), _("规定"))
    note = _("每月抽多少、看哪些风险、由谁回访，哪个活动办按哪个方案。")
    lead = _(
        "每月从上月办结、销号的诉求中抽多少，按哪些风险抽，由谁回访。没有选用方案的活动办不抽样。"
    )
    from_now = _("只管以后的抽样；已经抽取的仍按当时的版本。")
    begun = _("已新建，请核对后发布")
    adopted = _("%(office)s今后按这个方案抽样")
    given_up = _("%(office)s不再抽样")
    not_adopted = _("%(office)s现在不按这个方案抽样")


def risks_said(rows: Any) -> str:
    """答复过短 答复不足 40 字，权重 3、…: the rows of an edition as its page says them."""
    words = LOOK_BACKS.words
    read = [
        RiskRow(Risk(row[0]), row[1], row[2])
        for row in rows
        if isinstance(row, list | tuple) and len(row) == len(LOOK_BACKS.columns)
    ]
    return "、".join(f"{words.what(row)} {words.says(row)}" for row in read)
