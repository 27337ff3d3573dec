"""Firms: the list and one firm."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router

from zhuqi.foundation.directory.models import Enterprise, EnterpriseContact
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.firms import sign_ups
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.operations import add
from zhuqi.interfaces.api.told import schema_of, several_of, tell
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.views.enterprises import FIRMS, FirmCells
from zhuqi.interfaces.shell.telling import Read, fields_of
from zhuqi.ledgers.firms.queries import FirmFile, firm_file

ROUTER = Router()
USCC = Read(str, lambda firm, _page: firm.uscc or "", _("统一社会信用代码；没有的为空"))
FIRM = fields_of(
    Enterprise, "id", "name", "region", "office", "sector", "status", "size_class", "address",
    uscc=USCC,
)  # fmt: skip
CONTACT = fields_of(
    EnterpriseContact,
    "name",
    "title",
    phone=Read(
        str,
        lambda one, file: one.phone if file.phones else mask_phone(one.phone),
        _("电话；不负责联系的，中间几位隐去"),
    ),
)
OUT = schema_of(FIRM, "firm_out", contacts=several_of(CONTACT, "firm_out_contacts"))


def _firm(request: HttpRequest, named: int) -> Any:
    file = firm_file(enter(request, access.sees_firms), named)
    if file is None:
        raise Http404
    return firm_out(file)


def firm_out(file: FirmFile) -> dict[str, Any]:
    """A firm, told as this person may know it."""
    return {
        **tell(FIRM, file.firm),
        "contacts": [tell(CONTACT, one, file) for one in file.contacts],
    }


ApiList[Enterprise, FirmCells](
    path="/firms",
    name="firms",
    summary=_("企业"),
    listing=FIRMS,
    allowed=access.sees_firms,
    told=fields_of(
        Enterprise,
        "name",
        uscc=USCC,
        under_way=Read(int, lambda firm, cells: cells.tally(firm).under_way, _("在办诉求")),
        late=Read(int, lambda firm, cells: cells.tally(firm).late, _("逾期诉求")),
    ),
).serve(ROUTER)
add(ROUTER, "GET", "/firms/{id:named}", _firm, name="firm", summary=_("一家企业"), response=OUT)
sign_ups.serve(ROUTER)
