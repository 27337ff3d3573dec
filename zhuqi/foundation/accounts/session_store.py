"""Sessions of whatever engine the settings name, ended by their key."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from zhuqi.foundation.accounts.models import SignedInSession


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore


def is_open(session_key: str) -> bool:
    """True if the store still knows the session."""
    return bool(_store()().exists(session_key))


def kept_in(session_key: str) -> dict[str, Any]:
    """What the store holds of the session; nothing where it has ended."""
    return dict(_store()(session_key=session_key).load())


def end_sessions(rows: QuerySet[SignedInSession, SignedInSession]) -> int:
    """Sign these browsers out; return how many there were."""
    store = _store()
    ending = list(rows)
    for row in ending:
        store(session_key=row.session_key).delete()
    SignedInSession.objects.filter(pk__in=[row.pk for row in ending]).delete()
    return len(ending)
