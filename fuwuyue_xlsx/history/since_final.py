"""A run against the newest frozen result of its campaign: which inputs, rules and winners differ, which frozen file was touched."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from fuwuyue_xlsx.evaluate.decisions import Evaluation
from fuwuyue_xlsx.history.frozen_record import FrozenRecord, FrozenWinner, frozen_record, read_frozen
from fuwuyue_xlsx.history.record import NotARecord
from fuwuyue_xlsx.history.rule_changes import rule_changes
from fuwuyue_xlsx.history.store import LARGEST
from fuwuyue_xlsx.intake.scan_inbox import shown_path
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.outcome import Finalised
from fuwuyue_xlsx.outputs import checksum
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.rules_workbook import RULES_FILE
from fuwuyue_xlsx.workspace import Workspace

RECORD_FILE = "定稿.json"
_NAME = re.compile(r"(\d{8}-\d{6})(?:_(\d{1,4}))?")
_MOST = 10
Moment = tuple[dt.datetime, int]


def since_final(workspace: Workspace, rules: Rules, files: Iterable[SourceFile], evaluation: Evaluation
                ) -> tuple[Finalised | None, list[Finding]]:
    """What has changed since the campaign's result was last frozen, and a finding for every frozen file that differs.

    None where it never was. Results of another year are passed by. A record that cannot be read is taken for the newest one:
    nobody can say then whether anything has changed, and that is told.
    """
    for folder in frozen_folders(workspace):
        at = moment_of(folder.name)[0].isoformat()
        try:
            record = _load(folder / RECORD_FILE)
        except (OSError, NotARecord):
            return Finalised(at, "", (f"“{folder.name}”的定稿记录损坏、缺失或被改过，不能与现在的结果核对",)), []
        if record.year == rules.campaign.year:
            now = frozen_record(rules, files, evaluation, _checksum_of(workspace.rules) or "")
            return Finalised(record.at, record.by, tuple(changes(record, now))), list(_touched(workspace, folder, record))
    return None, []


def frozen_folders(workspace: Workspace) -> list[Path]:
    """The folders of frozen results, newest first; whatever else lies there is left alone."""
    try:
        folders = [path for path in workspace.frozen.iterdir() if _NAME.fullmatch(path.name) and path.is_dir() and not path.is_symlink()]
    except OSError:
        return []
    return sorted((path for path in folders if moment_of(path.name)[1]), key=lambda path: moment_of(path.name), reverse=True)


def moment_of(name: str) -> Moment:
    """20180102-093000_2 → that moment and 2; without a number 1; a name that is no moment has the number 0."""
    match = _NAME.fullmatch(name)
    try:
        return (dt.datetime.strptime(match[1], "%Y%m%d-%H%M%S"), int(match[2] or 1)) if match else (dt.datetime.min, 0)
    except ValueError:
        return dt.datetime.min, 0


def changes(old: FrozenRecord, new: FrozenRecord) -> Iterator[str]:
    """What differs in `new`, a sentence each: inputs by name, rules by item, winners by award, the total.

    A book that was only moved or renamed, and files that are none of ours, are no change.
    """
    before, now = {**old.others, **old.inputs}, {**new.others, **new.inputs}
    came = [path for path, digest in new.inputs.items() if path not in before and digest not in before.values()]
    gone = [path for path, digest in old.inputs.items() if path not in now and digest not in now.values()]
    other = [path for path in {**old.inputs, **new.inputs} if path in before and path in now and before[path] != now[path]
             and not (before[path] in now.values() and now[path] in before.values())]
    for words, paths in (("新收到", came), ("已移走", gone), ("内容有改动", other)):
        if paths:
            yield f"{words}：{_listed(paths)}"
    if old.rules_file != new.rules_file:
        items = [change.words.partition("!")[2] for change in rule_changes(old.rules, new.rules)]
        yield f"{RULES_FILE} 有改动：{_listed(items, '；')}" if items else f"{RULES_FILE} 重新保存过，各项没有变"
    yield from _winner_changes(old.winners, new.winners)
    if old.total != new.total:
        yield f"奖金合计 {old.total:,} → {new.total:,} 元"


def _winner_changes(old: tuple[FrozenWinner, ...], new: tuple[FrozenWinner, ...]) -> Iterator[str]:
    before, now = ({_who(winner): winner for winner in winners} for winners in (old, new))
    for award in dict.fromkeys(winner.award for winner in (*new, *old)):
        parts = (("新获奖", now, before), ("不再获奖", before, now))
        words = [f"{title}：{_listed(names)}" for title, mine, others in parts if (names := _names(award, mine, others))]
        if words:
            yield f"“{award}”{'；'.join(words)}"


def _who(winner: FrozenWinner) -> tuple[str, ...]:
    return winner.award, winner.department, winner.team, winner.person, winner.post


def _names(award: str, mine: Mapping[tuple[str, ...], FrozenWinner], others: Mapping[tuple[str, ...], FrozenWinner]) -> list[str]:
    return [winner.name for who, winner in mine.items() if winner.award == award and who not in others]


def _listed(texts: Iterable[str], between: str = "、") -> str:
    """The first ten, and how many there are if there are more."""
    listed = list(texts)
    more = f"等 {len(listed)} 个" if len(listed) > _MOST else ""
    return between.join(islice(listed, _MOST)) + more


def _touched(workspace: Workspace, folder: Path, record: FrozenRecord) -> Iterator[Finding]:
    """The frozen files that are no longer what was frozen."""
    for name, digest in record.outputs.items():
        now = _checksum_of(folder / name)
        if now != digest:
            place = Place(shown_path(folder / name, workspace.root))
            yield finding("frozen-file-differs", place, what="不见了，或读不了" if now is None else "被改动过（校验值与定稿时不同）")


def _load(path: Path) -> FrozenRecord:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
        raise NotARecord("no ordinary file")
    return read_frozen(path.read_bytes())


def _checksum_of(path: Path) -> str | None:
    """None for a file that cannot be read."""
    try:
        return checksum(path.read_bytes())
    except OSError:
        return None
