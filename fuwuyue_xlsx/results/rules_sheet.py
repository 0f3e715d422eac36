"""规则: weights, quotas, prizes, thresholds and policies as used. Every other sheet's formulas look them up here."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.quotas import Headcount
from fuwuyue_xlsx.evaluate.reasons import bounds_of, of_group
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.policy_sheet import policy_options
from fuwuyue_xlsx.results.rules_plan import TITLE, WEIGHT, RulesPlan, policy_value, reckoned_quotas, whose_seats
from fuwuyue_xlsx.rules.model import NO_PRIZE, OUTSIDE_TEAMS, Award, Level, QuotaKind
from fuwuyue_xlsx.rules.policies import POLICIES
from fuwuyue_xlsx.workbook.page import Column, InputCell, Page
from fuwuyue_xlsx.workbook.ranges import Cell
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions
from fuwuyue_xlsx.workbook.source_links import sources_text

_DAY = "yyyy-mm-dd"
# how a limit of points is shown in the place of a weight
LIMIT_FORMAT = '"±"General" 分"'
# the policies that formulas follow; the others take effect when the program runs again
_LIVE = {"quota_rounding", "quota_minimum", "review_mean", "recusal", "missing", "veto_period", "grades", "fewest_answers"}


def write_rules(workbook: Workbook, options: SheetOptions, outcome: Outcome, facts: Facts, plan: RulesPlan) -> None:
    """The sheet, section by section, each where the plan has it."""
    page = Page(workbook, options, TITLE, (22, 34, 14, 16, 14, 44))
    page.heading("本次使用的规则")
    page.legend()
    page.note("在这里试改只影响本簿；正式修改请改“评选规则.xlsx”，再运行一次。")
    sections: tuple[Callable[[Page, Outcome, Facts, RulesPlan], None], ...] = (
        _awards, _components, _conditions, _policies, _grades, _personal_quotas)
    for write in sections:
        write(page, outcome, facts, plan)
    page.sheet.freeze_panes(1, 0)
    page.finish()


def _awards(page: Page, outcome: Outcome, facts: Facts, plan: RulesPlan) -> None:
    page.section("奖项")
    columns = (Column("奖项"), Column("名额怎么定"), Column("名额", 0, "center"), Column("奖金(元)", 0, "center", "#,##0"),
               Column("启用", 0, "center"), Column("依据和说明"))
    page.head(columns)
    for award in outcome.rules.awards:
        assert page.row == plan.quota[award.name].ref.row, award.name
        about = "；".join(part for part in (award.basis, award.note, _tier(award), bounds_of(award), _shares(award)) if part)
        page.table_row(columns, [award.name, _quota_kind(award), _entry(award, award.quota), NO_PRIZE if award.honour else _entry(award, award.prize),
                                 "是" if award.enabled else "否", about])


def _tier(award: Award) -> str:
    return f"奖项组“{award.group}”的等次" if award.group else ""


def _shares(award: Award) -> str:
    return f"每个科室的获奖者里，{award.said_shares}（只核对）" if award.shares else ""


def _entry(award: Award, value: Decimal | int | None) -> object:
    """A figure that may be changed; without effect, and so not offered, while the award is off."""
    return InputCell(value) if award.enabled and value is not None else value


def _quota_kind(award: Award) -> str:
    if award.quota_kind is QuotaKind.RATIO:
        return "各科室员工人数的百分之（填百分数）"
    if award.quota_kind is QuotaKind.UNITS:
        whose = "每个科室的" if award.each_department else "全部"
        return f"{whose}{award.level.label}数的百分之（填百分数）"
    if award.quota_kind is QuotaKind.LISTED:
        return "分科室，见下面的各科室名额"
    return "每个科室固定名额" if award.each_department else "不分科室的固定名额"


def _components(page: Page, outcome: Outcome, facts: Facts, plan: RulesPlan) -> None:
    page.section("评分构成")
    columns = (Column("奖项"), Column("分项"), Column("权重(%)", 0, "center", "General"), Column("数据来源", 0, "center"),
               Column("权重合计", 0, "center", "General"), Column("核对"))
    page.head(columns)
    for award in outcome.rules.awards:
        sums: list[object] = [plan.weights_total[award.name].formula, plan.weights_checked[award.name].formula] if award.components else []
        for part in award.components:
            assert page.row == plan.weight[award.name, part.name].ref.row, part.name
            limited = (*columns[:2], Column("上限", 0, "center", LIMIT_FORMAT), *columns[3:])
            if part.limit is not None:  # sorting keys hold a score that leaves 0 … 100 by no more than this
                page.sheet.data_validation(page.row, WEIGHT, page.row, WEIGHT, {
                    "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100, "error_title": "上限超出范围",
                    "error_message": "加减分的上限应在 0 到 100 之间。"})
            page.table_row(columns if part.limit is None else limited,
                           [award.name, part.name, _entry(award, part.weight if part.limit is None else part.limit), part.said_source, *sums])
            sums = [None, None]


def _conditions(page: Page, outcome: Outcome, facts: Facts, plan: RulesPlan) -> None:
    page.section("评选条件")
    columns = (Column("奖项"), Column("条件"), Column("类型", 0, "center"), Column("核查项", 0, "center"), Column("阈值", 0, "center"),
               Column("依据"))
    page.head(columns)
    for award in outcome.rules.awards:
        for condition in award.conditions:
            assert page.row == plan.threshold[award.name, condition.number].ref.row, condition.text
            threshold = condition.threshold if condition.threshold is None else _entry(award, condition.threshold)
            page.table_row(columns, [award.name, f"{condition.number}. {condition.text}{of_group(condition)}", condition.kind.value, condition.check,
                                     threshold, condition.basis])


def _policies(page: Page, outcome: Outcome, facts: Facts, plan: RulesPlan) -> None:
    page.section("口径")
    columns = (Column("口径"), Column("取值"), Column("改后", 0, "center"), Column("", 0), Column("", 0), Column("可选值"))
    page.head(columns[:3])
    page.row -= 1
    page.sheet.merge_range(page.row, 3, page.row, 5, "可选值", page.formats.header)
    page.row += 1
    for policy in POLICIES:
        if policy.field == "veto_period":
            _policy_row(page, "事故认定期间（起）", plan.veto_first, plan.veto_first.value, True, "含当天", _DAY)
            _policy_row(page, "事故认定期间（止）", plan.veto_last, plan.veto_last.value, True, "含当天", _DAY)
        elif policy.field != "grades":
            cell = plan.policy[policy.field]
            _policy_row(page, policy.name, cell, policy_value(outcome, policy), policy.field in _LIVE, policy_options(policy, outcome.rules))
            if policy.field in _LIVE and policy.choices:
                _dropdown(page, cell, tuple(policy.choices))


def _policy_row(page: Page, name: str, cell: Cell, value: object, live: bool, options: str, number_format: str = "General") -> None:
    row = page.row
    assert row == cell.ref.row, name
    columns = (Column("口径"), Column("取值", 0, "left", number_format), Column("改后", 0, "center"))
    page.sheet.merge_range(row, 3, row, 5, "", page.cell(Column("可选值")))
    page.sheet.write_string(row, 3, options, page.cell(Column("可选值")))
    page.table_row(columns, [name, InputCell(value) if live else value, "随之重算" if live else "须重新运行"], least=34 if len(options) > 34 else 20)


def _dropdown(page: Page, cell: Cell, options: tuple[str, ...]) -> None:
    _, row, column = cell.ref
    page.sheet.data_validation(row, column, row, column, {"validate": "list", "source": list(options)})


def _grades(page: Page, outcome: Outcome, facts: Facts, plan: RulesPlan) -> None:
    page.section("满意度等级分值")
    columns = (Column("等级"), Column("分值"))
    page.head(columns)
    for name, points in outcome.rules.policies.grades:
        assert page.row == plan.grades[name].ref.row, name
        page.table_row(columns, [name, InputCell(points)])


def _personal_quotas(page: Page, outcome: Outcome, facts: Facts, plan: RulesPlan) -> None:
    """Each award whose seats are reckoned: staff or units × percent (附1 二(三)), or a number, by department or for all."""
    for result in reckoned_quotas(outcome):
        award, units = result.award, result.award.quota_kind is QuotaKind.UNITS
        page.section(f"{award.name}：{'各科室名额' if award.each_department else '名额'}")
        counted = Column(f"{award.level.label}数" if units else "员工人数", 0, "center")
        columns = (Column("科室"), Column("怎么算"), counted, Column("名额", 0, "center"), Column("", 0), Column("" if units else "人数出处"))
        page.head(columns)
        for department in whose_seats(result):
            place = award.name, department
            assert page.row == plan.seats[place].ref.row, place
            staff = InputCell(plan.staff[place].value) if award.quota_kind is QuotaKind.RATIO else None
            listed = award.quota_kind is QuotaKind.LISTED and isinstance(plan.seats[place].value, int)
            seats = InputCell(plan.seats[place].value) if listed else plan.seats[place].formula
            origin = _origin(facts.headcounts.get(department, ())) if award.level is Level.PERSON else None
            page.table_row(columns, [department or "全部", plan.how_many[place].formula, plan.staff[place].value if units else staff, seats, None, origin])


def _origin(counts: tuple[Headcount, ...]) -> str:
    numbers = "、".join(f"{c.team or OUTSIDE_TEAMS} {c.number if c.number is not None else '缺'}" for c in counts)
    cells = sources_text(c.source for c in counts)
    return "\n".join(part for part in (numbers, cells) if part)
