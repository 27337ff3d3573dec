"""End a child when the one who started it is gone, however that went (kill -9 included).

The parent holds the writing end of a pipe and never writes; when it dies, the child reads the
end of the file.
"""

import os
import signal
import threading

VARIABLE = "ZHUQI_LIFELINE"


def hold() -> None:
    """In a child of `run`: tell ourselves SIGTERM once the parent is gone. Elsewhere nothing."""
    end = os.environ.pop(VARIABLE, "")
    if end.isdigit():
        threading.Thread(target=_watch, args=(int(end),), name="lifeline", daemon=True).start()


def _watch(end: int) -> None:
    while os.read(end, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
