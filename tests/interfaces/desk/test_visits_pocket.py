"""随身走访: the page that opens without signal, and what it sends when there is signal again."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.scenes.visits import planned
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.quarantine.models import Quarantined
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison.enums import VisitState
from zhuqi.mechanisms.liaison.models import Visit

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def read(response: Any) -> str:
    text: str = response.content.decode()
    return text


def record(visit: Visit | None = None, **more: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    fields = {"day": today, "said": "车间里记的。", **more.pop("fields", {})}
    return {
        "id": str(uuid4()), "visit": visit.pk if visit else None, "stated": f"{today}T10:00",
        "fields": fields, **more,
    }  # fmt: skip


def send(client: Client, user: User, *records: object) -> Any:
    batch = json.dumps({"person": user.pk, "records": records})
    return client.post(reverse("desk:visits_sync"), batch, content_type="application/json")


def results(response: Any) -> list[str]:
    return [one["status"] for one in response.json()["results"]]


def test_the_page_that_is_kept_names_nobody(cast: Cast, sign_in: SignIn) -> None:
    planned(cast)
    page = read(sign_in(cast.lin).get(reverse("desk:visits_pocket")))
    assert not [word for word in ("林助", "许昌钻石公司", "csrfmiddlewaretoken") if word in page]
    worker = sign_in(cast.lin).get(reverse("desk:visits_worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in worker["Content-Security-Policy"]


def test_what_is_taken_along_is_ones_own(cast: Cast, sign_in: SignIn) -> None:
    visit = planned(cast)
    told = sign_in(cast.lin).get(reverse("desk:visits_pocket_data")).json()
    assert (told["person"], [one["id"] for one in told["visits"]]) == (cast.lin.pk, [visit.pk])
    assert [one["name"] for one in told["firms"]] == ["许昌钻石公司"]


def test_a_batch_is_taken_once_and_each_refusal_is_its_own(cast: Cast, sign_in: SignIn) -> None:
    client, visit = sign_in(cast.lin), planned(cast)
    need = {
        "need1_title": "用电容量不够", "need1_body": "缺 800 千伏安。", "need1_consent": "yes",
        "need1_reporter_name": "赵强", "need1_reporter_phone": "13812345678",
    }  # fmt: skip
    good = record(visit, fields=need)
    half = record(enterprise=cast.diamond.pk, fields={"need1_title": "缺工"})
    foreign = record(enterprise=cast.shoes.pk)
    broken = {"id": "x"}
    first = send(client, cast.lin, good, half, foreign, broken)
    assert results(first) == ["taken", "refused", "refused", "refused"]
    [_good, told, _foreign, _broken] = first.json()["results"]
    assert told["errors"]["need1_consent"] == "请选择企业是否同意上报"
    assert results(send(client, cast.lin, good)) == ["already"]
    assert Case.objects.count() == 1
    visit.refresh_from_db()
    assert (visit.state, visit.said) == (VisitState.MADE, "车间里记的。")
    page = read(client.get(reverse("desk:visit", args=[visit.pk])))
    assert "没有信号时记的" in page


def test_an_emoji_cut_in_two_stops_only_its_own_record(cast: Cast, sign_in: SignIn) -> None:
    client, visit = sign_in(cast.lin), planned(cast)
    torn = record(visit, fields={"said": "谈好了\ud83d"})
    told = send(client, cast.lin, torn, record(visit))
    assert results(told) == ["refused", "taken"]
    assert "不完整的字" in told.json()["results"][0]["reason"]


def test_what_is_no_batch_is_told_so(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lin)
    for body in ("[" * 100_000, '{"person": Infinity, "records": []}', '{"person": 1e999}', "{"):
        answer = client.post(reverse("desk:visits_sync"), body, content_type="application/json")
        assert answer.status_code == 400


def test_of_two_records_of_one_visit_both_are_shown(cast: Cast, sign_in: SignIn) -> None:
    client, visit = sign_in(cast.lin), planned(cast)
    send(client, cast.lin, record(visit))
    second = send(client, cast.lin, record(visit, fields={"said": "另一部手机上记的。"}))
    assert results(second) == ["beside"]
    page = read(client.get(reverse("desk:visit", args=[visit.pk])))
    assert "车间里记的。" in page
    assert "另一部手机上记的。" in page


def test_nobody_sends_what_another_wrote(cast: Cast, sign_in: SignIn) -> None:
    visit = planned(cast)
    refused = send(sign_in(cast.mayor), cast.lin, record(visit))
    assert refused.status_code == 403
    other = sign_in(cast.lin)
    assert send(other, cast.mayor, record(visit)).status_code == 409
    garbled = other.post(reverse("desk:visits_sync"), "[", content_type="application/json")
    assert garbled.status_code == 400
    assert Visit.objects.get().state == VisitState.PLANNED


def test_text_with_a_mark_goes_to_its_keeper_and_nowhere_else(cast: Cast, sign_in: SignIn) -> None:
    visit = planned(cast)
    marked = record(visit, fields={"said": "机密★5年：配套工程图纸。"})
    sent = send(sign_in(cast.lin), cast.lin, marked)
    assert results(sent) == ["secret"]
    assert "图纸" not in read(sent)
    assert Quarantined.objects.count() == 1
    assert Visit.objects.get().state == VisitState.PLANNED
