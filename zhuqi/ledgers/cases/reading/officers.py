"""Whom a firm may turn to by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhuqi.foundation.accounts.absences import Away
from zhuqi.foundation.directory.models import Enterprise, Official, Unit
from zhuqi.foundation.directory.queries import liaison_officials
from zhuqi.ledgers.cases.models import Case

LIAISON = "助企干部"


@dataclass(frozen=True, slots=True)
class Officer:
    """A person, with the unit (or what the person is to the firm); an office has no `name`."""

    unit: str
    name: str
    phone: str

    @property
    def words(self) -> str:
        """“许昌供电 孙电”, “助企干部 林助”, “许昌市活动办”."""
        return f"{self.unit} {self.name}".strip()


def liaison_of(enterprise: Enterprise, on: date) -> Officer | None:
    """The firm's 助企干部 on a day; who looks after it longest where there are several."""
    return liaison_among(liaison_officials(enterprise, on))


def liaison_among(officials: Sequence[Official]) -> Officer | None:
    """The one a firm is told of, where several look after it."""
    return Officer(LIAISON, officials[0].name, officials[0].phone) if officials else None


def office_of(office: Unit) -> Officer:
    """The office: its own phone, else its contact's, else its leader's."""
    person = office.contact or office.leader
    if office.phone or person is None:
        return Officer(office.name, "", office.phone)
    return Officer(office.name, person.name, person.phone)


def officer_of(case: Case, liaison: Officer | None, away: Away | None) -> Officer:
    """Who answers for the case now: its handler, while they are `away` the deputy who can act, else
    the firm's liaison, else the office.

    Of a confidential case it is the office alone: whoever calls anybody else tells who they are.
    """
    if case.confidential:
        return office_of(case.office)
    if case.handler_name and case.lead_unit:
        if away is not None and away.deputy:
            name = f"{away.deputy}（代{case.handler_name}）"
            return Officer(case.lead_unit.name, name, away.deputy_phone or case.handler_phone)
        return Officer(case.lead_unit.name, case.handler_name, case.handler_phone)
    return liaison or office_of(case.office)
