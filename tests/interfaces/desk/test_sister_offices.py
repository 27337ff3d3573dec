"""三办联动 over HTTP: shared, found before assigning, told apart, handed over; a firm's file."""

import pytest
from django.test import Client

from tests.asked import page_asks
from tests.cast import Cast, person
from tests.scenes import sisters
from tests.scenes.life import MONDAY
from tests.signing_in import sign_in
from zhuqi.interfaces.desk.home_queues import queues_of
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.sister_offices.enums import SharingState
from zhuqi.mechanisms.sister_offices.models import Distinction, Sharing

S = SharingState


@pytest.fixture
def both(cast: Cast) -> sisters.Sisters:
    return sisters.allied(cast)


def test_at_triage_the_sisters_case_is_shown_and_a_said_choice_goes_on(
    cast: Cast, both: sisters.Sisters, client: Client
) -> None:
    theirs, ours = sisters.accepted_by(both.bai, cast), sisters.accepted_by(cast.he_fan, cast)
    sisters.assign(both.bai, theirs, cast)
    ours.refresh_from_db()
    sign_in(client, cast.he_fan)
    address = f"/desk/cases/{ours.number}/triage/"
    page = client.get(address).content.decode()
    assert "联动的活动办有这家企业相近的诉求" in page
    assert f"/desk/cases/{theirs.number}/" not in page
    typed = {"seen": ours.version, "lead": cast.power.pk, "step": "both"}
    refused = client.post(address, typed)
    assert refused.status_code == 409
    assert "已交办这家企业的同一事项" in refused.content.decode()
    apart = f"/desk/sister-distinctions/new/?number={ours.number}&other={theirs.number}"
    assert apart.replace("&", "&amp;") in page
    form = client.get(apart).content.decode()
    assert theirs.number in form
    said = {"number": ours.number, "other": theirs.number, "text": "北厂和南厂两条线路"}
    assert client.post(apart, said).status_code == 302
    # A second click makes no second one.
    client.post(apart, said)
    assert Distinction.objects.count() == 1
    assert client.post(address, typed).status_code == 302
    ours.refresh_from_db()
    assert ours.state == State.ASSIGNED


def test_shared_by_the_page_and_taken_over_by_the_sister(
    cast: Cast, both: sisters.Sisters, client: Client
) -> None:
    case = sisters.accepted_by(cast.he_fan, cast)
    sign_in(client, cast.he_fan)
    part = client.get(f"/desk/sister-sharings/of-case/{case.number}/").content.decode()
    assert f"/desk/sister-sharings/new/?number={case.number}" in part
    sent = client.post(
        "/desk/sister-sharings/new/",
        {
            "office": cast.city_office.pk, "number": case.number, "sister": both.office.pk,
            "hand": "on", "text": "归口贵办",
        },
    )  # fmt: skip
    row = Sharing.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/desk/sister-sharings/{row.pk}/")
    page = client.get(sent["Location"]).content.decode()
    assert "/take_back/" in page
    assert "/accept/" not in page
    sign_in(client, both.bai)
    queues = queues_of(person(both.bai), MONDAY)
    assert [queue.label for queue in queues if "联动" in queue.label] == ["待答复的联动事项"]
    assert client.get("/desk/").status_code == 200
    accepted = client.post(f"{sent['Location']}accept/", {"seen": row.version, "text": "同意接收"})
    assert accepted.status_code == 302
    assert Case.objects.get(pk=case.pk).office == both.office
    stale = client.post(f"{sent['Location']}accept/", {"seen": row.version, "text": "同意接收"})
    assert stale.status_code in {302, 409}
    timeline = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "三办联动（市营商环境办）：接收移交" in timeline


def test_a_firms_file_counts_what_sisters_have_and_names_nothing_else(
    cast: Cast, both: sisters.Sisters, client: Client
) -> None:
    theirs = sisters.accepted_by(both.bai, cast, title="没人知道的事", body="只有营商环境办知道")
    ours = sisters.accepted_by(cast.he_fan, cast)
    sign_in(client, cast.he_fan)
    page = client.get(f"/desk/enterprises/{cast.diamond.pk}/").content.decode()
    assert "三办联动" in page
    assert "市营商环境办" in page
    assert ours.number in page
    for hidden in (theirs.number, theirs.title, theirs.body):
        assert hidden not in page
    sign_in(client, cast.zhou)
    assert "三办联动" not in client.get(f"/desk/enterprises/{cast.diamond.pk}/").content.decode()


def test_whose_case_it_is_nobody_reads_off_the_list_before_it_is_shared(
    cast: Cast, both: sisters.Sisters, client: Client
) -> None:
    case = sisters.accepted_by(cast.he_fan, cast)
    row = sisters.asked(both, case)
    sign_in(client, both.bai)
    for address in ("/desk/sister-sharings/", f"/desk/sister-sharings/{row.pk}/"):
        page = client.get(address).content.decode()
        assert case.number in page
        assert cast.diamond.name not in page
        assert case.title not in page


@pytest.mark.parametrize("address", ["/desk/sister-sharings/", "/desk/sister-distinctions/"])
def test_three_rows_ask_as_much_as_one(
    cast: Cast, both: sisters.Sisters, client: Client, address: str
) -> None:
    def one_more() -> None:
        case = sisters.accepted_by(cast.he_fan, cast)
        other = sisters.accepted_by(both.bai, cast)
        sisters.shared(cast, both, case)
        Distinction.objects.create(
            office=cast.city_office, case=case, other=other, text="两回事", said_at=MONDAY
        )

    sign_in(client, cast.he_fan)
    one_more()
    first = page_asks(client, address)
    one_more()
    one_more()
    assert page_asks(client, address) == first


def test_an_alliance_is_made_joined_and_ended_by_pages(
    cast: Cast, both: sisters.Sisters, client: Client
) -> None:
    third = sisters.second_office(cast, "市四个一百专班", "1901")
    sign_in(client, cast.shen_jing)
    made = client.post(
        "/desk/sister-alliances/new/",
        {
            "keeper": cast.city_office.pk, "name": "项目联动", "source": "会议纪要",
            "since": "2026-11-16", "until": "", "offices": [both.office.pk, third.pk],
        },
    )  # fmt: skip
    assert made.status_code == 302
    sign_in(client, both.bai)
    page = client.get(made["Location"]).content.decode()
    assert "确认加入" in page
    assert client.post(f"{made['Location']}join/", {"seen": 1}).status_code == 302
    assert "已加入" in client.get(made["Location"]).content.decode()
    assert client.post(f"{made['Location']}end/", {"reason": "不要了"}).status_code == 403
    assert client.get("/desk/sister-alliances/?hand=join").status_code == 200
