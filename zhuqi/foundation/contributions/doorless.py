"""Accounts that nobody ever signs in with: each room says so of its own.

They are refused wherever a way in would be given or used: a password, a recovery code, the sign-in
itself, whichever way somebody proves who they are.
"""

from collections.abc import Callable

from zhuqi.foundation.contributions import Registry

# Takes the id of an account; its reason in words, "" for those it knows nothing of.
DOORLESS: Registry[Callable[[int], str]] = Registry("accounts nobody signs in with")


def why_doorless(user_id: int) -> str:
    """Why nobody signs in with this account; "" for all that people use."""
    return next(filter(None, (say(user_id) for say in DOORLESS)), "")
