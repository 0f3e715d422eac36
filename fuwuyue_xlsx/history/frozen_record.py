"""定稿.json: what was frozen, for the program to compare with; whoever edits it by hand spoils its seal."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from fuwuyue_xlsx.evaluate.decisions import Evaluation
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.history.record import NotARecord
from fuwuyue_xlsx.history.rules_text import rules_text
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.outputs import checksum
from fuwuyue_xlsx.rules.model import Rules

FORMAT, VERSION = "fuwuyue-final", 1
Texts = dict[str, str]


@dataclass(frozen=True)
class FrozenWinner:
    """A winner as it was frozen; empty texts where there is no team, person or post. `prize` in whole yuan."""

    award: str
    department: str
    team: str
    person: str
    post: str
    prize: int

    @property
    def name(self) -> str:
        """The name by which lists show it, with its department where that is another."""
        name = self.person or self.post or self.team or self.department
        return name if name == self.department else f"{name}（{self.department}）"


@dataclass(frozen=True)
class FrozenRecord:
    """Everything of a frozen result that a later run is compared with.

    at       2018-01-02T09:30:00, local time
    program  the program's version
    inputs   path of each book of ours in the inbox → its sha256
    others   the same of the files that are none of ours
    rules    sheet of 评选规则.xlsx → item → value as text; `rules_file` is its sha256
    total    prizes of all winners, whole yuan
    outputs  name of each file that was frozen with it → its sha256
    """

    at: str
    by: str
    note: str
    program: str
    year: int
    campaign: str
    inputs: Texts = field(hash=False)
    others: Texts = field(hash=False)
    rules_file: str
    rules: dict[str, Texts] = field(hash=False)
    winners: tuple[FrozenWinner, ...]
    total: int
    outputs: Texts = field(default_factory=dict, hash=False)

    def to_bytes(self) -> bytes:
        """JSON in UTF-8, sealed by a checksum of the rest; `read_frozen` takes it back."""
        values = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return _json({**values, "seal": checksum(_json(values))})


def frozen_record(rules: Rules, files: Iterable[SourceFile], evaluation: Evaluation, rules_file: str,
                  who: tuple[str, str, str] = ("", "", ""), program: str = "") -> FrozenRecord:
    """The record of what was read and decided, yet without outputs. `rules_file`: the sha256 of 评选规则.xlsx; `who`: when,
    by whom, with which note."""
    inputs: Texts = {}
    others: Texts = {}
    for file in files:
        (inputs if file.kind else others)[file.path] = file.sha256
    campaign = rules.campaign
    return FrozenRecord(*who, program, campaign.year, campaign.name, inputs, others, rules_file, rules_text(rules), _winners(evaluation),
                        evaluation.prizes.confirmed)


def _winners(evaluation: Evaluation) -> tuple[FrozenWinner, ...]:
    return tuple(
        FrozenWinner(result.award.name, who.department, who.team or "", who.person or "", who.post or "", result.award.prize or 0)
        for result in evaluation.awards for standing in result.standings
        if standing.status is Status.WINNER for who in (standing.candidate,)
    )


def read_frozen(data: bytes) -> FrozenRecord:
    """The record in these bytes. Raises NotARecord for one that is damaged, was edited, or is of another version."""
    try:
        values = json.loads(data.decode("utf-8"))
        seal = values.pop("seal")
        if (values.pop("format"), values.pop("version")) != (FORMAT, VERSION):
            raise NotARecord("another format")
        if seal != checksum(_json({"format": FORMAT, "version": VERSION, **values})):
            raise NotARecord("edited")
        return _record(values)
    except NotARecord:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as why:
        raise NotARecord(str(why)) from why


def _record(values: dict[str, Any]) -> FrozenRecord:
    """Raises whatever a value of another shape makes it raise."""
    dt.datetime.fromisoformat(values["at"])
    outputs = _texts(values["outputs"])
    if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in outputs):
        raise NotARecord("a file outside")
    return FrozenRecord(
        str(values["at"]), str(values["by"]), str(values["note"]), str(values["program"]), int(values["year"]), str(values["campaign"]),
        _texts(values["inputs"]), _texts(values["others"]), str(values["rules_file"]),
        {str(sheet): _texts(items) for sheet, items in values["rules"].items()},
        tuple(_winner(winner) for winner in values["winners"]), int(values["total"]), outputs,
    )


def _winner(values: dict[str, Any]) -> FrozenWinner:
    names = (str(values[name]) for name in ("award", "department", "team", "person", "post"))
    award, department, team, person, post = names
    return FrozenWinner(award, department, team, person, post, int(values["prize"]))


def _texts(values: Any) -> Texts:
    return {str(name): str(value) for name, value in values.items()}


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "replace")
