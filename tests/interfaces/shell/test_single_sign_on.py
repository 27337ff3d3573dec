"""统一身份认证 against a real provider on this machine: own process, HTTP, signed tokens."""

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import URLError
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from tests.cast import Cast, person
from tests.e2e.server import free_port
from tests.interfaces.shell.identity_provider import identity_provider
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.actions import bind_identity, identities_of, unbind_identity
from zhuqi.foundation.accounts.actions.identities import PROVIDER
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.sso import NONCE
from zhuqi.foundation.accounts.sso import _Client as SsoClient
from zhuqi.foundation.audit.models import Event

LOGIN = "/accounts/sso/"
CALLBACK = "/accounts/sso/callback/"
SIGN_IN = "/accounts/login/"
PEOPLE = [
    {"sub": "zhou@xuchang", "employee_number": "10086", "name": "周工"},
    {"sub": "nobody@xuchang", "employee_number": "99999", "name": "没绑定的人"},
    {"sub": "nameless@xuchang"},
]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The provider's address."""
    with identity_provider(PEOPLE) as address:
        yield address


@pytest.fixture(autouse=True)
def sso(settings: Settings, request: pytest.FixtureRequest) -> None:
    """Configured as the environment would; officials are known by their number."""
    cache.clear()
    server = request.getfixturevalue("provider")
    settings.OIDC = {
        "server": server, "client_id": "zhuqi", "secret": "s3cret", "claim": "employee_number",
        "scope": "openid profile", "name": "许昌统一身份认证", "firms": False,
    }  # fmt: skip


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def consent(address: str, sub: str, **form: str) -> str:
    """What the browser does at the provider: say who one is; returns where it is sent back."""
    data = urlencode({"sub": sub, **form}).encode()
    try:
        build_opener(_Stay).open(Request(address, data=data), timeout=5)  # noqa: S310
    except URLError as answer:
        return str(answer.headers["Location"])  # type: ignore[attr-defined]
    raise AssertionError("the provider did not send anybody back")


def come_back(client: Client, sub: str, **form: str) -> str:
    """From our page to the provider and back; our callback address with its query."""
    answer = client.get(LOGIN)
    assert answer.status_code == 302
    parts = urlsplit(consent(answer["Location"], sub, **form))
    assert parts.path == CALLBACK
    return urlunsplit(("", "", parts.path, parts.query, ""))


def said(client: Client) -> str:
    return client.get(SIGN_IN).content.decode()


def bound(cast: Cast) -> None:
    bind_identity(user=cast.zhou, identity="10086", by=person(cast.security_admin))


def events(user_id: int) -> list[str]:
    rows = Event.objects.filter(object_type="user", object_id=user_id).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def test_a_bound_official_signs_in_without_a_password(cast: Cast) -> None:
    bound(cast)
    client = Client()
    assert "许昌统一身份认证登录" in said(client)
    answer = client.get(come_back(client, "zhou@xuchang"))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/desk/").status_code == 200
    assert events(cast.zhou.pk)[-2:] == ["identity_bound", "signed_in"]


def test_the_request_carries_state_nonce_and_pkce(cast: Cast) -> None:  # noqa: ARG001
    sent = parse_qs(urlsplit(Client().get(LOGIN)["Location"]).query)
    assert {"state", "nonce", "code_challenge"} <= sent.keys()
    assert sent["redirect_uri"] == [f"http://testserver{CALLBACK}"]


def test_whom_nobody_has_bound_is_told_and_gets_no_account(cast: Cast) -> None:
    bound(cast)
    before = User.objects.count()
    client = Client()
    answer = client.get(come_back(client, "nobody@xuchang"))
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert "还没有绑定账号" in said(client)
    assert client.get("/desk/").status_code == 302
    assert User.objects.count() == before
    assert events(0) == ["sign_in_failed"]


def test_a_wrong_nonce_lets_nobody_in(cast: Cast) -> None:
    bound(cast)
    client = Client()
    back = come_back(client, "zhou@xuchang")
    session = client.session
    session[NONCE] = "somebody-elses"
    session.save()
    assert client.get(back)["Location"] == SIGN_IN
    assert "没有完成" in said(client)
    assert client.get("/desk/").status_code == 302


def test_a_wrong_state_lets_nobody_in(cast: Cast) -> None:
    bound(cast)
    client = Client()
    back = come_back(client, "zhou@xuchang")
    for address in (back.replace("state=", "state=x"), f"{CALLBACK}?code=x", CALLBACK):
        assert client.get(address)["Location"] == SIGN_IN
        assert client.get("/desk/").status_code == 302


def test_an_answer_for_one_browser_is_worth_nothing_in_another(cast: Cast) -> None:
    bound(cast)
    back = come_back(Client(), "zhou@xuchang")
    thief = Client()
    thief.get(LOGIN)
    assert thief.get(back)["Location"] == SIGN_IN
    assert thief.get("/desk/").status_code == 302


def test_the_same_answer_twice_signs_in_once(cast: Cast) -> None:
    bound(cast)
    client = Client()
    back = come_back(client, "zhou@xuchang")
    assert client.get(back)["Location"] == "/"
    client.logout()
    assert client.get(back)["Location"] == SIGN_IN


def test_whoever_says_no_at_the_provider_is_back_at_the_sign_in_page(cast: Cast) -> None:
    bound(cast)
    client = Client()
    assert client.get(come_back(client, "zhou@xuchang", action="deny"))["Location"] == SIGN_IN
    assert "没有完成" in said(client)


def test_without_the_claim_people_are_known_by_nobody_comes_in(cast: Cast) -> None:
    bound(cast)
    client = Client()
    assert client.get(come_back(client, "nameless@xuchang"))["Location"] == SIGN_IN


