"""The shape of `--json` as a JSON Schema (draft 2020-12): strict, so that whatever the contract does not name fails."""

from __future__ import annotations

from fuwuyue_xlsx.evaluate.certainty import Certainty
from fuwuyue_xlsx.evaluate.incident_reach import NONE, OPEN, VETO
from fuwuyue_xlsx.evaluate.ledger import OwedKind
from fuwuyue_xlsx.evaluate.ruling_outcomes import CONFIRMATION, DISQUALIFICATION, TIE
from fuwuyue_xlsx.evaluate.statuses import RANKED, Status
from fuwuyue_xlsx.intake.submissions import State
from fuwuyue_xlsx.messages import CATALOGUE, Severity
from fuwuyue_xlsx.report.json_report import VERSION
from fuwuyue_xlsx.report.json_shapes import Shape, a_list, a_map, a_name, a_text, a_whole_number, an_object, one_of, or_null, when
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.schema.books import BOOK_KINDS
from fuwuyue_xlsx.schema.ruling_book import AS_IT_STANDS, DISQUALIFIED, LOSES, WINS

_MOMENT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$"
# 0 … 100, less or more by as much as points are added and taken off (加减分, at most 100)
_SCORE = r"^(-?(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)|1[0-9]{2}(\.[0-9]{1,4})?|200(\.0{1,4})?)$"


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
            "category_share": _category_share(),
            "standing": _standing(),
            "incident": _incident(),
            "decision": _decision(),
            "submission": _submission(),
            "issue": _issue(),
        },
    }


def _results() -> Shape:
    return an_object("The results workbook was written (exit code 0 or 1).", {
        "version": _version(),
        "campaign": an_object("The campaign, and whether its result is final.", {
            "year": {"type": "integer", "description": "年度 of the rules."},
            "name": a_name("活动名称 of the rules."),
            "state": one_of("`final` 可公示 (exit code 0) or `preliminary` 初步结果 (exit code 1).", ("final", "preliminary")),
            "open": a_list("What keeps the result preliminary, a Chinese sentence each; empty exactly when it is final.",
                          {"type": "string"}),
            "finalised": or_null(an_object("The newest time that this year's result was frozen (finalise); null when it never was.", {
                "at": a_text("When, local time: 2018-01-02T09:30:00.", pattern=_MOMENT),
                "by": or_null(a_name("By whom; null when the record of it cannot be read.")),
                "changed": a_list("What has changed since, a Chinese sentence each: inputs, rules, winners, the total; empty: nothing.",
                                 a_name("a sentence")),
            })),
            "owed": a_list("What is due and not there; each is among `open`, too.", {"$ref": "#/$defs/owed"}),
        }, allOf=[when("state", ("final",), {"open": {"maxItems": 0}, "owed": {"maxItems": 0}}, {"open": {"minItems": 1}})]),
        "awards": a_list("Every award of the rules, in their order.", {"$ref": "#/$defs/award"}),
        "prizes": an_object("Prize money in whole yuan.", {
            "confirmed_yuan": a_whole_number("Prizes of all winners."),
            "open_yuan": a_whole_number("Prizes of all seats that are pending or tied."),
            "by_award": a_map("Confirmed yuan of each enabled award.", a_whole_number("yuan")),
            "by_department": a_map("Confirmed yuan of each department of the rules.", a_whole_number("yuan")),
        }),
        "incidents": a_list("Every row of the registers that counts, as registered.", {"$ref": "#/$defs/incident"}),
        "decisions": a_list("Every signed row of 领导裁定: on ties, disqualifications, confirmations.", {"$ref": "#/$defs/decision"}),
        **_read(),
        "outputs": an_object("What was written; paths as in `submissions`.",
                           {"results": a_name("The results workbook, under the name that it really got.")}),
    })


def _read() -> dict[str, Shape]:
    """What is said of the inbox, whether awards were decided or not."""
    return {
        "submissions": a_list("Every file in the inbox, or every file that was named, by path.", {"$ref": "#/$defs/submission"}),
        "issues": a_list("Every finding, by severity, file, sheet, row and column; one about writing comes last.", {"$ref": "#/$defs/issue"}),
    }


