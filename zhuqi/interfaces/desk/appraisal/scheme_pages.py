"""考评方案: how units are ranked, and which offices rank by which."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.desk.appraisal.scheme_forms import (
    AppraisalForm,
    GroupForm,
    IndicatorForm,
    ItemForm,
)
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.desk.tables.scheme_pages import SchemePages, cell_of
from zhuqi.interfaces.shell.parts import Heading, Table
from zhuqi.reporting.appraisal.enums import Better, Part
from zhuqi.reporting.appraisal.scheme_rows import NO_BURDEN, SchemeRow
from zhuqi.reporting.appraisal.schemes import APPRAISALS, known_figures

if TYPE_CHECKING:
    from django.forms import BaseFormSet


class AppraisalPages(SchemePages):
    """考评方案."""

    kind, form, key, route, prefix = (
        APPRAISALS, AppraisalForm, "appraisals", "appraisals", "appraisal_scheme",
    )  # fmt: skip
    edit_template = "desk/appraisal/scheme_publish.html"
    name = _("考评方案")
    heads = (_("内容"), _("规定"))
    note = _("月讲评怎么积分排名，哪个活动办按哪个方案。")
    lead = _("分组、指标、加减分和权重。没有选用方案的活动办不搞讲评排名。")
    from_now = _("只管以后拟评的；已经公布的仍按当时的版本。")
    begun = _("已新建，请核对后发布")
    adopted = _("%(office)s今后按这个方案讲评")
    given_up = _("%(office)s不再讲评排名")
    not_adopted = _("%(office)s现在不按这个方案")

    def more_to_edit(self, form: AppraisalForm) -> dict[str, Any]:
        """Three tables of fields, and why nobody may be scored by certain counts."""
        asked = (
            (_("分组"), GroupForm, form.groups),
            (_("指标"), IndicatorForm, form.indicators),
            (_("加减分"), ItemForm, form.items),
        )
        formulas = [
            f"{figure.name}：{figure.formula}，{figure.better.label}"
            for figure in known_figures().values()
        ]
        return {
            "tables": [(title, rows, _table(title, one, rows)) for title, one, rows in asked],
            "burden": _now(
                "只排单位，不排个人；登录、走访次数、打卡拍照、转发等不能作指标或加减分项，依据%(rule)s。"
            )
            % {"rule": NO_BURDEN},
            "formulas": formulas,
        }


def _table(title: StrOrPromise, one: type[DeskForm], rows: "BaseFormSet[Any]") -> Table:
    names = [name for name, field in one.base_fields.items() if not field.widget.is_hidden]
    columns = [Heading(one.base_fields[name].label or "") for name in names]
    cells = [[cell_of(form[name]) for name in names] for form in rows.forms]
    return Table(columns, cells, caption=title, silent=True, headed=False, keys=False)


def rows_said(rows: Any) -> str:
    """按期率 20 分、…: the rows of an edition as its page says them."""
    words = APPRAISALS.words
    read = [
        SchemeRow(Part(row[0]), row[1], row[2], *_numbers(row))
        for row in rows
        if isinstance(row, list | tuple) and len(row) == len(APPRAISALS.columns)
    ]
    return "、".join(f"{words.what(row)} {words.says(row)}" for row in read)


def _numbers(row: Any) -> tuple[Any, ...]:
    return Decimal(row[3]), Better(row[4]), Decimal(row[5]), Decimal(row[6]), Decimal(row[7])
