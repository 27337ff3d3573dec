"""Deadline schemes: how long each step may take, and which offices promise by it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.tables.forms.deadline_schemes import DeadlineForm, RuleForm
from zhuqi.interfaces.desk.tables.views.editions import SchemePages, SchemeRow, cell_of
from zhuqi.interfaces.shell.parts import Heading, Table
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES, open_cases_by_version


class DeadlinePages(SchemePages):
    """时限方案."""

    kind, form, key, route, prefix = DEADLINES, DeadlineForm, "schemes", "schemes", "scheme"
    page_template = "desk/tables/scheme.html"
    edit_template = "desk/tables/scheme_publish.html"
    name = _("时限方案")
    heads = (_("时限"), _("多久"))
    more_columns = (
        Heading(_("现行版在办"), number=True),
        Heading(_("旧版在办"), number=True),
    )
    note = _("每一步多久办完，哪个活动办按哪个方案。修改就是发布新版本。")
    lead = _("每一步多久办完。修改就是发布新版本，只管以后受理的诉求，办理中的仍按原来的版本。")
    from_now = _("只管以后受理的诉求。")
    begun = _("已新建，请核对时限后发布")
    adopted = _("%(office)s今后受理的诉求按这个方案")

    def running(self) -> Mapping[int, int]:
        """Cases that are not over."""
        return open_cases_by_version()

    def more_cells(self, row: SchemeRow) -> tuple[int, int]:
        """How many cases go by the newest edition, and by older ones."""
        return row.running, row.older

    def more_to_edit(self, form: DeadlineForm) -> dict[str, Any]:
        """The rows as a table of fields, and what its form set needs beside it."""
        columns = [Heading(field.label or "") for field in RuleForm.base_fields.values()]
        rows = [[cell_of(field) for field in row] for row in form.table]
        table = Table(columns, rows, caption=_("时限"), silent=True, headed=False, keys=False)
        return {"rules": form.table, "table": table}
