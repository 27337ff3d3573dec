"""Run as a module in a server's environment: a register of so many rows, checked and started.

The import itself is left to the server's worker.
"""

import os
import sys
import tempfile
from pathlib import Path

import django


def main(rows: int) -> None:
    """The small city of the tests, and a register on its way into the city's ledger."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()
    # Models can be imported only now.
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.cast import build_cast, person
    from tests.scenes.imports import GOOD, sheet
    from zhuqi.ledgers.imports.actions import runs
    from zhuqi.ledgers.imports.actions.importing import DEFAULT_CHANNEL
    from zhuqi.ledgers.imports.files import path_of
    from zhuqi.ledgers.imports.suggesting import suggest

    cast = build_cast()
    by = person(cast.he_fan)
    with tempfile.TemporaryDirectory() as folder:
        path = sheet(Path(folder), *([float(number), *GOOD[1:]] for number in range(1, rows + 1)))
        staged = runs.stage(SimpleUploadedFile("台账.xlsx", path.read_bytes()))
    run = runs.upload(office=cast.city_office, file=staged, by=by)
    register = suggest(path_of(run.stored_as)).register(DEFAULT_CHANNEL).plain()
    with runs.RUNS.open(run.pk, by=by) as change:
        runs.match(change, name="台账", register=register)
    runs.carry_on(run.pk)
    with runs.RUNS.open(run.pk, by=by) as change:
        runs.start(change, take_over=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
