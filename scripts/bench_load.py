"""What two web processes carry: submits, and accepting with assigning, by eight clients at once.

    ZHUQI_DATABASE_URL=postgres:///bench python -m scripts.bench_load

The server is started as production starts it (`zhuqi web`, two processes, a line a request); the
clients stand on the same cores. Beside each figure stands what a bare Django page does that
inserts two rows, served by the same program in the same minutes. Needs a database that holds a
sample city; it gets people for some firms, who submit no faster than a person may.
"""

import argparse
import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 (after Django has started)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from scripts import bench_floors  # noqa: E402
from scripts.bench_measure import (  # noqa: E402
    backends_of,
    children_of,
    cpu_by,
    cpu_of,
    line,
    memory_of,
    spent,
)
from zhuqi.foundation.access import SYSTEM  # noqa: E402
from zhuqi.foundation.accounts.models import FirmMember, User  # noqa: E402
from zhuqi.foundation.accounts.queries import person_of  # noqa: E402
from zhuqi.foundation.audit.actions import record  # noqa: E402
from zhuqi.foundation.directory.models import Enterprise, Item, Unit  # noqa: E402
from zhuqi.ledgers.cases.enums import State  # noqa: E402
from zhuqi.ledgers.cases.models import Case  # noqa: E402

CLIENTS, SUBMITS, REGISTRAR = 8, 400, "shouli"
# One person raises no more in an hour than one may, and few firms have as much to say.
SUBMITS_EACH = 4
TURNS = 4
READY_SECONDS, POLL = 240.0, 0.05
_FIRST = "bench-"


@dataclass(frozen=True, slots=True)
class Form:
    """One press of a button: who presses it, where, and what is sent."""

    session: str
    path: str
    body: dict[str, object]


@dataclass(slots=True)
class Client:
    """Presses one button after the other on one connection, as a proxy keeps it."""

    port: int
    forms: Iterator[Form]
    lock: threading.Lock
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Until there is nothing more to send."""
        token = secrets.token_hex(16)
        with socket.create_connection(("127.0.0.1", self.port)) as connected:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while (form := self._next()) is not None:
                body = urlencode({**form.body, "csrfmiddlewaretoken": token}, doseq=True).encode()
                head = (
                    f"POST {form.path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
                    f"Referer: https://localhost{form.path}\r\n"
                    "Content-Type: application/x-www-form-urlencoded\r\n"
                    f"Content-Length: {len(body)}\r\n"
                    f"Cookie: {settings.SESSION_COOKIE_NAME}={form.session}; csrftoken={token}"
                    "\r\n\r\n"
                )
                begun = time.perf_counter()
                connected.sendall(head.encode() + body)
                answer = http.client.HTTPResponse(connected)
                answer.begin()
                said = answer.read()
                self.times.append(time.perf_counter() - begun)
                if answer.status != 302:  # noqa: PLR2004 (done: every form leads on)
                    page = said.decode(errors="replace").partition("<main")[2]
                    words = " ".join(re.sub("<[^>]*>", " ", page).split())
                    self.wrong.append(f"{answer.status} {words[:300]}")

    def _next(self) -> Form | None:
        with self.lock:
            return next(self.forms, None)


@dataclass(frozen=True, slots=True)
class Load:
    """What the clients got, and what it cost in CPU by process."""

    seconds: float
    times: Sequence[float]
    web: float
    database: float
    clients: float

    @property
    def rate(self) -> float:
        """Done a second."""
        return len(self.times) / self.seconds

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU for one, the database's included, the clients' left out."""
        return (self.web + self.database) / len(self.times) * 1000

    def __str__(self) -> str:
        ordered = sorted(self.times)
        middle, late = (ordered[int(len(ordered) * part)] * 1000 for part in (0.5, 0.95))
        return (
            f"{self.rate:.0f} /s, {self.cpu:.1f} ms CPU each (web "
            f"{self.web / len(self.times) * 1000:.1f}), p50 {middle:.0f} p95 {late:.0f} ms"
        )


@dataclass(frozen=True, slots=True)
class Served:
    """A server under way: its port, its processes, what it took until it first answered."""

    port: int
    process: subprocess.Popen[bytes]
    began_in: float
    cpu: float

    @property
    def web(self) -> list[int]:
        """The processes that answer."""
        return children_of(self.process.pid)

    @property
    def memory(self) -> float:
        """MB of all of it."""
        return memory_of([self.process.pid, *self.web])


