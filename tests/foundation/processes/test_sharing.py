"""Work shared by several processes: each does its own, nobody is left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zhuqi.foundation.processes import Progress, Share, shared_out

THINGS = list(range(10))


def dealt(share: Share, told: Progress) -> list[int]:
    found = []
    for thing in THINGS[share.number :: share.of]:
        found.append(thing)
        told(len(found))
    return found


@pytest.mark.parametrize("processes", [1, 3])
def test_each_does_its_share_and_all_is_done_once(processes: int) -> None:
    said = list[int]()
    results = shared_out(dealt, processes, said.append)
    assert results == [THINGS[number::processes] for number in range(processes)]
    assert said == list(range(1, 11))


def test_one_alone_works_in_this_very_process() -> None:
    assert shared_out(lambda _share, _told: os.getpid(), 1) == [os.getpid()]
    assert os.getpid() not in shared_out(lambda _share, _told: os.getpid(), 2)


def test_what_goes_wrong_in_one_is_told_and_ends_the_others() -> None:
    def work(share: Share, _told: Progress) -> None:
        if share.number == 1:
            raise ValueError("no such month")
        time.sleep(60)

    with pytest.raises(ChildProcessError, match="ValueError: no such month"):
        shared_out(work, 3)
    assert multiprocessing.active_children() == []


def test_one_that_is_killed_is_missed_and_ends_the_others() -> None:
    def work(share: Share, told: Progress) -> None:
        told(1)
        if share.number == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)

    with pytest.raises(ChildProcessError):
        shared_out(work, 3)
    assert multiprocessing.active_children() == []


ENDLESS = """
import os, time
from django.conf import settings
settings.configure()
from zhuqi.foundation.processes import shared_out

def work(share, told):
    os.write(1, f"{os.getpid()}\\n".encode())
    while True:
        told(1)
        time.sleep(0.02)

shared_out(work, 2)
"""


def test_children_do_not_outlive_a_parent_that_is_killed() -> None:
    command = [sys.executable, "-c", ENDLESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        try:
            assert parent.stdout is not None
            children = [int(parent.stdout.readline()) for _child in range(2)]
        finally:
            parent.kill()
    deadline = time.monotonic() + 60
    while any(map(_lives, children)):
        assert time.monotonic() < deadline, "a child lives on"
        time.sleep(0.02)


def _lives(pid: int) -> bool:
    """Zombies, which nobody buries in a container without an init, have ended."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
