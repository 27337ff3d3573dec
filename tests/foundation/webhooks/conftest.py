"""A receiver on this machine, which an administrator has listed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from ipaddress import ip_network

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, person
from tests.foundation.notices.gateways import SmsServer, sms_server
from tests.scenes import cases as scenes
from tests.scenes.webhooks import Hook
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.tokens.actions import make_personal
from zhuqi.foundation.webhooks import actions
from zhuqi.ledgers.cases.models import Case


@pytest.fixture
def receiver(settings: Settings) -> Iterator[SmsServer]:
    """Takes whatever comes."""
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    settings.WEBHOOK_HTTP = True
    with sms_server() as server:
        server.answer = lambda: (204, b"")
        yield server


@pytest.fixture
def case(cast: Cast) -> Case:
    """钻石公司's, from before anybody listened."""
    return scenes.submitted(cast)


@pytest.fixture
def hook(cast: Cast, receiver: SmsServer, case: Case) -> Hook:  # noqa: ARG001 (it was there before)
    """何帆 has everything about cases told to the receiver."""
    by = person(cast.he_fan)
    make_personal(name="同步", chosen=["cases:read"], days=30, by=by)
    return actions.make_own(name="同步", url=f"{receiver.url}/in?a=1", chosen=["case.*"], by=by)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], datetime]:
    """Let time pass, and the worker do what has come due."""
    real = timezone.now
    passed = timedelta(0)

    def pass_on(more: timedelta) -> datetime:
        nonlocal passed
        passed += more
        monkeypatch.setattr(timezone, "now", lambda: real() + passed)
        drain()
        return timezone.now()

    return pass_on
