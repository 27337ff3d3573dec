"""A long piece of work shared by several processes of one machine."""

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple, TypeVar

from django.db import connections

Result = TypeVar("Result")
Progress = Callable[[int], None]


class Share(NamedTuple):
    """One of several disjoint shares of a work, counted from 0."""

    number: int = 0
    of: int = 1


def shared_out(
    work: Callable[[Share, Progress], Result], processes: int, progress: Progress | None = None
) -> list[Result]:
    """What `work` gives for each share, in their order; `progress` is told how far all are
    together.

    One share is done here. The processes for more are forked: they begin with what is in memory,
    open connections of their own, and what they give is pickled; the call must not stand in a
    transaction. ChildProcessError where one fails or is killed: the others are ended too. Those
    whose parent is killed end when they next tell how far they are.
    """
    if processes == 1:
        return [work(Share(), progress or _nobody)]
    # A connection must not be shared by the processes about to be forked.
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    ends: list[Connection] = []
    children = []
    try:
        for number in range(processes):
            end, its_end = fork.Pipe(duplex=False)
            ends.append(end)
            share = Share(number, processes)
            child = fork.Process(target=_child, args=(work, share, its_end, ends), daemon=True)
            child.start()
            children.append(child)
            # Held open here, it would hide that the child has died.
            its_end.close()
        return _heard(ends, progress or _nobody)
    except BaseException:
        for child in children:
            child.terminate()
        raise
    finally:
        for child in children:
            child.join()
        for end in ends:
            end.close()


def _nobody(_done: int) -> None:
    """Nobody asked how far it is."""


class _Told(NamedTuple):
    """What comes through a pipe: how far a share is, or how it ended."""

    done: int = 0
    ended: bool = False
    result: Any = None
    fault: str = ""


def _child(
    work: Callable[[Share, Progress], Any], share: Share, end: Connection, others: list[Connection]
) -> None:
    # Ctrl-C is the parent's to answer, by ending its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Held open here, they would hide from this child and its sisters that the parent has died.
    for other in others:
        other.close()
    # Broken, nobody waits for it any more.
    with suppress(BrokenPipeError):
        try:
            told = _Told(ended=True, result=work(share, lambda done: end.send(_Told(done))))
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 (told by the parent)
            told = _Told(ended=True, fault=f"{type(error).__name__}: {error}")
        connections.close_all()
        end.send(told)


def _heard(ends: Sequence[Connection], progress: Progress) -> list[Any]:
    """Results in the order of the pipes."""
    done, results = dict.fromkeys(ends, 0), dict[Connection, Any]()
    while len(results) < len(ends):
        for ready in wait([end for end in ends if end not in results]):
            assert isinstance(ready, Connection)  # noqa: S101 (for the type)
            try:
                told: _Told = ready.recv()
            except EOFError:
                raise ChildProcessError("a process of several was ended from outside") from None
            if told.fault:
                raise ChildProcessError(told.fault)
            if told.ended:
                results[ready] = told.result
            else:
                done[ready] = told.done
                progress(sum(done.values()))
    return [results[end] for end in ends]
