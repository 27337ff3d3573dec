"""Firms: the list and one firm."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.cases.out import Named, named
from zhuqi.interfaces.api.firms import sign_ups
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.operations import add
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.firms.views.enterprises import FIRMS, FirmCells
from zhuqi.ledgers.firms.queries import FirmFile, firm_file

ROUTER = Router()


class ContactOut(Schema):
    """A contact of the firm."""

    name: str
    title: str
    phone: str


class FirmOut(Schema):
    """A firm as this person may know it."""

    id: int
    name: str
    uscc: str
    region: Named
    office: Named
    sector: str
    status: str
    size_class: str
    address: str
    contacts: list[ContactOut]


def _firm(request: HttpRequest, named: int) -> Any:
    file = firm_file(enter(request, access.sees_firms), named)
    if file is None:
        raise Http404
    return firm_out(file)


def firm_out(file: FirmFile) -> Mapping[str, Any]:
    """A firm, told; phones are masked for those who do not call."""
    firm = file.firm
    return {
        "id": firm.pk,
        "name": firm.name,
        "uscc": firm.uscc or "",
        "region": named(firm.region),
        "office": named(firm.office),
        **{name: getattr(firm, name) for name in ("sector", "status", "size_class", "address")},
        "contacts": [
            {
                "name": one.name,
                "title": one.title,
                "phone": one.phone if file.phones else mask_phone(one.phone),
            }
            for one in file.contacts
        ],
    }


ApiList[Enterprise, FirmCells](
    path="/firms",
    name="firms",
    summary=_("企业"),
    listing=FIRMS,
    allowed=access.sees_firms,
    fields={"name": (str, ...), "uscc": (str, ...), "under_way": (int, ...), "late": (int, ...)},
    of=lambda firm, cells: {
        "name": firm.name, "uscc": firm.uscc or "",
        "under_way": cells.tally(firm).under_way, "late": cells.tally(firm).late,
    },
).serve(ROUTER)  # fmt: skip
add(ROUTER, "GET", "/firms/{id:named}", _firm, name="firm", summary=_("一家企业"), response=FirmOut)
sign_ups.serve(ROUTER)
