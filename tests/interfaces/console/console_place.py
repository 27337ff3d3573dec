"""A server of its own for a test: a data directory, an environment, and the command in it."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
COMMAND = (sys.executable, "-m", "zhuqi.interfaces.console")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def fetch(place: "Place", path: str, host: str = "localhost") -> tuple[int, Message, str]:
    """Status, headers and text of a page of the server at this place."""
    connection = HTTPConnection("127.0.0.1", int(place.extra["ZHUQI_PORT"]), timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host})
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode()
    finally:
        connection.close()


def wait_for(happened: Callable[[], bool], seconds: float = 180) -> None:
    """Return as soon as it happened; an error if it doesn't."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@dataclass
class Place:
    """Where the command runs."""

    data: Path
    extra: dict[str, str] = field(default_factory=dict)

    def env(self) -> dict[str, str]:
        """Nothing of the test run's own settings, our data directory, what the test adds."""
        outer = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("ZHUQI_")
            # Compiling the house anew for every process takes longer than what most of them do.
            and name not in {"DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"}
        }
        return {**outer, "ZHUQI_DATA_DIR": str(self.data), "PYTHONUNBUFFERED": "1", **self.extra}

    def zhuqi(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        return subprocess.run(
            [*COMMAND, *args],
            cwd=ROOT,
            env=self.env(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    @contextmanager
    def started(self, *args: str) -> Iterator["Running"]:
        """Start the command; at the end it is told to stop, and killed if it doesn't."""
        out = self.data / "out.txt"
        with out.open("w") as file:
            process = subprocess.Popen(
                [*COMMAND, *args], cwd=ROOT, env=self.env(), stdout=file, stderr=file
            )
        running = Running(process, out)
        try:
            yield running
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


@dataclass
class Running:
    """A command under way."""

    process: subprocess.Popen[bytes]
    out: Path

    @property
    def text(self) -> str:
        """What it has said so far."""
        return self.out.read_text()

    def says(self, words: str) -> None:
        """Wait until it says this."""

        def said() -> bool:
            assert self.process.poll() is None or words in self.text, self.text
            return words in self.text

        wait_for(said)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Send the signal; the exit code and how long it took."""
        begun = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(30)
        return code, time.monotonic() - begun

    def children(self) -> dict[str, int]:
        """Process ids of the children by the command they carry out."""
        return {
            command[-1]: pid
            for pid in _children_of(self.process.pid)
            if (command := _command_of(pid)) and command[-1] in {"web", "worker"}
        }


def _children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def _command_of(pid: int) -> list[str]:
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return []
    return raw.decode().strip("\0").split("\0")


def is_alive(pid: int) -> bool:
    """True for a process that runs; a zombie doesn't."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def people(place: Place) -> int:
    """How many accounts there are."""
    with closing(sqlite3.connect(place.data / "zhuqi.sqlite3")) as database:
        return int(database.execute("select count(*) from accounts_user").fetchone()[0])


def copy_of(place: Path, target: Path) -> Path:
    """The same place once more, for a test that changes it."""
    shutil.copytree(place, target)
    return target


@dataclass(frozen=True)
class BuiltCity:
    """A server with the smallest sample city, to be copied, not changed; what building it said;
    and how many people an earlier building had left there that was killed."""

    data: Path
    built: subprocess.CompletedProcess[str]
    left: int


@dataclass(frozen=True)
class Answer:
    """What the command said and how it ended."""

    code: int
    out: str
    err: str


Zhuqi = Callable[..., Answer]
