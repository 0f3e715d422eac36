"""The shape of `--json` as a JSON Schema (draft 2020-12): strict, so that whatever the contract does not name fails."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from fuwuyue_xlsx.evaluate.certainty import Certainty
from fuwuyue_xlsx.evaluate.decisions import RANKED, Status
from fuwuyue_xlsx.evaluate.incident_reach import NONE, OPEN, VETO
from fuwuyue_xlsx.evaluate.ledger import OwedKind
from fuwuyue_xlsx.evaluate.ruling_outcomes import CONFIRMATION, DISQUALIFICATION, TIE
from fuwuyue_xlsx.intake.submissions import State
from fuwuyue_xlsx.messages import CATALOGUE, Severity
from fuwuyue_xlsx.report.json_report import VERSION
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.schema.books import BOOK_KINDS
from fuwuyue_xlsx.schema.ruling_book import AS_IT_STANDS, DISQUALIFIED, LOSES, WINS

Shape = dict[str, Any]
_MOMENT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$"
_SCORE = r"^(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)$"


def results_schema() -> Shape:
    """The schema of the one object on standard output: of a run that wrote its results, of a check, or of either that could not."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"fuwuyue run --json and check --json, version {VERSION}",
        "oneOf": [{"$ref": "#/$defs/results"}, {"$ref": "#/$defs/check"}, {"$ref": "#/$defs/failure"}],
        "$defs": {
            "results": _results(),
            "check": _check(),
            "failure": _failure(),
            "owed": _owed(),
            "award": _award(),
            "standing": _standing(),
            "incident": _incident(),
            "decision": _decision(),
            "submission": _submission(),
            "issue": _issue(),
        },
    }


def _object(description: str, properties: dict[str, Shape], **more: Any) -> Shape:
    """An object with all of these properties and no other."""
    return {"type": "object", "description": description, "properties": properties, "required": list(properties),
            "additionalProperties": False, **more}


def _text(description: str, **more: Any) -> Shape:
    return {"type": "string", "description": description, **more}


def _name(description: str) -> Shape:
    return _text(description, minLength=1)


def _whole(description: str, least: int = 0) -> Shape:
    return {"type": "integer", "minimum": least, "description": description}


def _list(description: str, items: Shape) -> Shape:
    return {"type": "array", "description": description, "items": items}


def _map(description: str, values: Shape) -> Shape:
    return {"type": "object", "description": description, "additionalProperties": values}


def _one_of(description: str, values: type[StrEnum] | tuple[str, ...]) -> Shape:
    return {"enum": [str(value) for value in values], "description": description}


def _or_null(shape: Shape) -> Shape:
    """The same shape, or null."""
    if "enum" in shape:
        return {**shape, "enum": [*shape["enum"], None]}
    return {**shape, "type": [shape["type"], "null"]}


def _when(name: str, values: tuple[str, ...], then: Shape, otherwise: Shape | None = None) -> Shape:
    """A condition: what holds where a property has one of these values, and what holds where it has not."""
    return {"if": {"properties": {name: {"enum": list(values)}}}, "then": {"properties": then},
            **({"else": {"properties": otherwise}} if otherwise else {})}


def _results() -> Shape:
    return _object("The results workbook was written (exit code 0 or 1).", {
        "version": _version(),
        "campaign": _object("The campaign, and whether its result is final.", {
            "year": {"type": "integer", "description": "年度 of the rules."},
            "name": _name("活动名称 of the rules."),
            "state": _one_of("`final` 可公示 (exit code 0) or `preliminary` 初步结果 (exit code 1).", ("final", "preliminary")),
            "open": _list("What keeps the result preliminary, a Chinese sentence each; empty exactly when it is final.",
                          {"type": "string"}),
            "finalised": _or_null(_object("The newest time that this year's result was frozen (finalise); null when it never was.", {
                "at": _text("When, local time: 2018-01-02T09:30:00.", pattern=_MOMENT),
                "by": _or_null(_name("By whom; null when the record of it cannot be read.")),
                "changed": _list("What has changed since, a Chinese sentence each: inputs, rules, winners, the total; empty: nothing.",
                                 _name("a sentence")),
            })),
            "owed": _list("What is due and not there; each is among `open`, too.", {"$ref": "#/$defs/owed"}),
        }, allOf=[_when("state", ("final",), {"open": {"maxItems": 0}, "owed": {"maxItems": 0}}, {"open": {"minItems": 1}})]),
        "awards": _list("Every award of the rules, in their order.", {"$ref": "#/$defs/award"}),
        "prizes": _object("Prize money in whole yuan.", {
            "confirmed_yuan": _whole("Prizes of all winners."),
            "open_yuan": _whole("Prizes of all seats that are pending or tied."),
            "by_award": _map("Confirmed yuan of each enabled award.", _whole("yuan")),
            "by_department": _map("Confirmed yuan of each department of the rules.", _whole("yuan")),
        }),
        "incidents": _list("Every row of the registers that counts, as registered.", {"$ref": "#/$defs/incident"}),
        "decisions": _list("Every signed row of 领导裁定: on ties, disqualifications, confirmations.", {"$ref": "#/$defs/decision"}),
        **_read(),
        "outputs": _object("What was written; paths as in `submissions`.",
                           {"results": _name("The results workbook, under the name that it really got.")}),
    })


