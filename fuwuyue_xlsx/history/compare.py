"""Two records → what is different: rules, files, facts, and which candidates stand differently because of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fuwuyue_xlsx.history.candidate_changes import CandidateChange, candidate_changes
from fuwuyue_xlsx.history.fact_changes import FactChange, fact_changes
from fuwuyue_xlsx.history.record import Record
from fuwuyue_xlsx.history.rule_changes import RuleChange, rule_changes

_STATES = {"used": "已使用", "superseded": "已被取代", "rejected": "未使用", "final": "可公示", "preliminary": "初步结果"}


@dataclass(frozen=True)
class FileChange:
    """A file that came, went, was renamed or changed."""

    path: str
    words: str


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between an earlier run and a later one; pairs are (earlier, later).

    base        the earlier run as it is shown to people, by its moment; None: there is no earlier run
    unusable    names of files among the records that are none, or are damaged
    state       可公示 or 初步结果
    confirmed   prize money of the winners, yuan
    opened      prize money of the seats that are tied or pending, yuan
    settled     open matters of the earlier run that the later one no longer has
    arisen      those that only the later one has
    """

    base: str | None
    unusable: tuple[str, ...] = ()
    state: tuple[str, str] = ("", "")
    confirmed: tuple[int, int] = (0, 0)
    opened: tuple[int, int] = (0, 0)
    settled: tuple[str, ...] = ()
    arisen: tuple[str, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    candidates: tuple[CandidateChange, ...] = ()


def nothing_before(unusable: tuple[str, ...] = ()) -> Comparison:
    """A first run has nothing to compare with."""
    return Comparison(None, unusable)


def compare(old: Record, new: Record, base: str, unusable: tuple[str, ...] = ()) -> Comparison:
    """The differences of the record `new` from the record `old`; for `base` and `unusable` see `Comparison`."""
    facts = fact_changes(old.facts, new.facts)
    answers = _answers(old, new)
    changed_rules = rule_changes(old.rules, new.rules)
    return Comparison(
        base, unusable,
        (_STATES.get(old.state, old.state), _STATES.get(new.state, new.state)),
        (old.confirmed, new.confirmed), (old.opened, new.opened),
        tuple(line for line in old.open if line not in new.open), tuple(line for line in new.open if line not in old.open),
        tuple(changed_rules), tuple(_files(old.files, new.files)), (*facts, *answers),
        tuple(candidate_changes(old, new, facts, answers, changed_rules)),
    )


def _answers(old: Record, new: Record) -> list[FactChange]:
    """Answers one by one while both runs list them, else by sheet and team."""
    if old.answers is not None and new.answers is not None:
        return fact_changes(old.answers, new.answers)
    return fact_changes(old.tallies, new.tallies)


def _files(old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> Iterator[FileChange]:
    """Files in the order of their paths. A file of the same bytes under another name was renamed."""
    gone = {path: file for path, file in old.items() if path not in new}
    for path, file in new.items():
        now = _STATES.get(file.get("state", ""), "")
        if path not in old:
            former = next((name for name, other in gone.items() if other.get("sha256") and other.get("sha256") == file.get("sha256")), None)
            if former is not None:
                del gone[former]
            yield FileChange(path, f"由“{former}”改名或移来，{now}" if former else f"新收到，{now}")
            continue
        before = old[path]
        words = ["内容有改动"] if before.get("sha256") != file.get("sha256") else []
        states = before.get("state", ""), file.get("state", "")
        if states[0] != states[1]:
            another = "（采用了另一份）" if states == ("used", "superseded") else "（重新采用这一份）" if states == ("superseded", "used") else ""
            words.append(f"{_STATES.get(states[0], '')} → {now}{another}")
        if words:
            yield FileChange(path, "，".join(words))
    for path in gone:
        yield FileChange(path, "已从收件箱移走")
