"""Codes that people read out and type in: invitations, and the six digits of a short message.

Of them only digests are kept, keyed with the secret of the installation: whoever reads the database
alone learns no code.
"""

import re
import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from zhuqi.foundation.typed import key

# Neither 0/O nor 1/I/L; of 2/Z, 5/S, 8/B and U/V only one, so that a slip has one meaning.
ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"
LENGTH = 8
_HEARD = str.maketrans({"Z": "2", "S": "5", "B": "8", "U": "V"})
_SIX_DIGITS = 1_000_000


def new_invitation() -> str:
    """Eight letters and digits, 38 bits; guesses are limited where they are judged."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def normalise_invitation(text: str) -> str:
    """As it was made: `k7mf 3q9x`, `K7MF-3Q9X` and full-width letters are the same code."""
    return re.sub(r"[^0-9A-Z]", "", key(text)).translate(_HEARD)[: LENGTH * 2]


def in_groups(code: str) -> str:
    """K7MF-3Q9X."""
    return f"{code[:4]}-{code[4:]}"


def new_phone_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(_SIX_DIGITS):06d}"


def normalise_phone_code(text: str) -> str:
    """The digits alone, full-width ones understood."""
    return re.sub(r"[^0-9]", "", key(text))[:12]


def digest(purpose: str, code: str) -> str:
    """What is kept of a code."""
    return _keyed(purpose, code, settings.SECRET_KEY)


def digests(purpose: str, code: str) -> list[str]:
    """What may have been kept of it: with the key in use, or one used before."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_keyed(purpose, code, key) for key in keys]


def fits(kept: str, purpose: str, code: str) -> bool:
    """True if that was kept of this code."""
    return any(constant_time_compare(kept, one) for one in digests(purpose, code))


def _keyed(purpose: str, code: str, key_of: str) -> str:
    return salted_hmac(f"zhuqi.{purpose}", code, key_of, algorithm="sha256").hexdigest()


def password_mark(login: str, password: str) -> str:
    """Twelve bits of name and password: which of several accounts of one name to try first.

    So a sign-in does the same work however many there are. Keyed, and too short to be guessed by.
    """
    return digest("password-mark", f"{login} {password}")[:3]
