"""What the office prints: the notice, the pay-out list, the certificates, each department's feedback."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.forms.certificates import COLUMNS, NOT_YET, REMARK, certificates_workbook, fitting
from fuwuyue_xlsx.forms.disclosure import cut_line
from fuwuyue_xlsx.forms.feedback import feedback_files, feedback_workbook
from fuwuyue_xlsx.forms.makers import MAKERS
from fuwuyue_xlsx.forms.notice import notice_workbook
from fuwuyue_xlsx.forms.payout import payout_workbook
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.outputs import WRITTEN
from fuwuyue_xlsx.pipeline import read_and_decide
from fuwuyue_xlsx.rules.campaign import PublicNotice
from fuwuyue_xlsx.rules.model import Award
from fuwuyue_xlsx.workspace import Workspace
from tests.support import small_campaigns as c
from tests.support import workspaces
from tests.support.evaluation_inputs import decided_example
from tests.support.libreoffice import convert
from tests.support.workspaces import department_missing, everything_in, workspace


@cache
def opened(data: bytes, *, values: bool = True) -> Workbook:
    return load_workbook(io.BytesIO(data), data_only=values)


def texts(book: Workbook) -> list[str]:
    return [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]


def said(book: Workbook) -> str:
    return "\n".join(texts(book))


def winners(outcome: Outcome) -> list[tuple[Award, str, str]]:
    return [(result.award, s.candidate.name, s.candidate.department) for result in outcome.evaluation.awards
            for s in result.standings if s.status is Status.WINNER]


def outcome_of(rules: object, *facts: object, final: bool = True) -> Outcome:
    """An outcome from facts alone, without a file."""
    decided = c.decide(rules, *facts)
    used, tables = c.with_grades(rules, facts), c.tables_of(rules, *facts)
    return Outcome(used, tables, decided.evaluation, (), tuple(decided.evaluation.findings), tuple(rules.departments),
                   () if final else ("还有一件事",), (), facts_of(used, tables))


# the command


def call(*words: object) -> Result:
    result = CliRunner().invoke(main, ["forms", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_forms_of_a_final_result(tmp_path: Path) -> None:
    root = workspace(tmp_path / "月")
    inbox = everything_in(root / "收件箱")
    result = call(root)
    assert (result.exit_code, result.stderr) == (0, "")
    written = {path.relative_to(root / "结果").as_posix() for path in (root / "结果").rglob("*") if path.is_file()}
    assert written == {*(name for name, _ in MAKERS), "打印用.xlsx", "反馈/甲科.xlsx", "反馈/乙科.xlsx", f"历史/{WRITTEN}"}
    assert all(name.rpartition("/")[2] in result.stdout for name in written - {f"历史/{WRITTEN}"})
    assert everything_in(root / "收件箱") == inbox


def test_forms_again_are_the_same_bytes(tmp_path: Path) -> None:
    root = workspace(tmp_path / "月")
    call(root)
    before = {name: data for name, (data, _) in everything_in(root / "结果").items()}
    call(root)
    assert {name: data for name, (data, _) in everything_in(root / "结果").items()} == before


def test_forms_of_a_preliminary_result_are_marked(tmp_path: Path) -> None:
    root = workspace(tmp_path / "月", department_missing())
    result = call(root)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    for path in (root / "结果").rglob("*.xlsx"):
        assert ("初步结果" in said(load_workbook(path))) is ("推荐表" not in path.name), path


def test_no_forms_without_rules_or_into_the_inbox(tmp_path: Path) -> None:
    assert call(tmp_path).exit_code == 2
    root = workspace(tmp_path / "月")
    before = everything_in(root)
    result = call(root, "--output", root / "收件箱" / "结果")
    assert (result.exit_code, result.stdout, everything_in(root), "在收件箱里面" in result.stderr) == (2, "", before, True)


def test_an_inbox_where_feedback_would_land_is_refused(tmp_path: Path) -> None:
    root = workspace(tmp_path / "月")
    (root / "结果").mkdir()
    (root / "收件箱").rename(root / "结果" / "反馈")
    assert call(root, "--inbox", root / "结果" / "反馈").exit_code == 2


def test_forms_that_cannot_be_written(tmp_path: Path) -> None:
    root = workspace(tmp_path / "月")
    (root / "结果").write_text("占着")
    result = call(root)
    assert (result.exit_code, "写不进" in result.stderr) == (2, True)


# every form


@pytest.mark.parametrize("name, make", MAKERS, ids=[name for name, _ in MAKERS])
def test_every_sheet_is_a4(name: str, make: object) -> None:
    for sheet in opened(make(decided_example())).worksheets:
        assert sheet.page_setup.paperSize == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage, (name, sheet.title)


@pytest.mark.parametrize("name, make", MAKERS, ids=[name for name, _ in MAKERS])
def test_a_form_without_winners(name: str, make: object) -> None:
    assert opened(make(outcome_of(c.rules(c.team_award())))).worksheets


# the notice


def test_the_notice_names_every_winner_and_nobody_else_and_no_score() -> None:
    outcome = decided_example()
    book = opened(notice_workbook(outcome))
    listed = texts(book)
    expected = winners(outcome)
    assert len(expected) > 30 and all(name in listed for _, name, _ in expected)
    losers = {s.candidate.name for r in outcome.evaluation.awards for s in r.standings if s.status is not Status.WINNER}
    losers -= {name for _, name, _ in expected} | set(outcome.rules.departments)
    assert losers and not losers & set(listed)
    scores = {str(s.score) for r in outcome.evaluation.awards for s in r.standings if s.score is not None}
    assert scores and not [text for text in listed if text in scores]
    assert "初步结果" not in said(book)


def test_the_notice_takes_days_and_contact_from_the_rules_or_leaves_blanks() -> None:
    outcome = decided_example()
    assert "____年__月__日至____年__月__日" in said(opened(notice_workbook(outcome)))
    notice = PublicNotice(workspaces.rules().campaign.kickoff, workspaces.rules().campaign.end, "张三", "0771-1234567")
    rules = replace(outcome.rules, campaign=replace(outcome.rules.campaign, notice=notice))
    text = said(opened(notice_workbook(replace(outcome, rules=rules))))
    assert "公示时间：2017年11月20日至2017年12月25日" in text and "联系人：张三　联系电话：0771-1234567" in text and "____" not in text


def test_a_preliminary_notice_is_marked_on_every_page() -> None:
    book = opened(notice_workbook(decided_example("2017-problems")))
    assert "初步结果，不得公示" in texts(book)
    assert all("初步结果，不得公示" in sheet.oddHeader.center.text for sheet in book.worksheets)
    assert "（尚未确定）" in said(book) and "空缺" not in said(book)


# the pay-out list


def test_the_pay_out_list_pays_every_winner_once_and_adds_up() -> None:
    outcome = decided_example()
    sheet = opened(payout_workbook(outcome)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    paid = sorted((row[1], row[2].removesuffix("（集体）"), row[3], row[4]) for row in rows)
    assert paid == sorted((department, name, award.name, award.prize) for award, name, department in winners(outcome))
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    by_words = {str(row[0]): row[4] for row in sheet.iter_rows(values_only=True) if row[0] is not None}
    prizes = outcome.evaluation.prizes
    for department, yuan in prizes.by_department.items():
        assert [value for words, value in by_words.items() if words.startswith(f"{department} 小计")] == [yuan]
    assert [value for words, value in by_words.items() if words.startswith("合计（") and value] == [prizes.confirmed]


def test_the_sums_are_live_formulas() -> None:
    sheet = opened(payout_workbook(decided_example()), values=False).active
    formulas = {str(row[0].value): str(row[4].value) for row in sheet.iter_rows() if str(row[4].value).startswith("=")}
    assert len(formulas) == 5 and all(formula.startswith(("=SUM(E", "=SUMIF(A")) for formula in formulas.values())
    capital = next(row for row in sheet.iter_rows() if row[0].value == "合计（大写）")[2]
    assert str(capital.value).startswith("=IF(E") and "DBNum" not in capital.value + capital.number_format


def test_the_pay_out_list_has_room_to_sign() -> None:
    listed = texts(opened(payout_workbook(decided_example())))
    assert {"领款人签名", "制表：", "审核：", "领导签字："} <= set(listed)


def test_an_award_without_money_is_not_paid() -> None:
    rules = c.rules(replace(c.team_award(), prize=0))
    book = opened(payout_workbook(outcome_of(rules, *c.team("电工组", 90))))
    assert "电工组（集体）" not in texts(book)


# certificates


def test_the_list_for_mail_merge_has_one_row_a_winner_under_its_header() -> None:
    outcome = decided_example()
    sheet = opened(certificates_workbook(outcome))["名单"]
    header, *rows = sheet.iter_rows(values_only=True)
    assert header == COLUMNS
    assert sorted((row[2], row[0], row[1]) for row in rows) == sorted((a.name, name, department) for a, name, department in winners(outcome))
    assert {row[3] for row in rows} == {"2017"} and {row[4] for row in rows} == {"某某学院后勤管理处"}


def test_of_a_preliminary_result_each_row_says_so_and_no_row_is_anything_else() -> None:
    """Mail merge prints a certificate for every row below the header."""
    outcome = decided_example("2017-problems")
    header, *rows = opened(certificates_workbook(outcome))["名单"].iter_rows(values_only=True)
    assert header == (*COLUMNS, REMARK) and {row[-1] for row in rows} == {NOT_YET}
    assert sorted((row[2], row[0], row[1]) for row in rows) == sorted((a.name, name, department) for a, name, department in winners(outcome))


def test_a_certificate_a_winner_each_on_a_page_of_its_own() -> None:
    outcome = decided_example()
    book = opened(certificates_workbook(outcome))
    assert len(book.worksheets) == len(winners(outcome)) + 1
    for sheet, (name, _, award, *_) in zip(book.worksheets[1:], list(book["名单"].iter_rows(values_only=True))[1:], strict=True):
        text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
        assert name in text and award in text and "奖　状" in text
        setup = sheet.page_setup
        assert setup.orientation == "landscape" and setup.fitToWidth in (None, 1) and setup.fitToHeight in (None, 1)


def test_namesakes_have_a_certificate_each() -> None:
    people = [*c.person("张三", 1), *c.person("张三", 1, department="乙科", team="医生组")]
    rules = c.rules(c.person_award(quota=1, kind=c.QuotaKind.FIXED))
    book = opened(certificates_workbook(outcome_of(rules, *people)))
    assert len(book.worksheets) == 3 and len(set(book.sheetnames)) == 3


@pytest.mark.parametrize("text, size", [("张三 同志：", 30), ("北校区道路清扫与厕所保洁组、二次保洁（物业管理科）：", 23), ("长" * 200, 12)])
def test_text_is_made_to_fit(text: str, size: int) -> None:
    assert fitting(text, 30) == size


# feedback


@pytest.mark.parametrize("name", ["2017", "2017-problems"])
def test_feedback_names_no_other_department_candidate_or_reviewer(name: str) -> None:
    outcome = decided_example(name)
    reviewers = {row["reviewer"] for row in outcome.tables.reviews.to_dict("records")}
    inspectors = {row["inspector"] for row in outcome.tables.inspections.to_dict("records")} - {None}
    for department in outcome.rules.departments:
        text = said(opened(feedback_workbook(outcome, department)))
        others = {s.candidate.name for r in outcome.evaluation.awards for s in r.standings if s.candidate.department != department}
        own = {s.candidate.name for r in outcome.evaluation.awards for s in r.standings if s.candidate.department == department}
        hidden = (others - own) | reviewers | inspectors
        assert len(hidden) > 20 and [one for one in hidden if one in text] == [], department
        assert all(one in text for one in own)


def test_feedback_has_every_own_figure_and_the_line() -> None:
    outcome = decided_example()
    text = texts(opened(feedback_workbook(outcome, "卫生所")))
    team = next(s for s in outcome.evaluation.awards[1].standings if s.candidate.name == "护士组")
    for value in (team.score, *team.components.values(), cut_line(outcome.evaluation.awards[1], team.candidate.department)):
        assert str(float(value)).rstrip("0") in {t.rstrip("0") for t in text}
    assert {f"评委{n}" for n in range(1, 6)} <= set(text) and {"2017-11-30", "2017-12-12", "2017-12-21"} <= set(text)


def test_the_line_is_the_last_score_inside_the_quota() -> None:
    facts = [fact for name, score in (("电工组", 90), ("木工组", 80), ("水工组、仓管", 70)) for fact in c.team(name, score)]
    lines = [cut_line(c.decide(c.rules(c.team_award(quota=quota)), *facts).evaluation.awards[0], "甲科") for quota in (1, 2, 3, 4, 0)]
    assert [None if line is None else int(line) for line in lines] == [90, 80, 70, None, None]


def test_a_tie_and_a_pending_seat_are_told_without_the_rival() -> None:
    facts = [*c.team("电工组", 90), *c.team("医生组", 90, department="乙科")]
    outcome = outcome_of(c.rules(c.team_award(quota=1)), *facts)
    text = said(opened(feedback_workbook(outcome, "甲科")))
    assert "并列待定" in text and "医生组" not in text and "乙科" not in text
    waiting = [*c.team("电工组", 90), *c.team("医生组", 80, department="乙科"), *c.incident("甲科", "电工组", conclusion="待查")]
    text = said(opened(feedback_workbook(outcome_of(c.rules(c.team_award(quota=1)), *waiting), "甲科")))
    assert "查实则不能获奖" in text and "医生组" not in text and "乙科" not in text


def test_feedback_says_what_is_to_mend() -> None:
    book = opened(feedback_workbook(decided_example("2017-problems"), "饮食服务科"))
    listed = "\n".join(str(cell.value) for row in book["要改要补的"].iter_rows() for cell in row)
    assert "员工人数填的是“七”" in listed and "请填整数" in listed


def test_a_department_that_handed_in_nothing(tmp_path: Path) -> None:
    outcome, _ = read_and_decide(Workspace(workspace(tmp_path / "月", department_missing())))
    assert outcome is not None
    assert "还没有收到填报表" in said(opened(feedback_workbook(outcome, "乙科")))
    assert "还没有收到填报表" not in said(opened(feedback_workbook(outcome, "甲科")))


def test_feedback_files_have_safe_names_of_their_own(tmp_path: Path) -> None:
    names = ("后勤/一科", "后勤:一科", "甲科", "甲科 ")
    units = {name: (f"组{n}",) for n, name in enumerate(names)}
    outcome = outcome_of(c.rules(c.team_award(), units=units))
    files = [name for name, _ in feedback_files(outcome)]
    assert len({name.lower() for name in files}) == 4 and not [name for name in files if set(name) & set('/\\:*?"<>|')]


def test_reviewers_are_numbered_by_value_and_not_by_name(tmp_path: Path) -> None:
    facts = [*c.nominate(c.TEAM, "甲科", team="电工组")]
    for reviewer, points in (("评审乙", 70), ("评审甲", 95), ("评审丙", 80)):
        facts += c.review(c.TEAM, "甲科", points, team="电工组", reviewer=reviewer)
    sheet = opened(feedback_workbook(outcome_of(c.rules(c.team_award()), *facts), "甲科"))["得分明细"]
    rows = [(row[3], row[4]) for row in sheet.iter_rows(values_only=True) if str(row[3]).startswith("评委")]
    assert rows == [("评委1", 95), ("评委2", 80), ("评委3", 70)]


@pytest.mark.libreoffice
def test_certificates_print_on_a_page_each(tmp_path: Path) -> None:
    outcome = outcome_of(c.rules(c.team_award(quota=2)), *c.team("电工组", 90), *c.team("木工组", 80))
    file = tmp_path / "奖状.xlsx"
    file.write_bytes(certificates_workbook(outcome))
    convert(tmp_path, [file], "pdf")
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "pdf" / "奖状.pdf").read_bytes())
    assert len(pages) == 1 + len(winners(outcome)) == 3
