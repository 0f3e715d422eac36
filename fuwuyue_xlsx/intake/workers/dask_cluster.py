"""Files read by the workers of a Dask cluster, through the same interface as the local processes.

A file reaches a worker by its path where the worker sees the very same file, else as bytes. A worker that dies costs
nothing but time: its files are given to others, and what nobody there could read is read here.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from fuwuyue_xlsx.intake.cache import program
from fuwuyue_xlsx.intake.inbox_entry import InboxEntry
from fuwuyue_xlsx.intake.workers.local import Death, Item, LocalProcesses, WorkersLost

# so many calls a thread of the cluster are under way or waiting: the centre never holds more files than these
_AHEAD = 3
_PATIENCE = "10s"


class DaskCluster:
    """The workers of the cluster at an address such as tcp://10.0.0.1:8786."""

    def __init__(self, address: str) -> None:
        self.address, self.program = address, program()

    def run(self, function: Callable[[Item, Any], Any], items: Sequence[Item], shared: Any,
            cost: Callable[[Item], tuple[int, int]]) -> Iterator[Any | Death]:
        """Raises WorkersLost when the cluster cannot be reached, has no workers, or runs another program."""
        if not items:
            return
        try:
            from distributed import Client
        except ImportError as why:
            raise WorkersLost("cluster-not-installed") from why
        try:
            client = Client(self.address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as why:
            raise WorkersLost("cluster-unreachable", address=self.address) from why
        try:
            yield from self._run(client, function, items, shared, cost)
        finally:
            client.close()

    def _run(self, client: Any, function: Callable[[Item, Any], Any], items: Sequence[Item], shared: Any,
             cost: Callable[[Item], tuple[int, int]]) -> Iterator[Any | Death]:
        ahead = _AHEAD * self._threads(client)
        packed = client.submit(bytes, pickle.dumps(shared, pickle.HIGHEST_PROTOCOL), pure=False)
        waiting: deque[tuple[Item, Any]] = deque()
        seen = True

        def submitted(item: Item) -> Any:
            given = item if seen else _carried(item)
            return client.submit(_call, function, given, packed, cost(item)[0], self.program, pure=False)

        def result() -> Any | Death:
            nonlocal seen
            item, future = waiting.popleft()
            outcome = self._result(future)
            if isinstance(outcome, str) and outcome == _NOT_SEEN:
                seen = False
                outcome = self._result(submitted(item))
            if isinstance(outcome, Death):  # here it is told for certain whether the file is to blame
                (outcome,) = LocalProcesses(1).run(function, [item], shared, cost)
            return outcome

        for item in items:
            waiting.append((item, submitted(item)))
            if len(waiting) >= ahead:
                yield result()
        while waiting:
            yield result()

    def _threads(self, client: Any) -> int:
        """How many calls the cluster serves at once."""
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
            threads = sum(client.nthreads().values())
            others = set(client.run(program).values()) - {self.program}
        except TimeoutError as why:
            raise WorkersLost("cluster-without-workers", address=self.address) from why
        except OSError as why:
            raise WorkersLost("cluster-unreachable", address=self.address) from why
        except Exception as why:  # a worker that cannot even import this program
            raise WorkersLost("cluster-other-program", address=self.address) from why
        if others:
            raise WorkersLost("cluster-other-program", address=self.address)
        return max(1, threads)

    def _result(self, future: Any) -> Any | Death:
        """A result; the death of what brought down one worker after the other, or failed."""
        from distributed import CancelledError
        from distributed.comm import CommClosedError

        try:
            return future.result()
        except _OtherProgram as why:
            raise WorkersLost("cluster-other-program", address=self.address) from why
        except (CancelledError, CommClosedError) as why:
            raise WorkersLost("cluster-unreachable", address=self.address) from why
        except Exception:  # noqa: BLE001  KilledWorker, MemoryError, whatever a file does to its reader
            return Death(too_slow=False)


class _OtherProgram(Exception):
    """A worker that joined the cluster runs another version of this program."""


# a worker's word that it does not see the file it is to read
_NOT_SEEN = "not seen"


def _entries(item: Any) -> tuple[Any, ...]:
    """The entries in an item of work: itself, or those among the parts of a named tuple."""
    return tuple(one for one in (item if isinstance(item, tuple) else (item,)) if isinstance(one, InboxEntry))


def _carried(item: Any) -> Any:
    """The item with the content of its files; one that cannot be read is told about as if it were seen."""
    def one(part: Any) -> Any:
        try:
            return part.read() if isinstance(part, InboxEntry) else part
        except OSError:
            return replace(part, content=b"")

    return item._make(map(one, item)) if hasattr(item, "_make") else one(item)


def _is_seen(entry: InboxEntry) -> bool:
    """Whether this machine has the very file: its path, size and time."""
    try:
        status = os.stat(entry.path)
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == entry.on_disk


def _call(function: Callable[[Any, Any], Any], item: Any, packed: bytes, seconds: int, ours: str) -> Any:
    """On a worker: the call, and the end of the whole worker when it takes too long (nothing else stops a reader)."""
    if program() != ours:
        raise _OtherProgram
    if not all(entry.content is not None or _is_seen(entry) for entry in _entries(item)):
        return _NOT_SEEN
    clock = threading.Timer(seconds, os._exit, (3,))
    clock.daemon = True
    clock.start()
    try:
        return function(item, _shared(packed))
    finally:
        clock.cancel()


@lru_cache(maxsize=1)
def _shared(packed: bytes) -> Any:
    """What the calls share, made once on each worker."""
    return pickle.loads(packed)
