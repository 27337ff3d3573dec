"""A site whose attachments lie in a bucket is backed up, destroyed and brought back, and moves."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scenes.buckets import NOWHERE, InBucket, new_bucket
from tests.scenes.sites import NewSite, backed_up, brought_back, is_bare
from zhuqi.foundation.access import NotNow
from zhuqi.foundation.attachments.stores import Disk, Store, StoreAwayError, store_of
from zhuqi.foundation.upkeep import dumping
from zhuqi.foundation.upkeep.moving_files import copy_files
from zhuqi.foundation.upkeep.site import Site


def content(place: Store) -> dict[str, bytes]:
    found = {}
    for kept in place.listed():
        with place.open(kept.name) as file:
            found[kept.name] = file.read()
    return found


@pytest.fixture
def in_clouds(site: Site, in_bucket: InBucket) -> Site:
    """The site, its attachments in the bucket."""
    copy_files(site.attachments, in_bucket.store, lambda _n: None)
    return replace(site, attachments=in_bucket.store)


def test_it_comes_back_into_an_empty_bucket_or_onto_a_disk_as_it_was(
    in_clouds: Site, in_bucket: InBucket, s3_server: str, empty: NewSite
) -> None:
    before = content(in_clouds.attachments)
    assert len(before) == 2
    made = backed_up(in_clouds)
    in_bucket.raw.objects.all().delete()

    address, raw = new_bucket(s3_server)
    elsewhere = replace(empty("elsewhere"), attachments=store_of(address))
    brought_back(made, elsewhere)
    assert content(elsewhere.attachments) == before
    assert {found.key for found in raw.objects.all()} == {f"files/{name}" for name in before}
    on_disk = empty("on disk")
    brought_back(made, on_disk)
    assert content(on_disk.attachments) == before

    full = replace(empty("full"), attachments=store_of(address))
    with pytest.raises(NotNow, match="里已有文件"):
        brought_back(made, full)
    assert content(full.attachments) == before
    assert is_bare(full)


def test_a_bucket_that_is_away_is_said_and_nothing_is_half_done(
    in_clouds: Site, in_bucket: InBucket, empty: NewSite
) -> None:
    nowhere = store_of(replace(in_bucket.address, endpoint=NOWHERE))
    with pytest.raises(NotNow, match=r"附件存放处 .* 读不出"):
        backed_up(replace(in_clouds, attachments=nowhere))
    assert not list((in_clouds.data.parent / "kept").iterdir())

    other = empty("other")
    with pytest.raises(NotNow, match="用不了"):
        brought_back(backed_up(in_clouds), replace(other, attachments=nowhere))
    assert is_bare(other)


def test_one_that_breaks_off_takes_back_what_it_had_brought(
    in_clouds: Site, s3_server: str, empty: NewSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, raw = new_bucket(s3_server)
    other, made = replace(empty("other"), attachments=store_of(address)), backed_up(in_clouds)

    def broken(_site: Site, _source: Path) -> None:
        raise NotNow("pg_restore 没有成功")

    with monkeypatch.context() as patched:
        patched.setattr(dumping, "load", broken)
        with pytest.raises(NotNow, match="pg_restore"):
            brought_back(made, other)
    assert not list(raw.objects.all())
    assert is_bare(other)
    brought_back(made, other)


def killed(work: Callable[[], object]) -> None:
    """It is done by a child that does not live to its end."""
    child = os.fork()
    if not child:
        with suppress(BaseException):
            work()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def die(*_anything: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_one_that_is_killed_leaves_no_database_that_could_be_taken_for_a_whole_site(
    site: Site, empty: NewSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, other = backed_up(site), empty("other")
    with monkeypatch.context() as patched:
        patched.setattr(dumping, "load", die)
        killed(lambda: brought_back(made, other))

    assert len(content(other.attachments)) == 2
    assert not dumping.sqlite_path(other).exists()
    with pytest.raises(NotNow, match=r"attachments 里已有文件"):
        brought_back(made, other)
    for place in other.places().values():
        for kept in place.listed():
            place.delete(kept.name)
    brought_back(made, other)
    assert content(other.attachments) == content(site.attachments)


def test_files_move_into_a_bucket_and_back_and_go_on_where_they_were_cut_off(
    site: Site, in_bucket: InBucket, tmp_path: Path
) -> None:
    (site.data / "attachments/2026/11/three.part").write_text("being written")
    before = {name: file for name, file in content(site.attachments).items() if name[-1] != "t"}

    def cut(_done: int) -> None:
        raise StoreAwayError

    with suppress(StoreAwayError):
        copy_files(site.attachments, in_bucket.store, cut)
    assert len(in_bucket.names()) == 1
    moved = copy_files(site.attachments, in_bucket.store, lambda _n: None)
    assert (moved.files, moved.there) == (2, 1)
    assert content(in_bucket.store) == before

    back = Disk(tmp_path / "back")
    copy_files(in_bucket.store, back, lambda _n: None)
    assert content(back) == before
