"""What a firm's people read in its own file: facts, contacts, who looks after it, promises."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import CorrectionStatus, LiaisonKind
from zhuqi.foundation.directory.models import Correction, LiaisonLink
from zhuqi.interfaces.portal.copy import Contact, contact_of
from zhuqi.interfaces.portal.rows import FirmCaseRow, rows_of
from zhuqi.interfaces.shell.parts import Fact
from zhuqi.ledgers.cases.reading.officers import office_of
from zhuqi.ledgers.firms.queries import PROMISING, FirmFile

# What a firm may ask to have corrected, in the words of its own pages.
FIELDS: dict[str, StrOrPromise] = {
    "name": gettext_lazy("企业名称"),
    "uscc": gettext_lazy("统一社会信用代码"),
    "address": gettext_lazy("地址"),
    "employees": gettext_lazy("职工人数"),
    "revenue": gettext_lazy("营业收入（万元）"),
    "assets": gettext_lazy("资产总额（万元）"),
    "contact_name": gettext_lazy("联系人"),
    "contact_phone": gettext_lazy("联系电话"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The newest request of the firm: what it asked for and what came of it."""

    row: Correction
    changes: list[Fact]
    waiting: bool
    accepted: bool


class FirmPage:
    """The firm's own file. Everything comes from the `FirmFile`, read as the firm."""

    def __init__(self, file: FirmFile, newest: Correction | None) -> None:
        self.file = file
        self.firm = file.firm
        self._newest = newest

    @property
    def facts(self) -> list[Fact]:
        """What the register knows, in plain words."""
        firm = self.firm
        industry = codes.industry(firm.industry) if firm.industry else None
        return [
            Fact(_("企业名称"), firm.name),
            Fact(_("统一社会信用代码"), firm.uscc, hint=firm.uscc_warning),
            Fact(_("所在地"), firm.region.name),
            Fact(_("地址"), firm.address),
            Fact(_("行业"), industry.name if industry else ""),
            Fact(_("规模"), str(firm.get_size_class_display()) if firm.size_class else ""),
            Fact(_("职工人数"), f"{firm.employees} 人" if firm.employees is not None else ""),
        ]

    @property
    def contacts(self) -> list[Contact]:
        """Whom officials call at the firm."""
        return [
            Contact(" ".join(filter(None, (one.name, one.title))), one.phone or one.email)
            for one in self.file.contacts
        ]

    @property
    def people(self) -> list[Contact]:
        """Who looks after the firm, and its office; a leader's phone is nobody's hotline."""
        today = timezone.localdate(self.file.now)
        running = [
            link
            for link in self.file.links
            if link.since <= today and (link.until is None or link.until >= today)
        ]
        order = list(LiaisonKind)
        running.sort(key=lambda link: order.index(LiaisonKind(link.kind)))
        return [*map(_looking_after, running), contact_of(office_of(self.firm.office))]

    @cached_property
    def promises(self) -> list[FirmCaseRow]:
        """What is under way, with what happens next and by when."""
        cases = [case for case in self.file.live if case.state in PROMISING]
        return rows_of(cases, self.file.now)

    @property
    def asked(self) -> Asked | None:
        """The newest request to correct something; None where there never was one."""
        row = self._newest
        if row is None:
            return None
        changes = [Fact(FIELDS[name], text, typed=True) for name, text in row.wanted.items()]
        waiting = row.status == CorrectionStatus.WAITING
        return Asked(row, changes, waiting, row.status == CorrectionStatus.ACCEPTED)


def _looking_after(link: LiaisonLink) -> Contact:
    kind = link.get_kind_display()
    if link.official is not None:
        phone = "" if link.kind == LiaisonKind.LEADER else link.official.phone
        return Contact(f"{kind} {link.official.name}", phone)
    unit = link.unit
    if unit is None:
        return Contact(str(kind))
    contact = unit.contact
    name = f" {contact.name}" if contact else ""
    return Contact(f"{kind} {unit.name}{name}", unit.phone or (contact.phone if contact else ""))
