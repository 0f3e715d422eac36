"""docs/results.schema.json against what the program really says; what it must not take stands beside it.

The examples and the random campaigns are held against it where they are run: `tests/end_to_end`, `tests/independent`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from fuwuyue_xlsx.cli import main
from tests.support.json_contract import breaches, schema
from tests.support.workspaces import complete, score_of_101, workspace

Said = dict[str, Any]


def said_by(*words: str) -> tuple[int, Said]:
    """Exit code and object of a command."""
    result = CliRunner().invoke(main, [*words, "--json"])
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture(scope="module")
def final(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """A final result."""
    code, said = said_by("run", str(workspace(tmp_path_factory.mktemp("final") / "甲")))
    assert code == 0
    return said


@pytest.fixture(scope="module")
def preliminary(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """A preliminary result: a department is missing, and a pending incident's register too."""
    files = {name: data for name, data in complete().items() if name not in ("乙科.xlsx", "登记表.xlsx")}
    code, said = said_by("run", str(workspace(tmp_path_factory.mktemp("open") / "甲", files)))
    assert code == 1
    return said


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_every_property_is_described() -> None:
    """json.md has a line for each, made from these."""
    shapes = [shape for definition in schema()["$defs"].values() for shape in (definition, *definition["properties"].values())]
    assert len(shapes) > 40 and [shape for shape in shapes if not shape.get("description")] == []


def test_a_final_and_a_preliminary_result_fit(final: Said, preliminary: Said) -> None:
    assert breaches(final) == breaches(preliminary) == []


@pytest.mark.parametrize("files, code", [(complete, 0), (score_of_101, 1)])
def test_what_a_check_says_fits(files: Callable[[], dict[str, bytes]], code: int, tmp_path: Path) -> None:
    exit_code, said = said_by("check", str(workspace(tmp_path / "甲", files())))
    assert (exit_code, bool(said["outputs"])) == (code, bool(code))
    assert breaches(said) == [] and breaches({**said, "awards": []}) != []


