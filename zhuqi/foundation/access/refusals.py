"""Not yours, not now, not valid: three things, rendered in one place (the shell's middleware)."""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 (a refusal is an answer, not a fault)
    """Why something was not done, in the words of the person who asked (Chinese)."""

    status = 400

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotYours(Refusal):
    """403: the person may not do this here. Says nothing about rows they cannot see."""

    status = 403


class NotNow(Refusal):
    """409: allowed in principle, but not in the present state, which is named."""

    status = 409

    def __init__(self, reason: str, *, state: str = "") -> None:
        super().__init__(reason)
        self.state = state


class NotValid(Refusal):
    """422: the input can't be used. `errors` maps a field to its sentence; "" is the whole form."""

    status = 422

    def __init__(self, errors: Mapping[str, str] | str) -> None:
        self.errors = {"": errors} if isinstance(errors, str) else dict(errors)
        super().__init__("；".join(self.errors.values()))


class TooMany(Refusal):
    """429: done too often; `wait` is how many seconds until it may be tried again."""

    status = 429

    def __init__(self, reason: str, *, wait: int) -> None:
        super().__init__(reason)
        self.wait = wait
