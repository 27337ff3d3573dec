"""A backup is made while people work, is whole or isn't there, and comes back only into a place
where nothing is lost by it."""

import errno
import gzip
import io
import os
import signal
import sqlite3
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.scenes.sites import NOW, NewSite, backed_up, brought_back, is_bare
from zhuqi.foundation.access import NotNow, NotValid
from zhuqi.foundation.upkeep import unfinished as folders
from zhuqi.foundation.upkeep.backup import forget_older, make_backup
from zhuqi.foundation.upkeep.identities import AGE_BEGINS, new_identity, read_identity
from zhuqi.foundation.upkeep.restore import restore, verify_backup
from zhuqi.foundation.upkeep.site import Site


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "sqlite3" not in path.name
    }


def test_everything_comes_back_as_it_was_but_seals_the_database_did_not_know(
    site: Site, empty: NewSite
) -> None:
    other = empty("other")
    made = backed_up(site)
    of_the_disk = other.data / "attachments" / "lost+found"
    of_the_disk.mkdir(parents=True)

    found = brought_back(made, other)

    expected = tree(site.data)
    expected["seals.log"] = b"prepared 1 mac key\nsealed 1 mac key\n"
    assert tree(other.data) == expected
    assert of_the_disk.is_dir()
    assert found.facts == made.facts.as_json()
    assert made.path.name == "zhuqi-20261129-031000.tar.gz"
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_what_is_written_meanwhile_is_whole_or_not_there_and_every_row_has_its_file(
    site: Site, empty: NewSite
) -> None:
    done, waits = threading.Event(), []

    def write() -> None:
        with closing(sqlite3.connect(site.data / "zhuqi.sqlite3", timeout=20)) as rows:
            for number in range(1_000_000):
                if done.is_set():
                    return
                path = site.data / f"attachments/2026/11/row-{number}"
                path.write_text("bytes")
                begun = time.monotonic()
                with rows:
                    for part in ("a", "b"):
                        rows.execute(
                            "INSERT INTO audit_head (object_type, object_id, seq, hash, sealed_seq)"
                            " VALUES (?, ?, 1, '', 0)",
                            (part, number),
                        )
                waits.append(time.monotonic() - begun)

    writer = threading.Thread(target=write)
    writer.start()
    while len(waits) < 20:
        time.sleep(0.01)
    before = len(waits)
    made = backed_up(site)
    assert len(waits) > before, "nobody wrote meanwhile"
    done.set()
    writer.join()

    other = empty("other")
    brought_back(made, other)

    with closing(sqlite3.connect(other.data / "zhuqi.sqlite3")) as rows:
        pairs = rows.execute(
            "SELECT object_id, count(*) FROM audit_head WHERE object_type IN ('a', 'b')"
            " GROUP BY object_id"
        ).fetchall()
    assert len(pairs) >= before
    assert {count for _number, count in pairs} == {2}
    assert all((other.data / f"attachments/2026/11/row-{number}").is_file() for number, _ in pairs)
    assert max(waits) < 5


@pytest.mark.thorough
def test_only_its_own_key_opens_an_encrypted_one(
    site: Site, empty: NewSite, tmp_path: Path
) -> None:
    public = new_identity(tmp_path / "mine", "the passphrase")
    new_identity(tmp_path / "another", None)
    made = backed_up(site, [public])

    assert made.path.read_bytes().startswith(AGE_BEGINS)
    assert b"manifest" not in made.path.read_bytes()
    with pytest.raises(NotValid, match="--identity"):
        verify_backup(made.path)
    with pytest.raises(NotValid, match="口令不对"):
        read_identity(tmp_path / "mine", "a wrong one")
    with pytest.raises(NotValid, match="打不开"):
        verify_backup(made.path, [read_identity(tmp_path / "another", None)])
    with pytest.raises(NotNow, match="已经存在"):
        new_identity(tmp_path / "mine", None)

    mine = read_identity(tmp_path / "mine", "the passphrase")
    brought_back(made, empty("other"), [mine])

    made.path.write_bytes(made.path.read_bytes()[:-20])
    with pytest.raises(NotValid):
        verify_backup(made.path, [mine])


def test_without_a_public_key_nothing_is_begun(site: Site) -> None:
    with pytest.raises(NotValid, match="age1"):
        backed_up(site, ["ssh-rsa AAAA"])
    assert not list((site.data.parent / "kept").iterdir())


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """The same members with other bytes, as one who can write the file would leave it."""
    with tarfile.open(path) as old:
        members = [(m, change(m.name, old.extractfile(m).read())) for m in old]  # type: ignore[union-attr]
    out = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=out, mode="wb") as packed,
        tarfile.open(fileobj=packed, mode="w|") as new,
    ):
        for member, content in members:
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    path.write_bytes(out.getvalue())


