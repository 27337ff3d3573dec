"""A script arranges a service day, asks firms, writes down what is said and makes a case of it."""

from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.scenes.api import Caller

pytestmark = pytest.mark.django_db


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_from_the_day_to_the_case(cast: Cast) -> None:
    he = Caller(cast.he_fan)
    body = {
        "office": cast.city_office.pk, "day": timezone.localdate().isoformat(), "at": "15:00",
        "place": "会议中心", "topics": "用工\n用电",
    }  # fmt: skip
    # An emoji cut in two, as a program that counts bytes leaves it.
    told(he.post("/service-days/new", body | {"place": "会\ud83d"}), 400)
    day = told(he.post("/service-days/new", body), 201)["id"]
    assert told(he.post("/service-days/new", body), 422)["errors"][0]["field"] == "day"
    place = f"/service-days/{day}"

    def do(path: str, verb: str, body: Any) -> None:
        told(he.post(f"{path}/{verb}", body, seen=he.get(path)["ETag"]), 200)

    do(place, "invite", {"firms": [], "names": cast.diamond.name})
    do(place, "hold", {})
    said = {"enterprise": cast.diamond.pk, "topic": "用电", "body": "电压低", "answer": "",
            "solved": False}  # fmt: skip
    do(place, "hear", said)
    [word] = he.read("/service-words")["items"]
    assert (word["state"], word["topic"]) == ("open", "用电")
    need = {"title": "电压低", "body": "停机", "wish": "", "reporter_name": "赵总",
            "reporter_phone": "13800000001", "consent": True}  # fmt: skip
    do(f"/service-words/{word['id']}", "raise", need)
    assert he.read(f"/service-words/{word['id']}")["case"]
    assert Caller(cast.qin_lan).get(place).status_code == 404
