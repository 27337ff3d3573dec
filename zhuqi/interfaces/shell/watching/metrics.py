"""Figures for Prometheus: what the web processes count together, and how the site stands now."""

import os
from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from zhuqi.foundation.attachments.disk import disks
from zhuqi.foundation.attachments.store_check import store_away
from zhuqi.foundation.outbox.queries import overview
from zhuqi.foundation.upkeep.queries import last_runs
from zhuqi.interfaces.shell.watching import COUNTED_IN

_COUNTED = CollectorRegistry()
_BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

REQUESTS = Counter(
    "zhuqi_requests", "Requests answered", ["route", "method", "status"], registry=_COUNTED
)
SECONDS = Histogram(
    "zhuqi_request_seconds", "Time to answer", ["route"], buckets=_BOUNDS, registry=_COUNTED
)
DATABASE_SECONDS = Counter(
    "zhuqi_database_seconds", "Time the database took", ["route"], registry=_COUNTED
)
DATABASE_QUERIES = Counter(
    "zhuqi_database_queries", "Statements asked", ["route"], registry=_COUNTED
)


def page() -> bytes:
    """Everything, in Prometheus' own text."""
    registry = CollectorRegistry()
    if os.environ.get(COUNTED_IN):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_Counted())
    registry.register(_Standing())
    return generate_latest(registry)


class _Counted(Collector):
    """What this process alone has counted."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """As it stands."""
        yield from _COUNTED.collect()  # type: ignore[misc]


class _Standing(Collector):
    """How the site stands at the moment it is asked; read from the database and the disks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Whether the database answers, and what it says if it does."""
        now, found = timezone.now(), []
        try:
            found = [*_work(now), *_upkeep(now)]
        except DatabaseError:
            found.append(GaugeMetricFamily("zhuqi_database_up", "1 if it answers", 0))
        else:
            found.append(GaugeMetricFamily("zhuqi_database_up", "1 if it answers", 1))
        yield from found
        free = GaugeMetricFamily("zhuqi_disk_free_bytes", "Room left", labels=["path"])
        total = GaugeMetricFamily("zhuqi_disk_bytes", "Size of the disk", labels=["path"])
        for disk in disks():
            free.add_metric([str(disk.path)], disk.free)
            total.add_metric([str(disk.path)], disk.total)
        yield free
        yield total
        here = float(not store_away())
        yield GaugeMetricFamily("zhuqi_attachments_up", "1 if their store answers", here)


def _work(now: datetime) -> Iterator[GaugeMetricFamily]:
    look = overview(now)
    pieces = GaugeMetricFamily("zhuqi_outbox_items", "Background work", labels=["state"])
    for state in ("waiting", "later", "running", "failed"):
        pieces.add_metric([state], getattr(look, state))
    yield pieces
    waited = (now - look.oldest_waiting).total_seconds() if look.oldest_waiting else 0
    yield GaugeMetricFamily(
        "zhuqi_outbox_oldest_seconds", "How long the oldest due piece has waited", waited
    )
    alive = sum(not beat.silent for beat in look.beats)
    yield GaugeMetricFamily("zhuqi_workers_alive", "Workers heard of lately", alive)


def _upkeep(now: datetime) -> Iterator[GaugeMetricFamily]:
    good = GaugeMetricFamily("zhuqi_upkeep_good", "1 if the last run was good", labels=["name"])
    age = GaugeMetricFamily("zhuqi_upkeep_age_seconds", "Since it last went well", labels=["name"])
    for name, last in sorted(last_runs().items()):
        good.add_metric([name], float(last.good))
        if last.good_at:
            age.add_metric([name], (now - last.good_at).total_seconds())
    yield good
    yield age