def _read() -> dict[str, Shape]:
    """What is said of the inbox, whether awards were decided or not."""
    return {
        "submissions": _list("Every file in the inbox, or every file that was named, by path.", {"$ref": "#/$defs/submission"}),
        "issues": _list("Every finding, by severity, file, sheet, row and column; one about writing comes last.", {"$ref": "#/$defs/issue"}),
    }


def _check() -> Shape:
    return _object("`check` read the files (exit code 0 without errors, 1 with some); a run would find the same.", {
        "version": _version(),
        **_read(),
        "outputs": _map("The marked copy of each file that has something to mend, by the file's path as in `submissions`.", _name("a path")),
    })


def _owed() -> Shape:
    return _object("One thing that is owed.", {
        "kind": _one_of("What it is: a reviewer's points, visits, a department's book, the incident register, the survey.", OwedKind),
        "who": _name("Who owes it: the reviewer, the department, 检查组, or 主办部门 of the rules."),
        "what": _name("What is owed, and for whom, in Chinese."),
    })


def _failure() -> Shape:
    return _object("Nothing was written (exit code 2); `issues` says why.", {
        "version": _version(),
        "issues": _list("Why, among whatever else was found.", {"$ref": "#/$defs/issue"}) | {"minItems": 1},
        "outputs": _object("Nothing.", {}),
    })


def _version() -> Shape:
    return {"const": VERSION, "description": "Of this contract; raised when a property changes its meaning or goes."}


def _award() -> Shape:
    seats = _whole("seats")
    quota = {"type": ["integer", "object", "null"], "minimum": 0, "additionalProperties": _or_null(seats), "description":
             "Seats; where each department has seats of its own, as always for persons, an object of seats by department, null where they "
             "are unknown (people's: no known headcount, nothing submitted). Null for an award that is off."}
    named = {"department": (), "team": ("team",), "person": ("person",), "post": ("post",)}
    return _object("One award with its list.", {
        "award": _name("Its name in the rules."),
        "level": _one_of("Whom it is for.", Level),
        "quota": quota,
        "prize_yuan": _or_null(_whole("The prize in whole yuan; null when the rules give none, which only an award that is off may do.")),
        "standings": _list("By rank, then unscored, ineligible, vetoed, not nominated; equals as the rules or the sheets list them. "
                           "Empty for an award that is off.", {"$ref": "#/$defs/standing"}),
    }, allOf=[
        _when("level", (level,), {"standings": {"items": {"properties": _names(named[level])}}, "quota": _quota_type(level)})
        for level in Level
    ])


def _names(given: tuple[str, ...]) -> dict[str, Shape]:
    """What names a candidate of a level; persons and posts outside teams have no team."""
    of_team = {"team": {"type": "string" if given == ("team",) else "null"}} if given in ((), ("team",)) else {}
    return {**of_team, **{name: {"type": "string" if name in given else "null"} for name in ("person", "post")}}


def _quota_type(level: Level) -> Shape:
    kinds = {Level.DEPARTMENT: ["integer"], Level.PERSON: ["object"]}
    return {"type": [*kinds.get(level, ["integer", "object"]), "null"]}


