"""Which roles must take a second step, as the environment says it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhuqi.config.environment import roles

NAME = "ZHUQI_SECOND_FACTOR_ROLES"


def test_roles_are_named_or_nobody_must(monkeypatch: pytest.MonkeyPatch) -> None:
    assert roles(NAME, default="audit_admin") == ["audit_admin"]
    monkeypatch.setenv(NAME, "signer, leader")
    assert roles(NAME, default="audit_admin") == ["signer", "leader"]
    monkeypatch.setenv(NAME, "")
    assert roles(NAME, default="audit_admin") == []


def test_what_is_no_role_is_an_error_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "audit_admin,boss")
    with pytest.raises(ImproperlyConfigured, match="boss"):
        roles(NAME, default="")
