"""Sign in, sign out, passwords, the second step: allauth's views, and none of its others."""

from contextlib import nullcontext

from allauth.account import views
from allauth.mfa.webauthn.views import add_webauthn
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from zhuqi.foundation.accounts import sso


def add_passkey(request: HttpRequest) -> HttpResponse:
    """The key and the event of its adding are one; elsewhere allauth sees to that itself."""
    # A GET must not begin a transaction: on SQLite that is a lock, and it may not write.
    with transaction.atomic() if request.method == "POST" else nullcontext():
        answer: HttpResponse = add_webauthn(request)
    return answer


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("sso/", sso.login, name="sso_login"),
    path("sso/callback/", sso.callback, name="sso_callback"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("2fa/webauthn/add/", add_passkey, name="mfa_add_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("password/", views.password_change, name="account_change_password"),
]