@pytest.mark.parametrize("words, made", [
    (("check", "nowhere"), None),
    (("run", "nowhere"), None),
    (("run", "here"), {}),
    (("run", "here", "--strict"), "spoiled"),
    (("run", "here", "--jobs", "none"), "complete"),
    (("run", "here", "--output", "here/收件箱/out"), "complete"),
])
def test_what_is_said_with_exit_code_2_fits(words: tuple[str, ...], made: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder, no rules, an error with --strict, bad usage, a results folder in the inbox."""
    monkeypatch.chdir(tmp_path)
    if made == {}:
        (tmp_path / "here").mkdir()
    elif made is not None:
        workspace(tmp_path / "here", score_of_101() if made == "spoiled" else None)
    code, said = said_by(*words)
    assert (code, sorted(said), said["outputs"]) == (2, ["issues", "outputs", "version"], {})
    assert breaches(said) == []


def _first(said: Said, award: str, status: str) -> Said:
    """A standing of an award."""
    standings = next(one for one in said["awards"] if one["award"] == award)["standings"]
    return next(standing for standing in standings if standing["status"] == status)


def _award(said: Said, name: str) -> Said:
    return next(one for one in said["awards"] if one["award"] == name)


WRONG: dict[str, Callable[[Said], Any]] = {
    "a property nobody named": lambda said: said.update(extra=1),
    "one of a standing": lambda said: _first(said, "优秀班组", "winner").update(place=1),
    "one of a finding": lambda said: said["issues"].append({**ISSUE, "line": 5}),
    "a property that is gone": lambda said: said["campaign"].pop("open"),
    "another version": lambda said: said.update(version=2),
    "a state of no name": lambda said: said["campaign"].update(state="done"),
    "final with something open": lambda said: said["campaign"].update(open=["“乙科”还没有报送填报表"]),
    "preliminary with nothing open": lambda said: said["campaign"].update(state="preliminary"),
    "a year as text": lambda said: said["campaign"].update(year="2017"),
    "an unknown level": lambda said: _award(said, "优秀班组").update(level="班组"),
    "seats by department for departments": lambda said: _award(said, "优秀组织奖").update(quota={"甲科": 7}),
    "less than no seats for persons": lambda said: _award(said, "优秀个人").update(quota=-7),
    "half a seat": lambda said: _award(said, "优秀班组").update(quota=7.5),
    "a negative prize": lambda said: _award(said, "优秀班组").update(prize_yuan=-1),
    "an unknown status": lambda said: _first(said, "优秀班组", "winner").update(status="获奖"),
    "a winner without a rank": lambda said: _first(said, "优秀班组", "winner").update(rank=None),
    "a rank of nobody nominated": lambda said: _first(said, "优秀班组", "not_nominated").update(rank=3),
    "a winner nobody nominated": lambda said: _first(said, "优秀班组", "winner").update(nominated=False),
    "a score as a number": lambda said: _first(said, "优秀班组", "winner").update(score=91.2),
    "a score above 200": lambda said: _first(said, "优秀班组", "winner").update(score="200.01"),
    "a score below -100": lambda said: _first(said, "优秀班组", "winner").update(score="-100.01"),
    "a score in scientific notation": lambda said: _first(said, "优秀班组", "winner").update(score="9.12E1"),
    "a component as a number": lambda said: _first(said, "优秀班组", "winner")["components"].update(监督检查=90),
    "a score of who lacks one": lambda said: _first(said, "优秀班组", "winner").update(status="unscored", rank=None),
    "a team's name of a department": lambda said: _first(said, "优秀组织奖", "winner").update(team="电工组"),
    "a team without a name": lambda said: _first(said, "优秀班组", "winner").update(team=None),
    "a person without a name": lambda said: _first(said, "优秀个人", "winner").update(person=None),
    "a post's name of a person": lambda said: _first(said, "优秀个人", "winner").update(post="报修接待岗"),
    "an unknown certainty": lambda said: _first(said, "优秀班组", "winner").update(certainty="sure"),
    "a condition's number as text": lambda said: _first(said, "优秀班组", "winner").update(unmet=["1"]),
    "yuan with a fraction": lambda said: said["prizes"].update(confirmed_yuan=10.5),
    "yuan of an award as text": lambda said: said["prizes"]["by_award"].update(优秀班组="500"),
    "an unknown effect": lambda said: said["incidents"].append({**INCIDENT, "effect": "属实"}),
    "an incident without effect that reaches somebody": lambda said: said["incidents"].append({**INCIDENT, "effect": "none"}),
    "an unknown kind of book": lambda said: said["submissions"][0].update(kind="科室"),
    "an unknown state of a file": lambda said: said["submissions"][0].update(state="已使用"),
    "a short checksum": lambda said: said["submissions"][0].update(sha256="abc"),
    "cells without their number": lambda said: said["submissions"][0]["cells"].pop("template"),
    "an unknown severity": lambda said: said["issues"].append({**ISSUE, "severity": "错误"}),
    "an unknown code": lambda said: said["issues"].append({**ISSUE, "code": "no-such-code"}),
    "a cell that is none": lambda said: said["issues"].append({**ISSUE, "cell": "5C"}),
    "a finding without a remedy": lambda said: said["issues"].append({**ISSUE, "hint": ""}),
    "no results workbook": lambda said: said["outputs"].clear(),
    "results of a run that failed": lambda said: [said.pop(name) for name in ("campaign", "awards", "prizes", "incidents", "submissions")],
}
ISSUE = {"severity": "error", "code": "not-a-date", "file": "收件箱/a.xlsx", "sheet": "技能比赛", "cell": "C5", "message": "认不出",
         "hint": "请填日期"}
INCIDENT = {"id": "SG-01", "effect": "veto", "reaches": ["甲科"], "source": "收件箱/登记表.xlsx!事故投诉!A7"}


def test_what_the_wrong_objects_are_made_of_fits(final: Said) -> None:
    """A finding and an incident as they are added below."""
    said = deepcopy(final)
    said["issues"].append(ISSUE)
    said["incidents"].append(INCIDENT)
    assert breaches(said) == []


@pytest.mark.parametrize("name", WRONG)
def test_the_schema_does_not_take(name: str, final: Said) -> None:
    said = deepcopy(final)
    WRONG[name](said)
    assert breaches(said) != []
