"""The examples are documentation and golden tests at once: what they show is pinned here."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.messages import CATALOGUE
from tests.support.json_contract import breaches

pytestmark = pytest.mark.smoke
EXAMPLES = Path(__file__).parents[2] / "examples"


def run(root: Path, output: Path) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(main, ["run", str(root), "--output", str(output), "--json", "--no-cache"])
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Any]]:
    return run(EXAMPLES / "2017", tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Any]]:
    return run(EXAMPLES / "2017-problems", tmp_path_factory.mktemp("spoiled"))


def winners(said: dict[str, Any], award: str) -> list[str]:
    standings = next(one for one in said["awards"] if one["award"] == award)["standings"]
    return [s["person"] or s["team"] or s["department"] for s in standings if s["status"] == "winner"]


def test_there_are_three_examples() -> None:
    assert sorted(path.parent.name for path in EXAMPLES.glob("*/评选规则.xlsx")) == ["2017", "2017-problems", "2026-hospital"]


def test_the_filled_example_is_final(filled: tuple[int, dict[str, Any]]) -> None:
    code, said = filled
    assert (code, said["campaign"]["state"], said["campaign"]["open"]) == (0, "final", [])
    assert {issue["severity"] for issue in said["issues"]} <= {"info"}
    assert winners(said, "优秀组织奖") == ["维修管理科", "物业管理科"]
    assert winners(said, "优秀班组") == [
        "电工组", "花卉组", "护士组", "南校区道路清扫与厕所保洁组、垃圾清运", "北校区1号教学楼管理员班组", "南校区食堂红案组", "水工组、仓管",
    ]
    assert len(winners(said, "优秀个人")) == 27
    assert said["prizes"]["confirmed_yuan"] == 2 * 1000 + 7 * 500 + 27 * 200 == 10_900


def test_it_holds_what_an_example_should(filled: tuple[int, dict[str, Any]]) -> None:
    said = filled[1]
    used = [s for s in said["submissions"] if s["state"] == "used"]
    kinds = [s["kind"] for s in used]
    assert (kinds.count("department"), kinds.count("review"), kinds.count("inspection")) == (4, 5, 3)
    assert sorted(i["effect"] for i in said["incidents"]) == ["none", "none", "veto"]


def test_every_composite_follows_from_its_components(filled: tuple[int, dict[str, Any]]) -> None:
    weights = {"工作特色和工作成绩": Decimal("0.4"), "监督检查": Decimal("0.3"), "满意度测评": Decimal("0.3")}
    scored = [s for award in filled[1]["awards"] for s in award["standings"] if s["score"] is not None]
    assert len(scored) == 4 + 14
    for standing in scored:
        total = sum(weights[name] * Decimal(value) for name, value in standing["components"].items())
        assert str(total.quantize(Decimal("0.01"), ROUND_HALF_UP)) == standing["score"]


def test_the_incident_changes_the_ranking(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(EXAMPLES / "2017", copy, ignore=shutil.ignore_patterns("结果", "缓存"))
    register = next(copy.glob("收件箱/**/事故投诉登记表.xlsx"))
    shutil.copy(EXAMPLES / "2017" / "下发模板" / "事故投诉登记表.xlsx", register)
    _, said = run(copy, tmp_path / "out")
    assert winners(said, "优秀组织奖") == ["饮食服务科", "维修管理科"]
    assert "北校区食堂白案组" in winners(said, "优秀班组") and "水工组、仓管" not in winners(said, "优秀班组")


def test_the_spoiled_example_shows_every_kind_of_finding(spoiled: tuple[int, dict[str, Any]]) -> None:
    code, said = spoiled
    assert (code, said["campaign"]["state"]) == (1, "preliminary")
    shown = {issue["code"] for issue in said["issues"]}
    absent = cannot_occur_together()
    assert shown | set(absent) == set(CATALOGUE)
    assert not shown & set(absent)


def cannot_occur_together() -> dict[str, str]:
    """The reasons stand beside the example's builder."""
    sys.path.insert(0, str(EXAMPLES))
    try:
        spec = importlib.util.spec_from_file_location("problems_2017", EXAMPLES / "problems_2017.py")
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.CANNOT_OCCUR_TOGETHER
    finally:
        sys.path.remove(str(EXAMPLES))


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Any]]:
    return run(EXAMPLES / "2026-hospital", tmp_path_factory.mktemp("hospital"))


@pytest.mark.parametrize("example", ["filled", "spoiled", "hospital"])
def test_every_cell_of_every_file_is_accounted_for(example: str, request: pytest.FixtureRequest) -> None:
    for file in request.getfixturevalue(example)[1]["submissions"]:
        cells = file["cells"]
        assert cells["used"] + cells["template"] + cells["reported"] == cells["nonempty"], file["file"]


@pytest.mark.parametrize("example", ["filled", "spoiled", "hospital"])
def test_what_is_said_fits_the_json_schema(example: str, request: pytest.FixtureRequest) -> None:
    assert breaches(request.getfixturevalue(example)[1]) == []


def test_findings_name_their_file_sheet_and_cell(spoiled: tuple[int, dict[str, Any]]) -> None:
    for issue in spoiled[1]["issues"]:
        assert issue["message"] and issue["hint"]
        if issue["cell"]:
            assert issue["file"] and issue["sheet"], issue


@pytest.mark.long
def test_the_builder_writes_the_same_bytes_again() -> None:
    done = subprocess.run([sys.executable, str(EXAMPLES / "build.py"), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