def test_a_provider_that_is_down_is_said_in_words(cast: Cast, settings: Settings) -> None:
    bound(cast)
    settings.OIDC = {**(settings.OIDC or {}), "server": f"http://localhost:{free_port()}"}
    client = Client()
    assert client.get(LOGIN)["Location"] == SIGN_IN
    assert "暂时连不上" in said(client)


def test_a_provider_that_breaks_off_meanwhile_too(cast: Cast, settings: Settings) -> None:
    bound(cast)
    client = Client()
    back = come_back(client, "zhou@xuchang")
    settings.OIDC = {**(settings.OIDC or {}), "server": f"http://localhost:{free_port()}"}
    assert client.get(back)["Location"] == SIGN_IN
    assert "连不上" in said(client)


def test_a_closed_account_stays_closed(cast: Cast) -> None:
    bound(cast)
    User.objects.filter(pk=cast.zhou.pk).update(is_active=False)
    client = Client()
    assert client.get(come_back(client, "zhou@xuchang"))["Location"] == SIGN_IN
    assert client.get("/desk/").status_code == 302


def test_where_firms_may_come_too_they_get_an_account_and_no_firm(
    cast: Cast,  # noqa: ARG001
    settings: Settings,
) -> None:
    settings.OIDC = {**(settings.OIDC or {}), "firms": True}
    client = Client()
    assert client.get(come_back(client, "nobody@xuchang"))["Location"] == "/"
    user = User.objects.get(username="sso-99999")
    assert (user.name, user.official, user.has_usable_password()) == ("没绑定的人", None, False)
    assert client.get("/desk/").status_code == 403
    assert client.get("/portal/registration/add/").status_code == 200
    again = Client()
    assert again.get(come_back(again, "nobody@xuchang"))["Location"] == "/"
    assert User.objects.filter(username__startswith="sso-").count() == 1


def test_only_the_security_administrator_binds_and_each_identity_once(cast: Cast) -> None:
    for stranger in (cast.zhou, cast.head_zheng, cast.he_fan, cast.system_admin, cast.zhao):
        with pytest.raises(NotYours):
            bind_identity(user=cast.wu, identity="1", by=person(stranger))
    admin = person(cast.security_admin)
    for identity in ("", "  ", "x" * 129, "a\x00b"):
        with pytest.raises(NotValid):
            bind_identity(user=cast.wu, identity=identity, by=admin)
    bound(cast)
    with pytest.raises(NotNow):
        bind_identity(user=cast.wu, identity="10086", by=admin)
    assert identities_of(cast.zhou) == ["10086"]
    unbind_identity(user=cast.zhou, identity="10086", by=admin)
    with pytest.raises(NotNow):
        unbind_identity(user=cast.zhou, identity="10086", by=admin)
    assert events(cast.zhou.pk) == ["identity_bound", "identity_unbound"]


def test_the_administrators_page_binds_and_unbinds(cast: Cast, client: Client) -> None:
    client.force_login(cast.security_admin)
    url = f"/desk/admin/people/{cast.zhou.pk}/"
    assert client.post(url, {"step": "bind", "identity": "10086"}).status_code == 302
    assert "<code>10086</code>" in client.get(url).content.decode()
    assert client.post(url, {"step": "bind", "identity": ""}).status_code == 422
    assert client.post(url, {"step": "unbind", "identity": "10086"}).status_code == 302
    assert client.post(url, {"step": "unbind", "identity": "10086"}).status_code == 409


def test_without_configuration_there_is_nothing_of_it(
    cast: Cast,  # noqa: ARG001
    settings: Settings,
) -> None:
    settings.OIDC = None
    client = Client()
    assert client.get(LOGIN).status_code == client.get(CALLBACK).status_code == 404
    assert LOGIN not in said(client)


class _Published(BaseHTTPRequestHandler):
    """A provider of our own, whose key we hold: its configuration and its key."""

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def do_GET(self) -> None:
        home = f"http://{self.headers['Host']}"
        jwk = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        said = {"keys": [jwk]} if self.path == "/jwks" else {
            "issuer": home, "jwks_uri": f"{home}/jwks",
        }  # fmt: skip
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_words: object) -> None:
        """Quiet."""


@pytest.mark.parametrize(
    ("claims", "signed", "holds"),
    [
        ({}, "own", True),
        ({}, "other key", False),
        ({}, "shared secret", False),
        ({"aud": "somebody-else"}, "own", False),
        ({"iss": "http://elsewhere"}, "own", False),
        ({"exp": 1}, "own", False),
    ],
)
def test_a_token_that_does_not_hold_is_refused(
    db: None,  # noqa: ARG001
    settings: Settings,
    claims: dict[str, object],
    signed: str,
    *,
    holds: bool,
) -> None:
    server = ThreadingHTTPServer(("localhost", 0), _Published)
    Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://localhost:{server.server_port}"
    settings.OIDC = {**(settings.OIDC or {}), "server": home}
    now = int(time.time())
    told = {"iss": home, "aud": "zhuqi", "sub": "zhou", "iat": now, "exp": now + 60, **claims}
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    token = {
        "own": lambda: jwt.encode(told, _Published.key, algorithm="RS256"),
        "other key": lambda: jwt.encode(told, other, algorithm="RS256"),
        "shared secret": lambda: jwt.encode(told, "k" * 32, algorithm="HS256"),
    }[signed]()
    client = SsoClient(RequestFactory().get(CALLBACK), PROVIDER)
    try:
        if holds:
            assert client._verified(token, "zhuqi")["sub"] == "zhou"
        else:
            with pytest.raises(OAuth2Error):
                client._verified(token, "zhuqi")
    finally:
        server.shutdown()
        server.server_close()
