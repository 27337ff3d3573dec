"""The way every case goes, step by step; the scenes say who goes it, when, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.cast import Cast, person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import Sector
from zhuqi.foundation.directory.models import Item, Unit
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Disposition, Kind, Nature, Satisfaction, Tier, Verdict
from zhuqi.ledgers.cases.models import Case

RESOLVED = Disposition.RESOLVED


@dataclass(frozen=True)
class Hands:
    """Whose hands it goes through."""

    office: User
    lead: Unit
    handler: User
    co: Sequence[Unit] = ()


def by_power(cast: Cast) -> Hands:
    """Led by the power company, helped by the industry bureau."""
    return Hands(cast.he_fan, cast.power, cast.sun, [cast.industry])


def by_industry(cast: Cast) -> Hands:
    """Led by the industry bureau, helped by the power company."""
    return Hands(cast.he_fan, cast.industry, cast.zhou, [cast.power])


def accept(case: Case, office: User, item: Item, now: datetime | None = None) -> None:
    """As an ordinary matter of one firm."""
    with open_case(case.pk, by=person(office), now=now) as work:
        intake.accept(
            work,
            kind=Kind.HELP,
            tier=Tier.ORDINARY,
            nature=Nature.INDIVIDUAL,
            item=item,
            sector=Sector.INDUSTRY,
        )


def assign(case: Case, hands: Hands, requirement: str = "", now: datetime | None = None) -> None:
    """The office issues the sheets."""
    with open_case(case.pk, by=person(hands.office), now=now) as work:
        handling.assign(work, lead=hands.lead, co=hands.co, requirement=requirement)


def sign(case: Case, handler: User, phone: str = "", now: datetime | None = None) -> None:
    """The unit takes its sheet."""
    with open_case(case.pk, by=person(handler), now=now) as work:
        handling.sign(work, handler_phone=phone)


def answer(
    case: Case,
    handler: User,
    text: str,
    *,
    signed_by: str,
    disposition: Disposition = RESOLVED,
    now: datetime | None = None,
) -> None:
    """The lead says what it has done."""
    with open_case(case.pk, by=person(handler), now=now) as work:
        handling.answer(work, text=text, disposition=disposition, signed_by=signed_by)


def complete(case: Case, reviewer: User, now: datetime | None = None) -> None:
    """The office lets the answer through."""
    with open_case(case.pk, by=person(reviewer), now=now) as work:
        closing.complete(work)


def rate(
    case: Case, firm: User, verdict: Verdict, comment: str = "", now: datetime | None = None
) -> None:
    """The firm says what it thinks of it."""
    with open_case(case.pk, by=person(firm), now=now) as work:
        closing.rate(work, verdict=verdict, satisfaction=Satisfaction.SATISFIED, comment=comment)


def strike_off(case: Case, signer: User, now: datetime | None = None) -> None:
    """It is over."""
    with open_case(case.pk, by=person(signer), now=now) as work:
        closing.strike_off(work)
