"""What `templates` leaves in the folder: books of departments that are gone, reviewers' sheets with the deeds, marks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from fuwuyue_xlsx.commands.templates import REVIEW, make_templates
from fuwuyue_xlsx.intake.read_inbox import Intake, ReadOptions
from fuwuyue_xlsx.intake.workers.local import InThisProcess, LocalProcesses
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.review_book import DEEDS_CUT, for_reviewers
from fuwuyue_xlsx.workbook.style import REQUIRED
from fuwuyue_xlsx.workspace import Workspace
from tests.support.filled_books import (
    SMALL,
    department_file,
    department_sheets,
    filled,
    intake_of,
    rules_bytes,
    small_rules,
    template,
    with_policy,
)
from tests.support.table_rows import rows_of
from tests.support.workbook_view import header, inputs, opened, visible

TWO_TEAMS = [
    {"推荐顺序": 1, "班组": "电工组", "主要事迹": "夜里抢修 " * 10, "科室意见": "同意"},
    {"推荐顺序": 2, "班组": "水工组、仓管", "主要事迹": "滴水不漏", "科室意见": "同意"},
]


def workspace(root: Path) -> Workspace:
    (root / "评选规则.xlsx").write_bytes(rules_bytes(**SMALL))
    (root / "收件箱").mkdir(exist_ok=True)
    return Workspace(root)


def test_the_book_of_a_removed_department_is_moved_aside(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    make_templates(place)
    foreign = place.templates / "科室填报表_说明.xlsx"
    foreign.write_bytes(b"not ours")
    before = (place.templates / "科室填报表_乙科.xlsx").read_bytes()
    (tmp_path / "评选规则.xlsx").write_bytes(rules_bytes(**{**SMALL, "班组划分": SMALL["班组划分"][:2]}))
    report = make_templates(place)
    assert [path.relative_to(place.templates).as_posix() for path in report.retired] == ["已不用的模板/科室填报表_乙科.xlsx"]
    assert report.retired[0].read_bytes() == before
    assert foreign.exists() and not (place.templates / "科室填报表_乙科.xlsx").exists()
    assert make_templates(place).retired == ()


def review_stage(root: Path) -> bytes:
    place = workspace(root)
    (place.inbox / "甲.xlsx").write_bytes(department_file(small_rules(), department_sheets(优秀班组推荐=TWO_TEAMS)))
    return make_templates(place, REVIEW).written[0].read_bytes()


def test_the_review_stage_lists_the_nominated_with_their_deeds_locked(tmp_path: Path) -> None:
    sheet = opened(review_stage(tmp_path))["优秀班组"]
    row, titles = header(sheet, "备注")
    assert titles == ["科室", "班组", "主要事迹", "工作特色（50分）", "工作成绩（50分）", "备注"]
    rows = [[sheet.cell(at, column).value for column in (1, 2, 3)] for at in (row + 1, row + 2)]
    assert rows == [["甲科", "电工组", ("夜里抢修 " * 10).strip()], ["甲科", "水工组、仓管", "滴水不漏"]]
    assert sheet.cell(row + 1, 3).protection.locked and sheet.cell(row + 1, 3).alignment.wrap_text
    assert inputs(sheet, "工作特色（50分）") == [row + 1, row + 2]


@pytest.mark.parametrize("scored", [TWO_TEAMS, TWO_TEAMS[:1], []])
def test_the_deeds_are_the_templates_whoever_is_scored(tmp_path: Path, scored: list[dict]) -> None:
    rows = [{"科室": "甲科", "班组": team["班组"], "工作特色（50分）": 40, "工作成绩（50分）": 45} for team in scored]
    data = filled(review_stage(tmp_path), {"评委信息": {"评委": "周评"}, "优秀班组": rows})
    intake = intake_of(tmp_path / "back", small_rules(), {"评委.xlsx": data})
    (file,) = intake.files
    assert (file.state.value, file.account.reported, len(rows_of(intake)["reviews"])) == ("used", 0, 2 * len(scored))
    assert file.account.used + file.account.template == file.account.nonempty


def test_what_somebody_writes_elsewhere_on_a_reviewers_sheet_is_still_reported(tmp_path: Path) -> None:
    data = filled(review_stage(tmp_path), {"评委信息": {"评委": "周评"}})
    book = opened(data)
    sheet = book["优秀班组"]
    sheet.cell(sheet.max_row + 3, 3).value = "写在下面"
    (tmp_path / "x.xlsx").write_bytes(b"")
    book.save(tmp_path / "x.xlsx")
    intake = intake_of(tmp_path / "back", small_rules(), {"评委.xlsx": (tmp_path / "x.xlsx").read_bytes()})
    assert [p.details["value"] for p in intake.findings if p.code == "content-unused"] == ["写在下面"]


def test_deeds_too_long_for_a_row_say_where_the_rest_is() -> None:
    assert for_reviewers("短") == "短" and for_reviewers(None) == ""
    long = for_reviewers("长" * 5000)
    assert long.endswith(DEEDS_CUT) and 700 < len(long) < 900
    assert for_reviewers("\n".join("段" for _ in range(100))).endswith(DEEDS_CUT)


@pytest.mark.parametrize("kind, sheet, title", [("review", "优秀班组", "工作特色（50分）"), ("inspection", "甲科", "电工组")])
def test_cells_for_points_are_coloured_as_required(kind: str, sheet: str, title: str) -> None:
    page = opened(template(small_rules(), kind))[sheet]
    row, titles = header(page, title)
    assert page.cell(row + 1, titles.index(title) + 1).fill.start_color.rgb == "FF" + REQUIRED[1:]


def test_examples_lie_in_the_campaigns_own_dates() -> None:
    days = {"年度": 2023, "宣传开始": "2023-05-04", "方案截止": "2023-05-08", "实施开始": "2023-05-09", "实施结束": "2023-06-09",
            "材料截止": "2023-06-12 17:00"}
    rules, findings = read_rules(changed_campaign(days))
    assert rules is not None, [p.line() for p in findings]
    for kind, sheet in (("department", "技能比赛"), ("incidents", "事故投诉"), ("survey", "测评结果")):
        page = opened(template(rules, kind, "甲科"))[sheet]
        examples = [str(c.value) for row in page.iter_rows() for c in row if str(c.value).startswith("示例：20")]
        found = [dt.date.fromisoformat(text[3:13]) for text in examples]
        assert found and all(rules.campaign.span.first <= day <= rules.campaign.span.last for day in found)
        intake = taken_blank(kind, rules)
        assert not [p for p in intake.findings if p.blocks]


def changed_campaign(days: dict[str, Any]) -> bytes:
    """The small rules with other dates; the veto period is the campaign."""
    campaign = [(name, days.get(name, value)) for name, value in rows_2017()["活动信息"]]
    dates = dict(campaign)
    period = f"{dates['宣传开始']} 至 {str(dates['材料截止'])[:10]}"
    return rules_bytes(**{**SMALL, "活动信息": campaign, "口径设置": with_policy(事故认定期间=period)})


def taken_blank(kind: str, rules: Rules) -> Intake:
    with TemporaryDirectory() as root:
        return intake_of(Path(root), rules, {"表.xlsx": template(rules, kind, "甲科")})


def test_a_template_of_earlier_rules_keeps_its_example_an_example() -> None:
    """The day of the example row is not one of the present rules' words; it is known by its mark."""
    later, _ = read_rules(changed_campaign({"实施开始": "2017-11-28"}))
    assert later is not None and later.campaign.sample_day != small_rules().campaign.sample_day
    row = {"编号": "1", "发生日期": dt.date(2017, 12, 1), "科室": "甲科", "类型": "安全事故", "情况简述": "x", "调查结论": "不属实"}
    with TemporaryDirectory() as root:
        intake = intake_of(Path(root), later, {"登记.xlsx": filled(template(small_rules(), "incidents"), {"事故投诉": [row]})})
    assert [row["id"] for row in rows_of(intake)["incidents"]] == ["1"]


