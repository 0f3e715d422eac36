"""A campaign's folder: where everything stands, and how a file or a folder is put there whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.open_workbook import READABLE_ENDINGS
from fuwuyue_xlsx.schema.rules_workbook import RULES_FILE

TEMPLATES, INBOX, RESULTS, RETURNS = "下发模板", "收件箱", "结果", "退回修改"
HISTORY, FEEDBACK, CACHE, FROZEN = "历史", "反馈", "缓存", "定稿"
RESULTS_FILE = "评优结果.xlsx"
# in the name of a file that was written beside the one that is held open
BESIDE = "另存"
_TRIES, _PAUSE = 5, 0.2
_BEGINNING, _END = ".fuwuyue-", ".tmp"
# a temporary file whose writer cannot be asked whether it lives is left over when nobody has touched it for so long
_ABANDONED_AFTER = 3600.0


@dataclass(frozen=True)
class Workspace:
    """The paths of a workspace; inbox and output may be put elsewhere."""

    root: Path
    inbox_folder: Path | None = None
    output_folder: Path | None = None

    @property
    def rules(self) -> Path:
        """The rules workbook, 评选规则.xlsx."""
        return self.root / RULES_FILE

    @property
    def templates(self) -> Path:
        """下发模板/: the books that are sent out."""
        return self.root / TEMPLATES

    @property
    def inbox(self) -> Path:
        """收件箱/: everything that comes back; it is only read."""
        return self.inbox_folder or self.root / INBOX

    @property
    def output(self) -> Path:
        """结果/: everything that a run writes."""
        return self.output_folder or self.root / RESULTS

    @property
    def results(self) -> Path:
        """The results workbook, 评优结果.xlsx."""
        return self.output / RESULTS_FILE

    @property
    def returns(self) -> Path:
        """The folder 退回修改 for the marked copies of submissions that have to be mended."""
        return self.output / RETURNS

    @property
    def history(self) -> Path:
        """历史/: a record of each run."""
        return self.output / HISTORY

    @property
    def feedback(self) -> Path:
        """反馈/: a book for each department."""
        return self.output / FEEDBACK

    @property
    def frozen(self) -> Path:
        """A folder for each time that a final result was frozen."""
        return self.output / FROZEN

    @property
    def cache(self) -> Path:
        """What was read of each file, for the next run; may be deleted at any time."""
        return self.root / CACHE

    @property
    def way_back(self) -> str | None:
        """The path from the results folder to the workspace, with /; None when there is none (another drive)."""
        return self.way_from(self.output)

    def way_from(self, folder: Path) -> str | None:
        """The same from any folder, which need not be there yet."""
        try:
            return Path(os.path.relpath(self.root.resolve(), folder.resolve())).as_posix() + "/"
        except ValueError:
            return None

    @property
    def output_in_inbox(self) -> bool:
        """Whether anything that is written would land in the inbox."""
        inbox = self.inbox.resolve()
        folders = [folder.resolve() for folder in (self.output, self.returns, self.history, self.feedback, self.frozen)]
        return any(folder == inbox or inbox in folder.parents for folder in folders)


def names_folder(path: Path) -> bool:
    """Whether a path somebody typed means a folder: it is one, or is not there and does not end like a workbook."""
    return path.is_dir() or (not path.exists() and not path.name.lower().endswith(READABLE_ENDINGS))


def workspace_of(file: Path) -> Path:
    """The nearest folder above a file that holds the rules; the file's own folder when none does."""
    above = [*file.resolve().parents]
    return next((folder for folder in above if (folder / RULES_FILE).exists()), above[0])


