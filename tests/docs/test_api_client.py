"""docs/examples/client.py does with the API what docs/api.md says of it."""

import io
import re
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, OpenerDirector, Request, build_opener
from urllib.response import addinfourl

import pytest
from django.test import Client
from django.utils import timezone

from docs.examples.client import ProblemError, Zhuqi, verified
from tests.cast import Cast, person
from tests.scenes import cases as scenes
from zhuqi.foundation.tokens.actions import make_personal
from zhuqi.foundation.webhooks.signing import headers, new_secret
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case

PAGE = (Path(__file__).parents[1].parent / "docs" / "api.md").read_text(encoding="utf-8")


class ByHand(HTTPHandler):
    """Carries a request into this very process in the place of a network."""

    def http_open(self, asked: Request) -> addinfourl:  # type: ignore[override]  # read alike
        """Ask, and answer as a server would."""
        parts = urlsplit(asked.full_url)
        told: Any = Client().generic(
            asked.get_method(),
            f"{parts.path}?{parts.query}",
            asked.data or b"",
            headers={name: str(value) for name, value in asked.header_items()},
        )
        carried = Message()
        for name, value in told.items():
            carried[name] = value
        answer = addinfourl(io.BytesIO(told.content), carried, asked.full_url, told.status_code)
        answer.msg = told.reason_phrase  # type: ignore[attr-defined]  # urllib reads it
        return answer


def by_hand() -> OpenerDirector:
    """An opener without a network."""
    return build_opener(ByHand())


@pytest.mark.django_db
def test_the_client_reads_submits_once_and_acts_on_what_it_read(cast: Cast) -> None:
    _row, token = make_personal(
        name="示例", chosen=["cases:read", "cases:write"], days=1, by=person(cast.he_fan)
    )
    zhuqi = Zhuqi("http://testserver", token, by_hand())
    first = scenes.submitted(cast)
    body = {"enterprise": cast.diamond.pk, "title": "路灯不亮", "body": "门口两个月没有路灯。",
            "reporter_name": "赵总", "reporter_phone": "13812345678", "channel": "phone",
            "confidential": "no", "anyway": True}  # fmt: skip
    made, tag = zhuqi.act("/cases/new", body, key="order-1")
    again, _tag = zhuqi.act("/cases/new", body, key="order-1")
    assert made == again
    assert Case.objects.count() == 2
    assert {row["number"] for row in zhuqi.rows("/cases")} == {first.number, made["id"]}
    case, seen = zhuqi.read(f"/cases/{made['id']}")
    assert (seen, case["state"]) == (tag, "submitted")
    with pytest.raises(ProblemError) as refused:
        zhuqi.act(f"/cases/{made['id']}/note", {}, seen=seen)
    assert (refused.value.status, refused.value.errors[0]["field"]) == (422, "text")
    with pytest.raises(ProblemError) as refused:
        zhuqi.act(f"/cases/{made['id']}/decline", {}, seen='"999"')
    assert refused.value.status == 412


@pytest.mark.django_db
def test_the_client_does_many_at_once_and_waits_for_what_became_of_them(cast: Cast) -> None:
    scopes = ["cases:read", "cases:write", "jobs:read"]
    _row, token = make_personal(name="示例", chosen=scopes, days=1, by=person(cast.he_fan))
    zhuqi = Zhuqi("http://testserver", token, by_hand())
    case = scenes.case_in(cast, State.ACCEPTED)
    look, _tag = zhuqi.read("/cases/bulk/assign", state="accepted")
    body = {"rows": look["rows"], "fields": {"lead": cast.power.pk}}
    job, _tag = zhuqi.act("/cases/bulk/assign", body)
    done = zhuqi.finished(f"/jobs/{job['id']}")
    assert (look["possible"], done["state"], done["refused"]) == (1, "done", {})
    case.refresh_from_db()
    assert case.state == State.ASSIGNED


def test_the_client_checks_a_webhook_as_the_standard_says() -> None:
    secret, body, now = new_secret(), '{"kind":"案"}'.encode(), timezone.now()
    signed = headers("msg_1", now, body, [new_secret(), secret])
    assert verified(secret, {"Webhook-Id": "msg_1", **signed}, body) == {"kind": "案"}
    for wrong in ({"webhook-id": "msg_2"}, {"webhook-timestamp": str(int(now.timestamp()) + 1)}):
        with pytest.raises(ValueError, match="signature"):
            verified(secret, {**signed, **wrong}, body)
    with pytest.raises(ValueError, match="old"):
        verified(secret, headers("msg_1", now - timedelta(minutes=6), body, [secret]), body)


def test_the_signature_is_the_one_of_the_standards_own_example() -> None:
    """The specimen of the reference libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at, body = datetime.fromtimestamp(1614265330, UTC), b'{"test": 2432232314}'
    signed = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, [secret])
    assert signed["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_page_names_only_what_the_client_has() -> None:
    used = set(re.findall(r"\bzhuqi\.(\w+)\(", PAGE))
    assert used
    assert all(hasattr(Zhuqi, name) for name in used)