def _standing() -> Shape:
    score = _text("decimal", pattern=_SCORE)
    unranked, unnamed = {"rank": {"type": "null"}}, {"nominated": {"const": False}}
    return _object("One candidate's place in an award's list.", {
        "department": _name("Its department, as the rules write it."),
        "team": _or_null(_name("Its team, as the rules write it; null for a department, and for who belongs to no team (班组外).")),
        "person": _or_null(_name("A person's name, as typed less white space.")),
        "post": _or_null(_name("A post's name, as typed less white space.")),
        "nominated": {"type": "boolean", "description": "Whether its department recommends it."},
        "status": _one_of("See evaluation.md, Status of a candidate.", Status),
        "rank": _or_null(_whole("The competition rank (1, 2, 2, 4), for persons within the department; null for who is not ranked.", 1)),
        "score": _or_null({**score, "description": "The composite as a decimal text with the policy's decimals; null when a component "
                                                   "is missing or the award has none."}),
        "components": _map("By name; decimal texts as `score`, null for what is missing; {} for an award without components.",
                           _or_null(score)),
        "unmet": _list("The numbers of the hard conditions that a nominated candidate does not meet.", {"type": "integer"}),
        "certainty": _or_null(_one_of("Whether open matters can still change its fate; null for awards without components.", Certainty)),
        "reasons": _list("Why it stands where it does, a Chinese sentence each.", _name("a sentence")),
    }, allOf=[
        _when("status", tuple(RANKED), {"rank": {"type": "integer"}}, unranked),
        _when("status", (Status.NOT_NOMINATED,), unnamed, {"nominated": {"const": True}}),
        _when("status", (Status.UNSCORED,), {"score": {"type": "null"}}),
    ])


def _incident() -> Shape:
    return _object("One row of an incident register.", {
        "id": _or_null(_text("编号; null when it is not readable.")),
        "effect": _one_of("What follows from its conclusion and date alone.", (VETO, OPEN, NONE)),
        "reaches": _list("Whom it reaches: persons (only those nominated), teams, the department; empty without an effect.",
                         {"type": "string"}),
        "source": _name("The cell of its 编号: file!sheet!cell."),
    }, allOf=[_when("effect", (NONE,), {"reaches": {"maxItems": 0}})])


def _decision() -> Shape:
    return _object("One signed row of 领导裁定.", {
        "kind": _one_of("On a tie, on somebody's taking part, or on a warning.", (TIE, DISQUALIFICATION, CONFIRMATION)),
        "award": _or_null(_name("The award; null for a disqualification in all awards, and for a confirmation.")),
        "candidate": _or_null(_name("Whose; null for a confirmation.")),
        "decision": _one_of("What was ruled.", (WINS, LOSES, DISQUALIFIED, AS_IT_STANDS)),
        "by": _name("Who ruled so."),
        "date": _text("The day of the ruling.", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        "source": _name("Its cell: file!sheet!cell."),
        "applies": {"type": "boolean", "description": "Whether it acts: it answers the very question that is asked, and no newer one does."},
    })


def _submission() -> Shape:
    return _object("One file in the inbox and what became of it.", {
        "department": _or_null(_name("Whose book it is, for a department's book.")),
        "kind": _or_null(_one_of("Which book it is; null when it is none of ours or was not recognised.", tuple(BOOK_KINDS))),
        "file": _name("Its path relative to the workspace, with /; the whole path for a file outside of it."),
        "state": _one_of("Whether it counts, was replaced by another version, or is not used.", State),
        "sha256": _or_null(_text("Of its bytes; null for a file that nobody opened.", pattern="^[0-9a-f]{64}$")),
        "cells": _object("Its cells: used + template + reported = nonempty.", {
            "nonempty": _whole("Cells that hold something."),
            "used": _whole("Cells whose value counts."),
            "template": _whole("Cells that the template itself wrote."),
            "reported": _whole("Cells that were not used, and told of."),
        }),
    })


def _issue() -> Shape:
    return _object("One finding. `file`, `sheet` and `cell` are empty where it is about no such thing.", {
        "severity": _one_of("Errors keep a result preliminary, or stop the run.", Severity),
        "code": _one_of("Its code; see messages.md.", tuple(sorted(CATALOGUE))),
        "file": _text("As in `submissions`; 评选规则.xlsx for a finding on the rules."),
        "sheet": _text("The sheet's title."),
        "cell": _text("Such as C5.", pattern="^([A-Z]{1,3}[1-9][0-9]*)?$"),
        "message": _name("What is wrong, in Chinese."),
        "hint": _name("How to mend it, in Chinese."),
    })
