"""A number in a form is whatever somebody typed: no page breaks on it or takes it for a row."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.ledgers.cases.enums import State

SignIn = Callable[[User], Client]
# Python reads no number of more than 4,300 digits; no column holds one of nineteen.
HOSTILE = ("9" * 5000, "9" * 19, "١٢", "²", "-1", "1e3", "0x1", " 1", "", "1'--")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_be_no_rows_number_is_none(text: str) -> None:
    assert number_sent(text, -1) == -1


def test_what_could_be_one_is_read() -> None:
    assert [number_sent(text) for text in ("0", "7", "9" * 18)] == [0, 7, 10**18 - 1]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_number_is_refused_on_every_page_that_takes_one(
    cast: Cast, sign_in: SignIn, text: str
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    # The client's own way: a fault of the server would be raised here.
    office = sign_in(cast.he_fan)
    noted = office.post(f"/desk/cases/{case.number}/note/", {"seen": text, "text": "已联系"})
    assert noted.status_code == 409
    # Without a number, one registers for a firm yet to be found.
    looked_for = office.get("/desk/register/", {"firm": text})
    assert looked_for.status_code == 404 or (text == "" and looked_for.status_code == 200)
    assert office.post("/desk/notices/read/", {"up_to": text}).status_code == 302
    assert office.get("/desk/notices/", {"before": text}).status_code == 200
    assert office.get("/desk/search/", {"q": "停电", "page": text}).status_code == 200
    assert office.post("/desk/recovery/", {"step": "confirm", "row": text}).status_code < 500
    assert office.post("/desk/absence/", {"step": "end", "row": text}).status_code < 500
    firm = sign_in(cast.zhao)
    rated = firm.post(f"/portal/cases/{case.number}/supplement/", {"seen": text, "text": "补充"})
    assert rated.status_code in {302, 409, 422}
    admin = sign_in(cast.system_admin)
    row = f"/desk/admin/registers/units/{cast.industry.pk}/"
    assert admin.get(row, {"version": text}).status_code in {200, 404}
    assert admin.post(row, {"step": "save", "seen": text}).status_code in {409, 422}
