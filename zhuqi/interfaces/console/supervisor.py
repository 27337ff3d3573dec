"""Two children under one roof: started together, restarted when they die, ended together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from zhuqi.interfaces.console.exits import OK, PROBLEMS, UNFIT
from zhuqi.interfaces.console.lifeline import VARIABLE

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 5.0
# Whoever lived this long starts again without counting former deaths.
HEALTHY_SECONDS = 60.0
# Longer than the web server gives requests under way (30 s), so that nobody is cut off early.
FAREWELL_SECONDS = 40.0
_TICK = 0.1

Say = Callable[[str], None]


@dataclass
class Child:
    """One process and its history."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    next_start: float = 0.0

    def start(self, lifeline: int) -> None:
        """Start it as the head of its own group, so that what it leaves behind can be ended too."""
        self.process = subprocess.Popen(  # noqa: S603 (our own command)
            self.command,
            env={**os.environ, VARIABLE: str(lifeline)},
            pass_fds=(lifeline,),
            start_new_session=True,
        )
        self.started = time.monotonic()

    def signal(self, number: signal.Signals) -> None:
        """Tell the process; its own children are its business."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def sweep(self) -> None:
        """Kill what is left of the group: orphaned web workers would go on holding the port."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


@dataclass
class Supervisor:
    """Keeps the children of `commands` alive until told to stop."""

    commands: Mapping[str, Sequence[str]]
    say: Say = field(default=lambda line: print(line, file=sys.stderr, flush=True))
    first_pause: float = FIRST_PAUSE

    def __post_init__(self) -> None:
        self.children = [Child(name, command) for name, command in self.commands.items()]
        self._stop = threading.Event()
        self._told = 0

    def run(self, each_tick: Callable[[], None] = lambda: None) -> int:
        """Until SIGTERM or SIGINT: OK. A child that refuses to start ends everything: its code.

        A second signal does not wait for requests and pieces under way.
        """
        reading, writing = os.pipe()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        try:
            for child in self.children:
                child.start(reading)
            return self._watch(reading, each_tick)
        finally:
            self._end_all()
            os.close(reading)
            os.close(writing)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._told += 1
        self._stop.set()

    def _watch(self, lifeline: int, each_tick: Callable[[], None]) -> int:
        while not self._stop.wait(_TICK):
            each_tick()
            for child in self.children:
                if (code := self._look_after(child, lifeline)) != OK:
                    return code
        return OK

    def _look_after(self, child: Child, lifeline: int) -> int:
        if child.process is None:
            if time.monotonic() >= child.next_start:
                child.start(lifeline)
            return OK
        code = child.process.poll()
        if code is None:
            return OK
        child.sweep()
        lived = time.monotonic() - child.started
        if code in {PROBLEMS, UNFIT} and not child.deaths and lived < HEALTHY_SECONDS:
            # It has said why it doesn't start; trying again would only say it again.
            return code
        self._mourn(child, code, lived)
        return OK

    def _mourn(self, child: Child, code: int, lived: float) -> None:
        child.deaths = 1 if lived >= HEALTHY_SECONDS else child.deaths + 1
        pause = min(self.first_pause * 2 ** min(child.deaths - 1, 10), LONGEST_PAUSE)
        how = f"被信号 {-code} 终止" if code < 0 else f"退出（{code}）"
        self.say(f"{child.name} {how}，{pause:g} 秒后重新启动。")
        child.process, child.next_start = None, time.monotonic() + pause

    def _end_all(self) -> None:
        """SIGTERM to all, wait, then kill what is left."""
        told = self._told
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + FAREWELL_SECONDS
        while self._alive() and time.monotonic() < deadline and self._told <= max(told, 1):
            time.sleep(_TICK)
        for child in self.children:
            child.sweep()
            if child.process is not None:
                child.process.wait()

    def _alive(self) -> bool:
        return any(
            child.process is not None and child.process.poll() is None for child in self.children
        )
