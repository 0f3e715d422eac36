"""The sentence on each award as a formula, made of the very templates that `fuwuyue rules` fills with values."""

from __future__ import annotations

import re

from fuwuyue_xlsx.evaluate import award_sentences as s
from fuwuyue_xlsx.evaluate.reasons import BOUNDS_FEWEST, BOUNDS_MOST, LISTING
from fuwuyue_xlsx.rules.model import NO_PRIZE, YES, ConditionKind, Level, QuotaKind, QuotaScope, Source
from fuwuyue_xlsx.schema.wording import RECKONED
from fuwuyue_xlsx.templates.count_formulas import MARK
from fuwuyue_xlsx.templates.hidden_sheet import HiddenSheet
from fuwuyue_xlsx.templates.rule_cells import RuleCells

# so many rows of 评分构成 are looked at, each once for all awards on the hidden sheet
_MOST_PARTS = 20
_TOO_MANY, _BY_DEFAULT = "得分见“评分构成”", "（口径设置里没有写，按默认）"
_A, _PARTS, _CONDITIONS = "奖项", "评分构成", "评选条件"


def filled_in(template: str, **slots: str) -> str:
    """A template as an expression of Excel; each slot is an expression, the words between are texts."""
    pieces = [slots[piece[1:-1]] if piece.startswith("{") else f'"{piece}"' for piece in re.split(r"(\{\w+\})", template) if piece]
    return "&".join(pieces)


