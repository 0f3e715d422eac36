"""The live lines about quotas and conditions: what the sheets hold now, against what the rules ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.rules.model import AGREED, Level
from fuwuyue_xlsx.rules.policy_values import ROUNDINGS
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema.checks import Counting
from fuwuyue_xlsx.schema.declarations import Book, Hint
from fuwuyue_xlsx.schema.hints import QUOTA, STAFF
from fuwuyue_xlsx.templates.count_formulas import CountFormulas
from fuwuyue_xlsx.templates.hidden_sheet import HiddenSheet
from fuwuyue_xlsx.templates.template_addresses import SheetAddresses

UNKNOWN = "填齐人数后显示"
REACHED = "已达到"
NOBODY_YET = "还没有推荐"
UNSURE = "请核对"
# not every program has ROUNDUP and ROUNDDOWN; nobody counts below nought
_ROUND = dict(zip(ROUNDINGS, ("ROUND({},0)", "(0-INT(0-{}))", "INT({})"), strict=True))


@dataclass(frozen=True)
class HintFormulas:
    """The formulas of one hint (`schema.hints`), each with the value it has on the blank template.

    current  what the book holds now (column 现在)
    advice   what is to be done about it (column 提示); an empty text: nothing
    """

    current: str
    current_when_blank: str | int
    advice: str
    advice_when_blank: str


def hint_formulas(book: Book, hidden: HiddenSheet) -> list[HintFormulas]:
    """The formulas of every hint of the book, in order. What they count with is put on the hidden sheet."""
    writer = _HintWriter(book, hidden)
    return [writer.formulas(hint) for hint in book.hints]


class _HintWriter:
    def __init__(self, book: Book, hidden: HiddenSheet) -> None:
        self.hidden = hidden
        self.addresses = {sheet.title: SheetAddresses(sheet) for sheet in book.sheets}
        self.counts = CountFormulas(self.addresses, hidden)

    def formulas(self, hint: Hint) -> HintFormulas:
        """The two formulas of one hint: of the staff, of a quota, or of a counted condition of a department or of its teams."""
        if hint.check == STAFF:
            return HintFormulas(f'=IF({self._staff_known},{self._staff()},"{UNKNOWN}")', UNKNOWN, '=""', "")
        if hint.check == QUOTA:
            return self._quota(hint)
        assert isinstance(hint.counting, Counting)
        return self._of_department(hint, hint.counting) if hint.level is Level.DEPARTMENT else self._of_teams(hint, hint.counting)

    def _column(self, sheet: str, title: str) -> str:
        return self.addresses[sheet].column(title)

    def _staff(self) -> str:
        return f"(SUM({self._column(d.TEAMS, '员工人数')})+{self.addresses[d.INFO].item('班组外员工人数')})"

    @cached_property
    def _staff_known(self) -> str:
        """True when every headcount is a number that may stand there."""
        teams, outside = self._column(d.TEAMS, "员工人数"), self.addresses[d.INFO].item("班组外员工人数")
        counted = f"SUM({_a_headcount(teams)})=ROWS({teams})"
        return self.hidden.formula_cell(f"IFERROR({_a_headcount(outside)}*({counted}),0)", 0) + "=1"

    def _quota(self, hint: Hint) -> HintFormulas:
        """The seats by the rules, and how many are recommended (同意) for them."""
        if not hint.rounding:
            known, seats = "TRUE", plain(hint.threshold)
        else:
            top, bottom = (hint.threshold / 100).as_integer_ratio()
            known, seats = self._staff_known, f"MAX({_ROUND[hint.rounding].format(f'({self._staff()}*{top}/{bottom})')},{hint.least})"
        agreed = f'({f.same_text(self._column(hint.sheet, "科室意见"))}="{AGREED}")'
        chosen = self.hidden.formula_cell(f"IFERROR(SUM({agreed}*{f.filled(self._column(hint.sheet, '姓名'))}),0)", 0)
        current = f'=IF({known},{seats},"{UNKNOWN}")'
        over = f'"已推荐 "&{chosen}&" 人，超出 "&({chosen}-{seats})&" 人"'
        advice = f'=IF({chosen}=0,"",IF({known},IF({chosen}>{seats},{over},"已推荐 "&{chosen}&" 人"),"已推荐 "&{chosen}&" 人"))'
        return HintFormulas(current, UNKNOWN if known != "TRUE" else int(hint.threshold), advice, "")

    def _of_department(self, hint: Hint, counting: Counting) -> HintFormulas:
        """How many the department has, and how many more it takes."""
        count, least = self.hidden.formula_cell(self.counts.of_department(counting), 0), plain(hint.threshold)
        advice = f'=IFERROR(IF({count}>={least},"{REACHED}","还差 "&({least}-{count})),"{UNSURE}")'
        return HintFormulas(f'=IFERROR({count},"{UNSURE}")', 0, advice, REACHED if hint.threshold <= 0 else f"还差 {least}")

    def _of_teams(self, hint: Hint, counting: Counting) -> HintFormulas:
        """How many of the recommended teams fall short of it."""
        chosen = self._column(hint.sheet, "班组")
        fall_short = [f"{f.filled(team)}*(({self.counts.of_team(counting, team)})<{plain(hint.threshold)})"
                      for team in self.addresses[hint.sheet].cells("班组")]
        cells = self.hidden.formula_column(fall_short, 0)
        short = self.hidden.formula_cell(f"SUM({cells[0]}:{cells[-1].rpartition('!')[2]})", 0)
        teams = self.hidden.formula_cell(f"SUM({f.filled(chosen)}*1)", 0)
        current = f'=IFERROR(IF({teams}=0,"{NOBODY_YET}",IF({short}=0,"都达到","有 "&{short}&" 个没达到")),"{UNSURE}")'
        where = "、".join(column.sheet.title for column in counting.columns)
        return HintFormulas(current, NOBODY_YET, f'=IFERROR(IF({short}=0,"","请补填“{where}”"),"{UNSURE}")', "")


def _a_headcount(x: str) -> str:
    return f"({f.a_number(x)}*({x}>=0)*(1-{f.broken(x)}))"
