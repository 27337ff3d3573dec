"""A worker is killed while the gateway has the text but has not answered yet."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests import database
from tests.foundation.notices.gateways import OK, SmsServer

ROOT = Path(__file__).resolve().parents[3]
PREPARE = """
from django.core.management import call_command
from django.db import transaction
from zhuqi.foundation.notices.actions import send_sms
from zhuqi.foundation.notices.models import Gateway
call_command("migrate", verbosity=0)
Gateway.objects.create(channel="sms", enabled=True, url=sys.argv[1], timeout=60,
                       body='{"to": "{phone}", "text": "{text}", "id": "{id}"}')
with transaction.atomic():
    send_sms(phone="13800138000", text_code="account.code", key="k",
             values={"验证码": "318604", "分钟": "10"})
"""
WORK = """
from zhuqi.foundation.outbox.worker import drain
drain()
"""
SWEPT = """
from datetime import timedelta
from django.utils import timezone
from zhuqi.foundation.outbox.actions import sweep
from zhuqi.foundation.outbox.worker import drain
sweep(timezone.now() + timedelta(minutes=6))
drain()
"""
STATE = """
from zhuqi.foundation.notices.models import Delivery
row = Delivery.objects.get()
print(row.state, row.attempts, bool(row.to))
"""
SET_UP = "import django, sys; django.setup()\n"


class Place:
    """A database of its own, worked on by processes of their own."""

    def __init__(self, data: Path) -> None:
        database.lay_out(data / "kill.sqlite3")
        self.env = {
            **os.environ,
            "ZHUQI_DATA_DIR": str(data),
            "ZHUQI_DATABASE_URL": f"sqlite:///{data / 'kill.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "zhuqi.config.settings",
            "PYTHONPATH": str(ROOT),
        }

    def start(self, script: str, *arguments: str) -> "subprocess.Popen[str]":
        """Run a script in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-c", SET_UP + script, *arguments],
            env=self.env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, *arguments: str) -> str:
        """Run it to its end; what it printed."""
        process = self.start(script, *arguments)
        told, _errors = process.communicate(timeout=120)
        assert process.returncode == 0
        return told.strip()


def wait_until_asked(sms: SmsServer, times: int) -> None:
    patience = time.monotonic() + 60
    while len(sms.asked) < times:
        assert time.monotonic() < patience, "the gateway was never asked"
        time.sleep(0.05)


@pytest.mark.thorough
def test_a_send_cut_by_a_kill_shows_as_unconfirmed_and_goes_again_with_the_same_id(
    tmp_path: Path, sms: SmsServer
) -> None:
    answer_now = threading.Event()

    def late() -> tuple[int, bytes]:
        answer_now.wait(60)
        return OK

    sms.answer = late
    place = Place(tmp_path)
    place.run(PREPARE, sms.url)

    worker = place.start(WORK)
    wait_until_asked(sms, 1)
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    assert place.run(STATE) == "unconfirmed 1 True"

    answer_now.set()
    place.run(SWEPT)
    assert place.run(STATE) == "sent 2 False"
    first, second = sms.asked
    assert first.json == second.json
