"""规则: weights, quotas, prizes, thresholds and policies as used. Every other sheet's formulas look them up here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter import Workbook

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.quotas import Headcount, staff_of
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Award, Level, QuotaKind
from fuwuyue_xlsx.rules.policies import FROM_DEPARTMENT, MEAN, NO_RANK, POLICIES, ROUNDINGS, TRIMMED_MEAN, Policy, policy_text
from fuwuyue_xlsx.workbook.addresses import CellRange, CellRef, Formula, rounded
from fuwuyue_xlsx.workbook.page import Column, Entry, Looks, Page
from fuwuyue_xlsx.workbook.source_links import sources_text

TITLE = "规则"
_DAY = "yyyy-mm-dd"
# the policies that formulas follow; the others take effect when the program runs again
_CHOICES = {"quota_rounding": ROUNDINGS, "review_mean": (MEAN, TRIMMED_MEAN), "recusal": ("是", "否"), "missing": (NO_RANK, FROM_DEPARTMENT)}
_LIVE = {*_CHOICES, "quota_minimum", "veto_period", "grades", "fewest_answers"}


@dataclass
class RulePlaces:
    """Where each rule stands."""

    quota: dict[str, CellRef] = field(default_factory=dict)
    prize: dict[str, CellRef] = field(default_factory=dict)
    weight: dict[tuple[str, str], CellRef] = field(default_factory=dict)
    weights_total: dict[str, CellRef] = field(default_factory=dict)
    threshold: dict[tuple[str, int], CellRef] = field(default_factory=dict)
    personal_quota: dict[tuple[str, str], CellRef] = field(default_factory=dict)
    policy: dict[str, CellRef] = field(default_factory=dict)
    veto_first: CellRef | None = None
    veto_last: CellRef | None = None
    grades: dict[str, CellRef] = field(default_factory=dict)


def write_rules(workbook: Workbook, looks: Looks, outcome: Outcome, facts: Facts) -> RulePlaces:
    """The sheet, and where on it everything stands."""
    page = Page(workbook, looks, TITLE, (22, 34, 14, 16, 14, 44))
    places = RulePlaces()
    page.heading("本次使用的规则")
    page.legend()
    page.note("在这里试改只影响本簿；正式修改请改“评选规则.xlsx”，再运行一次。")
    sections: tuple[Callable[[Page, Outcome, Facts, RulePlaces], None], ...] = (
        _awards, _components, _conditions, _policies, _grades, _personal_quotas)
    for write in sections:
        write(page, outcome, facts, places)
    page.sheet.freeze_panes(1, 0)
    page.finish()
    return places


def _awards(page: Page, outcome: Outcome, facts: Facts, places: RulePlaces) -> None:
    page.section("奖项")
    columns = (Column("奖项"), Column("名额怎么定"), Column("名额", 0, "center"), Column("奖金(元)", 0, "center", "#,##0"),
               Column("启用", 0, "center"), Column("依据和说明"))
    page.head(columns)
    for award in outcome.rules.awards:
        places.quota[award.name], places.prize[award.name] = page.spot(2), page.spot(3)
        about = "；".join(part for part in (award.basis, award.note) if part)
        page.table_row(columns, [award.name, _quota_kind(award), _entry(award, award.quota), _entry(award, award.prize),
                                 "是" if award.enabled else "否", about])


def _entry(award: Award, value: Decimal | int | None) -> object:
    """A figure that may be changed; without effect, and so not offered, while the award is off."""
    return Entry(value) if award.enabled else value


def _quota_kind(award: Award) -> str:
    if award.quota_kind is QuotaKind.RATIO:
        return "各科室员工人数的百分之（填百分数）"
    return "每个科室固定名额" if award.level is Level.PERSON else "全处固定名额"


def _components(page: Page, outcome: Outcome, facts: Facts, places: RulePlaces) -> None:
    page.section("评分构成")
    columns = (Column("奖项"), Column("分项"), Column("权重(%)", 0, "center", "0.####"), Column("数据来源", 0, "center"),
               Column("权重合计", 0, "center", "0.####"), Column("核对"))
    page.head(columns)
    for award in outcome.rules.awards:
        area = CellRange(page.title, page.row, page.row + len(award.components) - 1, 2)
        for number, part in enumerate(award.components):
            places.weight[award.name, part.name] = page.spot(2)
            sums: list[object] = [None, None]
            if number == 0:
                places.weights_total[award.name] = spot = page.spot(4)
                words = f'IF({spot.here}=100,"√ 权重合计 100%","× 权重合计应为 100%，现在的结果不能用")'
                right = sum(p.weight for p in award.components) == 100
                checked = Formula(f"={words}", "√ 权重合计 100%" if right else "× 权重合计应为 100%，现在的结果不能用")
                sums = [Formula(f"=ROUND(SUM({area.here}),6)", sum((p.weight for p in award.components), Decimal(0))), checked]
            page.table_row(columns, [award.name, part.name, _entry(award, part.weight), part.source.value, *sums])


def _conditions(page: Page, outcome: Outcome, facts: Facts, places: RulePlaces) -> None:
    page.section("评选条件")
    columns = (Column("奖项"), Column("条件"), Column("类型", 0, "center"), Column("核查项", 0, "center"), Column("阈值", 0, "center"),
               Column("依据"))
    page.head(columns)
    for award in outcome.rules.awards:
        for condition in award.conditions:
            places.threshold[award.name, condition.number] = page.spot(4)
            threshold = condition.threshold if condition.threshold is None else _entry(award, condition.threshold)
            page.table_row(columns, [award.name, f"{condition.number}. {condition.text}", condition.kind.value, condition.check,
                                     threshold, condition.basis])


def _policies(page: Page, outcome: Outcome, facts: Facts, places: RulePlaces) -> None:
    page.section("口径")
    columns = (Column("口径"), Column("取值"), Column("改后", 0, "center"), Column("", 0), Column("", 0), Column("可选值"))
    page.head(columns[:3])
    page.row -= 1
    page.sheet.merge_range(page.row, 3, page.row, 5, "可选值", page.formats.header)
    page.row += 1
    for policy in POLICIES:
        if policy.field == "veto_period":
            _period(page, outcome, places)
        elif policy.field != "grades":
            places.policy[policy.field] = page.spot(1)
            _policy_row(page, policy.name, _policy_value(outcome, policy), policy.field in _LIVE, policy.options)
            if policy.field in _CHOICES:
                _dropdown(page, places.policy[policy.field], _CHOICES[policy.field])


def _policy_value(outcome: Outcome, policy: Policy) -> object:
    policies = outcome.rules.policies
    return getattr(policies, policy.field) if policy.field in ("quota_minimum", "fewest_answers") else policy_text(policy, policies)


def _policy_row(page: Page, name: str, value: object, live: bool, options: str, number_format: str = "General") -> None:
    row = page.row
    columns = (Column("口径"), Column("取值", 0, "left", number_format), Column("改后", 0, "center"))
    page.sheet.merge_range(row, 3, row, 5, "", page.cell(Column("可选值")))
    page.sheet.write_string(row, 3, options, page.cell(Column("可选值")))
    page.table_row(columns, [name, Entry(value) if live else value, "随之重算" if live else "须重新运行"], least=34 if len(options) > 34 else 20)


def _period(page: Page, outcome: Outcome, places: RulePlaces) -> None:
    policies = outcome.rules.policies
    places.veto_first = page.spot(1)
    _policy_row(page, "事故认定期间（起）", _serial(policies.veto_first), True, "含当天", _DAY)
    places.veto_last = page.spot(1)
    _policy_row(page, "事故认定期间（止）", _serial(policies.veto_last), True, "含当天", _DAY)


def _serial(day: object) -> int:
    """A date's number in the workbook: 1900-01-01 is 1 (and 1900 counts as a leap year there)."""
    return max(day.toordinal() - 693594, 1)  # type: ignore[attr-defined]


