"""The pages officials live in, each beside a bare Django page of 50 rows of the same run.

    ZHUQI_DATABASE_URL=postgres:///bench python -m scripts.bench_pages

CPU of the web process and of its PostgreSQL backend beside the wall clock: on a machine that is
shared, the wall clock tells of the neighbours. For a database made by `scripts.bench_fill`.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402 (after Django has started)
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from zhuqi.foundation.accounts.models import User  # noqa: E402
from zhuqi.foundation.accounts.queries import person_of  # noqa: E402
from zhuqi.foundation.keyset import keys_of, keyset_page  # noqa: E402
from zhuqi.ledgers.cases import queries  # noqa: E402
from zhuqi.ledgers.cases.models import Case  # noqa: E402
from zhuqi.ledgers.cases.queries import ORDERS, Filters  # noqa: E402

# The driver prepares what it is asked the sixth time.
_WARM = 7
WHO = {
    "registrar": "shouli", "county's registrar": "xiangcheng", "handler": "zhujian",
    "unit's head": "juzhang", "leader": "lingdao", "inspector": "ducha", "liaison": "zhuqi",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """A named view of the ledger: what the address says, and whose it is first of all."""

    name: str
    who: str
    query: str = ""


def views() -> list[View]:
    """The twelve views that are served from indexes, with what is common in this database."""
    unit = Case.objects.filter(lead_unit__isnull=False).order_by("pk")[0].lead_unit_id
    month = timezone.localdate() - timedelta(days=400)
    days = {"since": month.isoformat(), "until": (month + timedelta(days=30)).isoformat()}
    return [
        View("本级台账", "registrar"),
        View("县级台账", "county's registrar"),
        View("本单位的", "handler"),
        View("领导看的", "leader"),
        View("临期", "registrar", urlencode({"light": "yellow"})),
        View("逾期", "registrar", urlencode({"light": "red"})),
        View("单位 × 状态", "registrar", urlencode({"unit": unit, "state": "struck_off"})),
        View("行业 × 月份", "registrar", urlencode({"sector": "industry", **days})),
        View("挂账按复核日", "registrar", urlencode({"state": "carried"})),
        View("待受理", "registrar", urlencode({"state": "submitted"})),
        View("全部经手", "registrar", urlencode({"whose": "all"})),
        View("新提出的在前", "registrar", urlencode({"order": "newest"})),
    ]


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of some runs, in milliseconds."""

    wall: float
    web: float
    database: float
    queries: int

    def __str__(self) -> str:
        return (
            f"{self.wall:7.0f} ms  cpu {self.web:6.1f} + {self.database:6.1f}  {self.queries:3d} q"
        )


def measured(act: Callable[[], object], runs: int) -> Figure:
    """What an act costs, once everything it asks is prepared."""
    for _warm in range(_WARM):
        act()
    asked = 0

    def counted(execute: Any, *args: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*args)

    with connection.execute_wrapper(counted):
        act()
    wall, web, database = [], [], []
    for _ in range(runs):
        begun, cpu, backend = time.perf_counter(), time.process_time(), _backend()
        act()
        wall.append((time.perf_counter() - begun) * 1000)
        web.append((time.process_time() - cpu) * 1000)
        database.append((_backend() - backend) * 1000)
    # The backend's clock ticks in hundredths of a second: only the mean of many says something.
    return Figure(statistics.median(wall), statistics.median(web), statistics.mean(database), asked)


