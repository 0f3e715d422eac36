"""Two records → what is different: rules, files, facts, and who moved because of which of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fuwuyue_xlsx.history.moves import Move, moves
from fuwuyue_xlsx.history.record import Record
from fuwuyue_xlsx.history.rule_changes import RuleChange, rule_changes
from fuwuyue_xlsx.history.shifts import Shift, shifts

_STATES = {"used": "已使用", "superseded": "已被取代", "rejected": "未使用", "final": "可公示", "preliminary": "初步结果"}


@dataclass(frozen=True)
class FileChange:
    """A file that came, went, was renamed or changed."""

    path: str
    words: str


@dataclass(frozen=True)
class Comparison:
    """Everything that differs from an earlier run. `base` None: there is none to compare with."""

    base: str | None
    strangers: tuple[str, ...] = ()
    state: tuple[str, str] = ("", "")
    confirmed: tuple[int, int] = (0, 0)
    opened: tuple[int, int] = (0, 0)
    settled: tuple[str, ...] = ()
    arisen: tuple[str, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    shifts: tuple[Shift, ...] = ()
    moves: tuple[Move, ...] = ()


def nothing_before(strangers: tuple[str, ...] = ()) -> Comparison:
    """A first run has nothing to compare with."""
    return Comparison(None, strangers)


def compare(old: Record, new: Record, base: str, strangers: tuple[str, ...] = ()) -> Comparison:
    """What differs in `new` from `old`. `base`: the old run's moment, as it is shown."""
    told = shifts(old.facts, new.facts)
    answers = _answers(old, new)
    changed_rules = rule_changes(old.rules, new.rules)
    return Comparison(
        base, strangers,
        (_STATES.get(old.state, old.state), _STATES.get(new.state, new.state)),
        (old.confirmed, new.confirmed), (old.opened, new.opened),
        tuple(line for line in old.open if line not in new.open), tuple(line for line in new.open if line not in old.open),
        tuple(changed_rules), tuple(_files(old.files, new.files)), (*told, *answers),
        tuple(moves(old, new, told, answers, changed_rules)),
    )


def _answers(old: Record, new: Record) -> list[Shift]:
    """Answers one by one while both runs list them, else by sheet and team."""
    if old.answers is not None and new.answers is not None:
        return shifts(old.answers, new.answers)
    return shifts(old.tallies, new.tallies)


def _files(old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> Iterator[FileChange]:
    """Files in the order of their paths. A file of the same bytes under another name was renamed."""
    gone = {path: file for path, file in old.items() if path not in new}
    for path, file in new.items():
        now = _STATES.get(file.get("state", ""), "")
        if path not in old:
            former = next((name for name, one in gone.items() if one.get("sha256") and one.get("sha256") == file.get("sha256")), None)
            if former is not None:
                del gone[former]
            yield FileChange(path, f"由“{former}”改名或移来，{now}" if former else f"新收到，{now}")
            continue
        before = old[path]
        words = ["内容有改动"] if before.get("sha256") != file.get("sha256") else []
        if before.get("state") != file.get("state"):
            words.append(f"{_STATES.get(before.get('state', ''), '')} → {now}")
        if words:
            yield FileChange(path, "，".join(words))
    for path in gone:
        yield FileChange(path, "已从收件箱移走")