@pytest.mark.parametrize("how", ["torn", "begun", "changed", "foreign", "else"])
def test_what_is_torn_or_changed_or_no_backup_is_refused_and_the_place_stays_bare(
    site: Site, empty: NewSite, how: str
) -> None:
    made, other = backed_up(site), empty("other")
    content = made.path.read_bytes()
    if how == "torn":
        made.path.write_bytes(content[: len(content) // 2])
    elif how == "begun":
        made.path.write_bytes(b"")
    elif how == "changed":
        repacked(made.path, lambda name, old: b"other" if name.endswith("/one") else old)
    elif how == "foreign":
        with tarfile.open(made.path, "w:gz") as tar:
            member = tarfile.TarInfo("../../outside")
            tar.addfile(member)
    else:
        made.path.write_bytes(b"PK\3\4 something else")

    with pytest.raises(NotValid):
        brought_back(made, other)

    assert is_bare(other)
    assert not (other.data.parent / "outside").exists()


def test_nothing_that_is_there_is_overwritten(site: Site, empty: NewSite) -> None:
    made, files, rows = backed_up(site), empty("files"), empty("rows")
    (files.data / "attachments/2026").mkdir(parents=True)
    (files.data / "attachments/2026/file").write_text("somebody's")
    with closing(sqlite3.connect(rows.data / "zhuqi.sqlite3")) as database:
        database.execute("CREATE TABLE somebodys (id INTEGER)")

    for place in (site, files, rows):
        before = tree(place.data)
        with pytest.raises(NotNow, match="不能恢复"):
            brought_back(made, place)
        assert tree(place.data) == before


def test_a_backup_of_a_newer_program_is_refused(site: Site, empty: NewSite) -> None:
    made, other = backed_up(site), empty("other")
    with pytest.raises(NotNow, match="更新的版本"):
        restore(other, made.path, known_migrations=made.facts.migrations[1:])
    assert is_bare(other)


@pytest.mark.thorough
def test_a_killed_one_leaves_nothing_that_looks_like_a_backup_and_the_next_clears_it_away(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = site.data.parent / "kept"
    child = os.fork()
    if not child:
        with suppress(BaseException):
            make_backup(
                site, kept, now=NOW, progress=lambda _n: os.kill(os.getpid(), signal.SIGKILL)
            )
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    [left] = kept.iterdir()
    assert left.name.startswith(".")
    monkeypatch.setattr(folders, "_YOUNG_SECONDS", 0)
    with folders.unfinished(kept) as at_work:
        made = backed_up(site)
        assert at_work.is_dir(), "another that is still at work was taken for a dead one"
    assert list(kept.iterdir()) == [made.path]


def test_a_full_disk_is_said_and_half_a_file_does_not_stay(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotNow, match="磁盘空间不足"):
        backed_up(site)
    assert not list((site.data.parent / "kept").iterdir())


def test_as_many_are_kept_as_asked_and_other_files_are_left_alone(tmp_path: Path) -> None:
    names = [f"zhuqi-2026112{day}-031000.tar.gz" for day in (1, 2, 3)]
    for name in (*names, "zhuqi-old.tar.gz", "notes"):
        (tmp_path / name).touch()

    gone = forget_older(tmp_path, keep=2)

    assert [path.name for path in gone] == names[:1]
    assert len(list(tmp_path.iterdir())) == 4


FEWEST = 5


@contextmanager
def writing_pairs(site: Site) -> Iterator[None]:
    """Somebody writes two rows at a time from before the block to its end; they are gone after."""
    done = threading.Event()
    written: list[int] = []
    insert = (
        "INSERT INTO audit_head (object_type, object_id, seq, hash, sealed_seq)"
        " SELECT unnest(ARRAY['a', 'b']), %s, 1, '', 0"
    )

    def write() -> None:
        with psycopg.connect(f"dbname={site.database['NAME']}", autocommit=True) as rows:
            while not done.is_set():
                rows.execute(insert, [len(written)])
                written.append(1)
            rows.execute("DELETE FROM audit_head WHERE object_type IN ('a', 'b')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < FEWEST:
            time.sleep(0.01)
        before = len(written)
        yield
        assert len(written) > before, "nobody wrote meanwhile"
    finally:
        done.set()
        writer.join()


@pytest.mark.postgres
def test_on_postgresql_too_and_only_into_an_empty_database(
    on_postgres: tuple[Site, Site], empty: NewSite
) -> None:
    site, other = on_postgres
    with writing_pairs(site):
        made = backed_up(site)

    brought_back(made, other)

    with psycopg.connect(f"dbname={other.database['NAME']}") as rows:
        torn = rows.execute(
            "SELECT object_id FROM audit_head WHERE object_type IN ('a', 'b')"
            " GROUP BY object_id HAVING count(*) <> 2"
        ).fetchall()
        pairs = rows.execute("SELECT count(*) FROM audit_head WHERE object_type = 'a'").fetchone()
    assert not torn
    assert pairs
    assert pairs[0] >= FEWEST
    assert tree(other.data / "attachments") == tree(site.data / "attachments")
    with pytest.raises(NotNow, match="已有"):
        brought_back(made, other)
    with pytest.raises(NotNow, match="move"):
        brought_back(made, empty("a-file"))
