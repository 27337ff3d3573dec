"""The signature of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`. No database."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

PREFIX: Final = "whsec_"
_BYTES: Final = 32


def new_secret() -> str:
    """As its owner gets it: base64 behind a prefix that says in a leaked file what it is."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def locked_away(secret: str) -> str:
    """As it is stored: a signature needs the secret itself, so it lies encrypted with a key that
    is not in the database."""
    return _fernet().encrypt(secret.encode()).decode()


def taken_out(stored: str) -> str | None:
    """What `locked_away` wrote; None after a change of the server's secret, when nothing fits any
    more and another has to be made."""
    try:
        return _fernet().decrypt(stored.encode()).decode()
    except InvalidToken:
        return None


def headers(named: str, at: datetime, body: bytes, several: Iterable[str]) -> Mapping[str, str]:
    """The three headers; one signature for each secret that is valid now."""
    timestamp = str(int(at.timestamp()))
    content = b".".join([named.encode(), timestamp.encode(), body])
    return {
        "webhook-id": named,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_signature(secret, content)}" for secret in several),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()


def _fernet() -> Fernet:
    key = hashlib.sha256(b"zhuqi.webhooks" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
