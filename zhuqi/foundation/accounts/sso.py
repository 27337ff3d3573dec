"""统一身份认证 by OpenID Connect: allauth does the talking, this says how strictly.

Off unless ZHUQI_OIDC_SERVER is set. An official is let in only where an administrator has bound
the identity beforehand; nobody becomes an official by signing in.
"""

import hmac
import logging
import secrets
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from requests import RequestException

from zhuqi.foundation.accounts.actions.identities import PROVIDER, join_by_identity
from zhuqi.foundation.accounts.actions.sessions import note_failed_sign_in
from zhuqi.foundation.accounts.adapter import client_ip
from zhuqi.foundation.accounts.models import User

NONCE = "sso_nonce"
# Signatures by a private key of the provider's; a shared secret or none at all is refused.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]
log = logging.getLogger(__name__)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # untyped
    """One provider, named by the environment; failures lead back to the sign-in page in words."""

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002 (allauth's hook)
        provider: str | None = None,
        client_id: str | None = None,  # noqa: ARG002
    ) -> list[SocialApp]:
        """The one of the settings; none is read from the database."""
        wanted = settings.OIDC
        if not wanted or provider not in {None, PROVIDER, "openid_connect"}:
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=PROVIDER,
                name=wanted["name"],
                client_id=wanted["client_id"],
                secret=wanted["secret"],
                settings={
                    "server_url": wanted["server"],
                    "uid_field": wanted["claim"],
                    "scope": wanted["scope"].split(),
                    "oauth_pkce_enabled": True,
                },
            )
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Who is known to the provider but bound to nobody here is told so."""
        if sociallogin.is_existing or (settings.OIDC and settings.OIDC["firms"]):
            return
        note_failed_sign_in(
            login=str(sociallogin.account.uid), ip=client_ip(request), why="identity_unbound"
        )
        raise ImmediateHttpResponse(
            _back(
                request,
                _(
                    "您的统一身份还没有绑定账号。机关工作人员请联系安全管理员绑定，企业请用手机号登录。"
                ),
            )
        )

    def is_open_for_signup(
        self,
        request: HttpRequest,  # noqa: ARG002 (allauth's hook)
        sociallogin: SocialLogin,  # noqa: ARG002
    ) -> bool:
        """Firms' people only, and only where the place wants it."""
        return bool(settings.OIDC and settings.OIDC["firms"])

    def save_user(
        self,
        request: HttpRequest,  # noqa: ARG002 (allauth's hook)
        sociallogin: SocialLogin,
        form: Any = None,  # noqa: ARG002
    ) -> User:
        """A person of a firm, who now registers for the firm like everyone else."""
        user = join_by_identity(identity=sociallogin.account.uid, name=sociallogin.user.name)
        sociallogin.user = sociallogin.account.user = user
        sociallogin.account.save()
        return user

    def populate_user(
        self,
        request: HttpRequest,  # noqa: ARG002 (allauth's hook)
        sociallogin: SocialLogin,
        data: dict[str, Any],
    ) -> User:
        """Nothing but the name is taken over."""
        user: User = sociallogin.user
        user.name = str(data.get("name") or "")[:40]
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002 (allauth's hook)
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002
    ) -> None:
        """Back to the sign-in page; the log of the server has the cause."""
        log.warning("single sign-on failed: %s %r", error, exception)
        note_failed_sign_in(login="", ip=client_ip(request), why="identity_provider")
        sentence = _("统一身份认证没有完成，请再试一次，或用密码登录。")
        if isinstance(exception, RequestException):
            sentence = _("统一身份认证暂时连不上，请稍后再试，或用密码登录。")
        raise ImmediateHttpResponse(_back(request, sentence))


class _Client(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth is untyped
    """Checks what allauth leaves out: the signature over any channel, the nonce, the subject."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002
        """One address for the one provider."""
        return str(build_absolute_uri(request, reverse("sso_callback")))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Who the provider says this is, if it says so to this very browser."""
        raw = kwargs["response"].get("id_token")
        if not raw:
            raise OAuth2Error("no id_token")
        claims = self._verified(raw, app.client_id)
        nonce = request.session.pop(NONCE, "")
        if not nonce or not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
            raise OAuth2Error("wrong nonce")
        told = self._fetch_user_info(token.token)
        if told.get("sub") != claims.get("sub"):
            raise OAuth2Error("userinfo is about somebody else")
        try:
            login = self.get_provider().sociallogin_from_response(
                request, {"id_token": claims, "userinfo": {**claims, **told}}
            )
        except (KeyError, ValueError) as error:
            raise OAuth2Error("the claim people are known by is missing") from error
        # What the provider tells about people is not kept.
        login.account.extra_data = {}
        return login

    def _verified(self, raw: str, audience: str) -> dict[str, Any]:
        """The claims of a token the provider has signed for us and that has not run out.

        allauth would want a key id; providers with a single key often name none.
        """
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            published = answer.json()
        try:
            named = jwt.get_unverified_header(raw).get("kid")
            keys = [
                key
                for key in jwt.PyJWKSet.from_dict(published).keys
                if named is None or key.key_id == named
            ]
            if len(keys) != 1:
                raise OAuth2Error("the key is not known")
            claims: dict[str, Any] = jwt.decode(
                raw,
                keys[0],
                algorithms=ALGORITHMS,
                audience=audience,
                issuer=self.openid_config["issuer"],
                leeway=60,
                options={"require": ["exp", "iat", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("the token does not hold") from error
        return claims


def _back(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return HttpResponseRedirect(reverse("account_login"))


@require_safe
def login(request: HttpRequest) -> HttpResponse:
    """On to the provider, with a state and a nonce of this browser's."""
    if not settings.OIDC:
        raise Http404
    asked = request.GET.get("next", "")
    onward = asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else None
    request.session[NONCE] = secrets.token_urlsafe(24)
    client = _Client(request, PROVIDER)
    provider = client.get_provider()
    provider.oauth2_adapter_class = _Client
    try:
        answer: HttpResponse = provider.redirect(
            request,
            AuthProcess.LOGIN,
            next_url=onward,
            auth_params={"nonce": request.session[NONCE]},
        )
    except RequestException as error:
        log.warning("single sign-on failed: %r", error)
        return _back(request, _("统一身份认证暂时连不上，请稍后再试，或用密码登录。"))
    return answer


@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider. Signing in writes, so this GET is on the list of exceptions."""
    if not settings.OIDC:
        raise Http404
    view = OAuth2CallbackView.adapter_view(_Client(request, PROVIDER))
    try:
        answer: HttpResponse = view(request)
    except RequestException as error:
        log.warning("single sign-on failed: %r", error)
        return _back(request, _("统一身份认证暂时连不上，请稍后再试，或用密码登录。"))
    return answer
