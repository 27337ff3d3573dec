"""The same thing done at the same moment by several.

On SQLite the jobs run one after another: its test database lies in memory, where connections
lock whole tables; the file of a real one lets one writer in at a time.
"""

import threading
from collections.abc import Callable

from django.db import connection

from zhuqi.foundation.access import Refusal


def together(*jobs: Callable[[], object]) -> tuple[list[object], list[Refusal]]:
    """Run the jobs in threads of their own; what they return, and their refusals."""
    results: list[object] = []
    refusals: list[Refusal] = []
    errors: list[BaseException] = []
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        try:
            start.wait()
            results.append(job())
        except Refusal as refusal:
            refusals.append(refusal)
        except BaseException as error:  # noqa: BLE001 (carried into the test)
            errors.append(error)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        start = threading.Barrier(1)
    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
        if connection.vendor == "sqlite":
            thread.join()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results, refusals