@pytest.mark.parametrize("kind", ["department", "inspection", "survey", "incidents", "review"])
def test_whole_grids_are_printed_and_marks_are_laid(kind: str) -> None:
    for sheet in visible(opened(template(small_rules(), kind, "甲科")))[1:]:
        assert sheet.print_area and int(sheet.print_area.rsplit("$", 1)[1]) >= sheet.max_row - 1
        rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
        assert rules and all(rule.type == "expression" and len(rule.formula[0]) <= 8000 for rule in rules)
        assert all("!" not in rule.formula[0] for rule in rules), "Excel 2007 takes no other sheet in a condition"


def test_templates_made_by_several_processes_are_the_same(tmp_path: Path) -> None:
    """Byte for byte, in the same order, with the same steps of progress."""
    made = {}
    for name, workers in (("one", InThisProcess()), ("several", LocalProcesses(2))):
        root = tmp_path / name
        root.mkdir()
        (root / "评选规则.xlsx").write_bytes(rules_bytes(**SMALL))
        steps: list[tuple[int, int]] = []
        report = make_templates(Workspace(root), progress=lambda done, total, s=steps: s.append((done, total)), options=ReadOptions(workers))
        made[name] = ([(path.name, path.read_bytes()) for path in report.written], steps)
    assert made["one"] == made["several"] and made["one"][1][-1][0] == len(made["one"][0])