def _check() -> Shape:
    return an_object("`check` read the files (exit code 0 without errors, 1 with some); a run would find the same.", {
        "version": _version(),
        "open": a_list("What would keep a run preliminary, as `campaign.open` there; empty, too, where only some files were named.",
                       {"type": "string"}),
        **_read(),
        "outputs": a_map("The marked copy of each file that has something to mend, by the file's path as in `submissions`.", a_name("a path")),
    })


def _owed() -> Shape:
    return an_object("One thing that is owed.", {
        "kind": one_of("What it is: a reviewer's points, visits, a department's book, the incident register, the survey, votes, 加减分登记.", OwedKind),
        "who": a_name("Who owes it: the reviewer, the department, 检查组, or 主办部门 of the rules."),
        "what": a_name("What is owed, and for whom, in Chinese."),
    })


def _failure() -> Shape:
    return an_object("Nothing was written (exit code 2); `issues` says why.", {
        "version": _version(),
        "issues": a_list("Why, among whatever else was found.", {"$ref": "#/$defs/issue"}) | {"minItems": 1},
        "outputs": an_object("Nothing.", {}),
    })


def _version() -> Shape:
    return {"const": VERSION, "description": "Of this contract; raised when a property changes its meaning or goes."}


def _award() -> Shape:
    seats = a_whole_number("seats")
    quota = {"type": ["integer", "object", "null"], "minimum": 0, "additionalProperties": or_null(seats), "description":
             "Seats; where each department has seats of its own, as for persons by their department's order, an object of seats by "
             "department, null where they are unknown (people's: no known headcount, nothing submitted). Null for an award that is off."}
    named = {"department": (), "team": ("team",), "person": ("person",), "post": ("post",)}
    return an_object("One award with its list.", {
        "award": a_name("Its name in the rules."),
        "level": one_of("Whom it is for.", Level),
        "quota": quota,
        "prize_yuan": or_null(a_whole_number("The prize in whole yuan; null when the rules give none, which only an award that is off may do.")),
        "category_shares": a_list("Of each department with winners, and for each share that the award asks for (类别比例), how its winners come to it; "
                                  "it decides nothing. Empty for an award that asks for none.", {"$ref": "#/$defs/category_share"}),
        "standings": a_list("By rank, then unscored, ineligible, vetoed, not nominated; equals as the rules or the sheets list them. "
                           "Empty for an award that is off.", {"$ref": "#/$defs/standing"}),
    }, allOf=[
        when("level", (level,), {"standings": {"items": {"properties": _names(named[level])}}, "quota": _quota_type(level)})
        for level in Level
    ])


def _category_share() -> Shape:
    return an_object("How many of a department's winners are of a category of people, against what the award asks for.", {
        "department": a_name("The department, as the rules write it."),
        "category": a_name("The category (人员类别), as 类别比例 writes it."),
        "asked": a_name("What is asked for, in Chinese: 一线不少于 50%."),
        "winners": a_whole_number("How many of the department win.") | {"minimum": 1},
        "of_category": a_whole_number("How many of them are of the category."),
        "met": {"type": "boolean", "description": "Whether it is as the rules ask."},
    })


def _names(given: tuple[str, ...]) -> dict[str, Shape]:
    """What names a candidate of a level; persons and posts outside teams have no team."""
    of_team = {"team": {"type": "string" if given == ("team",) else "null"}} if given in ((), ("team",)) else {}
    return {**of_team, **{name: {"type": "string" if name in given else "null"} for name in ("person", "post")}}


def _quota_type(level: Level) -> Shape:
    kinds = {Level.DEPARTMENT: ["integer"], Level.PERSON: ["integer", "object"]}
    return {"type": [*kinds.get(level, ["integer", "object"]), "null"]}


