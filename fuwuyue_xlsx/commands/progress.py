"""What a terminal shows while long work goes on: how much of it is done, and what it waits for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

from fuwuyue_xlsx.basics.text import display_width

# seconds after which a single thing is slow enough to be named
SLOW = 3.0
_CELLS = 20


class Bar:
    """A line that is written over again: 读取文件 ■■■□□□□ 12/40 正在读 收件箱/满意度测评表.xlsx（8 秒）.

    A context; without a stream nothing is shown. `now` gives seconds.
    """

    def __init__(self, label: str, stream: TextIO | None, now: Callable[[], float] = time.monotonic) -> None:
        self.label, self._stream, self._now = label, stream, now
        self._done, self._total, self._waiting, self._since, self._width = 0, 0, "", 0.0, 0
        self._lock, self._over = threading.Lock(), threading.Event()
        self._watch = threading.Thread(target=self._look_again, daemon=True)

    def __enter__(self) -> Bar:
        if self._stream is not None:
            self._watch.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        if self._stream is not None:
            self._watch.join()
            if kind is not None and self._width:
                self._write("\n")

    def __call__(self, done: int, total: int, waiting: str = "") -> None:
        """So many are done, and this one is waited for now."""
        with self._lock:
            if waiting != self._waiting or done != self._done:
                self._since = self._now()
            self._done, self._total, self._waiting = done, total, waiting
            self._show()
            if total and done == total:
                self._write("\n")
                self._width = 0

    def line(self) -> str:
        """What stands on the terminal now."""
        filled = _CELLS * self._done // max(self._total, 1)
        took = self._now() - self._since
        slow = f" 正在读 {self._waiting}（{took:.0f} 秒）" if self._waiting and took >= SLOW else ""
        return f"{self.label} {'■' * filled}{'□' * (_CELLS - filled)} {self._done}/{self._total}{slow}"

    def _look_again(self) -> None:
        while not self._over.wait(1.0):
            with self._lock:
                if self._waiting:
                    self._show()

    def _show(self) -> None:
        if self._total:
            line = self.line()
            width = display_width(line)
            self._write(f"\r{line}{' ' * max(self._width - width, 0)}")
            self._width = width

    def _write(self, text: str) -> None:
        if self._stream is not None:
            self._stream.write(text)
            self._stream.flush()
