"""谁正在看、正在填: those who handle a case hear of each other; who only reads is never told of."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.interfaces.desk.cases.presence import FORGOTTEN_AFTER, say_here
from zhuqi.interfaces.shell.middleware import SEEN
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.models import Case, RecusalKind
from zhuqi.ledgers.cases.secrecy import actions as secrecy

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _nobody_is_here() -> None:
    cache.clear()


def beat(client: Client, case: Case, writing: str = "") -> str:
    answer = client.post(f"/desk/cases/{case.number}/present/", {"writing": writing})
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_unit_hears_what_its_own_people_write_and_the_office_only_that_they_do(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    assert "正在" not in beat(sign_in(cast.zhou), case, Verb.ANSWER.value)
    own, office = beat(sign_in(cast.wu), case), beat(sign_in(cast.he_fan), case, "nonsense")
    assert "周" in own
    assert "正在填写“提交答复”" in own
    assert "正在填写" in office
    assert "提交答复" not in office
    assert "何帆" in beat(sign_in(cast.zhou), case)


def test_who_only_reads_neither_shows_nor_hears(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    beat(sign_in(cast.zhou), case)
    for reader in (cast.mayor, cast.inspector, cast.lin):
        assert "正在" not in beat(sign_in(reader), case, Verb.INSTRUCT.value)
        page = sign_in(reader).get(f"/desk/cases/{case.number}/").content.decode()
        assert "data-presence" not in page
    assert "正在" not in beat(sign_in(cast.zhou), case)


def test_of_a_confidential_case_a_unit_hears_nothing_of_others(cast: Cast) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="企业担心报复")
    case.refresh_from_db()
    now = case.submitted_at
    say_here(person(cast.he_fan), case, writing="", now=now)
    assert say_here(person(cast.zhou), case, writing="", now=now) == []
    assert say_here(person(cast.wu), case, writing="", now=now) != []
    assert len(say_here(person(cast.he_fan), case, writing="", now=now)) == 2


def test_strangers_and_who_keeps_away_find_no_such_page(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    with open_case(case.pk, by=person(cast.he_fan)) as work:
        secrecy.recuse(
            work, kind=RecusalKind.RELATION, person=cast.shen_jing, reason="亲属在该企业"
        )
    for user, status in ((cast.shen_jing, 404), (cast.yu_registrar, 404), (cast.zhao, 403)):
        answer = sign_in(user).post(f"/desk/cases/{case.number}/present/")
        assert answer.status_code == status


def test_a_page_closed_a_minute_ago_is_forgotten_and_an_open_one_keeps_nobody_signed_in(
    cast: Cast, sign_in: SignIn
) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    now = case.submitted_at
    say_here(person(cast.zhou), case, writing="", now=now)
    later = now + FORGOTTEN_AFTER + timedelta(seconds=1)
    assert say_here(person(cast.wu), case, writing="", now=later) == []
    client = sign_in(cast.he_fan)
    client.get("/desk/")
    session = client.session
    seen = SEEN
    session[seen] -= 3600
    session.save()
    beat(client, case)
    assert client.session[seen] == session[seen]
    client.get("/desk/")
    assert client.session[seen] > session[seen]
