"""Where files are read: one by one in this process, or in processes of their own that may die without the run."""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Death:
    """A call that failed, or whose process died (abort, out of memory), or that ran out of time."""

    too_slow: bool


class WorkersLost(Exception):
    """There are no workers to read with: a code of the catalogue and its details."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details


class Workers(Protocol):
    """Runs a module-level function on each item with what they share; results come in the items' order."""

    def run(self, function: Callable[[Item, Any], Any], items: Sequence[Item], shared: Any,
            cost: Callable[[Item], tuple[int, int]]) -> Iterator[Any | Death]:
        """`cost` gives the seconds and the bytes of memory a call may take."""


class InThisProcess:
    """No isolation and no start-up: for tests and for callers that isolate the whole run themselves."""

    def run(self, function: Callable[[Item, Any], Any], items: Sequence[Item], shared: Any,
            cost: Callable[[Item], tuple[int, int]]) -> Iterator[Any | Death]:
        """Yields what the function makes of each item, in order. An item that kills the process kills the run."""
        yield from (function(item, shared) for item in items)


class LocalProcesses:
    """A pool of processes on this machine. One that dies or hangs costs its own item; the pool replaces it."""

    def __init__(self, jobs: int, meanwhile: Callable[[], Any] = lambda: None) -> None:
        """`meanwhile` is called whenever the workers have begun, before the first is waited for."""
        self.jobs, self.meanwhile = max(1, jobs), meanwhile

    def run(self, function: Callable[[Item, Any], Any], items: Sequence[Item], shared: Any,
            cost: Callable[[Item], tuple[int, int]]) -> Iterator[Any | Death]:
        """Yields what the function makes of each item, in order; of an item whose process died or hung, a `Death`. `cost` gives the seconds and the
        bytes of memory that a call may take."""
        if not items:
            return
        from pebble import ProcessPool

        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        pool = ProcessPool(min(self.jobs, len(items)), initializer=_begin, initargs=(function, shared), context=context)
        try:
            costs = [cost(item) for item in items]
            with _interrupts_wait():
                waiting = deque(pool.schedule(_call, args=[item, memory], timeout=seconds)
                                for item, (seconds, memory) in zip(items, costs, strict=True))
                self.meanwhile()
            while waiting:
                try:
                    yield waiting.popleft().result()
                except TooSlow:
                    yield Death(too_slow=True)
                except Exception:  # noqa: BLE001  whatever a file does to its reader is that file's fate alone
                    yield Death(too_slow=False)
            pool.close()
        except BaseException:
            pool.stop()
            raise
        finally:
            pool.join()


@contextlib.contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Ctrl-C takes effect at the end of this: while a process starts or a library loads it would leave them half begun."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in (signal.SIG_IGN, None):
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


_given: dict[str, Any] = {}
_MUCH = 16_000_000


def seldom_collect() -> None:
    """Rows are made by the hundred thousand and hold no cycles; looking through them all the time takes a fifth of it."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _begin(function: Callable[..., Any], shared: Any) -> None:
    """A worker's first act. What a reader prints when it panics is for nobody's eyes."""
    _given.update(function=function, shared=shared)
    seldom_collect()
    faulthandler.disable()
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)


def _call(item: Any, memory: int) -> Any:
    _bound_memory(memory)
    return _given["function"](item, _given["shared"])


def _bound_memory(memory: int) -> None:
    """Let the process grow by so many bytes at most, where the system can hold it to that (not on Windows)."""
    try:
        import resource

        in_use, resident = _in_use(resource.getpagesize())
        if resident > _given.setdefault("held", resident) + _MUCH:  # what a large file took is given back before the next one
            ctypes.CDLL(None).malloc_trim(0)
            in_use, _given["held"] = _in_use(resource.getpagesize())
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (in_use + memory, hard))
    except (ImportError, OSError, ValueError, AttributeError):
        return


def _in_use(page: int) -> tuple[int, int]:
    """The bytes of address space this process has, and those of it that are in memory."""
    with open("/proc/self/statm", encoding="ascii") as counts:
        space, resident = counts.read().split()[:2]
    return int(space) * page, int(resident) * page
