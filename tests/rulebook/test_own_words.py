"""The campaign's own words: what each sheet and item comes to, that all may be left out, and each fault at its cell."""

from __future__ import annotations

import pytest

from fuwuyue_xlsx.messages.findings import Place
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.own_words import OwnWords
from fuwuyue_xlsx.schema.rules_workbook import IDENTITIES, READINGS, RULES_FILE
from tests.support.edited_rulebooks import address, edited, errors, new_row, rulebook_2017, rules_after, without_sheet
from tests.support.filled_books import rules_of
from tests.support.hospital_campaign import WORDS, hospital_rulebook

# wrong edits · the code · sheet, row and column of the finding · right edits beside it
FAULTS = {
    "an identity twice": (new_row(IDENTITIES, 5, 身份="学 生"), "rule-twice", (IDENTITIES, 5, "身份"), new_row(IDENTITIES, 5, 身份="家长")),
    "several in one cell": (new_row(IDENTITIES, 5, 身份="家长；校友"), "rule-several-identities", (IDENTITIES, 5, "身份"),
                            new_row(IDENTITIES, 5, 身份="校友、家长")),
    "an identity too long": (new_row(IDENTITIES, 5, 身份="长" * 13), "rule-name-too-long", (IDENTITIES, 5, "身份"), new_row(IDENTITIES, 5, 身份="长" * 12)),
    "two examples of one line": ([("检查标准", 1, "示例", "厨师"), ("检查标准", 2, "示例", "面点师")], "rule-twice", ("检查标准", 2, "示例"),
                                 [("检查标准", 2, "示例", "面点师")]),
    "a word too long": ([("活动信息", 10, "内容", "师生" * 7)], "rule-name-too-long", ("活动信息", 10, "内容"), [("活动信息", 10, "内容", "师生" * 6)]),
    "a document too long": ([("活动信息", 14, "内容", "办法" * 51)], "rule-name-too-long", ("活动信息", 14, "内容"), [("活动信息", 14, "内容", "办法" * 50)]),
    "a reading without a rule": (new_row(READINGS, 5, 口径="“成效显著”"), "required-empty", (READINGS, 5, "做法"),
                               new_row(READINGS, 5, 口径="“成效显著”", 做法="看打分")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_cell_and_the_right_change_left_alone(name: str) -> None:
    wrong, code, where, right = FAULTS[name]
    rules, findings = read_rules(edited(*wrong))
    assert (rules, errors(findings)) == (None, [(code, address(*where))])
    rules, findings = read_rules(edited(*right))
    assert rules is not None
    assert errors(findings) == []


def test_what_the_sheets_say() -> None:
    rules, findings = read_rules(hospital_rulebook())
    assert rules is not None, findings
    own = rules.own
    assert [own.served, own.everyone, own.deputy, own.head, own.basis] == [word for _, word in WORDS]
    assert own.identities == ("患者", "家属")
    assert own.examples == {"护理": "责任护士"}
    assert own.readings == (("“成效显著”", "由评委打分体现", "方案第五条"),)
    assert set(own.explanations.values()) == {"方案未写"}
    assert own.example_of(("导诊",)) == own.example_of(("护理",)) == "责任护士"


def test_everything_may_be_left_out() -> None:
    for data in (hospital_rulebook(own_words=False), without_sheet(IDENTITIES), without_sheet(READINGS)):
        rules, findings = read_rules(data)
        assert rules is not None, findings
        assert {found.code for found in findings} <= {"hidden-rows"}
    rules, _ = read_rules(hospital_rulebook(own_words=False))
    assert rules is not None
    assert rules.own == OwnWords()
    assert rules.own.rests_on("先锋评选") == "先锋评选的评选办法"
    assert rules.own.survey == "满意度测评"


def test_without_the_sheet_respondents_are_what_they_were_before_there_was_one() -> None:
    """An empty sheet leaves it open; a workbook that has none was written when four were fixed."""
    without, _ = read_rules(without_sheet(IDENTITIES))
    assert without is not None
    assert without.own.identities == ("学生", "教师", "职工", "其他")
    assert rules_of(测评身份=[]).own.identities == ()
    assert rules_of(测评身份=[("患者",)]).own.identities == ("患者",)


def test_a_row_of_policies_that_holds_only_what_was_once_locked_is_no_row() -> None:
    rules, findings = read_rules(edited(("口径设置", 1, "口径", None), ("口径设置", 1, "取值", None)))
    assert rules is not None, findings
    assert [found.code for found in findings] == ["rule-policy-missing"]
    assert errors(read_rules(edited(("口径设置", 1, "取值", None)))[1]) == [("required-empty", address("口径设置", 1, "取值"))]


def test_a_policy_that_is_not_listed_is_the_campaigns_own() -> None:
    rows = [("得分小数位", "2", None, None)]
    rules, findings = read_rules(hospital_rulebook(口径设置=rows))
    assert rules is not None
    told = {found.details["policy"]: found.details["value"] for found in findings if found.code == "rule-policy-missing"}
    assert told["事故认定期间"] == "2031-03-01 至 2031-04-30"
    assert told["同分顺序"] == "满意度测评 > 监督检查"
    assert (str(rules.policies.veto_first), str(rules.policies.veto_last)) == ("2031-03-01", "2031-04-30")


def test_a_date_that_cannot_be_read_is_asked_for_with_one_of_the_own_year() -> None:
    items = [(name, "某日" if name == "实施开始" else value) for name, value in [("年度", 2031), *_dates()]]
    _, findings = read_rules(hospital_rulebook(活动信息=items))
    (found,) = [found for found in findings if found.blocks]
    assert found.details["sample"] == "2031-11-25"


def _dates() -> list[tuple[str, object]]:
    return [(row[0], row[1]) for row in
            (("活动名称", "先锋评选"), ("单位名称", "某某医院"), ("主办部门", "护理部"), ("宣传开始", "2031-03-01"), ("方案截止", "2031-03-05"),
             ("实施开始", "2031-03-06"), ("实施结束", "2031-04-20"), ("材料截止", "2031-04-30 12:00"))]


def test_headings_of_before_are_the_templates_own() -> None:
    """A workbook that carries the clauses of 2017 in its headings is still read without a word about them."""
    assert read_rules(edited())[1] == read_rules(rulebook_2017())[1]
    assert rules_after(("班组划分", -2, "科室", "班组划分（附 2）")).departments
    assert "content-unused" not in {found.code for found in read_rules(edited(("班组划分", -2, "科室", "班组划分（附 2）")))[1]}
    assert "content-unused" in {found.code for found in read_rules(edited(("班组划分", -2, "科室", "班组划分（附 3）")))[1]}


@pytest.mark.parametrize(("gone", "told"), [(("业务类型", "序号", "检查项目", "满分"), ("content-unused", "示例")), (("满分",), ("required-empty", "满分"))])
def test_an_example_left_without_its_line_is_told_and_half_a_line_refused(gone: tuple[str, ...], told: tuple[str, str]) -> None:
    last = len(rows_2017()["检查标准"])
    rules, findings = read_rules(edited(*(("检查标准", last, title, None) for title in gone), ("检查标准", last, "示例", "厨师")))
    code, title = told
    assert [(one.code, one.place) for one in findings] == [(code, Place(RULES_FILE, "检查标准", address("检查标准", last, title).split("!")[1]))]
    assert (rules is None) == (code == "required-empty")
