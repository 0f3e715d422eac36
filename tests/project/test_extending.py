"""docs/extending.md, followed word for word on a copy of the package: a new check works through and through, and nothing else is touched."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.libreoffice import convert
from tests.support.self_check_states import hints_of, states_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "extending.md"
BLOCK, FILE = re.compile(r"```diff\n(.*?)```", re.S), re.compile(r"^--- (\S+)\n((?:[ +-].*\n)+?)(?=--- |\Z)", re.M)
# a small campaign under rules with conditions on the new checks: 甲科 fulfils them, 乙科 does not
JOURNEY = """
import datetime as dt, json, sys, tempfile
from pathlib import Path
import fuwuyue_xlsx
from fuwuyue_xlsx.evaluate.evaluate import evaluate
from fuwuyue_xlsx.history.recorded_facts import facts_in
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.schema.field_reference import field_reference
from fuwuyue_xlsx.schema.rules_workbook import rulebook
from tests.support.filled_books import SMALL, book, department_file, department_sheets, intake_of, rules_of

asked = [("优秀组织奖", 90, "服务对象", "硬性", "服务对象数", 2, None),
         ("优秀组织奖", 91, "开展演练", "硬性", "安全演练次数", 2, None), ("优秀组织奖", 92, "授课", "硬性", "授课人数", 1, None),
         ("优秀班组", 93, "授课", "硬性", "授课人数", 2, None)]
rules = rules_of(**SMALL, 评选条件=[*rows_2017()["评选条件"], *asked])
drills = [{"演练名称": name, "日期": dt.date(2017, 12, 6), "参与班组": "全科室"} for name in ("灭火", "疏散")]
trainings = [{**row, "授课人": name} for row, name in zip(department_sheets()["技能培训"], ("王一", "王 一"))]
service = department_sheets()["特色服务"][0]
services = [{**service, "项目名称": name, "服务对象": whom} for name, whom in (("借伞", "学生"), ("接送", "学 生"), ("上门", "教师"))]
files = {"甲.xlsx": department_file(rules, department_sheets(安全演练=drills, 技能培训=trainings, 特色服务=services)),
         "乙.xlsx": department_file(rules, department_sheets(安全演练=drills[:1], 班组信息=[], 技能培训=[], 合理化建议=[], 优秀班组推荐=[],
                                                        优秀个人推荐=[]), "乙科")}
with tempfile.TemporaryDirectory() as folder:
    intake = intake_of(Path(folder), rules, files)
Path(sys.argv[1]).write_bytes(files["甲.xlsx"])
standings = [standing for result in evaluate(rules, intake.tables).awards for standing in result.standings]
choices = next(field for field in rulebook().sheet("评选条件").columns if field.title == "核查项").kind.options
json.dump({
    "package": str(Path(fuwuyue_xlsx.__file__).parents[1]),
    "offered": [name for name in choices if name in ("安全演练次数", "授课人数", "服务对象数")],
    "reference": [line for line in field_reference(rules).splitlines() if "演练名称" in line or "授课人" in line],
    "findings": sorted({f"{p.place.sheet} {p.code}" for p in intake.findings if p.place.file.endswith("甲.xlsx")}),
    "drills": intake.tables.activities["drills"].to_dict("records"),
    "lecturers": intake.tables.activities["trainings"]["lecturer"].tolist(),
    "evidence": [[s.candidate.name, e.condition.number, e.met, e.words, list(e.sources)]
                 for s in standings if s.candidate.source for e in s.evidence if e.condition.number >= 90],
    "hints": [[hint.label, hint.wanted] for hint in book(rules, "department").hints],
    "facts": [[fact.table, fact.value, fact.at] for fact in facts_in(rules, intake.tables) if fact.table in ("安全演练", "技能培训")],
}, sys.stdout, ensure_ascii=False)
"""


def followed(page: str, root: Path) -> list[str]:
    """Apply every diff of the page to the files under a folder, and give their paths; the lines before the change stand there once."""
    touched = []
    for block in BLOCK.findall(page):
        for path, body in FILE.findall(block):
            text = (root / path).read_text(encoding="utf-8")
            for before, after in hunks(body.splitlines(keepends=True)):
                assert text.count(before) == 1, f"{path} does not hold once: {before}"
                text = text.replace(before, after)
            (root / path).write_text(text, encoding="utf-8")
            touched.append(path)
    return touched


def hunks(lines: list[str]) -> list[tuple[str, str]]:
    """(text before, text after) of each change: its new lines with the old or unchanged ones beside them."""
    found: list[list[str]] = []
    last = ""
    for line in lines:
        begins = not found or (line[0] == "-" and last != "-") or (line[0] == " " and last != " " and found[-1][0])
        if begins:
            found.append(["", ""])
        found[-1][0] += line[1:] if line[0] != "+" else ""
        found[-1][1] += line[1:] if line[0] != "-" else ""
        last = line[0]
    return [(before, after) for before, after in found]


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of the new checks; `book`: the filled workbook of 甲科."""
    root = tmp_path_factory.mktemp("extended")
    shutil.copytree(ROOT / "fuwuyue_xlsx", root / "fuwuyue_xlsx", ignore=shutil.ignore_patterns("__pycache__"))
    touched = followed(PAGE.read_text(encoding="utf-8"), root)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(ROOT)]), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", JOURNEY, str(root / "甲.xlsx")], cwd=root, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "touched": touched, "root": str(root), "book": root / "甲.xlsx"}