def _standing() -> Shape:
    score = a_text("decimal", pattern=_SCORE)
    unranked, unnamed = {"rank": {"type": "null"}}, {"nominated": {"const": False}}
    return an_object("One candidate's place in an award's list.", {
        "department": a_name("Its department, as the rules write it."),
        "team": or_null(a_name("Its team, as the rules write it; null for a department, and for who belongs to no team (班组外).")),
        "person": or_null(a_name("A person's name, as typed less white space.")),
        "post": or_null(a_name("A post's name, as typed less white space.")),
        "nominated": {"type": "boolean", "description": "Whether its department recommends it."},
        "status": one_of("See evaluation.md, Status of a candidate.", Status),
        "rank": or_null(a_whole_number("The competition rank (1, 2, 2, 4), where each department has seats of its own within it; null for who is "
                                       "not ranked.", 1)),
        "score": or_null({**score, "description": "The composite as a decimal text with the policy's decimals, outside 0 … 100 where points are added "
                                                   "or taken off; null when a component is missing or the award has none."}),
        "components": a_map("By name; decimal texts as `score`, null for what is missing; of 加减分 the sum within its limit, 0 for who has "
                            "no row; {} for an award without components.",
                           or_null(score)),
        "unmet": a_list("The numbers of the hard conditions that a nominated candidate does not meet.", {"type": "integer"}),
        "certainty": or_null(one_of("Whether open matters can still change its fate; null for awards without components, "
                                   "for lower tiers (奖项组), and where the winners of a department are bounded (每科室至多, 每科室至少).", Certainty)),
        "reasons": a_list("Why it stands where it does, a Chinese sentence each.", a_name("a sentence")),
    }, allOf=[
        when("status", tuple(RANKED), {"rank": {"type": "integer"}}, unranked),
        when("status", (Status.NOT_NOMINATED,), unnamed, {"nominated": {"const": True}}),
        when("status", (Status.UNSCORED,), {"score": {"type": "null"}}),
    ])


def _incident() -> Shape:
    return an_object("One row of an incident register.", {
        "id": or_null(a_text("编号; null when it is not readable.")),
        "effect": one_of("What follows from its conclusion and date alone.", (VETO, OPEN, NONE)),
        "reaches": a_list("Whom it reaches: persons (only those nominated), teams, the department; empty without an effect.",
                         {"type": "string"}),
        "source": a_name("The cell of its 编号: file!sheet!cell."),
    }, allOf=[when("effect", (NONE,), {"reaches": {"maxItems": 0}})])


def _decision() -> Shape:
    return an_object("One signed row of 领导裁定.", {
        "kind": one_of("On a tie, on somebody's taking part, or on a warning.", (TIE, DISQUALIFICATION, CONFIRMATION)),
        "award": or_null(a_name("The award; null for a disqualification in all awards, and for a confirmation.")),
        "candidate": or_null(a_name("Whose; null for a confirmation.")),
        "decision": one_of("What was ruled.", (WINS, LOSES, DISQUALIFIED, AS_IT_STANDS)),
        "by": a_name("Who ruled so."),
        "date": a_text("The day of the ruling.", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        "source": a_name("Its cell: file!sheet!cell."),
        "applies": {"type": "boolean", "description": "Whether it acts: it answers the very question that is asked, and no newer one does."},
    })


def _submission() -> Shape:
    return an_object("One file in the inbox and what became of it.", {
        "department": or_null(a_name("Whose book it is, for a department's book; whose attachment, where its name or folder says so.")),
        "kind": or_null(one_of("Which book it is; null when it is none of ours or was not recognised.", tuple(BOOK_KINDS))),
        "file": a_name("Its path relative to the workspace, with /; the whole path for a file outside of it."),
        "state": one_of("Whether it counts, was replaced by another version, or is not used.", State),
        "sha256": or_null(a_text("Of its bytes; null for a file that nobody opened.", pattern="^[0-9a-f]{64}$")),
        "attachment": or_null(a_name("What it is (图片, PDF 文档 …), for a document that only accompanies the books; null for everything else.")),
        "cells": an_object("Its cells: used + template + reported = nonempty.", {
            "nonempty": a_whole_number("Cells that hold something."),
            "used": a_whole_number("Cells whose value counts."),
            "template": a_whole_number("Cells that the template itself wrote."),
            "reported": a_whole_number("Cells that were not used, and told of."),
        }),
    })


def _issue() -> Shape:
    return an_object("One finding. `file`, `sheet` and `cell` are empty where it is about no such thing.", {
        "severity": one_of("Errors keep a result preliminary, or stop the run.", Severity),
        "code": one_of("Its code; see messages.md.", tuple(sorted(CATALOGUE))),
        "file": a_text("As in `submissions`; 评选规则.xlsx for a finding on the rules."),
        "sheet": a_text("The sheet's title."),
        "cell": a_text("Such as C5.", pattern="^([A-Z]{1,3}[1-9][0-9]*)?$"),
        "message": a_name("What is wrong, in Chinese."),
        "hint": a_name("How to mend it, in Chinese."),
    })
