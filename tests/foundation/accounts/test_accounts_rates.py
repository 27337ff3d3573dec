"""A counter per window over the shared cache."""

import threading
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection

from zhuqi.foundation.access import TooMany
from zhuqi.foundation.accounts import rates
from zhuqi.foundation.accounts.rates import in_words, take_or_refuse, take_turn


class Clock:
    """A time that stands still until told."""

    def __init__(self) -> None:
        self.now = 1_000_000_000.0

    def time(self) -> float:
        """What `time.time` says."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the counter, not of the cache."""
    clock = Clock()
    monkeypatch.setattr(rates, "time", clock)
    return clock


def test_the_limit_is_reached_and_no_further(clock: Clock) -> None:
    assert [take_turn("k", 3, 60) for _turn in range(5)] == [True, True, True, False, False]
    assert take_turn("other", 3, 60)
    assert clock.now == 1_000_000_000.0


def test_the_next_window_begins_anew(clock: Clock) -> None:
    assert take_turn("k", 1, 60)
    assert not take_turn("k", 1, 60)
    clock.now += 60
    assert take_turn("k", 1, 60)


def test_the_refusal_says_how_long_to_wait(clock: Clock) -> None:
    clock.now = 1_000_000_000.0 - 1_000_000_000 % 3600 + 600
    take_or_refuse("k", 1, 3600)
    with pytest.raises(TooMany, match="50分钟后再试") as refusal:
        take_or_refuse("k", 1, 3600)
    assert (refusal.value.status, refusal.value.wait) == (429, 3000)


def test_waits_are_rounded_up() -> None:
    assert [in_words(n) for n in (1, 59, 60, 61, 3600, 3601)] == [
        "1秒", "59秒", "1分钟", "2分钟", "1小时", "2小时",
    ]  # fmt: skip


def test_a_limit_of_none_lets_nothing_through() -> None:
    assert not take_turn("k", 0, 60)


@pytest.mark.parametrize("backend", ["locmem", "db"])
@pytest.mark.django_db(transaction=True)
def test_a_burst_from_many_threads_does_not_pass_the_limit(
    backend: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """`incr` of the database cache would let it through: it reads and writes apart."""
    if backend == "db":
        from django.core.management import call_command

        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "test_rates_cache",
            }
        }
        call_command("createcachetable", verbosity=0)
    monkeypatch.setattr(rates, "cache", caches["default"])
    taken: list[bool] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            monkeypatch.setattr(rates, "cache", caches["default"])
            taken.extend(take_turn("burst", 5, 3600) for _turn in range(3))
        except BaseException as error:  # noqa: BLE001 (carried into the test)
            errors.append(error)
        finally:
            connection.close()

    # SQLite's test database lies in memory and locks whole tables: one after another there.
    one_by_one = backend == "db" and connection.vendor == "sqlite"
    threads = [threading.Thread(target=run) for _n in range(8)]
    for thread in threads:
        thread.start()
        if one_by_one:
            thread.join()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(taken) == 5
