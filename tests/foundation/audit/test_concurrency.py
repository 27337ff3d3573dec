"""Writers, sealing and checks at the same time: no fork, no deadlock, no false alarm."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from tests.foundation.audit.audit_cast import LIN, Log
from zhuqi.foundation.audit import verification
from zhuqi.foundation.audit.actions import Entry, erase, record, record_many, seal
from zhuqi.foundation.audit.models import Event, Head
from zhuqi.foundation.audit.queries import events_of

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, ROUNDS = 6, 15


def together(*jobs: Callable[[], None]) -> None:
    """Run the jobs in threads of their own; what one raises, the test raises."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], None]) -> None:
        try:
            start.wait()
            job()
        except BaseException as error:  # noqa: BLE001 (carried into the test)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def write_again_and_again(writer: int) -> None:
    for n in range(ROUNDS):
        with transaction.atomic():
            record(object_type="case", object_id=1, kind="noted", by=LIN, data={"w": writer})
            if n % 5 == 4:
                transaction.set_rollback(True)


def assert_one_chain(object_id: int, length: int) -> None:
    events = list(events_of("case", object_id))
    assert [event.seq for event in events] == list(range(1, length + 1))
    assert [event.prev_hash for event in events] == ["", *(event.hash for event in events[:-1])]


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_writers_on_one_case_never_fork_its_chain(log: Log) -> None:
    together(*(lambda writer=n: write_again_and_again(writer) for n in range(WRITERS)))

    kept = ROUNDS - ROUNDS // 5
    assert_one_chain(1, WRITERS * kept)
    assert Counter(event.facts["w"] for event in events_of("case", 1)) == dict.fromkeys(
        range(WRITERS), kept
    )
    assert log.findings() == []


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_bulk_writers_over_the_same_new_cases_do_not_deadlock(log: Log) -> None:
    def write(order: int) -> None:
        for n in range(6):
            cases = list(range(n * 10, n * 10 + 20))[::order]
            with transaction.atomic():
                record_many(
                    [Entry(object_type="case", object_id=c, kind="noted", by=LIN) for c in cases]
                )

    together(*(lambda order=order: write(order) for order in (1, -1, 1, -1)))

    assert Event.objects.count() == 4 * 6 * 20
    assert log.findings() == []


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_sealing_and_checking_while_others_write(log: Log) -> None:
    log.write(1, 1)
    alarms: list[str] = []

    def seal_often() -> None:
        for _round in range(10):
            seal(log.now)

    def check_often() -> None:
        for _round in range(10):
            alarms.extend(finding.sentence for finding in log.findings())

    together(
        *(lambda writer=n: write_again_and_again(writer) for n in range(3)), seal_often, check_often
    )

    assert alarms == []
    seal(log.now)
    assert log.findings() == []


def test_the_unique_number_is_the_last_defence() -> None:
    with transaction.atomic():
        event = record(object_type="case", object_id=1, kind="noted", by=LIN)
    event.pk = None
    event._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Head.objects.create(object_type="case", object_id=1)


@pytest.mark.parametrize("step", ["write", "seal", "erase", "begin"])
def test_what_is_written_during_a_check_is_no_finding(
    log: Log, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The other's transaction falls between the reads of the check, at every place there is."""
    log.write(1, 2, erasable={"phone": "1"})
    log.seal()
    log.write(1, 1)
    reads: list[str] = []
    stops: dict[str, Callable[..., object]] = {
        "_values": verification._values,
        "_heads": verification._heads,
    }
    stops["_rows"] = verification._rows
    stops["_sealed"] = verification._sealed

    def interrupted(name: str) -> Callable[..., object]:
        def read(*args: object) -> object:
            reads.append(name)
            if len(reads) < 20:
                act(len(reads))
            return stops[name](*args)

        return read

    def act(place: int) -> None:
        with transaction.atomic():
            if step == "write":
                record(object_type="case", object_id=1, kind="noted", by=LIN)
            elif step == "erase":
                erase(object_type="case", object_id=1, names=["phone"], by=LIN, reason="x")
            elif step == "begin":
                record(object_type="case", object_id=10 + place, kind="noted", by=LIN)
        if step == "seal":
            seal(log.now)

    for name in stops:
        monkeypatch.setattr(verification, name, interrupted(name))

    assert log.findings() == []
    assert verification.examine("case", 1) == []