@contextmanager
def serving(*command: str, path: str, production: bool = True) -> Iterator[Served]:
    """Start a server in a process of its own until the end of the block; the port comes last."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = int(asked.getsockname()[1])
    environment = {**os.environ, **(_production() if production else {}), "ZHUQI_PORT": str(port)}
    said = open(settings.DATA_DIR / "bench-server.log", "wb")  # noqa: SIM115, PTH123 (closed below)
    begun = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, *command, *([] if production else [str(port)])],
        env=environment, stdout=said, stderr=said,
    )  # fmt: skip
    try:
        while not _answers(port, path):
            if server.poll() is not None or time.perf_counter() - begun > READY_SECONDS:
                raise SystemExit((settings.DATA_DIR / "bench-server.log").read_text())
            time.sleep(POLL)
        took = time.perf_counter() - begun
        used = cpu_of([server.pid, *children_of(server.pid)])
        yield Served(port, server, took, used)
    finally:
        server.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(40)
        server.kill()
        said.close()


def _production() -> dict[str, str]:
    """As `deploy/` sets it up; the keys are this process's, as the rows of before are."""
    return {
        "ZHUQI_PRODUCTION": "1", "ZHUQI_SAMPLE": "0", "ZHUQI_WEB_PROCESSES": "2",
        "ZHUQI_HOSTS": "localhost,bench.example", "ZHUQI_BEHIND_PROXY": "1",
        "ZHUQI_SECRET_KEY": settings.SECRET_KEY, "ZHUQI_SEAL_KEY": settings.SEAL_KEY,
    }  # fmt: skip


