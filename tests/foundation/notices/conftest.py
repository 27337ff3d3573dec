"""A gateway for texts that really listens."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.foundation.notices.gateways import MailServer, SmsServer, mail_server, sms_server


@pytest.fixture
def sms() -> Iterator[SmsServer]:
    """Serves on this machine for one story."""
    with sms_server() as server:
        yield server


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    """A mail server on this machine, named in the settings as ZHUQI_EMAIL_URL would."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        settings.DEFAULT_FROM_EMAIL = "助企 <zhuqi@xuchang.example>"
        yield server
