"""Writing a campaign's rules over those of a new workspace's 评选规则.xlsx."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .dice import Dice
from .grid import NotFound, find_header, find_sheet, plain, put, value_at
from .layout import level_word
from .model import BY_RATIO, BY_UNITS, LEVELS, POINTS, Award, Campaign, Rules
from .model import Share as CategoryShare

RULES_FILE = "评选规则.xlsx"
Table = list[dict[str, object]]


class Percent(Decimal):
    """A percent, to be written as 40%, as 40, or as 0.4 in a percent format."""


class Share(Percent):
    """A quota that is a percent, which may be written as people write shares: 1:10, 1/10, 100‰."""


ROUNDING_WORDS = {"四舍五入": ["四舍五入"], "进一": ["进一", "只入不舍", "有余即进"], "舍去": ["舍去", "只舍不入"]}
LEAST_WORDS = ["1", "不足1人按1人计", "不足一人按一人计"]


def write_rules(folder: Path, campaign: Campaign) -> None:
    """Replace every sheet's rows by the campaign's; locked columns stay as they are."""
    path = Path(folder) / RULES_FILE
    book = load_workbook(path)
    dice = Dice(campaign.seed)
    rules = campaign.rules
    _put_pairs(book, "活动信息", "项目", "内容", _facts(rules), dice)
    _put_pairs(book, "口径设置", "口径", "取值", _policies(rules, dice), dice)
    for title, (headers, rows) in _tables(rules).items():
        _put_table(find_sheet(book, title), headers, rows, dice)
    book.save(path)


def _facts(rules: Rules) -> dict[str, object]:
    calendar = rules.calendar
    return {
        "年度": rules.year, "活动名称": rules.name, "单位名称": rules.unit, "主办部门": rules.host,
        "宣传开始": calendar.start, "方案截止": calendar.plan_due,
        "实施开始": calendar.action_start, "实施结束": calendar.action_end,
        "材料截止": calendar.material_due,
    }


def _policies(rules: Rules, dice: Dice) -> dict[str, object]:
    policies = rules.policies
    return {
        "个人名额取整": dice.choice(ROUNDING_WORDS[policies.rounding]),
        "个人名额每科室至少": dice.choice(LEAST_WORDS) if policies.person_minimum == 1 else policies.person_minimum,
        "评委打分汇总": policies.panel_mean,
        "评委回避本科室": policies.recusal,
        "缺项处理": policies.missing,
        "同分顺序": " > ".join(policies.tie_order),
        "事故认定期间": " 至 ".join(day.isoformat() for day in policies.period),
        "逾期报送": policies.lateness,
        "得分小数位": policies.decimals,
        "满意度等级分值": ", ".join(f"{name}={points}" for name, points in policies.grades.items()),
        "最少有效问卷": policies.fewest_answers,
        "评委漏评": policies.skipping,
        # these hold a result up for what the second implementation does not weigh; they have tests of their own
        "无效问卷上限": "100%",
        "影响结果的提示": "只提示",
    }


def _tables(rules: Rules) -> dict[str, tuple[list[str], Table]]:
    """Every plain table: its headers, required ones first used to find the row, and its rows."""
    tables: dict[str, tuple[str, Table]] = {
        "班组划分": ("科室 序号 班组 业务类型", [
            {"科室": unit.name, "序号": number, "班组": team.name, "业务类型": team.line}
            for unit in rules.departments
            for number, team in enumerate(unit.teams, start=1)
        ]),
        "奖项": ("奖项 级别 名额方式 名额 奖金(元) 启用 名额范围 奖项组 每科室至多 每科室至少 类别比例", [_award_row(award) for award in rules.awards]),
        "名额分配": ("奖项 科室 名额", [
            {"奖项": award.name, "科室": department, "名额": seats}
            for award in rules.awards
            for department, seats in award.allocation.items()
        ]),
        "评分构成": ("奖项 分项 权重 数据来源 范围 上限", [
            {"奖项": award.name, "分项": part.name, "权重": None if part.source == POINTS else Percent(part.weight), "数据来源": part.source,
             "范围": "；".join(part.scope) or None, "上限": part.ceiling}
            for award in rules.awards
            for part in award.components
        ]),
        "评选条件": ("奖项 序号 条件 类型 核查项 阈值 组合 组合至少", [
            {"奖项": award.name, "序号": entry.number, "条件": entry.text, "类型": entry.kind,
             "核查项": entry.check, "阈值": entry.threshold, "组合": entry.group, "组合至少": entry.at_least}
            for award in rules.awards
            for entry in award.conditions
        ]),
        "自定义核查": ("名称 表 数什么 栏 只数 级别", [
            {"名称": one.name, "表": one.sheet, "数什么": "不同的某一栏" if one.column else "行数", "栏": one.column,
             "只数": "=".join(one.only) if one.only else None, "级别": "；".join(LEVELS[level] for level in one.levels)} for one in rules.own_checks
        ]),
        "资格排除": ("奖项 科室 班组 姓名 原因 依据", rules.exclusions),
        "事故类型": ("类型 否决", [{"类型": name, "否决": "是" if vetoes else "否"} for name, vetoes in rules.incident_types.items()]),
        "评委名单": ("评委 所属科室 组别 奖项", [
            {"评委": one.name, "所属科室": one.department, "组别": one.group, "奖项": "；".join(one.awards) or None} for one in rules.panel
        ]),
        "检查标准": ("业务类型 序号 检查项目 满分", [
            {"业务类型": line, "序号": number, "检查项目": item.name, "满分": item.maximum}
            for line, items in rules.checklists.items()
            for number, item in enumerate(items, start=1)
        ]),
        "评审要点": ("奖项 序号 要点 满分", [
            {"奖项": award.name, "序号": number, "要点": mark.name, "满分": mark.maximum}
            for award in rules.awards
            for number, mark in enumerate(award.criteria, start=1)
        ]),
        "测评题目": ("序号 题目", _numbered("题目", rules.questions)),
        "活动系列": ("序号 活动系列", _numbered("活动系列", rules.series)),
        "问卷对照": ("列标题 科室 班组 题目", []),
    }
    return {title: (headers.split(), rows) for title, (headers, rows) in tables.items()}


def _share(share: CategoryShare) -> str:
    return f"{share.category}{'≤' if share.at_most else '≥'}{share.percent}%"


def _numbered(column: str, texts: Sequence[str]) -> Table:
    return [{"序号": number, column: text} for number, text in enumerate(texts, start=1)]


def _award_row(award: Award) -> dict[str, object]:
    quota = award.quota
    if quota is not None and award.quota_kind in (BY_RATIO, BY_UNITS):
        quota = Share(quota)
    return {
        "奖项": award.name, "级别": level_word(award), "名额方式": award.quota_kind, "名额": quota,
        "奖金(元)": "无" if award.prize == 0 and len(award.name) % 2 else award.prize, "启用": "是" if award.enabled else "否", "名额范围": award.scope,
        "奖项组": award.group, "每科室至多": award.most_each, "每科室至少": award.fewest_each,
        "类别比例": "；".join(map(_share, award.shares)) or None,
    }


def _put_table(sheet: Worksheet, headers: list[str], rows: Table, dice: Dice) -> None:
    top, columns = find_header(sheet, headers, optional=["备注", "依据", "说明"])
    _clear(sheet, top, list(columns.values()))
    for offset, values in enumerate(rows, start=1):
        for header, value in values.items():
            _type(sheet, top + offset, columns[header], value, dice)


def _clear(sheet: Worksheet, top: int, columns: list[int]) -> None:
    """Empty the rows below the header in the columns of the table."""
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row > top:
            sheet.unmerge_cells(str(merged))
    for row in range(top + 1, sheet.max_row + 1):
        for column in columns:
            sheet.cell(row, column).value = None


def _put_pairs(
    book: Workbook, title: str, key: str, content: str, values: dict[str, object], dice: Dice
) -> None:
    """Set the content of each named row; a row that is not there is a fault of the template."""
    sheet = find_sheet(book, title)
    top, columns = find_header(sheet, [key, content])
    for name, value in values.items():
        for row in range(top + 1, sheet.max_row + 1):
            if plain(value_at(sheet, row, columns[key])) == plain(name):
                _type(sheet, row, columns[content], value, dice)
                break
        else:
            raise NotFound(f"sheet {title}: no row {name}")


def _type(sheet: Worksheet, row: int, column: int, value: object, dice: Dice) -> None:
    """Write one value with a number format that says what it is."""
    shape = "General"
    if isinstance(value, Percent):
        value, shape = dice.choice(_percents(value))
    elif isinstance(value, datetime):
        shape = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        shape = "yyyy-mm-dd"
    elif isinstance(value, Decimal):
        value = int(value) if value == int(value) else float(value)
    put(sheet, row, column, value)
    sheet.cell(row, column).number_format = shape


def _percents(value: Percent) -> list[tuple[object, str]]:
    """The ways to write a percent, each with its number format."""
    ways: list[tuple[object, str]] = [(f"{value.normalize():f}%", "@"), (float(value), "General"), (float(value / 100), "0.0%")]
    if isinstance(value, Share):
        ways.append((f"{(value * 10).normalize():f}‰", "@"))
        if value and 100 % value == 0:
            ways += [(f"1:{100 // value}", "@"), (f"1/{100 // value}", "@")]
    return ways