class SentenceFormulas:
    """The formula of the sentence on each watched award. What takes an array is reckoned on the hidden sheet."""

    def __init__(self, cells: RuleCells, hidden: HiddenSheet) -> None:
        self.cells, self.hidden = cells, hidden
        departments = cells.column("班组划分", "科室")
        known = len({row.get("科室") for row in cells.typed.rows("班组划分") if row.get("科室")})
        self.departments = hidden.formula_cell(f'ROUND(SUM(IF({departments}<>"",1/COUNTIF({departments},{departments}),0)),0)', known)
        self.parts = [hidden.formula_cell(f"{MARK}&{self._part(at)}", RECKONED + self._part_now(at))
                      for at in range(min(cells.ready(_PARTS), _MOST_PARTS))]
        self.teams = f'SUMPRODUCT(({cells.column("班组划分", "班组")}<>"")*1)'

    def of(self, row: int) -> str:
        """The formula for a row of 奖项, with = in front; an empty text where the row is empty."""
        name, on = self._cell(row, "奖项"), self._cell(row, "启用")
        between = f'&"{s.BETWEEN}"&'
        seats = f"{self._seats(row)}&{self._bounds(row)}&{self._tier(row)}"
        shares = f'IF({self._cell(row, "类别比例")}="","","{s.BETWEEN}{s.SHARES}")'
        parts = between.join((seats, self._score(row), self._hard(row), f"{self._veto(row)}&{shares}", self._prize(row)))
        return f'=IF({name}="","",{name}&"{s.BEFORE}"&IF({on}<>"{YES}","{s.OFF}",{parts}))'

    def _cell(self, row: int, title: str, sheet: str = _A) -> str:
        return self.cells.cell(sheet, title, row)

    def _counted(self, row: int) -> str:
        return f'IF({self._cell(row, "级别")}="{Level.PERSON.label}","{Level.PERSON.counted}","{Level.TEAM.counted}")'

    def _seats(self, row: int) -> str:
        level, kind, quota, scope = (self._cell(row, title) for title in ("级别", "名额方式", "名额", "名额范围"))
        units = _choose(level, {Level.DEPARTMENT.label: filled_in(s.UNITS[Level.DEPARTMENT], count=self.departments),
                                Level.TEAM.label: filled_in(s.UNITS[Level.TEAM], count=self.teams),
                                Level.PERSON.label: f'"{s.UNITS[Level.PERSON]}"'}, f'"{s.UNITS[Level.POST]}"')
        counted, share = self._counted(row), f'IF(ISNUMBER({quota}),IF({quota}<1,{quota}*100,{quota})&"%",{quota})'
        each = f'OR({scope}="{QuotaScope.EACH}",AND({scope}="",{level}="{Level.PERSON.label}"))'
        fixed = f"IF({each},{filled_in(s.OF_EACH, seats=quota, counted=counted)},{filled_in(s.AMONG_ALL, units=units, seats=quota, counted=counted)})"
        of_units = f"IF({each},{filled_in(s.SHARE_OF_OWN_TEAMS, share=share)},{filled_in(s.SHARE_OF_UNITS, units=units, share=share)})"
        return _choose(kind, {QuotaKind.LISTED: filled_in(s.LISTED, counted=counted), QuotaKind.RATIO: filled_in(s.SHARE_OF_STAFF, share=share),
                              QuotaKind.UNITS: of_units}, fixed)

    def _bounds(self, row: int) -> str:
        """How many of one department may win and are to, behind a mark; empty where nothing is said."""
        most, fewest = (self._cell(row, title) for title in ("每科室至多", "每科室至少"))
        few, many = f"N({fewest})>0", filled_in(BOUNDS_MOST, most=most)
        both = f'IF(AND({most}<>"",{few}),"{LISTING}","")'
        said = f'IF({most}="","",{many})&{both}&IF({few},{filled_in(BOUNDS_FEWEST, fewest=fewest)},"")'
        return f'IF(OR({most}<>"",{few}),"{s.BETWEEN}"&{said},"")'

    def _tier(self, row: int) -> str:
        """Which of the awards of its group that are on it is, behind a mark; empty where it is in none or the only one."""
        group, groups, on = self._cell(row, "奖项组"), self.cells.column(_A, "奖项组"), self.cells.column(_A, "启用")
        same = f'({groups}={group})*({on}="{YES}")'
        above = f"SUMPRODUCT({same}*(ROW({groups})<ROW({group})))"
        lower = filled_in(s.LOWER_TIER, group=group, number=f"({above}+1)")
        said = f"IF({above}=0,{filled_in(s.FIRST_TIER, group=group)},{lower})"
        return f'IF({group}="","",IF(SUMPRODUCT({same})<2,"","{s.BETWEEN}"&{said}))'

    def _score(self, row: int) -> str:
        """The parts one after the other, without the first plus, and what decides equals; of an award without parts the order."""
        seen = min(self.cells.ready(_PARTS), _MOST_PARTS)
        name = self._cell(row, "奖项")
        parts = "&".join(f'IF({self._cell(at, "奖项", _PARTS)}={name},"{s.PLUS}"&MID({self.parts[at]},{len(RECKONED) + 1},500),"")' for at in range(seen))
        count = f"SUMPRODUCT(({self.cells.column(_PARTS, '奖项')}={name})*1)"
        within = "+".join(f"({self._cell(at, '奖项', _PARTS)}={name})" for at in range(seen))
        listed = f'{filled_in(s.SCORE, parts=f"MID({parts},2,500)")}&{self._of_team(row)}'
        order = f'IFERROR(INDEX({self.cells.column("口径设置", "取值")},MATCH("同分顺序",{self.cells.column("口径设置", "口径")},0)),"{_BY_DEFAULT}")'
        ties = filled_in(s.TIES, order=order)
        return f'IF({count}=0,"{s.BY_ORDER}",IF({count}>{within},"{_TOO_MANY}",{listed})&"{s.BETWEEN}"&{ties})'

    def _of_team(self, row: int) -> str:
        """That a person's or post's inspections and survey are its team's, behind a mark; empty where its score has neither."""
        level, sources = self._cell(row, "级别"), self.cells.column(_PARTS, "数据来源")
        theirs = f'(({sources}="{Source.INSPECTION}")+({sources}="{Source.SURVEY}"))'
        count = f"SUMPRODUCT(({self.cells.column(_PARTS, '奖项')}={self._cell(row, '奖项')})*{theirs})"
        whose = f'OR({level}="{Level.PERSON.label}",{level}="{Level.POST.label}")'
        return f'IF(AND({whose},{count}>0),"{s.BETWEEN}{s.OF_THEIR_TEAM}","")'

    def _part(self, at: int) -> str:
        typed = self._cell(at, "权重", _PARTS)
        weight = f'IF(ISNUMBER({typed}),ROUND(IF({typed}<=1,{typed}*100,{typed}),4)&"%",{typed})'
        groups = self._cell(at, "范围", _PARTS)
        for separator in ("；", ";"):
            groups = f'SUBSTITUTE({groups},"{separator}","{LISTING}")'
        scope = f'IF({self._cell(at, "范围", _PARTS)}="","",{filled_in(s.OF_GROUPS, groups=groups)})'
        source, limit = self._cell(at, "数据来源", _PARTS), self._cell(at, "上限", _PARTS)
        adjusted = filled_in(s.ADJUSTED, source=source, limit=f'SUBSTITUTE({limit},"分","")')
        return f'IF({source}="{Source.ADJUSTMENT}",{adjusted},{filled_in(s.PART, weight=weight, source=source)}&{scope})'

    def _part_now(self, at: int) -> str:
        """What `_part` comes to while the workbook is written."""
        rows = self.cells.typed.rows(_PARTS)
        part = {column: str(value or "") for column, value in rows[at].items()} if at < len(rows) else {}
        source = part.get("数据来源", "")
        if source == Source.ADJUSTMENT:
            return s.ADJUSTED.format(source=source, limit=part.get("上限", "").replace("分", ""))
        scope = part.get("范围", "").replace("；", LISTING).replace(";", LISTING)
        return s.PART.format(weight=part.get("权重", ""), source=source) + (s.OF_GROUPS.format(groups=scope) if scope else "")

    def _count(self, row: int, kind: ConditionKind) -> str:
        names, kinds = self.cells.column(_CONDITIONS, "奖项"), self.cells.column(_CONDITIONS, "类型")
        return f'SUMPRODUCT(({names}={self._cell(row, "奖项")})*({kinds}="{kind}"))'

    def _hard(self, row: int) -> str:
        count = self._count(row, ConditionKind.HARD)
        return f'IF({count}=0,"{s.NO_HARD}",{filled_in(s.HARD, count=count)})'

    def _veto(self, row: int) -> str:
        names, kinds, least = (self.cells.column(_CONDITIONS, title) for title in ("奖项", "类型", "阈值"))
        mine = f'({names}={self._cell(row, "奖项")})*({kinds}="{ConditionKind.VETO}")'
        fewest = self.hidden.formula_cell(f'IFERROR(MIN(IF({mine}>0,IF({least}="",1,VALUE(SUBSTITUTE({least},"件",""))))),1)', self._fewest(row))
        vetoed = f'IF({fewest}<=1,"{s.VETO}",{filled_in(s.VETO_FROM, count=fewest)})'
        return f'IF({self._count(row, ConditionKind.VETO)}=0,"{s.NO_VETO}",{vetoed})'

    def _fewest(self, row: int) -> float:
        """What `_veto` reckons with while the workbook is written."""
        name = self.cells.award_name(row)
        vetoes = self.cells.typed.rows(_CONDITIONS, 奖项=name, 类型=ConditionKind.VETO) if name else []
        return min((float(str(veto.get("阈值") or 1).removesuffix("件")) for veto in vetoes), default=0)

    def _prize(self, row: int) -> str:
        yuan = self._cell(row, "奖金(元)")
        paid = filled_in(s.PRIZE, yuan=f'SUBSTITUTE({yuan},"元","")', counted=self._counted(row))
        return f'IF(OR({yuan}="{NO_PRIZE}",{yuan}=0),"{s.HONOUR}",{paid})'


def _choose(cell: str, words: dict[str, str], otherwise: str) -> str:
    for word, expression in words.items():
        otherwise = f'IF({cell}="{word}",{expression},{otherwise})'
    return otherwise
