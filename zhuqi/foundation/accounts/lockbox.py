"""Secrets that have to be read again lie encrypted, under a key that is not in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Lockbox:
    """Encrypts for one purpose: locked with the secret key in use, opened with those before too."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose.encode()

    def lock(self, text: str) -> str:
        """The text as it may be stored."""
        return self._every().encrypt(text.encode()).decode()

    def opened(self, stored: str) -> str | None:
        """What was locked; None where the key it was locked with is not given any more."""
        try:
            return self._every().decrypt(stored.encode()).decode()
        except InvalidToken:
            return None

    def is_old(self, stored: str) -> bool:
        """Whether it lies under another key than the one in use."""
        try:
            self._under(settings.SECRET_KEY).decrypt(stored.encode())
        except InvalidToken:
            return True
        return False

    def renewed(self, stored: str) -> str | None:
        """The same under the key in use; None where no key opens it."""
        text = self.opened(stored)
        return None if text is None else self.lock(text)

    def _every(self) -> MultiFernet:
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return MultiFernet([self._under(key) for key in keys])

    def _under(self, secret: str) -> Fernet:
        key = hashlib.sha256(self._purpose + secret.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))
