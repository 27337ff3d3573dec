"""What writing costs at the least: two rows by hand, and a bare Django page that inserts two rows.

python -m scripts.bench_floors PORT      serves that page as `zhuqi web` serves ours
"""

import os
import sys
import time
from pathlib import Path
from typing import ClassVar

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 (after Django has started)
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, connections, models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402
from django.views.decorators.http import require_POST  # noqa: E402

from zhuqi.interfaces.console.address import Address  # noqa: E402
from zhuqi.interfaces.console.server import Bodies, Server  # noqa: E402


class FloorCase(models.Model):
    """A ticket as anybody's first table of tickets holds it."""

    number = models.CharField(max_length=20, unique=True)
    firm = models.BigIntegerField(db_index=True)
    title = models.CharField(max_length=60)
    body = models.TextField()
    state = models.CharField(max_length=20, db_index=True)
    at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager["FloorCase"]] = models.Manager()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_floor_case"

    def __str__(self) -> str:
        return self.number


class FloorEvent(models.Model):
    """That it came in."""

    case = models.ForeignKey(FloorCase, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    by = models.BigIntegerField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["FloorEvent"]] = models.Manager()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_floor_event"

    def __str__(self) -> str:
        return self.kind


def make() -> None:
    """The two tables, empty."""
    drop()
    with connection.schema_editor() as editor:
        editor.create_model(FloorCase)
        editor.create_model(FloorEvent)


def drop() -> None:
    """Take them away."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor_event")
        cursor.execute("DROP TABLE IF EXISTS bench_floor_case")


def insert(number: str, title: str, body: str) -> None:
    """Two rows by the ORM, in one transaction."""
    now = timezone.now()
    with transaction.atomic():
        case = FloorCase.objects.create(
            number=number, firm=1, title=title, body=body, state="submitted", at=now
        )
        FloorEvent.objects.create(case=case, kind="submit", by=1, at=now)


def by_hand(count: int) -> float:
    """Transactions of the same two rows a second in SQL alone, each on the disk before the next."""
    table, events = FloorCase._meta.db_table, FloorEvent._meta.db_table  # noqa: SLF001
    begun, stem = time.perf_counter(), time.time_ns()
    with connection.cursor() as cursor:
        for place in range(count):
            now = timezone.now().isoformat(sep=" ")
            cursor.execute("BEGIN")
            cursor.execute(
                f"INSERT INTO {table} (number, firm, title, body, state, at) "  # noqa: S608
                "VALUES (%s, 1, %s, %s, 'submitted', %s) RETURNING id",
                [f"{stem % 10**12}-{place}", "电压波动", "每周两三次。" * 50, now],
            )
            [pk] = cursor.fetchone()
            cursor.execute(
                f'INSERT INTO {events} (case_id, kind, "by", at) VALUES (%s, %s, 1, %s)',  # noqa: S608
                [pk, "submit", now],
            )
            cursor.execute("COMMIT")
    return count / (time.perf_counter() - begun)


@csrf_exempt
@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """The bare page."""
    insert(f"{time.time_ns()}-{os.getpid()}"[-20:], request.POST["title"], request.POST["body"])
    return HttpResponse(status=302, headers={"Location": "/", "Content-Length": "0"})


urlpatterns = [path("submit/", submit)]


def main() -> None:
    """Serve it until told to stop, by as many processes as ours."""
    with override_settings(MIDDLEWARE=[], ROOT_URLCONF=__name__):
        application = WSGIHandler()
        connections.close_all()
        bodies = Bodies(
            most_bytes=1 << 20, form_bytes=1 << 20, page=b"", no_room=b"",
            folder=Path(settings.FILE_UPLOAD_TEMP_DIR),
        )  # fmt: skip
        address = Address("127.0.0.1", int(sys.argv[1]))
        Server(application, address, settings.WEB_PROCESSES, bodies).run()


if __name__ == "__main__":
    main()
