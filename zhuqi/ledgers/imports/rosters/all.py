"""The rosters there are, by their key in addresses."""

from typing import Final

from zhuqi.ledgers.imports.rosters.base import Roster
from zhuqi.ledgers.imports.rosters.firms import FirmRoster, LinkRoster
from zhuqi.ledgers.imports.rosters.offices import OfficialRoster, UnitRoster

ROSTERS: Final[dict[str, Roster]] = {
    one.key: one for one in (UnitRoster(), OfficialRoster(), FirmRoster(), LinkRoster())
}
