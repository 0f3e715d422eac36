"""The live lines about quotas and conditions: what the sheets hold now, against what the rules ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.rules import checks
from fuwuyue_xlsx.rules.model import AGREED, WHOLE_DEPARTMENT
from fuwuyue_xlsx.rules.policies import ROUNDINGS
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema.declarations import Book, Hint
from fuwuyue_xlsx.schema.hints import QUOTA, STAFF
from fuwuyue_xlsx.templates.hidden_sheet import HiddenSheet
from fuwuyue_xlsx.templates.template_addresses import Places

UNKNOWN = "填齐人数后显示"
REACHED = "已达到"
_ROUND = dict(zip(ROUNDINGS, ("ROUND", "ROUNDUP", "ROUNDDOWN"), strict=True))


@dataclass(frozen=True)
class LiveHint:
    """Two formulas, each with its value on the blank template: what stands there now, and what to make of it."""

    now: str
    now_blank: str | int
    said: str
    said_blank: str


def live_hints(book: Book, hidden: HiddenSheet) -> list[LiveHint]:
    """One entry a hint of the book."""
    writer = _Hints(book, hidden)
    return [writer.of(hint) for hint in book.hints]


class _Hints:
    def __init__(self, book: Book, hidden: HiddenSheet) -> None:
        self.hidden = hidden
        self.places = {sheet.title: Places(sheet) for sheet in book.sheets}

    def of(self, hint: Hint) -> LiveHint:
        if hint.check == STAFF:
            return LiveHint(f'=IF({self._staff_known},{self._staff()},"{UNKNOWN}")', UNKNOWN, '=""', "")
        if hint.check == QUOTA:
            return self._quota(hint)
        counts: dict[str, Callable[[], str]] = {
            checks.PLANNED_SERIES: self._series,
            checks.TRADES: lambda: self._distinct(d.CONTESTS, "工种"),
            checks.TRAINING_FORMS: lambda: self._distinct(d.TRAININGS, "培训形式"),
            checks.SERVICES: lambda: f"SUM({f.filled(self._column(d.SERVICES, '项目名称'))}*1)",
            checks.PUBLICITY_FORMS: lambda: self._distinct(d.PUBLICITY, "宣传形式"),
        }
        if hint.check in counts:
            return self._counted(hint, counts[hint.check]())
        return self._by_team(hint)

    def _column(self, sheet: str, title: str) -> str:
        return self.places[sheet].column(title)

    def _staff(self) -> str:
        return f"(SUM({self._column(d.TEAMS, '员工人数')})+{self.places[d.INFO].item('班组外员工人数')})"

    @cached_property
    def _staff_known(self) -> str:
        """True when every headcount is a number that may stand there."""
        teams, outside = self._column(d.TEAMS, "员工人数"), self.places[d.INFO].item("班组外员工人数")
        counted = f"SUM({_a_headcount(teams)})=ROWS({teams})"
        return self.hidden.figure(f"IFERROR({_a_headcount(outside)}*({counted}),0)", 0) + "=1"

    def _quota(self, hint: Hint) -> LiveHint:
        """The seats by the rules, and how many are recommended (同意) for them."""
        if not hint.rounding:
            known, seats = "TRUE", plain(hint.threshold)
        else:
            top, bottom = (hint.threshold / 100).as_integer_ratio()
            known, seats = self._staff_known, f"MAX({_ROUND[hint.rounding]}({self._staff()}*{top}/{bottom},0),{hint.least})"
        agreed = f'({f.same_text(self._column(hint.sheet, "科室意见"))}="{AGREED}")'
        chosen = self.hidden.figure(f"IFERROR(SUM({agreed}*{f.filled(self._column(hint.sheet, '姓名'))}),0)", 0)
        now = f'=IF({known},{seats},"{UNKNOWN}")'
        over = f'"已推荐 "&{chosen}&" 人，超出 "&({chosen}-{seats})&" 人"'
        said = f'=IF({chosen}=0,"",IF({known},IF({chosen}>{seats},{over},"已推荐 "&{chosen}&" 人"),"已推荐 "&{chosen}&" 人"))'
        return LiveHint(now, UNKNOWN if known != "TRUE" else int(hint.threshold), said, "")

    def _series(self) -> str:
        plan, done = self._column(d.PLAN, "计划内容"), self._column(d.PLAN, "完成情况")
        return f'SUM({f.filled(plan)}*({f.same_text(done)}=ASC("{d.DONE}")))'

    def _distinct(self, sheet: str, title: str) -> str:
        """How many different texts stand in a column: each counts where it stands first."""
        column = self._column(sheet, title)
        text, rows = f.same_text(column), f"ROW({column})"
        earlier = f"EXACT({text},TRANSPOSE({text}))*({rows}>TRANSPOSE({rows}))"
        return f"SUM({f.filled(column)}*(MMULT({earlier},{rows}^0)=0))"

    def _counted(self, hint: Hint, count: str) -> LiveHint:
        now = self.hidden.figure(f"IFERROR({count},0)", 0)
        least = plain(hint.threshold)
        said = f'=IF({now}>={least},"{REACHED}","还差 "&({least}-{now}))'
        reached = hint.threshold <= 0
        return LiveHint(f"={now}", 0, said, REACHED if reached else f"还差 {least}")

    def _by_team(self, hint: Hint) -> LiveHint:
        """How many of the recommended teams fall short of it."""
        chosen = self._column(hint.sheet, "班组")
        if hint.check == checks.SUGGESTIONS:
            suggesting = self._column(d.SUGGESTIONS, "班组")
            counts = f"MMULT(EXACT({f.same_text(chosen)},TRANSPOSE({f.same_text(suggesting)}))*1,ROW({suggesting})^0)"
        else:
            counts = f"{self._naming(chosen, d.CONTESTS, '参与班组')}+{self._naming(chosen, d.TRAININGS, '参与班组')}"
        short = self.hidden.figure(f"IFERROR(SUM({f.filled(chosen)}*(({counts})<{plain(hint.threshold)})),0)", 0)
        teams = self.hidden.figure(f"IFERROR(SUM({f.filled(chosen)}*1),0)", 0)
        now = f'=IF({teams}=0,"还没有推荐",IF({short}=0,"都达到","有 "&{short}&" 个没达到"))'
        return LiveHint(now, "还没有推荐", f'=IF({short}=0,"","请补填“{_WHERE[hint.check]}”")', "")

    def _naming(self, teams: str, sheet: str, title: str) -> str:
        """For each team the rows that name it, or the whole department."""
        where = f.same_text(self._column(sheet, title))
        row = f"TRANSPOSE({where})"
        named = f'(ISNUMBER(FIND({f.same_text(teams)},{row}))+({row}="{WHOLE_DEPARTMENT}")>0)*({row}<>"")'
        return f"MMULT({named},ROW({self._column(sheet, title)})^0)"


def _a_headcount(x: str) -> str:
    return f"({f.a_number(x)}*({x}>=0)*(1-{f.broken(x)}))"


_WHERE = {checks.SUGGESTIONS: d.SUGGESTIONS, checks.CONTRIBUTIONS: "技能比赛、技能培训"}
