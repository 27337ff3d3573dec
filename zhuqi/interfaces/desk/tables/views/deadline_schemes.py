"""Deadline schemes: how long each step may take, and which offices promise by it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.tables.forms.deadline_schemes import DeadlineForm, RuleForm
from zhuqi.interfaces.desk.tables.views.editions import SchemePages
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES, open_cases_by_version


class DeadlinePages(SchemePages):
    """时限方案."""

    kind, form, key, route, prefix = DEADLINES, DeadlineForm, "schemes", "schemes", "scheme"
    list_template = "desk/tables/schemes.html"
    page_template = "desk/tables/scheme.html"
    edit_template = "desk/tables/scheme_publish.html"
    name = _("时限方案")
    heads = (_("时限"), _("多久"))
    note = _("每一步多久办完，哪个活动办按哪个方案。修改就是发布新版本。")
    lead = _("每一步多久办完。修改就是发布新版本，只管以后受理的诉求，办理中的仍按原来的版本。")
    from_now = _("只管以后受理的诉求。")
    begun = _("已新建，请核对时限后发布")
    adopted = _("%(office)s今后受理的诉求按这个方案")

    def running(self) -> Mapping[int, int]:
        """Cases that are not over."""
        return open_cases_by_version()

    def more_to_edit(self, form: DeadlineForm) -> dict[str, Any]:
        """The rows, and what stands above them."""
        return {"rules": form.table, "columns": list(RuleForm.base_fields.values())}
