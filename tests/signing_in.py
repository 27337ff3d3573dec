"""Signed in without the form and without what signing in writes: one row instead of 33 queries."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from zhuqi.foundation.accounts.models import User


def sign_in(client: Client, user: User) -> Client:
    """The client with a session of the user's, as the second request after signing in finds it.

    Tests of signing in itself go through the form.
    """
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client
