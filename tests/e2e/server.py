"""The product as it is installed: own processes, own directory, own database file, a free port."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests import database

ROOT = Path(__file__).resolve().parent.parent.parent
# Seconds; a machine that does much else besides is slow to start anything.
STARTS_WITHIN = 120
CONSOLE = "zhuqi.interfaces.console"


def environment(data: Path, **more: str) -> dict[str, str]:
    """The server's environment: nothing of ours but what is named here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHUQI_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "ZHUQI_DATA_DIR": str(data), "PYTHONUNBUFFERED": "1", **more}


def run_module(name: str, *words: str, env: dict[str, str]) -> None:
    """Run `python -m name words…` to its end; what it printed is told if it fails."""
    done = subprocess.run(
        [sys.executable, "-m", name, *words],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{name} {' '.join(words)}:\n{done.stdout}{done.stderr}")


def fill(data: Path, module: str) -> dict[str, Any]:
    """A database in that directory, filled by the module, and what the module wrote down of it."""
    env = environment(data, ZHUQI_SAMPLE="0")
    told = data / "told.json"
    database.lay_out(data / "zhuqi.sqlite3")
    run_module(CONSOLE, "migrate", env=env)
    run_module(module, str(told), env=env)
    return dict(json.loads(told.read_text(encoding="utf-8")))


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data: Path, **more: str) -> Iterator[str]:
    """`zhuqi web` with two processes; yields its address, ends it afterwards."""
    port = free_port()
    env = environment(data, ZHUQI_PORT=str(port), ZHUQI_WEB_PROCESSES="2", **more)
    address = f"http://127.0.0.1:{port}"
    log = data / f"web-{port}.log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", CONSOLE, "web"], cwd=ROOT, env=env, stdout=out, stderr=out
        )
        try:
            _wait_for(address, process, log)
            yield address
        finally:
            _end(process)


@contextmanager
def working(data: Path, **more: str) -> Iterator[None]:
    """`zhuqi worker` on that directory, as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", CONSOLE, "worker"],
        cwd=ROOT, env=environment(data, **{"ZHUQI_SAMPLE": "0", **more}),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    last = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < last:
        if process.poll() is not None:
            break
        try:
            with urlopen(f"{address}/accounts/login/", timeout=2):  # noqa: S310 (our own address)
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
