"""What an answer asks of the database, but for what guards it, which differs by database."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

GUARDS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ")


def asked(ask: Callable[[], Any], status: int = 200) -> int:
    """So many queries an answer of that status takes."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    assert answer.status_code == status, answer.content.decode()[:3000]
    return len([one for one in queries if not one["sql"].startswith(GUARDS)])


def page_asks(client: Client, address: str) -> int:
    """So many a page takes, looked at for the second time."""
    client.get(address)
    return asked(lambda: client.get(address))