def _backend() -> float:
    """Seconds of CPU this connection's backend has used; nothing elsewhere than on its machine."""
    if connection.vendor != "postgresql":
        return 0.0
    if connection.connection is None:
        connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    path = Path(f"/proc/{pid}/schedstat")
    try:
        return int(path.read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def bare() -> Figure:
    """The floor: fifty rows by the ORM, a template with a table, nothing else."""
    template = engines["django"].from_string(
        "<table>{% for r in rows %}<tr><td>{{ r.number }}<td>{{ r.title }}<td>{{ r.state }}"
        "<td>{{ r.due_at|date:'Y-m-d H:i' }}</tr>{% endfor %}</table>"
    )

    def page(_request: HttpRequest | None = None) -> HttpResponse:
        rows = Case.objects.select_related("office", "enterprise").order_by("-pk")[:50]
        return HttpResponse(template.render({"rows": rows}))

    return measured(page, 30)


def deep(username: str, query: str) -> str:
    """The cursor half way into a view, or half a million rows: as if one had turned pages."""
    person = person_of(User.objects.get(username=username))
    asked = dict(part.split("=") for part in query.split("&") if part)
    order = ORDERS.get(asked.pop("order", "due"), ORDERS["due"])
    rows = queries.ledger(person.scope, _filters(asked), timezone.now())
    place = min(rows.order_by().count() // 2, 500_000)
    row = rows.order_by(*order)[place : place + 1]
    keys = keys_of(*order)
    # A page that ends there has the cursor after it.
    from zhuqi.foundation.keyset import _cursor

    return _cursor("a", row[0], keys, "list.ledger") if row else ""


def _filters(asked: dict[str, str]) -> Filters:
    values: dict[str, object] = dict(asked)
    for name in ("unit", "item"):
        if name in values:
            values[name] = int(asked[name])
    for name in ("since", "until"):
        if name in values:
            values[name] = date.fromisoformat(asked[name])
    if "state" in values:
        values["state"] = (asked["state"],)
    return Filters(**values)  # type: ignore[arg-type]


def pages() -> Iterator[tuple[str, Callable[[], object]]]:
    """Every page measured, with its name."""
    client = Client(SERVER_NAME="localhost")
    ledger = reverse("desk:ledger")

    def get(username: str, url: str) -> Callable[[], object]:
        user = User.objects.get(username=username)

        def act() -> object:
            response = client.get(url)
            if response.status_code != 200:  # noqa: PLR2004
                raise SystemExit(f"{url} for {username}: {response.status_code}")
            return response

        client.force_login(user)
        return act

    for who, username in WHO.items():
        yield f"home, {who}", get(username, reverse("desk:home"))
        yield f"ledger, {who}", get(username, ledger)
        yield f"ledger newest, {who}", get(username, f"{ledger}?order=newest")
    for who in ("leader", "registrar", "county's registrar", "handler"):
        yield f"overview, {who}", get(WHO[who], reverse("desk:overview"))
    yield "weekly meeting, registrar", get(WHO["registrar"], reverse("desk:meeting_pack"))
    for view in views():
        username = WHO[view.who]
        yield f"{view.name}, {view.who}", get(username, f"{ledger}?{view.query}")
        if cursor := deep(username, view.query):
            query = "&".join(filter(None, [view.query, urlencode({"cursor": cursor})]))
            yield f"{view.name}, {view.who}, deep", get(username, f"{ledger}?{query}")
    for who in ("registrar", "county's registrar", "leader", "inspector"):
        yield f"board, {who}", get(WHO[who], reverse("desk:supervision_board"))
    for who in ("registrar", "leader", "handler"):
        person = person_of(User.objects.get(username=WHO[who]))
        rows = queries.ledger(person.scope, Filters(), timezone.now())
        case = keyset_page(rows, keys_of("due_at", "pk"), size=1, salt="bench").rows[0]
        yield f"a case, {who}", get(WHO[who], reverse("desk:case", args=[case.number]))


def main() -> None:
    """Print every page beside the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--only", default="")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    asked = parser.parse_args()
    floor = bare()
    print(f"{Case.objects.count():,} cases, {connection.vendor}; bare page of 50 rows: {floor}")
    found = {"floor": asdict(floor)}
    for name, act in pages():
        if asked.only in name:
            figure = measured(act, asked.runs)
            found[name] = asdict(figure)
            ratio = (figure.web + figure.database) / (floor.web + floor.database)
            print(f"{name:<44}{figure}  {ratio:5.1f} × floor", flush=True)
    if asked.json:
        told = {"cases": Case.objects.count(), "vendor": connection.vendor, "pages": found}
        asked.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
