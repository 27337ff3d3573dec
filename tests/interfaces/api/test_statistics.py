"""A script reads figures, and opens exactly the rows behind each number."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.scenes import statistics
from tests.scenes.api import ROOT, Caller
from zhuqi.reporting.statistics.figures import FIGURES

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(cast: Cast) -> Cast:
    statistics.a_few_cases(cast)
    return cast


def opened(caller: Caller, href: str) -> Any:
    return caller.read(href.removeprefix(ROOT))


def test_every_number_opens_as_many_rows(town: Cast) -> None:
    office, numbers = Caller(town.he_fan), 0
    for asked in ({}, {"by": "office", "then": "month", "figure": ["collected", "on_time_rate"]}):
        told = office.read("/figures", **asked)
        for row in told["rows"]:
            for value in row["figures"].values():
                for part, href in value["rows"].items():
                    found = opened(office, href)
                    assert found["total"] == value[part] == found["shown"] + found["hidden"]
                    assert len(found["items"]) <= found["shown"]
                    numbers += 1
    assert numbers > 30
    assert [one["code"] for one in office.read("/figures/definitions")] == list(FIGURES)


def test_what_one_may_not_see_is_counted_and_not_told(town: Cast) -> None:
    found = Caller(town.he_fan).read("/figures/rows", figure="collected")
    assert (found["total"], found["shown"], found["hidden"]) == (3, 2, 1)
    assert len(found["items"]) == 2


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"unit": "power"}, 403),
        ({"office": "other_office"}, 200),
        ({"figure": "profit"}, 422),
        ({"first": "2026-13"}, 422),
        ({"tier": "nothing"}, 422),
        ({"colour": "red"}, 422),
        ({"by": "unit", "then": "unit"}, 422),
    ],
)
def test_a_unit_asks_for_its_own_and_in_words_we_know(
    town: Cast, asked: dict[str, str], status: int
) -> None:
    """Of another's ledger a unit reads its own rows: none."""
    asked = {name: str(getattr(getattr(town, one, one), "pk", one)) for name, one in asked.items()}
    response = Caller(town.zhou).get("/figures", **asked)
    assert response.status_code == status
    if status == 200:
        [row] = response.json()["rows"]
        assert not any(value["numerator"] for value in row["figures"].values())
