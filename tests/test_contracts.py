"""The contracts that are read off the tree find what they forbid."""

import pytest
from grimp import ImportGraph

from tests.contracts import NeighbouringRooms, RoomOrder, StandardFiles, TreeContract

DESK = "zhuqi.interfaces.desk"


def graph(*imports: tuple[str, str]) -> ImportGraph:
    """A tree with nothing in it but these imports."""
    made = ImportGraph()
    for importer, imported in imports:
        made.add_import(importer=importer, imported=imported)
    return made


def found(contract: type[TreeContract], *imports: tuple[str, str]) -> list[str]:
    return list(contract("", {}, {}).broken(graph(*imports)))


@pytest.mark.parametrize(
    ("contract", "importer", "imported"),
    [
        (StandardFiles, "zhuqi.ledgers.cases.models.case", "zhuqi.ledgers.cases.sheets.actions"),
        (StandardFiles, "zhuqi.mechanisms.liaison.rules", "zhuqi.mechanisms.liaison.models"),
        (RoomOrder, "zhuqi.ledgers.cases.queries", "zhuqi.ledgers.firms.queries"),
        (RoomOrder, "zhuqi.mechanisms.new.queries", "zhuqi.mechanisms.other.queries"),
        (NeighbouringRooms, f"{DESK}.firms.page", f"{DESK}.cases.views.case"),
        (NeighbouringRooms, f"{DESK}.access", f"{DESK}.cases.rows"),
    ],
)
def test_what_looks_the_wrong_way_is_found(
    contract: type[TreeContract], importer: str, imported: str
) -> None:
    assert found(contract, (importer, imported))
    assert not found(contract, (importer, "zhuqi.foundation.access"))


def test_rooms_that_need_each_other_are_found() -> None:
    there, back = (
        (f"{DESK}.firms.page", f"{DESK}.cases.rows"),
        (f"{DESK}.cases.page", f"{DESK}.firms.page"),
    )
    assert not found(NeighbouringRooms, there)
    assert found(NeighbouringRooms, there, back)
