"""A script arranges what comes round, and reads the time of day as it sent it."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.scenes.api import Caller

pytestmark = pytest.mark.django_db


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_a_time_of_day_comes_back_as_it_was_sent(cast: Cast) -> None:
    he = Caller(cast.he_fan)
    body = {
        "office": cast.city_office.pk, "kind": "letter", "pace": "weekly", "days": "1",
        "at": "08:30",
    }  # fmt: skip
    made = told(he.post("/rhythms/new", body), 201)
    row = he.read(f"/rhythms/{made['id']}")
    assert (row["at"], row["state"]) == ("08:30", "running")
    assert told(he.post("/rhythms/new", body), 422)["errors"][0]["field"] == "kind"
    assert Caller(cast.qin_lan).get(f"/rhythms/{made['id']}").status_code == 404
