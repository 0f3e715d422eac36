"""A book on last year's template: not used, and asked about where using it would give other winners."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

import pytest

from fuwuyue_xlsx.evaluate.doubts import WeighedDoubt
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.messages import Severity
from fuwuyue_xlsx.outcome import Outcome
from tests.support.altered_books import of_year
from tests.support.filled_books import filled, template
from tests.support.random_workspaces import (
    LATER,
    SAVED,
    TEAMS,
    Campaign,
    Files,
    campaign,
    decided,
    department_file,
    register_file,
    review_file,
    rules,
    survey_file,
    visit_file,
)
from tests.support.repetition import every

CODE = "file-other-year"
OLD = "其他/去年的模板.xlsx"
SEED = 3


@pytest.fixture(scope="module")
def made() -> Campaign:
    return campaign(Random(SEED))


def winners(outcome: Outcome) -> list[str]:
    return [name for name in selection_of(outcome.evaluation).winners if "优秀班组" in name]


def the_doubts(outcome: Outcome) -> list[WeighedDoubt]:
    return [doubt for doubt in outcome.doubts if doubt.findings[0].code == CODE]


def first_winner(made: Campaign, root: Path) -> tuple[str, str]:
    """The department and the team of a winner."""
    outcome = decided(root, made.files())
    assert outcome.final
    name = winners(outcome)[0]
    return next((department, team) for department, teams in TEAMS.items() for team in teams if team in name)


def in_old_templates(made: Campaign, department: str, team: str) -> dict[str, bytes]:
    """For each kind of book one that would take the team's prize, or a person's."""
    place = [name for teams in TEAMS.values() for name in teams].index(team)
    zero = {key: tuple(0 if n == place else one for n, one in enumerate(points)) if key[0] == "优秀班组" else points
            for key, points in made.reviews["评委甲"].items()}
    bad = tuple({"身份": "学生", "科室": department, "班组": team, "态度好不好": "不满意", "质量好不好": grade}
                for grade in ("不满意", "一般", "满意") for _ in range(9))
    case = {"编号": "SG-90", "发生日期": dt.date(2017, 12, 3), "科室": department, "班组": team, "类型": "安全事故", "情况简述": "梯子没有人扶",
            "调查结论": "属实"}
    out = {"奖项": "优秀班组", "科室": department, "班组": team, "理由": "弃权", "裁定人": "钱处", "裁定日期": dt.date(2018, 1, 2)}
    return {
        "review": review_file("评委甲", zero, LATER),
        "inspection": visit_file("郑十", dt.date(2017, 12, 10), {(department, team): (0, 0)}),
        "survey": survey_file(bad),
        "incidents": register_file((case,)),
        "department": department_file("甲科", ("周七七", "吴八八", "郑九九"), LATER),
        "decisions": filled(template(rules(), "decisions"), {"取消资格": [out]}),
    }


@pytest.mark.parametrize("kind", every(2, ["review", "inspection", "department", "survey", "incidents", "decisions"]))
def test_one_that_would_change_who_wins_stands_beside_the_result(kind: str, made: Campaign, tmp_path: Path) -> None:
    data = in_old_templates(made, *first_winner(made, tmp_path / "a"))[kind]
    outcome = decided(tmp_path / "b", {**made.files(), OLD: of_year(data, 2016)})
    (doubt,) = the_doubts(outcome)
    assert doubt.holds and doubt.findings[0].place.file == f"收件箱/{OLD}" and "不再获奖" in doubt.otherwise
    assert not outcome.final and outcome.open[0].startswith("可能影响结果的提示 1 条")
    used = decided(tmp_path / "c", {**made.files(), OLD: data})
    assert selection_of(used.evaluation).winners != selection_of(outcome.evaluation).winners


def archive(made: Campaign) -> Files:
    """The campaign's own books on last year's templates: what a newer book says as well, and what nobody filled in."""
    return {
        "去年/科室.xlsx": department_file("甲科", ("周七七", "吴八八", "郑九九"), "2016-12-20T08:00:00Z"),
        "去年/评委.xlsx": review_file("评委甲", {key: tuple(0 for _ in points) for key, points in made.reviews["评委甲"].items()}, "2016-12-20T08:00:00Z"),
        "去年/登记表.xlsx": register_file(({"编号": "SG-90", "发生日期": dt.date(2016, 10, 3), "科室": "甲科", "班组": "一组", "类型": "安全事故",
                                        "情况简述": "梯子没有人扶", "调查结论": "属实"},)),
        "去年/空白.xlsx": template(rules(), "survey"),
        "去年/别的评委.xlsx": review_file("不在名单的人", made.reviews["评委甲"], SAVED),
    }


def test_what_would_change_nothing_holds_nothing_up(made: Campaign, tmp_path: Path) -> None:
    """Books of last year that this year's replace, whose incidents lie outside the period, that are blank, or of nobody on the list."""
    alone = decided(tmp_path / "a", made.files())
    outcome = decided(tmp_path / "b", {**made.files(), **{name: of_year(data, 2016) for name, data in archive(made).items()}})
    assert outcome.final and selection_of(outcome.evaluation).winners == selection_of(alone.evaluation).winners
    told = {found.place.file for found in outcome.findings if found.code == CODE and found.severity is Severity.WARNING}
    assert len(told) == len(archive(made)) and not [doubt for doubt in the_doubts(outcome) if doubt.matters]


def test_it_is_owed_as_well(made: Campaign, tmp_path: Path) -> None:
    """A reviewer who has filled in last year's template alone owes the book."""
    files = made.files()
    files["评委/评委甲.xlsx"] = of_year(files["评委/评委甲.xlsx"], 2016)
    outcome = decided(tmp_path, files)
    assert [(owed.kind.value, owed.who) for owed in outcome.evaluation.ledger.owed] == [("review", "评委甲")]
    assert [found.place.file for found in outcome.findings if found.code == CODE] == ["收件箱/评委/评委甲.xlsx"]


def test_last_years_folder_is_one_doubt(made: Campaign, tmp_path: Path) -> None:
    """More than a few books of one kind are weighed together, and confirmed each."""
    who = first_winner(made, tmp_path / "a")
    books = {f"去年/{number}.xlsx": visit_file("郑十", dt.date(2017, 12, number), {who: (0, number % 3)}) for number in range(2, 12)}
    outcome = decided(tmp_path / "b", {**made.files(), **{name: of_year(data, 2016) for name, data in books.items()}})
    (doubt,) = the_doubts(outcome)
    assert doubt.holds and len(doubt.findings) == len(books)
