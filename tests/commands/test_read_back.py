"""What `rules` says of 评选规则.xlsx, and what `init --from` makes of last year's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fuwuyue_xlsx.commands.init import init_workspace, next_year
from fuwuyue_xlsx.commands.read_back import read_back
from fuwuyue_xlsx.evaluate.award_sentences import award_sentence
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.model import QuotaKind, QuotaScope
from fuwuyue_xlsx.workspace import Workspace
from tests.support.command_line import call
from tests.support.edited_rulebooks import HEADER_ROW, address, edited, new_row, without_sheet
from tests.support.filled_books import rules_bytes, with_policy
from tests.support.hospital_campaign import hospital_rulebook
from tests.support.small_campaigns import components, department_award, person_award, post_award, rules, team_award
from tests.support.typed_cells import typed_in
from tests.support.workbook_view import cell_beside, opened

TEAM = ("优秀班组：22 个班组中选 7 个；得分=40%评委打分+30%监督检查+30%满意度测评；同分依次比 满意度测评 > 监督检查 > 工作特色和工作成绩；"
        "要满足 2 条硬性条件；一票否决：有属实的事故投诉；奖金 500 元/个")
PERSON = "优秀个人：每个科室按员工人数的 10% 选；按科室的推荐顺序取；没有硬性条件；一票否决：有属实的事故投诉；奖金 200 元/人"


def at(root: Path, data: bytes) -> Workspace:
    root.mkdir(exist_ok=True)
    workspace = Workspace(root)
    workspace.rules.write_bytes(data)
    return workspace


def test_a_sentence_an_award_as_the_notice_has_it(tmp_path: Path) -> None:
    report = read_back(at(tmp_path, edited()))
    assert report.exit_code == 0
    assert report.lines[0] == "2017年度后勤优质服务月：4 个科室，22 个班组"
    assert "2017-11-20 至 2017-12-30 的事故投诉算数" in report.lines[1]
    assert report.lines[3:6] == (TEAM, PERSON, "优质服务示范岗：没有启用，不评")
    assert report.lines[7:9] == ("“优秀班组”的硬性条件：第 1 条 合理化建议数不少于 1 条；第 3 条 比赛培训次数不少于 1 次", "按比例的名额有小数的四舍五入")


def test_what_is_changed_is_read_back_changed(tmp_path: Path) -> None:
    changed = edited(("奖项", 2, "名额", 8), ("奖项", 2, "奖金(元)", "无"),
                     ("评选条件", 9, "阈值", 2), ("评分构成", 4, "权重", "30%"), ("评分构成", 5, "权重", "40%"))
    line = read_back(at(tmp_path, changed)).lines[3]
    assert "22 个班组中选 8 个；得分=30%评委打分+40%监督检查+30%满意度测评" in line
    assert line.endswith("一票否决：属实的事故投诉满 2 件；荣誉奖项，没有奖金")


SEATS = {
    "按单位数比例": (dict(名额方式="按单位数比例", 名额="20%"), "22 个班组中选 20%"),
    "按单位数比例，每科室": (dict(名额方式="按单位数比例", 名额="1:4", 名额范围="每科室"), "每个科室按本科室班组数的 25% 选"),
    "每科室": (dict(名额范围="每科室", 名额=1), "每个科室选 1 个"),
    "分科室": (dict(名额方式="分科室", 名额=None), "每个科室选几个见“名额分配”"),
}


@pytest.mark.parametrize("name", SEATS)
def test_seats_of_every_kind(name: str, tmp_path: Path) -> None:
    changes, words = SEATS[name]
    edits = [("奖项", 2, column, value) for column, value in changes.items()]
    edits += new_row("名额分配", 1, 奖项="优秀班组", 科室="卫生所", 名额=1) if name == "分科室" else []
    assert f"优秀班组：{words}；" in read_back(at(tmp_path, edited(*edits))).lines[3]


def test_levels_are_counted_in_their_own_words() -> None:
    made = rules(department_award(), team_award(), person_award(), post_award(), units={"甲科": ("电工组", "木工组")})
    said = [award_sentence(award, made).partition("；")[0] for award in made.awards]
    assert said == ["优秀组织奖：1 个科室中选 1 个", "优秀班组：2 个班组中选 1 个",
                    "优秀个人：每个科室按员工人数的 10% 选", "优质服务示范岗：推荐的岗位中选 1 个"]


def test_tiers_and_bounds_are_said() -> None:
    made = rules(team_award(3, name="一等奖", group="评优", most_each=2, fewest_each=1), team_award(name="二等奖", group="评优"))
    first, second = (award_sentence(award, made) for award in made.awards)
    assert "；每科室至多 2 个、每科室至少 1 个；奖项组“评优”最高的等次，推荐到它就参加全部等次；" in first
    assert "；奖项组“评优”的第 2 等，已获更高等次的不参加；" in second
    assert "奖项组" not in award_sentence(team_award(), made)


def test_persons_by_score_are_chosen_among_all() -> None:
    made = rules(person_award(3, QuotaKind.FIXED, scope=QuotaScope.ALL, components=components({"工作特色和工作成绩": 100})))
    assert award_sentence(made.awards[0], made).startswith("优秀个人：推荐的人中选 3 人；得分=100%评委打分；同分依次比 ")


def test_whose_inspections_and_survey_count_for_a_person_or_post_is_said() -> None:
    """They are the team's, as nobody inspects or asks about a person alone; of a team and of reviewers' points nothing is added."""
    surveyed = {"工作特色和工作成绩": 60, "满意度测评": 40}
    post, team, reviewed = (award_sentence(award, rules(award)) for award in (post_award(1, surveyed), team_award(1, surveyed), post_award()))
    assert "得分=60%评委打分+40%满意度测评；监督检查、满意度测评取所在班组的得分；同分" in post
    assert "所在班组" not in team + reviewed


TRIED = ("试算 6 组，全部与期望相符：", "  例1 同分看满意度：4 个候选，相符")


def test_the_trials_are_tried(tmp_path: Path) -> None:
    report = read_back(at(tmp_path, edited()))
    assert (report.exit_code, report.lines[9:11], len(report.lines)) == (0, TRIED, 16)


def test_who_differs_is_named_with_the_reason(tmp_path: Path) -> None:
    report = read_back(at(tmp_path, edited(("试算", 3, "期望状态", "获奖"))))
    assert report.exit_code == 1
    assert report.lines[9:12] == (
        "试算 6 组，5 组与期望相符，其余请核对：", "  例1 同分看满意度：4 个候选，1 个与期望不同",
        "    三组（优秀班组）期望获奖、第 3 名、综合得分 88.50，算出来是未获奖、第 3 名、综合得分 88.50，因为综合得分 88.50，第 3 名，名额 2 个，未进入"
        f"（评选规则.xlsx!{address('试算', 3, '期望状态')}）")


def test_what_cannot_be_tried_is_said_with_the_rules(tmp_path: Path) -> None:
    report = read_back(at(tmp_path, edited(("试算", 3, "期望状态", "落选"))))
    assert (report.exit_code, report.lines[9:11]) == (
        1, ("试算 6 组，5 组与期望相符，其余请核对：", "  例1 同分看满意度：没有试算，先改正下面提示里指出的格"))
    assert [found.code for found in report.findings] == ["unknown-choice"]


def test_rules_without_trials_say_nothing_of_them(tmp_path: Path) -> None:
    report = read_back(at(tmp_path, rules_bytes()))
    assert (report.exit_code, len(report.lines)) == (0, 9)


def test_the_trials_of_last_year_go_on(tmp_path: Path) -> None:
    """Its invented incident is a year later, so that it lies within the period as before."""
    new = Workspace(tmp_path / "new")
    next_year(new, at(tmp_path / "old", edited()))
    dates = {"宣传开始": "2018-11-20", "方案截止": "2018-11-24", "实施开始": "2018-11-25", "实施结束": "2018-12-25", "材料截止": "2018-12-30 17:00"}
    sheet = opened(new.rules.read_bytes())["活动信息"]
    new.rules.write_bytes(typed_in(new.rules.read_bytes(), {("活动信息", cell_beside(sheet, name)): day for name, day in dates.items()}))
    report = read_back(new)
    assert (report.exit_code, report.lines[9]) == (0, "试算 6 组，全部与期望相符：")


def test_faults_are_listed_instead(tmp_path: Path) -> None:
    report = read_back(at(tmp_path, edited(("评分构成", 1, "权重", "50%"))))
    assert (report.exit_code, report.lines) == (2, ())
    assert [found.code for found in report.findings if found.blocks] == ["rule-weights"]
    assert read_back(Workspace(tmp_path / "nothing")).exit_code == 2


def test_the_command_tells_it(tmp_path: Path) -> None:
    at(tmp_path, edited())
    result = call("rules", str(tmp_path))
    assert result.exit_code == 0
    assert TEAM in result.stdout


def test_init_says_the_next_step(tmp_path: Path) -> None:
    said = call("init", str(tmp_path / "评优")).stdout
    assert said.index("改成本次的规则") < said.index("fuwuyue rules") < said.index("fuwuyue templates") < said.index("表发下去") < said.index("fuwuyue run")


def test_next_year_starts_from_last_years_rules_with_the_dates_open(tmp_path: Path) -> None:
    old = at(tmp_path / "old", hospital_rulebook(资格排除=[(None, "内科", None, None, "上年已获奖", None)]))
    new = Workspace(tmp_path / "new")
    report = next_year(new, old)
    assert (report.exit_code, report.written) == (0, (new.rules,))
    rules, findings = read_rules(new.rules.read_bytes())
    assert rules is None
    assert {(found.code, found.place.sheet) for found in findings if found.blocks} == {("required-empty", "活动信息")}
    assert len([found for found in findings if found.blocks]) == 5
    assert not new.templates.exists()


def test_with_the_dates_filled_in_nothing_else_has_changed(tmp_path: Path) -> None:
    old = at(tmp_path / "old", rules_bytes(口径设置=with_policy(得分小数位=3)))
    new = Workspace(tmp_path / "new")
    next_year(new, old)
    dates = {"宣传开始": "2018-11-20", "方案截止": "2018-11-24", "实施开始": "2018-11-25", "实施结束": "2018-12-25", "材料截止": "2018-12-30 17:00"}
    sheet = opened(new.rules.read_bytes())["活动信息"]
    filled = typed_in(new.rules.read_bytes(), {("活动信息", cell_beside(sheet, name)): day for name, day in dates.items()})
    made, findings = read_rules(filled)
    before, _ = read_rules(old.rules.read_bytes())
    assert made is not None, findings
    assert before is not None
    assert [found.code for found in findings] == []
    assert (made.campaign.year, made.campaign.name, made.own.basis) == (2018, "2018年度后勤优质服务月", "2018年度后勤优质服务月的评选办法")
    assert (str(made.policies.veto_first), str(made.policies.veto_last)) == ("2018-11-20", "2018-12-30")
    assert made.policies.decimals == 3
    for part in ("departments", "teams", "awards", "checklists", "questions", "series", "expected"):
        assert getattr(made, part) == getattr(before, part), part


@pytest.mark.parametrize(("book", "identities"), [
    (lambda: without_sheet("测评身份"), ["学生", "教师", "职工", "其他"]), (lambda: rules_bytes(测评身份=[]), []),
], ids=["gone", "empty"])
def test_what_respondents_may_be_is_taken_over_as_it_was_meant(tmp_path: Path, book: Callable[[], bytes], identities: list[str]) -> None:
    new = Workspace(tmp_path / "new")
    next_year(new, at(tmp_path / "old", book()))
    sheet = opened(new.rules.read_bytes())["测评身份"]
    assert [cell.value for (cell, *_) in sheet.iter_rows(min_row=HEADER_ROW + 1) if cell.value] == identities


def test_a_period_of_its_own_is_left_open(tmp_path: Path) -> None:
    old = at(tmp_path / "old", rules_bytes(口径设置=with_policy(事故认定期间="2017-11-25 至 2017-12-25")))
    new = Workspace(tmp_path / "new")
    next_year(new, old)
    findings = read_rules(new.rules.read_bytes())[1]
    assert ("required-empty", "口径设置") in {(found.code, found.place.sheet) for found in findings}


def test_rules_that_cannot_be_used_are_not_taken_over(tmp_path: Path) -> None:
    old, new = at(tmp_path / "old", edited(("评分构成", 1, "权重", "50%"))), Workspace(tmp_path / "new")
    assert next_year(new, old).exit_code == 2
    assert not new.root.exists()
    assert next_year(new, Workspace(tmp_path / "nobody")).findings[0].code == "not-a-folder"
    good = at(tmp_path / "good", edited())
    init_workspace(new)
    before = new.rules.read_bytes()
    assert next_year(new, good).findings[0].code == "workspace-exists"
    assert new.rules.read_bytes() == before
