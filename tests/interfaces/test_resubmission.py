"""Asked back at submit, at registration and at triage; nothing typed is lost by any answer."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.scenes import portal as life
from tests.scenes.raising import GOOD, said
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case

SignIn = Callable[[User], Client]
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 64


def submit(client: Client, **more: object) -> HttpResponse:
    return client.post(reverse("portal:new"), {**GOOD, **more})  # type: ignore[return-value]


def test_the_firm_is_asked_and_may_still_submit(cast: Cast, sign_in: SignIn) -> None:
    first, client = life.in_progress(cast), sign_in(cast.zhao)
    asked = submit(client, wish="换一台变压器")
    text = asked.content.decode()
    assert asked.status_code == 409
    for words in ("可能已经提出过", first.number, "换一台变压器", GOOD["body"]):
        assert words in text
    assert Case.objects.count() == 1
    assert submit(client, anyway=first.number).status_code == 302
    assert Case.objects.count() == 2


def test_the_firm_adds_it_to_the_first_with_its_photo(cast: Cast, sign_in: SignIn) -> None:
    first, client = life.in_progress(cast), sign_in(cast.zhao)
    photo = SimpleUploadedFile("现场.jpg", JPEG)
    # The button that adds it answers no question about secrecy: the first case is as it is.
    answer = submit(client, into=first.number, confidential="", attachments=[photo])
    assert answer["Location"].startswith(reverse("portal:case", args=[first.number]))
    assert "没有另立一件" in client.get(answer["Location"]).content.decode()
    entry = first.entries.get(verb="supplement")
    assert GOOD["body"] in entry.text
    assert Attachment.objects.get().purpose == f"entry:{entry.ordinal}"
    assert Case.objects.count() == 1


def test_a_complaint_or_a_secret_is_not_added_to_what_the_unit_reads(
    cast: Cast, sign_in: SignIn
) -> None:
    first, client = life.in_progress(cast), sign_in(cast.zhao)
    for more in ({"confidential": "yes"}, {"complained_of": "许昌供电公司"}):
        asked = submit(client, **more)
        assert asked.status_code == 409
        assert "要在下面单独提交" in asked.content.decode()
        assert "补充到" not in asked.content.decode()
    refused = submit(client, into=first.number, complained_of="许昌供电公司", confidential="")
    assert refused.status_code == 422
    assert "单独提交" in refused.content.decode()
    # Chosen only on the page that asks back, and pressed there with the other button.
    refused = submit(client, into=first.number, confidential="yes")
    assert refused.status_code == 422
    assert "要求保密的请单独提交" in refused.content.decode()
    assert not first.entries.exists()


def test_nothing_of_what_is_added_is_cut_off(cast: Cast, sign_in: SignIn) -> None:
    first, client = life.in_progress(cast), sign_in(cast.zhao)
    long = {"body": "电" * 4950, "wish": "望" * 100}
    refused = submit(client, into=first.number, confidential="", **long)
    assert refused.status_code == 422
    assert "最多 5000 字" in refused.content.decode()
    assert not first.entries.exists()
    other = {"reporter_name": "卫工", "reporter_phone": "13911112222"}
    assert submit(client, into=first.number, confidential="", **other).status_code == 302
    assert first.entries.get().text.endswith("联系人：卫工 13911112222")


def test_nobody_adds_to_another_firms_case(cast: Cast, sign_in: SignIn) -> None:
    first = life.in_progress(cast)
    assert submit(sign_in(cast.jia), into=first.number).status_code == 404
    assert not first.entries.exists()


def test_what_was_declined_is_said_with_its_ground(cast: Cast, sign_in: SignIn) -> None:
    first = life.declined(cast)
    text = submit(sign_in(cast.zhao)).content.decode()
    assert first.refusal_ground in text
    assert "补充到这一件" not in text


def test_what_the_firm_took_back_it_may_raise_anew(cast: Cast, sign_in: SignIn) -> None:
    life.withdrawn(cast)
    assert submit(sign_in(cast.zhao)).status_code == 302


def test_another_matter_comes_in_without_a_question(cast: Cast, sign_in: SignIn) -> None:
    life.in_progress(cast)
    other = submit(sign_in(cast.zhao), title="仓库屋顶漏雨", body="整面墙都湿了，货挪不开。")
    assert other.status_code == 302


def heard(first: Case, **more: object) -> dict[str, object]:
    same = {"title": first.title, "body": first.body, "foreign_number": "", "channel": "phone"}
    return said(firm=first.enterprise_id, **{**same, **more})


def test_the_office_is_asked_and_may_register_add_or_merge(cast: Cast, sign_in: SignIn) -> None:
    first, client = life.in_progress(cast), sign_in(cast.he_fan)
    asked = client.post("/desk/register/", heard(first))
    text = asked.content.decode()
    assert asked.status_code == 409
    for words in ("可能已经提出过", first.number, "补充到这一件", "登记并合并办理"):
        assert words in text
    assert Case.objects.count() == 1
    added = client.post("/desk/register/", heard(first, into=first.number, confidential=""))
    assert added["Location"] == reverse("desk:case", args=[first.number])
    assert first.entries.filter(verb="supplement").count() == 1
    merged = client.post("/desk/register/", heard(first, merge=first.number, confidential=""))
    case = Case.objects.latest("pk")
    assert merged["Location"] == reverse("desk:case", args=[case.number])
    assert (case.state, case.merged_into) == (State.MERGED, first)
    anyway = {"anyway": f"{first.number},{case.number}", "key": "k3"}
    assert client.post("/desk/register/", heard(first, **anyway)).status_code == 302
    assert Case.objects.filter(state=State.SUBMITTED).count() == 1


@pytest.mark.parametrize("user", ["lin"])
def test_who_may_not_merge_is_not_offered_it(cast: Cast, sign_in: SignIn, user: str) -> None:
    first, client = life.in_progress(cast), sign_in(getattr(cast, user))
    text = client.post("/desk/register/", heard(first, channel="visit")).content.decode()
    assert "补充到这一件" in text
    assert "登记并合并办理" not in text


def test_at_triage_the_like_case_is_shown_with_the_way_to_merge(
    cast: Cast, sign_in: SignIn
) -> None:
    first, second = life.in_progress(cast), life.submitted(cast)
    client = sign_in(cast.he_fan)
    text = client.get(reverse("desk:triage", args=[second.number])).content.decode()
    assert "提过相近的诉求" in text
    merge = f"{reverse('desk:verb', args=[second.number, 'merge'])}?into={first.pk}"
    assert merge in text
    assert f'value="{first.pk}" selected' in client.get(merge).content.decode()
