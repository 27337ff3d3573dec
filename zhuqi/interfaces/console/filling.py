"""The sample city's build beside the server: pages are served as soon as there is somebody to be,
while the rest of the city moves in."""

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Self

from zhuqi.interfaces.console.exits import OK
from zhuqi.interfaces.console.lifeline import VARIABLE

# The line by which `zhuqi sample` says that people can sign in.
OPENED = "样例城市可以使用了：市级和襄城县的台账已经建好，其余县区正在陆续补齐。"
# How its lines of progress begin; once the pages are served nobody reads them in the console.
PROGRESS = "样例城市："


class Filling:
    """Runs the command; ended with us, however we end."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command

    def __enter__(self) -> Self:
        reading, self._lifeline = os.pipe()
        self._process = subprocess.Popen(  # noqa: S603 (our own command)
            self._command,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, VARIABLE: str(reading)},
            pass_fds=(reading,),
            start_new_session=True,
        )
        os.close(reading)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """What is written is whole; what is under way is taken back by its transaction."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        self._process.wait()
        os.close(self._lifeline)

    def until_open(self) -> int:
        """Wait until people can sign in: OK, or the exit code of a build that was refused."""
        assert self._process.stdout is not None  # noqa: S101 (asked for above)
        lines = self._process.stdout
        for line in lines:
            print(line, end="", flush=True)
            if line.strip() == OPENED:
                threading.Thread(target=_tell_the_end, args=(lines,), daemon=True).start()
                return OK
        return self._process.wait()


def _tell_the_end(lines: IO[str]) -> None:
    for line in lines:
        if not line.startswith(PROGRESS):
            print(line, end="", flush=True)
