"""The daily sweep takes what no row needs, and only that."""

import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.foundation.attachments.attachment_files import PDF, PNG, sent
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.attachments import actions
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.outbox.registry import schedules

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 6, 3, 4, 0, tzinfo=UTC)


def aged(folder: Path, stored_as: str, **age: int) -> Path:
    path = folder / stored_as
    stamp = (NOW - timedelta(**age)).timestamp()
    os.utime(path, (stamp, stamp))
    return path


def kept(folder: Path, content: bytes = PNG) -> Attachment:
    prepared = actions.prepare([sent(content, "现场.png")])
    [row] = actions.attach(prepared, object_type="case", object_id=1, purpose="", by=SYSTEM)
    aged(folder, row.stored_as, days=400)
    return row


def test_files_whose_row_never_came_go_after_a_day(folder: Path) -> None:
    row = kept(folder)
    [old] = actions.prepare([sent(PDF, "旧.pdf")])
    [fresh] = actions.prepare([sent(PDF, "新.pdf")])
    forgotten, under_way = (
        aged(folder, old.stored_as, hours=25),
        aged(folder, fresh.stored_as, hours=23),
    )
    assert actions.purge_orphans(now=NOW) == 1
    assert not forgotten.exists()
    assert under_way.exists()
    assert (folder / row.stored_as).exists()
    assert actions.purge_orphans(now=NOW) == 0


def test_removed_files_go_after_a_month_and_their_row_stays(folder: Path) -> None:
    row, lately = kept(folder), kept(folder, PDF)
    actions.remove(attachment=row, now=NOW - timedelta(days=31))
    actions.remove(attachment=lately, now=NOW - timedelta(days=29))
    assert actions.purge_orphans(now=NOW) == 1
    assert not (folder / row.stored_as).exists()
    assert (folder / lately.stored_as).exists()
    assert Attachment.objects.count() == 2
    assert actions.purge_orphans(now=NOW) == 0


def test_a_database_that_does_not_belong_to_the_files_costs_none_of_them(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_FEW_ORPHANS", 2)
    for number in range(3):
        row = kept(folder, PDF + bytes([65 + number]))
        row.delete()
    with caplog.at_level(logging.ERROR):
        assert actions.purge_orphans(now=NOW) == 0
    assert "not purged" in caplog.text
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 3


def test_no_folder_yet_and_foreign_things_in_it_do_not_disturb(folder: Path) -> None:
    assert actions.purge_orphans(now=NOW) == 0
    (folder / "2025").mkdir(parents=True)
    (folder / "2025" / "readme").write_text("put here by hand")
    (folder / "2025" / "06").mkdir()
    (folder / "2025" / "06" / "sub").mkdir()
    assert actions.purge_orphans(now=NOW) == 0


def test_it_is_on_the_schedule() -> None:
    assert "attachments.purge" in schedules()