# books made out to the reviewers of a list


REVIEWERS = [("周一", None, None, None), ("李a", "甲科", None, "优秀班组"), ("李A", None, None, "优秀组织奖；优秀班组"), ("孙?三", None, None, None)]
NAMES = ["评委打分表_周一.xlsx", "评委打分表_李a.xlsx", "评委打分表_李A~2.xlsx", "评委打分表_孙_三.xlsx"]


def listed(root: Path, reviewers: list[tuple[Any, ...]] = REVIEWERS) -> Workspace:
    place = workspace(root)
    (root / "评选规则.xlsx").write_bytes(rules_bytes(**{**SMALL, "评委名单": reviewers}))
    return place


def test_each_reviewer_of_the_list_gets_a_book_with_name_and_department_locked(tmp_path: Path) -> None:
    place = listed(tmp_path)
    written = [path.name for path in make_templates(place).written if path.name.startswith("评委")]
    assert written == NAMES
    own = opened((place.templates / NAMES[1]).read_bytes())
    info = own["评委信息"]
    assert [(info.cell(row, 2).value, info.cell(row, 2).protection.locked) for row in (3, 4)] == [("李a", True), ("甲科", True)]
    assert [title for title in own.sheetnames if title.startswith("优秀")] == ["优秀班组"]
    both = opened((place.templates / NAMES[2]).read_bytes())
    assert [title for title in both.sheetnames if title.startswith("优秀")] == ["优秀组织奖", "优秀班组"]
    assert '"reviewer": "李a"' in own["列表"]["A1"].value
    assert '"reviewer"' not in opened((place.templates / "监督检查评分表.xlsx").read_bytes())["列表"]["A1"].value


def test_the_review_stage_gives_each_reviewer_those_nominated(tmp_path: Path) -> None:
    place = listed(tmp_path)
    (place.inbox / "甲.xlsx").write_bytes(department_file(small_rules(), department_sheets(优秀班组推荐=TWO_TEAMS)))
    written = make_templates(place, REVIEW).written
    assert [path.name for path in written] == NAMES
    sheet = opened(written[1].read_bytes())["优秀班组"]
    row, _ = header(sheet, "备注")
    assert [sheet.cell(at, 2).value for at in (row + 1, row + 2)] == ["电工组", "水工组、仓管"]


def test_without_a_list_there_is_one_book_that_is_made_out_to_nobody(tmp_path: Path) -> None:
    place = listed(tmp_path, [])
    assert [path.name for path in make_templates(place).written if path.name.startswith("评委")] == ["评委打分表.xlsx"]


@pytest.mark.long
def test_the_books_of_who_is_no_longer_on_the_list_are_moved_aside(tmp_path: Path) -> None:
    make_templates(listed(tmp_path, []))
    report = make_templates(listed(tmp_path))
    assert [path.name for path in report.retired] == ["评委打分表.xlsx"]
    report = make_templates(listed(tmp_path, REVIEWERS[:1]))
    assert sorted(path.name for path in report.retired) == sorted(NAMES[1:])
    assert make_templates(listed(tmp_path, REVIEWERS[:1])).retired == ()