def test_two_modules_are_touched_and_no_other(journey: dict[str, Any]) -> None:
    assert journey["package"] == journey["root"]
    assert sorted(set(journey["touched"])) == ["fuwuyue_xlsx/schema/activities.py", "fuwuyue_xlsx/schema/checks.py"]


def test_the_checks_are_offered_in_the_rules_workbook_and_their_fields_described(journey: dict[str, Any]) -> None:
    assert journey["offered"] == ["授课人数", "服务对象数", "安全演练次数"]
    assert [line.split(" | ")[0] for line in journey["reference"]] == ["| 授课人", "| 演练名称"]


def test_the_new_cells_are_read_into_the_tables(journey: dict[str, Any]) -> None:
    assert journey["findings"] == []
    assert [(row["department"], row["name"], row["source"].rpartition("/")[2]) for row in journey["drills"]] == [
        ("甲科", "灭火", "甲.xlsx!安全演练!A6"), ("甲科", "疏散", "甲.xlsx!安全演练!A7"), ("乙科", "灭火", "乙.xlsx!安全演练!A6")]
    assert journey["lecturers"] == ["王一", "王一"]


def test_they_are_counted_and_decide(journey: dict[str, Any]) -> None:
    found = [(name, number, met, words, len(sources)) for name, number, met, words, sources in journey["evidence"]]
    assert found == [
        ("甲科", 90, True, "特色服务的不同服务对象 2 类，要求 2 类", 2),
        ("甲科", 91, True, "安全演练 2 次，要求 2 次", 2), ("甲科", 92, True, "不同的授课人 1 位，要求 1 位", 1),
        ("乙科", 90, False, "特色服务的不同服务对象 1 类，要求 2 类", 1),
        ("乙科", 91, False, "安全演练 1 次，要求 2 次", 1), ("乙科", 92, False, "不同的授课人 0 位，要求 1 位", 0),
        ("电工组", 93, False, "不同的授课人 1 位，要求 2 位", 1),
    ]


def test_they_have_lines_in_the_self_check(journey: dict[str, Any]) -> None:
    hints = [tuple(hint) for hint in journey["hints"]]
    assert {("优秀组织奖第 91 条：安全演练", "不少于 2 次"), ("优秀班组第 93 条：不同的授课人", "推荐的班组每个不少于 2 位")} <= set(hints)


@pytest.mark.libreoffice
@pytest.mark.long
def test_the_lines_are_live(journey: dict[str, Any], tmp_path: Path) -> None:
    found = convert(tmp_path, [journey["book"]], "xlsx")[0].read_bytes()
    lines = hints_of(found)
    assert lines["优秀组织奖第 91 条：安全演练"] == (2, "已达到")
    assert lines["优秀组织奖第 92 条：不同的授课人"] == (1, "已达到")
    assert lines["优秀班组第 93 条：不同的授课人"] == ("有 1 个没达到", "请补填“技能培训”")
    assert states_of(found)["安全演练"] == ("已完成", 0, 0, 0)


def test_they_are_recorded_with_their_cells(journey: dict[str, Any]) -> None:
    facts = [(table, value, at.rpartition("/")[2]) for table, value, at in journey["facts"]]
    assert ("安全演练", "疏散：电工组、水工组、仓管", "甲.xlsx!安全演练!A7") in facts
    assert ("技能培训", "集中授课，班组级，王一：电工组", "甲.xlsx!技能培训!B6") in facts
