"""The checks (核查项) that a condition can name (附1 二): each is declared here, and nowhere else.

A counted check says by its `counting` what it counts on a department's own sheets. From that the evaluation counts
(`evaluate.counts`), the template counts live (`templates.count_formulas`), and the self-check has its line (`schema.hints`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fuwuyue_xlsx.rules.model import Level, Source
from fuwuyue_xlsx.schema.activities import CONTESTS, DONE, PLAN, PUBLICITY, SERVICES, SUGGESTIONS, TEAM, TEAMS, TRAININGS
from fuwuyue_xlsx.schema.declarations import Sheet, TableColumn


class How(Enum):
    """How the filled cells of a column are counted: every one, or those that say the same as one."""

    ENTRIES = "entries"
    DISTINCT = "distinct"


@dataclass(frozen=True)
class CountedColumn:
    """A column whose filled cells are counted, on a sheet of `schema.activities`; it travels to the evaluation's table.

    Raises ValueError for a column that does not.
    """

    sheet: Sheet
    title: str

    def __post_init__(self) -> None:
        if self.sheet.column(self.title).becomes is None:
            raise ValueError(f"{self.sheet.title}/{self.title} does not travel to the evaluation: give its Field becomes=TableColumn(…)")

    @property
    def name(self) -> str:
        """The column's name in the evaluation's table."""
        return self.part.name

    @property
    def part(self) -> TableColumn:
        """The column's part in the evaluation's table."""
        part = self.sheet.column(self.title).becomes
        assert part is not None
        return part


@dataclass(frozen=True)
class Counting:
    """What a check counts. Of a team it counts the entries that name it, of a department all of its entries.

    how      each entry, or each different text; of different texts only those of one column can be told apart
    columns  the columns whose filled cells are counted, together
    only     (another column of the sheet, a word): entries where that column says the word; None: all

    Raises ValueError for different texts of several columns.
    """

    how: How
    columns: tuple[CountedColumn, ...]
    only: tuple[CountedColumn, str] | None = None

    def __post_init__(self) -> None:
        if self.how is How.DISTINCT and len(self.columns) > 1:
            raise ValueError("different texts are counted in one column")

    @property
    def words(self) -> str:
        """What is counted, in English, for the documentation: different texts of 技能比赛/工种."""
        columns = ", ".join(f"{column.sheet.title}/{column.title}" for column in self.columns)
        only = f" where {self.only[0].title} is {self.only[1]}" if self.only else ""
        return f"{'filled cells' if self.how is How.ENTRIES else 'different texts'} of {columns}{only}"


def team_column(sheet: Sheet) -> CountedColumn | None:
    """The column that names the team or the teams of an entry; None on a sheet whose entries are the whole department's."""
    return next((CountedColumn(sheet, column.title) for column, part in sheet.table_columns if part.name in (TEAM, TEAMS)), None)


def entries(*columns: tuple[Sheet, str], only: tuple[str, str] | None = None) -> Counting:
    """Every entry counts in which the column is filled; `only`: and in which another column, by title, says this word."""
    counted = tuple(CountedColumn(sheet, title) for sheet, title in columns)
    return Counting(How.ENTRIES, counted, (CountedColumn(counted[0].sheet, only[0]), only[1]) if only else None)


def distinct(sheet: Sheet, title: str) -> Counting:
    """Every different text of a column counts once; white space and full width make no difference."""
    return Counting(How.DISTINCT, (CountedColumn(sheet, title),))


@dataclass(frozen=True)
class Check:
    """A check that conditions can name.

    name       as the rules workbook has it
    levels     of the awards whose conditions may name it; a counted check serves departments and teams
    words      what is counted or looked at, as evidence and hints say it
    unit       of what is counted
    threshold  whether a hard condition needs one
    source     the component of the score that is compared with the threshold
    composite  whether the composite is; a candidate without one is not judged by it
    counting   what is counted on the department's own sheets

    Raises ValueError for a counted check of other levels, or of teams on a sheet that names none.
    """

    name: str
    levels: tuple[Level, ...]
    words: str
    unit: str = ""
    threshold: bool = True
    source: Source | None = None
    composite: bool = False
    counting: Counting | None = None

    @property
    def in_points(self) -> bool:
        """Whether a score is compared, in points up to 100."""
        return self.source is not None or self.composite

    def __post_init__(self) -> None:
        sheets = [column.sheet for column in self.counting.columns] if self.counting else []
        if sheets and not set(self.levels) <= {Level.DEPARTMENT, Level.TEAM}:
            raise ValueError(f"{self.name}: only departments and teams are counted for")
        if Level.TEAM in self.levels and any(team_column(sheet) is None for sheet in sheets):
            raise ValueError(f"{self.name}: a counted sheet names no team")


_ALL = (Level.DEPARTMENT, Level.TEAM, Level.PERSON, Level.POST)
# checks that code names, as more than a count stands behind them
PLANNED_SERIES = "方案完成系列数"
INCIDENTS = "事故投诉"
OPINION = "科室意见"
COMPOSITE = "综合得分"

# in the order of the rules workbook's dropdown
CHECKS: dict[str, Check] = {
    check.name: check
    for check in (
        Check(PLANNED_SERIES, (Level.DEPARTMENT,), "有计划且已完成的活动系列", "个",
              counting=entries((PLAN, "计划内容"), only=("完成情况", DONE))),
        Check("比赛工种数", (Level.DEPARTMENT,), "技能比赛的不同工种", "个", counting=distinct(CONTESTS, "工种")),
        Check("培训形式数", (Level.DEPARTMENT,), "技能培训的不同形式", "种", counting=distinct(TRAININGS, "培训形式")),
        Check("培训层次数", (Level.DEPARTMENT,), "技能培训的不同层次", "种", counting=distinct(TRAININGS, "培训层次")),
        Check("特色服务数", (Level.DEPARTMENT,), "特色服务", "项", counting=entries((SERVICES, "项目名称"))),
        Check("宣传形式数", (Level.DEPARTMENT,), "宣传的不同形式", "种", counting=distinct(PUBLICITY, "宣传形式")),
        Check("合理化建议数", (Level.TEAM,), "本班组的合理化建议", "条", counting=entries((SUGGESTIONS, "班组"))),
        Check("比赛培训次数", (Level.TEAM,), "本班组参与的比赛和培训", "次",
              counting=entries((CONTESTS, "参与班组"), (TRAININGS, "参与班组"))),
        Check(INCIDENTS, _ALL, "事故投诉登记表", threshold=False),
        Check("满意度", _ALL, "满意度测评", "分", source=Source.SURVEY),
        Check("监督检查", _ALL, "监督检查", "分", source=Source.INSPECTION),
        Check(COMPOSITE, _ALL, "综合得分", "分", composite=True),
        Check(OPINION, _ALL, "科室意见", threshold=False),
    )
}
