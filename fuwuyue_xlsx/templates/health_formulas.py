"""The health check of the rules workbook in formulas, of functions that every spreadsheet program has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fuwuyue_xlsx.rules.model import YES, ConditionKind, Level, QuotaKind, Source
from fuwuyue_xlsx.rules.policies import WHOLE_CAMPAIGN
from fuwuyue_xlsx.schema.rules_health import HEALTH, LATER, LOOK, MOST_AWARDS, OUTSIDE, PERIOD, TRIED, UNTRIED, WELL
from fuwuyue_xlsx.schema.rules_workbook import CAMPAIGN_ITEMS, OWN_CHECKS
from fuwuyue_xlsx.schema.trial_sheet import TRIALS
from fuwuyue_xlsx.templates.hidden_sheet import HiddenSheet
from fuwuyue_xlsx.templates.rule_cells import RuleCells

Values = dict[str, list[tuple[Any, ...]]]
_A, _PARTS, _CONDITIONS, _CRITERIA = "奖项", "评分构成", "评选条件", "评审要点"


class HealthFormulas:
    """The formula of each line, by its name in `schema.rules_health.HEALTH`; sums that it takes an array for are put on the hidden sheet."""

    def __init__(self, cells: RuleCells, hidden: HiddenSheet) -> None:
        self.cells, self.hidden = cells, hidden

    def of(self, name: str) -> str:
        """The formula of a line, with = in front."""
        formula: Callable[[], str] = getattr(self, f"_{name}")
        text = formula()
        if HEALTH[name].tells:
            return f"={text}"
        return f'=IF({text}="","{WELL}","{LOOK}"&{text})'

    def _awards(self, wrong: Callable[[int], str]) -> str:
        """The names of the awards that are on and of which the formula for a row is true, each in quotation marks."""
        cell = self.cells.cell
        return "(" + "&".join(f'IF(AND({cell(_A, "启用", row)}="{YES}",{wrong(row)}),"“"&{cell(_A, "奖项", row)}&"”","")'
                              for row in range(self.cells.awards)) + ")"

    def _rows_of(self, sheet: str, row: int, **where: str) -> str:
        """How many rows of a sheet name the award of this row, and say this in other columns."""
        factors = [f"({self.cells.column(sheet, '奖项')}={self.cells.cell(_A, '奖项', row)})"]
        factors += [f'({self.cells.column(sheet, column)}="{value}")' for column, value in where.items()]
        return f"SUMPRODUCT({'*'.join(factors)}{'*1' if len(factors) == 1 else ''})"

    def _items(self) -> str:
        names, contents = self.cells.column("活动信息", "项目"), self.cells.column("活动信息", "内容")
        return "(" + "&".join(f'IF(SUMPRODUCT(({names}="{name}")*({contents}<>""))=0,"“{name}”","")' for name in CAMPAIGN_ITEMS) + ")"

    def _numbers(self) -> str:
        cell = self.cells.cell
        return self._awards(lambda row: f'OR(AND({cell(_A, "名额方式", row)}<>"{QuotaKind.LISTED}",{cell(_A, "名额", row)}=""),'
                                        f'{cell(_A, "奖金(元)", row)}="")')

    def _weights(self) -> str:
        return self._awards(lambda row: f"{self._rows_of(_PARTS, row)}>0,ABS({self._sum_of_weights(row)}-100)>0.000001")

    def _sum_of_weights(self, row: int) -> str:
        typed = self.cells.column(_PARTS, "权重")
        bare = f'SUBSTITUTE({typed},"%","")'
        share = f'IFERROR(VALUE({bare})*IF(ISNUMBER(FIND("%",{typed})),1,IF(VALUE({bare})<=1,100,1)),0)'
        own = f"({self.cells.column(_PARTS, '奖项')}={self.cells.cell(_A, '奖项', row)})"
        return self.hidden.formula_cell(f"SUM({own}*{share})", self.cells.sum_of_weights(row))

    def _parts(self) -> str:
        return self._awards(lambda row: f'{self.cells.cell(_A, "级别", row)}<>"{Level.PERSON.label}",{self._rows_of(_PARTS, row)}=0')

    def _limits(self) -> str:
        adjusting = f'({self.cells.column(_PARTS, "数据来源")}="{Source.ADJUSTMENT}")'
        limit, weight = (f'({self.cells.column(_PARTS, column)}="")' for column in ("上限", "权重"))
        off = f"({adjusting}*((1-{weight})+{limit})+(1-{adjusting})*(1-{limit}))"
        return self._awards(lambda row: f"SUMPRODUCT(({self.cells.column(_PARTS, '奖项')}={self.cells.cell(_A, '奖项', row)})*{off})>0")

    def _criteria(self) -> str:
        return self._awards(lambda row: f"{self._rows_of(_PARTS, row, 数据来源=Source.REVIEW)}>0,{self._rows_of(_CRITERIA, row)}=0")

    def _conditions(self) -> str:
        return self._awards(lambda row: f"{self._rows_of(_CONDITIONS, row)}=0")

    def _vetoes(self) -> str:
        return self._awards(lambda row: f"{self._rows_of(_CONDITIONS, row, 类型=ConditionKind.VETO)}=0")

    def _names(self) -> str:
        known = self.cells.column(_A, "奖项")
        names = [self.cells.column(sheet, "奖项") for sheet in (_PARTS, _CONDITIONS, _CRITERIA)]
        return _counted("+".join(f'SUMPRODUCT(({name}<>"")*ISNA(MATCH({name},{known},0)))' for name in names), "行")

    def _own_checks(self) -> str:
        names, used = self.cells.column(OWN_CHECKS, "名称"), self.cells.column(_CONDITIONS, "核查项")
        return _counted(f'SUMPRODUCT(({names}<>"")*ISNA(MATCH({names},{used},0)))', "个")

    def _checklists(self) -> str:
        lines = self.cells.column("班组划分", "业务类型")
        return _counted(f'SUMPRODUCT(({lines}<>"")*ISNA(MATCH({lines},{self.cells.column("检查标准", "业务类型")},0)))', "个班组")

    def _questions(self) -> str:
        asked = f'SUMPRODUCT(({self.cells.column(_PARTS, "数据来源")}="{Source.SURVEY}")*1)'
        return f'IF(AND({asked}>0,SUMPRODUCT(({self.cells.column("测评题目", "题目")}<>"")*1)=0),"“测评题目”","")'

    def _twice(self) -> str:
        departments, teams, awards = self.cells.column("班组划分", "科室"), self.cells.column("班组划分", "班组"), self.cells.column(_A, "奖项")
        same_team = f'SUMPRODUCT(({teams}<>"")*(COUNTIFS({departments},{departments},{teams},{teams})>1))'
        return _counted(f'{same_team}+SUMPRODUCT(({awards}<>"")*(COUNTIF({awards},{awards})>1))', "行")

    def _period(self) -> str:
        period = self._said("口径设置", "口径", "取值", PERIOD)
        first, last = (self._said("活动信息", "项目", "内容", name) for name in ("宣传开始", "材料截止"))
        at = f'FIND("至",{period})'
        begins, ends = f"DATEVALUE(TRIM(LEFT({period},{at}-1)))", f"DATEVALUE(TRIM(MID({period},{at}+1,30)))"
        start, end = (f"IF(ISNUMBER({day}),INT({day}),DATEVALUE(LEFT({day},10)))" for day in (first, last))
        outside = f'IFERROR(IF(OR({ends}<{start},{begins}>{end}),"“{OUTSIDE}”",""),"“{LATER}”")'
        return f'IF(OR(IFERROR({period}&"","")="",IFERROR({period}="{WHOLE_CAMPAIGN}",TRUE),' \
               f'IFERROR({first}&"","")="",IFERROR({last}&"","")=""),"",{outside})'

    def _said(self, sheet: str, of: str, value: str, name: str) -> str:
        return f'INDEX({self.cells.column(sheet, value)},MATCH("{name}",{self.cells.column(sheet, of)},0))'

    def _many(self) -> str:
        count = f'SUMPRODUCT(({self.cells.column(_A, "奖项")}<>"")*1)'
        return f'IF({count}>{MOST_AWARDS},"“"&{count}&" 个”","")'

    def _trials(self) -> str:
        names = self.cells.column(TRIALS, "试算名称")
        count = f'ROUND(SUMPRODUCT(({names}<>"")/COUNTIF({names},{names}&"")),0)'
        return f'IF({count}=0,"{UNTRIED}",{count}&"{TRIED}")'


def _counted(count: str, unit: str) -> str:
    return f'IF({count}=0,"","“"&({count})&" {unit}”")'
