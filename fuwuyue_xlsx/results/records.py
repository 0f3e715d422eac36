"""报送情况, 问题清单 and 规则: what came in, what was found, what was applied."""

from __future__ import annotations

from xlsxwriter import Workbook

from fuwuyue_xlsx.exact import plain
from fuwuyue_xlsx.intake.inbox import SourceFile, State
from fuwuyue_xlsx.look import Formats
from fuwuyue_xlsx.messages import Severity
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.problems import Problem
from fuwuyue_xlsx.results.page import Column, Link, Page
from fuwuyue_xlsx.rules.model import QuotaKind
from fuwuyue_xlsx.rules.policies import POLICIES, policy_text

SUBMISSIONS, ISSUES, RULES = "报送情况", "问题清单", "规则"
KIND_TITLES = {"department": "科室填报表", "inspection": "监督检查评分表", "survey": "满意度测评表",
               "incidents": "事故投诉登记表", "review": "评委打分表", None: "无法识别"}


def write_submissions(workbook: Workbook, formats: Formats, outcome: Outcome) -> None:
    """Each department's submission, then every file of the inbox exactly once."""
    columns = (Column("文件", 46), Column("种类", 16), Column("科室", 14), Column("结果", 11, "center"), Column("说明", 40),
               Column("有内容的格", 11, "center"), Column("使用", 8, "center"), Column("模板自带", 10, "center"),
               Column("未使用已报告", 13, "center"), Column("sha256", 24))
    page = Page(workbook, formats, SUBMISSIONS, [column.width for column in columns])
    page.heading("报送情况")
    for line, tint in _department_lines(outcome):
        page.line(line, tint)
    page.line("每个文件：有内容的格 = 使用 + 模板自带 + 未使用已报告。")
    rows = [_file_row(file) for file in outcome.files]
    page.table(columns, rows, ["" if f.state is State.USED else "quiet" for f in outcome.files], main=True, nothing="收件箱是空的")


def _department_lines(outcome: Outcome) -> list[tuple[str, str]]:
    handed = {row["department"]: row for row in outcome.tables.departments.to_dict("records")}
    due = outcome.rules.campaign.material_due
    lines = []
    for department in outcome.rules.departments:
        row = handed.get(department)
        if row is None:
            lines.append((f"{department}：未报送", "open"))
            continue
        time = row["material_time"]
        late = time is not None and time > due
        when = f"{time:%Y-%m-%d %H:%M}" if time else "没有写明"
        lines.append((f"{department}：已报送，材料报送时间 {when}{'（逾期）' if late else ''}，采用 {row['file']}", "open" if late else ""))
    return lines


def _file_row(file: SourceFile) -> list[object]:
    cells = file.account
    return [file.path, KIND_TITLES[file.kind], file.department, file.state.label, file.reason,
            cells.nonempty, cells.used, cells.template, cells.reported, file.sha256]


def write_issues(workbook: Workbook, formats: Formats, outcome: Outcome, way: str | None) -> None:
    """Every finding, filterable, linked to its file. `way`: from the results folder to the workspace."""
    columns = (Column("级别", 8, "center"), Column("科室", 14), Column("文件", 36), Column("工作表", 16), Column("单元格", 9, "center"),
               Column("问题", 52), Column("怎么改", 46), Column("代码", 22))
    page = Page(workbook, formats, ISSUES, [column.width for column in columns])
    page.heading("问题清单")
    counts = {severity: sum(p.severity is severity for p in outcome.problems) for severity in Severity}
    page.line("，".join(f"{severity.label} {count} 条" for severity, count in counts.items()) + "。有错误时结果只能是初步结果。")
    tints = {Severity.ERROR: "bad", Severity.WARNING: "open", Severity.INFO: ""}
    rows = [_issue_row(p, way) for p in outcome.problems]
    page.table(columns, rows, [tints[p.severity] for p in outcome.problems], main=True, nothing="没有发现问题")


def _issue_row(p: Problem, way: str | None) -> list[object]:
    place = p.place
    file: object = place.file
    if way is not None and "/" in place.file:
        target = f"external:{way}{link_path(place.file)}"
        where = f"#'{place.sheet}'!{place.cell or 'A1'}" if place.sheet and "'" not in place.sheet else ""
        file = Link(place.file, target + where)
    return [p.severity.label, p.department, file, place.sheet, place.cell, p.message, p.hint, p.code]


def link_path(path: str) -> str:
    """A path as a link's target: what would end or break the link is escaped, Chinese stays readable."""
    return "".join(f"%{ord(c):02X}" if c in ' #%"<>[]`^{}\\' else c for c in path)


def write_rules(workbook: Workbook, formats: Formats, outcome: Outcome) -> None:
    """Weights, quotas, prizes, thresholds and policies as used."""
    widths = (20, 26, 16, 16, 18, 40)
    page = Page(workbook, formats, RULES, widths)
    rules = outcome.rules
    page.heading("本次使用的规则")
    page.section("奖项")
    page.table((Column("奖项"), Column("名额"), Column("奖金(元)", 0, "center", "#,##0"), Column("启用", 0, "center"),
                Column("依据"), Column("说明")),
               [[a.name, _quota_text(a.quota_kind, a.quota), a.prize, "是" if a.enabled else "否", a.basis, a.note] for a in rules.awards])
    page.section("评分构成")
    page.table((Column("奖项"), Column("分项"), Column("权重(%)", 0, "center", "0.##"), Column("数据来源")),
               [[a.name, c.name, c.weight, c.source.value] for a in rules.awards for c in a.components])
    page.section("评选条件")
    page.table((Column("奖项"), Column("条件"), Column("类型", 0, "center"), Column("核查项"), Column("阈值", 0, "center"),
                Column("依据")),
               [[a.name, f"{c.number}. {c.text}", c.kind.value, c.check, c.threshold, c.basis] for a in rules.awards for c in a.conditions])
    page.section("口径")
    page.table((Column("口径"), Column("取值")), [[p.name, policy_text(p, rules.policies)] for p in POLICIES])
    page.finish()


def _quota_text(kind: QuotaKind, quota: object) -> str:
    if quota is None:
        return "未给出"
    return f"各科室员工人数的 {plain(quota)}%" if kind is QuotaKind.RATIO else f"{plain(quota)} 个"  # type: ignore[arg-type]
