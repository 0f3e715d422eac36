"""`fuwuyue watch`: a run whenever the inbox or the rules have changed and nothing changes any more."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from fuwuyue_xlsx.commands.run import RunReport, run
from fuwuyue_xlsx.commands.session import read_options
from fuwuyue_xlsx.workspace import Workspace

# seconds: how often to look, and how long everything must have kept still; network folders tell nothing by themselves
LOOK_EVERY, AT_REST_AFTER = 2.0, 5.0
Snapshot = frozenset[tuple[str, int, int]]


def runs(workspace: Workspace) -> Iterator[RunReport]:
    """Run once at the start and once after every change, and yield each run's report. Never ends by itself."""
    for _ in changes(lambda: snapshot(workspace)):
        with read_options(workspace, hidden=True) as options:
            report = run(workspace, options=options)
        yield report


def snapshot(workspace: Workspace) -> Snapshot:
    """Path, size and time of every file that a run would read. What cannot be looked at counts as it is: not there."""
    entries = set()
    files = [workspace.rules, *(Path(folder, name) for folder, _, names in os.walk(workspace.inbox) for name in names)]
    for path in files:
        try:
            status = path.lstat()
        except OSError:
            continue
        entries.add((str(path), status.st_size, status.st_mtime_ns))
    return frozenset(entries)


def changes(take_snapshot: Callable[[], Snapshot], *, sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Yield once at the start, and then each time that something has changed and come to rest. Never ends by itself."""
    handled: Snapshot | None = None
    while True:
        seen = _at_rest(take_snapshot, sleep)
        if seen != handled:
            handled = seen
            yield
        else:
            sleep(LOOK_EVERY)


def _at_rest(take_snapshot: Callable[[], Snapshot], sleep: Callable[[float], None]) -> Snapshot:
    """What is there once nothing has changed for a while: files that are still being copied grow."""
    seen, still = take_snapshot(), 0.0
    while still < AT_REST_AFTER:
        sleep(LOOK_EVERY)
        still += LOOK_EVERY
        again = take_snapshot()
        if again != seen:
            seen, still = again, 0.0
    return seen
