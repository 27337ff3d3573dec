"""Alliances, shared cases, and matters told apart."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.permissions.registry import Room, of, of_case, page, verb_of
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.sister_offices.enums import AllianceVerb, DistinctionVerb, SharingVerb
from zhuqi.mechanisms.sister_offices.models import Alliance, AllianceMember, Distinction, Sharing


@dataclass(frozen=True)
class _Rows:
    alliance: int
    sharing: int
    distinction: int


def _beside(office: Unit) -> Unit:
    """A second office of the same place."""
    return Unit.objects.create(
        name=f"{office.name}二办", kind=UnitKind.OFFICE, level=office.level, region=office.region,
        case_prefix=f"9{office.pk % 100000}",
    )  # fmt: skip


def _made(case: Case, sister: Unit, alliance: Alliance, other: Case) -> _Rows:
    sharing = Sharing.objects.create(
        case=case, alliance=alliance, owner=case.office, sister=sister, state="shared",
        begun_at=MONDAY,
    )  # fmt: skip
    apart = Distinction.objects.create(
        office=case.office, case=case, other=other, text="两条线路", said_at=MONDAY
    )
    return _Rows(alliance.pk, sharing.pk, apart.pk)


@once
def rows(town: Town) -> Mapping[str, _Rows]:
    """Of the office of each case an alliance with a second one, and the case shared with it."""
    alliances: dict[int, tuple[Alliance, Unit, Case]] = {}
    found: dict[str, _Rows] = {}
    made: dict[int, _Rows] = {}
    for whose, case in town.cases.items():
        office = case.office
        if office.pk not in alliances:
            sister = _beside(office)
            alliance = Alliance.objects.create(
                keeper=office, name="三办联动", source="会议纪要", since=MONDAY.date()
            )
            for member in (office, sister):
                AllianceMember.objects.create(
                    alliance=alliance, office=member, asked_at=MONDAY, joined_at=MONDAY
                )
            theirs = Case.objects.create(
                number=f"T{sister.pk}", office=sister, level=sister.level, region=sister.region,
                title="另一条线路", body="另一条线路停电", channel="phone", state="submitted",
                submitted_at=MONDAY,
            )  # fmt: skip
            alliances[office.pk] = alliance, sister, theirs
        if case.pk not in made:
            alliance, sister, theirs = alliances[office.pk]
            made[case.pk] = _made(case, sister, alliance, theirs)
        found[whose] = made[case.pk]
    return found


def _alliances(town: Town) -> Mapping[str, object]:
    return {whose: one.alliance for whose, one in rows(town).items()}


def _sharings(town: Town) -> Mapping[str, object]:
    return {whose: one.sharing for whose, one in rows(town).items()}


def _distinctions(town: Town) -> Mapping[str, object]:
    return {whose: one.distinction for whose, one in rows(town).items()}


KINDS = {
    "sister_alliance": (_alliances, AllianceVerb.END),
    "sister_sharing": (_sharings, SharingVerb.OPINE),
    "sister_distinction": (_distinctions, DistinctionVerb.REVOKE),
}
ROOM = Room(
    "sister_offices",
    {f"desk:{name}s": page() for name in KINDS}
    | {f"desk:{name}_new": page() for name in KINDS}
    | {f"desk:{name}": of(found) for name, (found, _verb) in KINDS.items()}
    | {f"desk:{name}_verb": verb_of(found, verb) for name, (found, verb) in KINDS.items()}
    | {"desk:sisters_of_case": of_case()},
)