def _answers(port: int, path: str) -> bool:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        asked.request("GET", path, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
        return asked.getresponse().status < 500  # noqa: PLR2004 (it draws pages)
    except OSError:
        return False
    finally:
        asked.close()


def loaded(served: Served, forms: Sequence[Form]) -> Load:
    """Have the clients send all of it; SystemExit where one was not done."""
    waiting, lock = iter(forms), threading.Lock()
    clients = [Client(served.port, waiting, lock) for _ in range(CLIENTS)]
    threads = [threading.Thread(target=client.run) for client in clients]
    own, web, stored = time.process_time(), cpu_by(served.web), cpu_by(backends())
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    used = spent(web, cpu_by(served.web)), spent(stored, cpu_by(backends()))
    times = [one for client in clients for one in client.times]
    if wrong := [one for client in clients for one in client.wrong]:
        raise SystemExit(f"{len(wrong)} of {len(times)} were not done: {wrong[0]}")
    return Load(seconds, times, *used, time.process_time() - own)


def backends() -> list[int]:
    """The database's processes, where they are on this machine."""
    if connection.vendor != "postgresql":
        return []
    return backends_of(str(connection.settings_dict["NAME"]))


# Who presses, and what ------------------------------------------------------------------------


def session_of(user: User) -> str:
    """A browser in which somebody is signed in."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["seen_at"] = int(time.time())
    store.create()
    return str(store.session_key)


def speakers(number: int) -> list[tuple[User, Enterprise]]:
    """People who speak for firms of one office, new ones for every run."""
    office = person_of(User.objects.get(username=REGISTRAR)).scope.offices
    some = Enterprise.objects.filter(office__in=office).order_by("pk")[:number]
    firms = list(islice(cycle(some), number))
    now, stem = timezone.now(), f"{_FIRST}{secrets.token_hex(4)}"
    with transaction.atomic():
        users = User.objects.bulk_create(
            User(username=f"{stem}-{place}", name="测量", phone="13800138000")
            for place in range(number)
        )
        FirmMember.objects.bulk_create(
            FirmMember(
                user=user, enterprise=firm, status=FirmMember.Status.CONFIRMED,
                claimed_name=firm.name, asked_at=now, decided_at=now, office_id=firm.office_id,
            )
            for user, firm in zip(users, firms, strict=True)
        )  # fmt: skip
        record(object_type="bench", object_id=users[0].pk, kind="people", by=SYSTEM)
    return list(zip(users, firms, strict=True))


def submissions(number: int) -> list[Form]:
    """So many troubles, told by people in turn. None is like another: that would be asked back."""
    chance, known = Random(secrets.token_bytes(8)), letters()

    def text(length: int) -> str:
        return "".join(chance.choices(known, k=length))

    path = reverse("portal:new")
    people = [(session_of(user), firm.pk) for user, firm in speakers(-(-number // SUBMITS_EACH))]
    return [
        Form(
            session, path,
            {
                "enterprise": firm, "key": secrets.token_hex(16),
                "title": text(30),
                "body": text(300), "wish": text(20),
                "confidential": "no", "reporter_name": "测量", "reporter_phone": "13800138000",
            },
        )
        for place in range(number)
        for session, firm in [people[place % len(people)]]
    ]  # fmt: skip


def letters() -> str:
    """Of the sample's texts, as often as they stand there."""
    texts = Case.objects.order_by("pk").values_list("body", flat=True)[:500]
    return "".join(letter for text in texts for letter in text if letter.isalnum())


def triages(number: int) -> list[Form]:
    """The cases just submitted, each accepted and assigned with one press."""
    user = User.objects.get(username=REGISTRAR)
    person = person_of(user)
    item = Item.objects.filter(active=True, parent__isnull=False).order_by("pk")[0]
    leads = Unit.objects.filter(
        pk__in=Case.objects.filter(office__in=person.scope.offices, lead_unit__isnull=False)
        .order_by().values("lead_unit"), active=True,
    )  # fmt: skip
    lead = leads.exclude(pk__in=person.scope.offices).order_by("pk")[0]
    cases = Case.objects.filter(
        office__in=person.scope.offices, state=State.SUBMITTED, confidential=False,
        submitted_by__in=User.objects.filter(username__startswith=_FIRST).values("pk"),
    ).order_by("-pk")[:number]  # fmt: skip
    session = session_of(user)
    return [
        Form(
            session, reverse("desk:triage", args=[case.number]),
            {
                "seen": case.version, "kind": "help", "tier": "ordinary", "nature": "individual",
                "urgency": "normal", "item": item.pk, "sector": case.sector, "lead": lead.pk,
                "requirement": "",
            },
        )
        for case in cases
    ]  # fmt: skip


def bare_forms(number: int) -> list[Form]:
    """What the bare page takes."""
    body: dict[str, object] = {"title": "电压波动", "body": "每周两三次。" * 50}
    return [Form("", "/submit/", body)] * number


def measure(number: int) -> None:
    """Every figure beside its floor, told in turns: neighbours come and go."""
    bench_floors.make()
    line("two rows, SQL by hand, one after the other", f"{bench_floors.by_hand(300):.0f} /s")
    collecting = [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v", "0"]
    subprocess.run(collecting, env={**os.environ, **_production()}, check=True)
    bare, submitted, assigned = list[Load](), list[Load](), list[Load]()
    console = ("-m", "zhuqi.interfaces.console", "web")
    with (
        serving("-m", "scripts.bench_floors", path="/submit/", production=False) as floor,
        serving(*console, path="/accounts/login/") as served,
    ):
        line("start to the first page", f"{served.began_in:.1f} s, {served.cpu:.1f} CPU", "≤ 3 s")
        fresh, size = served.memory, number // TURNS
        # What every process does once, it does for nobody's account.
        loaded(served, submissions(size))
        for _turn in range(TURNS):
            bare.append(loaded(floor, bare_forms(size)))
            submitted.append(loaded(served, submissions(size)))
            assigned.append(loaded(served, triages(size // 2)))
        memory = served.memory
    bench_floors.drop()
    least = together(bare)
    line("  a bare page that inserts two rows", str(least))
    for name, loads in (("submit", submitted), ("accept and assign", assigned)):
        one = together(loads)
        beside = f"{one.cpu / least.cpu:.1f} × its CPU, {one.rate / least.rate:.2f} × its rate"
        line(f"{name}, {CLIENTS} clients", str(one), beside)
    line("memory of the server, fresh and after that", f"{fresh:.0f}, {memory:.0f} MB", "≤ 250 MB")


def together(loads: Sequence[Load]) -> Load:
    """Turns as one."""
    times = [one for load in loads for one in load.times]
    parts = [(one.seconds, one.web, one.database, one.clients) for one in loads]
    seconds, web, database, clients = map(sum, zip(*parts, strict=True))
    return Load(seconds, times, web, database, clients)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submits", type=int, default=SUBMITS)
    measure(parser.parse_args().submits)


if __name__ == "__main__":
    main()
