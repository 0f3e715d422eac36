"""A campaign's folder: where everything stands, and how a file is put there whole or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from fuwuyue_xlsx.reading.opening import READABLE_ENDINGS
from fuwuyue_xlsx.schema.rulebook import RULES_FILE

TEMPLATES, INBOX, RESULTS, RETURNS = "下发模板", "收件箱", "结果", "退回修改"
RESULTS_FILE = "评优结果.xlsx"
_TRIES, _PAUSE = 5, 0.2


@dataclass(frozen=True)
class Workspace:
    """The paths of a workspace; inbox and output may be put elsewhere."""

    root: Path
    inbox_folder: Path | None = None
    output_folder: Path | None = None

    @property
    def rules(self) -> Path:
        return self.root / RULES_FILE

    @property
    def templates(self) -> Path:
        return self.root / TEMPLATES

    @property
    def inbox(self) -> Path:
        return self.inbox_folder or self.root / INBOX

    @property
    def output(self) -> Path:
        return self.output_folder or self.root / RESULTS

    @property
    def results(self) -> Path:
        return self.output / RESULTS_FILE

    @property
    def returns(self) -> Path:
        return self.output / RETURNS

    @property
    def way_back(self) -> str | None:
        """The path from the results folder to the workspace, with /; None when there is none (another drive)."""
        try:
            return Path(os.path.relpath(self.root.resolve(), self.output.resolve())).as_posix() + "/"
        except ValueError:
            return None

    @property
    def output_in_inbox(self) -> bool:
        output, inbox = self.output.resolve(), self.inbox.resolve()
        return output == inbox or inbox in output.parents


def names_folder(path: Path) -> bool:
    """Whether a path somebody typed means a folder: it is one, or is not there and does not end like a workbook."""
    return path.is_dir() or (not path.exists() and not path.name.lower().endswith(READABLE_ENDINGS))


def workspace_of(file: Path) -> Path:
    """The nearest folder above a file that holds the rules; the file's own folder when none does."""
    above = [*file.resolve().parents]
    return next((folder for folder in above if (folder / RULES_FILE).exists()), above[0])


def write_whole(path: Path, data: bytes, moment: str) -> Path:
    """Write beside and move into place: a run that is killed leaves the old file or the new one, never half.

    When the old file is held open elsewhere and cannot be replaced, the new one takes a name with `moment` in it.
    Returns the path written; raises OSError when the folder takes no file at all.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
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


def _move(temporary: Path, path: Path, moment: str) -> Path:
    for attempt in range(_TRIES):
        try:
            os.replace(temporary, path)
            return path
        except PermissionError:
            if attempt < _TRIES - 1:
                time.sleep(_PAUSE)
    beside = path.with_name(f"{path.stem}_{moment}{path.suffix}")
    os.replace(temporary, beside)
    return beside
