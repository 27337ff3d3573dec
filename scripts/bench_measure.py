"""What every bench needs: a line beside its floor, CPU of processes, and how fast this machine is.

On a machine that is shared the wall clock tells of the neighbours; CPU seconds do not.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
_KB_PER_MB = 1024
# What, its figure, its floor.
Line = tuple[str, str, str]


def line(what: str, figure: str, floor: str = "") -> None:
    """One figure beside its floor."""
    print(f"{what:<46}{figure:>26}   {floor}".rstrip(), flush=True)


def speed() -> str:
    """CPU of ten million additions: by it figures of two machines, or of two hours, compare."""
    begun, number = time.process_time(), 0
    while number < 10_000_000:  # noqa: PLR2004 (what is counted)
        number += 1
    return f"{time.process_time() - begun:.2f} s CPU"


def median_ms(act: Callable[[], object], runs: int = 20) -> float:
    """The median of some calls in milliseconds, after two that are not counted."""
    times = []
    for number in range(runs + 2):
        begun = time.perf_counter()
        act()
        if number > 1:
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def cpu_of(pids: Iterable[int]) -> float:
    """Seconds of CPU these processes have used; of one that is gone nothing is known."""
    return sum(map(_cpu, pids))


def cpu_by(pids: Iterable[int]) -> dict[int, float]:
    """The same, each by itself."""
    return {pid: _cpu(pid) for pid in pids}


def spent(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    """CPU in between: of processes that began meanwhile all of it, of those that ended none."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_of(pids: Iterable[int]) -> float:
    """MB of these processes together, pages they share counted once (PSS)."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            for row in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if row.startswith("Pss:"):
                    total += int(row.split()[1])
    return total / _KB_PER_MB


def children_of(pid: int) -> list[int]:
    """The processes a process has started, and theirs."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children_of(child)]
    return found


def backends_of(database: str) -> list[int]:
    """PostgreSQL's processes for one database on this machine, and those that write for all."""
    return [
        int(path.parent.name)
        for path, says in _command_lines()
        if says.startswith("postgres:")
        and (f" {database} " in says or "walwriter" in says or "background writer" in says)
    ]


def _command_lines() -> Iterator[tuple[Path, str]]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield path, path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
