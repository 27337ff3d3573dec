"""查看完整号码: masked for those who only read, shown for half an hour to who says why."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import REVEALED
from zhuqi.foundation.directory.models import EnterpriseContact
from zhuqi.foundation.directory.queries import REVEALED_FOR, phones_revealed
from zhuqi.ledgers.cases.enums import State

SignIn = Callable[[User], Client]
PHONE, MASKED = "13812345678", "138****5678"


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_a_reader_says_why_and_sees_the_number_for_a_while(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client, url = sign_in(cast.inspector), f"/desk/cases/{case.number}/"
    assert MASKED in page(client, url)
    assert PHONE not in page(client, url)
    assert client.post(f"{url}reveal/", {"reason": "电话核实办理情况"}).status_code == 302
    assert PHONE in page(client, url)
    event = Event.objects.get(object_type="case", object_id=case.pk, kind=REVEALED)
    assert event.facts == {"reason": "电话核实办理情况"}
    assert event.actor_name == "督查员"
    late = event.recorded_at + REVEALED_FOR + timedelta(seconds=1)
    assert phones_revealed("case", case.pk, cast.inspector.pk, late - timedelta(minutes=1))
    assert not phones_revealed("case", case.pk, cast.inspector.pk, late)


def test_nobody_else_sees_what_one_has_asked_for(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    sign_in(cast.inspector).post(f"/desk/cases/{case.number}/reveal/", {"reason": "核实"})
    assert PHONE not in page(sign_in(cast.mayor), f"/desk/cases/{case.number}/")


def test_without_a_reason_nothing_is_shown_or_noted(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.case_in(cast, State.IN_PROGRESS)
    client, url = sign_in(cast.inspector), f"/desk/cases/{case.number}/"
    answer = client.post(f"{url}reveal/", {"reason": "  "}, follow=True)
    assert "请填写查看原因" in answer.content.decode()
    assert PHONE not in page(client, url)
    assert not Event.objects.filter(kind=REVEALED).exists()


def test_the_page_of_a_firm_does_the_same(cast: Cast, sign_in: SignIn) -> None:
    EnterpriseContact.objects.create(enterprise=cast.diamond, name="赵总", phone=PHONE)
    client, url = sign_in(cast.inspector), f"/desk/enterprises/{cast.diamond.pk}/"
    assert MASKED in page(client, url)
    client.post(f"{url}reveal/", {"reason": "走访前联系"})
    assert PHONE in page(client, url)
    assert Event.objects.filter(object_type="enterprise", kind=REVEALED).count() == 1


def test_a_hidden_firms_phones_are_not_to_be_had(cast: Cast, sign_in: SignIn) -> None:
    case = scenes.confidential(cast)
    client = sign_in(cast.zhou)
    assert "查看完整号码" not in page(client, f"/desk/cases/{case.number}/")
    answer = client.post(f"/desk/cases/{case.number}/reveal/", {"reason": "想知道"})
    assert answer.status_code == 403
    assert client.get(f"/desk/cases/{case.number}/reveal/").status_code == 405
    assert sign_in(cast.jia).post(f"/desk/cases/{case.number}/reveal/").status_code == 403
