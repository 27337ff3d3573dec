"""Signing schemes: who signs which answer, and which offices go by them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.tables.forms.approval_schemes import RESULTS, TableForm
from zhuqi.interfaces.desk.tables.views.editions import SchemePages, cell_of
from zhuqi.interfaces.shell.parts import Heading, Table
from zhuqi.ledgers.cases.deadline_schemes.queries import APPROVALS


class ApprovalPages(SchemePages):
    """签发方案."""

    kind, form, key, route, prefix = APPROVALS, TableForm, "signings", "signing", "signing"
    list_template = "desk/tables/approval_schemes.html"
    edit_template = "desk/tables/approval_scheme_publish.html"
    name = _("签发方案")
    heads = (_("什么样的答复"), _("由谁签发"))
    note = _("谁签发什么样的答复，哪个活动办按哪个方案。")
    lead = _("什么样的答复由谁签发。没有选用方案的活动办，只写签发人姓名。")
    from_now = _("只管以后的答复。")
    begun = _("已新建，请核对签发人后发布")
    adopted = _("%(office)s今后的答复按这个方案签发")
    given_up = _("%(office)s不再按方案签发，只写签发人姓名")
    not_adopted = _("%(office)s现在不按这个方案签发")

    def more_to_edit(self, form: TableForm) -> dict[str, Any]:
        """A line a tier, a cell a disposition."""
        columns = [Heading(_("难易")), *(Heading(label) for _value, label in RESULTS)]
        rows = [[label, *map(cell_of, cells)] for label, cells in form.lines]
        return {"table": Table(columns, rows, caption=_("由谁签发"), silent=True, keys=False)}
