"""The signature of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`. No database."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from zhuqi.foundation.accounts.lockbox import Lockbox

# A signature needs the secret itself, so it is stored locked away and not as a digest.
BOX: Final = Lockbox("zhuqi.webhooks")
PREFIX: Final = "whsec_"
_BYTES: Final = 32


def new_secret() -> str:
    """As its owner gets it: base64 behind a prefix that says in a leaked file what it is."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


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
