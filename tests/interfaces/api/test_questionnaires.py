"""A script draws up a questionnaire, and writes down what a firm without an account says."""

import json
from typing import Any

import pytest

from tests.cast import Cast
from tests.scenes.api import Caller
from tests.scenes.questionnaires import ahead, reply_of, sent
from zhuqi.foundation.accounts.models import FirmMember

pytestmark = pytest.mark.django_db


def told(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_from_the_draft_to_an_answer(cast: Cast) -> None:
    he, qin, lin = Caller(cast.he_fan), Caller(cast.qin_lan), Caller(cast.lin)
    body = {
        "office": cast.city_office.pk, "title": "排查", "purpose": "摸底",
        "due": ahead(9).isoformat(), "sector": "", "size_class": "", "region": None,
        "roster": None,
    }  # fmt: skip
    made = he.post("/questionnaires/new", body)
    place = f"/questionnaires/{told(made, 201)['id']}"
    question = {"kind": "one", "text": "正常吗", "options": "正常", "unit": "", "required": True}
    wrong = told(he.post(f"{place}/add", question, seen=made["ETag"]), 422)
    assert wrong["errors"][0]["field"] == "options"
    assert qin.get(place).status_code == 404
    row = sent(cast)
    FirmMember.objects.filter(enterprise=cast.diamond).delete()
    reply = reply_of(row, cast.diamond)
    there = lin.get(f"/questionnaire-replies/{reply.pk}")
    first = row.questions.all()[0]
    fill = f"/questionnaire-replies/{reply.pk}/fill_in"
    nonsense = {"answers": "正常"}
    assert (
        told(lin.post(fill, nonsense, seen=there["ETag"]), 422)["errors"][0]["field"] == "answers"
    )
    given = {"answers": json.dumps({first.pk: {"chosen": [1]}})}
    assert told(lin.post(fill, given, seen=there["ETag"]), 200)["state"] == "returned"
