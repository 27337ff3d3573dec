"""A script sets up a roster, enters a firm, and is told what is wrong."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.scenes.api import Caller
from tests.scenes.named_rosters import ago, whitelist
from zhuqi.mechanisms.rosters.models import RosterKind

pytestmark = pytest.mark.django_db


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_a_roster_from_its_beginning_to_who_stands_on_it(cast: Cast) -> None:
    whitelist(cast, name="旧名单")
    he, qin = Caller(cast.he_fan), Caller(cast.qin_lan)
    body = {
        "office": cast.city_office.pk, "kind": RosterKind.objects.all()[0].pk, "level": "city",
        "name": "白名单", "criteria": "", "source": "通知", "source_number": "",
        "source_date": None, "valid_until": None, "shown": True,
    }  # fmt: skip
    made = he.post("/named-rosters/new", body)
    place = f"/named-rosters/{told(made, 201)['id']}"
    firm = {
        "enterprise": cast.shoes.name, "entered_on": ago(3).isoformat(), "expires_on": None,
        "ground": "", "source": "",
    }  # fmt: skip
    wrong = told(he.post(f"{place}/enter", firm, seen=made["ETag"]), 422)
    assert wrong["errors"][0]["field"] == "ground"
    told(he.post(f"{place}/enter", {**firm, "ground": "通知"}, seen=made["ETag"]), 200)
    [row] = qin.read("/roster-entries")["items"]
    assert (row["state"], row["enterprise"]) == ("in", cast.shoes.pk)
    leave = {"left_on": ago(0).isoformat(), "leaving_ground": "停产"}
    assert (
        qin.post(f"/roster-entries/{row['id']}/leave", leave, seen=made["ETag"]).status_code == 403
    )