def write_whole(path: Path, data: bytes, moment: str | None = None) -> Path:
    """Write beside and move into place: a run that is killed leaves the old file or the new one, never half.

    When the old file is held open elsewhere and cannot be replaced, the new one takes a name with `moment` in it:
    评优结果（另存，20171230-164005）.xlsx. Returns the path written; raises OSError when the folder takes no file at all, and
    without a moment when the old file is held.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(path.parent)
    handle, temporary = tempfile.mkstemp(prefix=f"{_BEGINNING}{_this_machine()}-{os.getpid()}-", suffix=_END, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        return _move(Path(temporary), path, moment)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_folder_whole(parent: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write files, by their names with /, into a new folder: all of them, or nothing that anybody would take for it.

    Nothing that stands there is ever replaced: a name that is taken gets a number. Returns the folder; raises OSError.
    """
    parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(parent)
    temporary = Path(tempfile.mkdtemp(prefix=f"{_BEGINNING}{_this_machine()}-{os.getpid()}-", suffix=_END, dir=parent))
    try:
        for path, data in ((temporary / file, data) for file, data in files.items()):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
        os.chmod(temporary, 0o755)
        return _move_folder(temporary, parent, name)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _move_folder(temporary: Path, parent: Path, name: str) -> Path:
    """A folder that holds anything is never replaced by another; one that appears meanwhile is passed by, too."""
    failures = 0
    for number in count(1):
        target = parent / (f"{name}_{number}" if number > 1 else name)
        while not os.path.lexists(target):
            try:
                os.rename(temporary, target)
            except OSError:
                failures += 1
                if failures == _TRIES:
                    raise
                time.sleep(_PAUSE)
            else:
                return target
    raise AssertionError("count never ends")


def not_writable(folder: Path, why: OSError) -> Finding:
    """The finding that a folder took no file."""
    return finding("output-not-writable", Place(str(folder)), folder=folder, why=system_error_text(why))


def system_error_text(why: OSError) -> str:
    """The cause of a failed write in plain Chinese, after the error's number; a general phrase for numbers not foreseen."""
    words = {13: "没有写入权限", 28: "磁盘已满", 30: "磁盘是只读的", 20: "路径里有一段不是文件夹", 17: "同名的不是文件夹",
             27: "超过了允许的文件大小", 122: "磁盘配额已用完"}
    return words.get(why.errno or 0, "系统拒绝写入")


def _move(temporary: Path, path: Path, moment: str | None) -> Path:
    for attempt in range(_TRIES):
        try:
            os.replace(temporary, path)
            return path
        except PermissionError:
            if attempt < _TRIES - 1:
                time.sleep(_PAUSE)
            elif moment is None:
                raise
    beside = marked_name(path, BESIDE, moment)
    os.replace(temporary, beside)
    return beside


def marked_name(path: Path, why: str, moment: str | None) -> Path:
    """公示名单（有人改过，20171230-164005）.xlsx: why a file stands under another name, and since when."""
    return path.with_name(f"{path.stem}（{why}，{moment}）{path.suffix}")


def marked_names(path: Path, why: str) -> list[Path]:
    """The files that stand beside `path` under its name for this reason, in order; none where the folder cannot be read."""
    start, end = f"{path.stem}（{why}，", f"）{path.suffix}"
    try:
        names = sorted(name for name in os.listdir(path.parent) if name.startswith(start) and name.endswith(end))
    except OSError:
        return []
    return [beside for name in names if (beside := path.with_name(name)).is_file()]


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files and folders that killed runs left in a folder; those of a run that still works stay."""
    with contextlib.suppress(OSError):
        for path in [*folder.glob(f"{_BEGINNING}*{_END}")]:
            with contextlib.suppress(OSError):
                if path.is_symlink() or not _abandoned(path):
                    continue
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.is_file():
                    path.unlink()


def _abandoned(path: Path) -> bool:
    """Whether the run that wrote a temporary file is over: its process is gone from this machine, or nobody has
    touched the file for an hour (another machine's run, or a number that another process has by now)."""
    named = re.fullmatch(r"(\w+)-(\d+)-\w+", path.name[len(_BEGINNING): -len(_END)])
    if named and named[1] == _this_machine() and os.name == "posix" and int(named[2]) != os.getpid():
        try:
            os.kill(int(named[2]), 0)
        except (ProcessLookupError, OverflowError):
            return True
        except OSError:
            pass
    return time.time() - path.stat().st_mtime > _ABANDONED_AFTER


def _this_machine() -> str:
    """A short mark of this machine: process numbers mean something on it alone."""
    return hashlib.sha256(platform.node().encode("utf-8", "replace")).hexdigest()[:8]
