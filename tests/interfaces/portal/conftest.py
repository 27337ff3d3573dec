"""赵总's and his colleague's browsers."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast
from tests.signing_in import sign_in
from zhuqi.foundation.accounts.models import User


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def zhao(cast: Cast) -> Client:
    """赵总 of 钻石公司, signed in."""
    return _signed_in(cast.zhao)


@pytest.fixture
def qian(cast: Cast) -> Client:
    """钱会计 of the same firm."""
    return _signed_in(cast.qian)


@pytest.fixture
def jia(cast: Cast) -> Client:
    """甲某, whose firm has nothing to do with it."""
    return _signed_in(cast.jia)


def _signed_in(user: User) -> Client:
    return sign_in(Client(), user)
