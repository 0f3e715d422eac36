"""Who answers, where a part of a score counts some identities alone: from our own book and from exports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.evaluate.figures import figures_of
from fuwuyue_xlsx.evaluate.sums import sums_of
from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.edits import edited
from tests.support.altered_books import office_file
from tests.support.filled_books import SMALL, intake_of, rules_of, with_policy
from tests.support.raw_workbooks import book_bytes

ONE, TWO = "态度好不好", "质量好不好"
TEAM = ("甲科", "电工组")
UNCOUNTED = "survey-identities-uncounted"
MAPPING = [("科室", None, None, "科室"), ("班组", None, None, "班组"), ("您是", None, None, "身份"), ("态度", None, None, ONE), ("质量", None, None, TWO)]
PARTS = [*rows_2017()["评分构成"][:-1], (*rows_2017()["评分构成"][-1], "学生")]


def rules(*, apart: bool = True) -> Rules:
    changes: dict[str, list[Any]] = {"评分构成": PARTS} if apart else {}
    return rules_of(**SMALL, **changes, 问卷对照=MAPPING, 口径设置=with_policy(无效问卷上限="100%"))


def own(root: Path, used: Rules, *identities: str | None) -> Intake:
    rows = [{"身份": identity, "科室": TEAM[0], "班组": TEAM[1], ONE: grade, TWO: "一般"} for identity, grade in zip(identities, GIVEN, strict=False)]
    return intake_of(root, used, {"测评.xlsx": office_file(used, "survey", {"测评结果": rows})})


def export(root: Path, used: Rules, *identities: str | None) -> Intake:
    rows = [["序号", *(title for title, *_ in MAPPING)], *([number, *TEAM, identity, grade, "一般"]
            for number, (identity, grade) in enumerate(zip(identities, GIVEN, strict=False), 1))]
    return intake_of(root, used, {"导出.xlsx": book_bytes({"答卷": rows})})


GIVEN = ("很满意", "满意", "不满意", "很不满意")


def student_figure(used: Rules, intake: Intake) -> str:
    return str(figures_of(used.policies, sums_of(intake.tables), identities=used.survey_scopes).survey(*TEAM, ("学生",)).value)


@pytest.mark.parametrize("read", [own, export])
def test_only_the_answers_of_the_identity_count(tmp_path: Path, read: Any) -> None:
    used = rules()
    intake = read(tmp_path, used, "学生", "教师", "学生", None)
    assert student_figure(used, intake) == "65.00"  # (100 + 60 + 40 + 60) ÷ 4
    assert [code for code in (p.code for p in intake.findings) if code == UNCOUNTED] == []
    by = intake.tables.responses.groupby("identity")["count"].sum().to_dict()
    assert by == {"学生": 2, "教师": 1}
    assert intake.tables.responses["count"].sum() == 4


@pytest.mark.parametrize("read", [own, export])
def test_an_identity_that_the_rules_do_not_have_is_an_error_with_its_cells(tmp_path: Path, read: Any) -> None:
    """It may be meant for one that counts; 其他 is one of the rules' own, and may stand there."""
    used = rules()
    intake = read(tmp_path, used, "学生", "本科生", "其他", "学生")
    told = [(p.severity.value, p.details["count"], p.details["words"]) for p in intake.findings if p.code == UNCOUNTED]
    assert told == [("error", 1, "“本科生”1 处")]
    assert student_figure(used, intake) == "60.00"  # (100 + 60 + 20 + 60) ÷ 4


@pytest.mark.parametrize("read", [own, export])
def test_where_nobody_is_told_apart_nothing_has_changed(tmp_path: Path, read: Any) -> None:
    intake = read(tmp_path, rules(apart=False), "学生", "本科生", "其他", None)
    assert UNCOUNTED not in {p.code for p in intake.findings}
    assert intake.tables.responses["identity"].isna().all()
    assert len(intake.tables.responses) == 1


UNNAMED = "answers-without-identity"


@pytest.mark.parametrize("read", [own, export])
def test_answers_of_nobody_known_are_told_and_tried_as_each_identity_that_counts(tmp_path: Path, read: Any) -> None:
    used = rules()
    intake = read(tmp_path, used, None, "教师", "学生", None)
    (doubt,) = (one for one in intake.doubts if one.findings[0].code == UNNAMED)
    assert [(one.details["count"], one in intake.findings) for one in doubt.findings] == [(2, True)]
    assert student_figure(used, intake) == "50.00"  # (40 + 60) ÷ 2
    (way,) = doubt.readings
    tried = sums_of(edited(intake.tables, way))
    # (100 + 60 + 40 + 60 + 20 + 60) ÷ 6
    assert str(figures_of(used.policies, tried, identities=used.survey_scopes).survey(*TEAM, ("学生",)).value) == "56.67"


@pytest.mark.parametrize("apart, identities", [(True, ("学生", "教师", "其他", "学生")), (False, (None, None, "学生", None))])
def test_where_everybody_says_who_or_nobody_is_told_apart_nothing_is_tried(tmp_path: Path, apart: bool, identities: Any) -> None:
    intake = export(tmp_path, rules(apart=apart), *identities)
    assert UNNAMED not in {one.code for one in intake.findings}
    assert [doubt for doubt in intake.doubts if doubt.findings[0].code == UNNAMED] == []
