"""The last seal is taken away, row and lines: only who stands outside still knows of it."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction

from tests.cast import Cast
from tests.interfaces.console.console_place import Zhuqi
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Head, Seal
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox import worker
from zhuqi.foundation.outbox.handlers import seal_log
from zhuqi.foundation.outbox.models import OutboxItem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_seals(settings: Any, tmp_path: Path, empty_log: None) -> None:  # noqa: ARG001
    settings.SEAL_LOG = tmp_path / "seals.log"


def _happen(kind: str = "noted") -> None:
    with transaction.atomic():
        record(object_type="case", object_id=1, kind=kind, by=SYSTEM)


def _seal() -> Seal:
    seal_log(None)  # type: ignore[arg-type]  # the slot tells it nothing
    worker.drain()
    return Seal.objects.latest("number")


def _take_the_last_seal_away(path: Path) -> None:
    """All that database and seal file know of it."""
    last = Seal.objects.latest("number")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_sealedhead WHERE seal_id = %s", [last.number])
        cursor.execute("DELETE FROM audit_seal WHERE number = %s", [last.number])
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if f" {last.number} " not in line))
    Head.objects.update(sealed_seq=1)


@pytest.fixture
def outside(settings: Any) -> Iterator[list[dict[str, Any]]]:
    """An address that takes what is posted."""
    taken: list[dict[str, Any]] = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Taker)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.WITNESS_URLS = [f"http://127.0.0.1:{server.server_port}/seals"]
    yield taken
    server.shutdown()
    server.server_close()


def test_the_inbox_of_the_audit_administrator_tells_it(
    cast: Cast, zhuqi: Zhuqi, settings: Any, tmp_path: Path
) -> None:
    _happen()
    _seal()
    Message.objects.filter(text_code="audit.seal").delete()
    _happen()
    last = _seal()
    [message] = Message.objects.filter(text_code="audit.seal")
    assert message.user_id == cast.audit_admin.pk
    witness = tmp_path / "message.txt"
    witness.write_text(message.body, encoding="utf-8")
    assert zhuqi("check", "audit", "--witness", str(witness)).code == 0

    _take_the_last_seal_away(settings.SEAL_LOG)

    assert zhuqi("check", "audit").code == 0, "nothing inside shows it"
    answer = zhuqi("check", "audit", "--witness", str(witness))
    assert answer.code == 1
    assert f"第{last.number}次封存有见证，数据库里没有" in answer.out


def test_who_takes_posts_and_letters_is_told_of_every_seal(
    settings: Any, outside: list[dict[str, Any]], zhuqi: Zhuqi, tmp_path: Path
) -> None:
    settings.WITNESS_MAIL = ["witness@example.gov.cn"]
    _happen()
    _seal()
    _happen()
    last = _seal()
    assert [told["number"] for told in outside] == [last.number - 1, last.number]
    assert outside[-1]["mac"] == last.mac
    assert [letter.to for letter in mail.outbox] == [["witness@example.gov.cn"]] * 2
    kept = tmp_path / "kept.json"
    kept.write_text("\n".join(json.dumps(told) for told in outside), encoding="utf-8")
    letters = tmp_path / "letters.txt"
    letters.write_text("\n".join(str(letter.body) for letter in mail.outbox), encoding="utf-8")
    for path in (kept, letters, settings.SEAL_LOG):
        answer = zhuqi("check", "audit", "--witness", str(path))
        assert (answer.code, "对照了 2 次封存" in answer.out) == (0, True)

    _take_the_last_seal_away(settings.SEAL_LOG)
    for path in (kept, letters):
        assert zhuqi("check", "audit", "--witness", str(path)).code == 1


def test_a_file_in_which_nothing_is_known_does_not_pass(zhuqi: Zhuqi, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text("没有封存值", encoding="utf-8")

    assert zhuqi("check", "audit", "--witness", str(path)).code == 1
    assert zhuqi("check", "audit", "--witness", str(tmp_path / "none")).code == 2


@pytest.mark.parametrize("kind", ["strike_off", "disclose", "transfer", "role_given", "role_ended"])
def test_what_is_grave_is_sealed_at_once(kind: str) -> None:
    _happen("noted")
    assert not OutboxItem.objects.filter(kind="audit.seal_now").exists()

    _happen(kind)

    [item] = OutboxItem.objects.filter(kind="audit.seal_now")
    assert (item.not_before - item.created_at).total_seconds() <= 1
    assert item.priority == 1
    OutboxItem.objects.filter(pk=item.pk).update(not_before=item.created_at)
    worker.drain()
    assert Seal.objects.exists()
    assert not Head.objects.filter(sealed_seq=0).exists()