def _dropdown(page: Page, spot: CellRef, options: tuple[str, ...]) -> None:
    page.sheet.data_validation(spot.row, spot.column, spot.row, spot.column, {"validate": "list", "source": list(options)})


def _grades(page: Page, outcome: Outcome, facts: Facts, places: RulePlaces) -> None:
    page.section("满意度等级分值")
    columns = (Column("等级"), Column("分值"))
    page.head(columns)
    for name, points in outcome.rules.policies.grades:
        places.grades[name] = page.spot(1)
        page.table_row(columns, [name, Entry(points)])


def _personal_quotas(page: Page, outcome: Outcome, facts: Facts, places: RulePlaces) -> None:
    """Each award for persons: staff × percent, by department (附1 二(三))."""
    for result in outcome.evaluation.awards:
        award = result.award
        if award.level is not Level.PERSON or not isinstance(result.quota, dict):
            continue
        page.section(f"{award.name}：各科室名额")
        columns = (Column("科室"), Column("怎么算"), Column("员工人数", 0, "center"), Column("名额", 0, "center"), Column("", 0), Column("人数出处"))
        page.head(columns)
        for department, quota in result.quota.items():
            counts = facts.headcounts.get(department, ())
            staff = staff_of(counts)
            staff_spot, quota_spot = page.spot(2), page.spot(3)
            places.personal_quota[award.name, department] = quota_spot
            formula = _quota(award, staff_spot, department in facts.submitted, quota, outcome, places)
            how = _how(award, staff_spot, quota_spot, staff, quota, outcome, places)
            entry = Entry(staff if staff is not None else "缺") if award.quota_kind is QuotaKind.RATIO else None
            page.table_row(columns, [department, how, entry, formula, None, _origin(counts)])


def _quota(award: Award, staff: CellRef, submitted: bool, quota: int | None, outcome: Outcome, places: RulePlaces) -> object:
    """The seats of one department; 待定 while its staff is unknown."""
    value: int | str = "待定" if quota is None else quota
    percent = places.quota[award.name].fixed
    if award.quota_kind is QuotaKind.FIXED:
        return Formula(f"={percent}", value) if submitted else value
    share, policy = f"{staff.here}*{percent}/100", places.policy["quota_rounding"].fixed
    up, down = (f"{name}(ROUND({share},8),0)" for name in ("ROUNDUP", "ROUNDDOWN"))
    number = f'IF({policy}="{ROUNDINGS[1]}",{up},IF({policy}="{ROUNDINGS[2]}",{down},{rounded(share, 0)}))'
    return Formula(f'=IF(ISNUMBER({staff.here}),MAX({number},{places.policy["quota_minimum"].fixed}),"待定")', value)


def _how(award: Award, staff: CellRef, quota: CellRef, count: int | None, seats: int | None, outcome: Outcome, places: RulePlaces) -> object:
    if award.quota_kind is QuotaKind.FIXED:
        return "固定名额"
    policies, percent = outcome.rules.policies, places.quota[award.name].fixed
    rounding, least = places.policy["quota_rounding"].fixed, places.policy["quota_minimum"].fixed
    text = (f'=IF(ISNUMBER({staff.here}),{staff.here}&" 人×"&{percent}&"%，"&{rounding}&IF({least}>0,"，至少 "&{least}&" 人","")'
            f'&"，得 "&{quota.here}&" 人","员工人数不全，算不出来")')
    if count is None:
        return Formula(text, "员工人数不全，算不出来")
    minimum = f"，至少 {policies.quota_minimum} 人" if policies.quota_minimum else ""
    return Formula(text, f"{count} 人×{plain(award.quota)}%，{policies.quota_rounding}{minimum}，得 {seats} 人")


def _origin(counts: tuple[Headcount, ...]) -> str:
    numbers = "、".join(f"{c.team or OUTSIDE_TEAMS} {c.number if c.number is not None else '缺'}" for c in counts)
    cells = sources_text(c.source for c in counts)
    return "\n".join(part for part in (numbers, cells) if part)
