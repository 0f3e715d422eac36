"""The contract between intake and evaluation: every table, declared once. Intake fills it, evaluation reads it.

The tables of what departments did (series, contests …) follow from their sheets' declarations in `schema.activities`.

Each table becomes one pandas frame (`frames.py`) with exactly these columns in this order. Three rules hold for all of them:

* Every column has dtype object and holds the Python values of its declared type. pandas would make binary floats of
  counts with a gap and its own strings of names; here 87.5 points are `Decimal("87.5")`, and they stay it. Points are
  summed as Decimals, not as scaled integers: a typed cell may have any number of decimal places (=25/3 has fifteen),
  so that no scale is known beforehand and an int64 could overflow, while pandas adds objects one by one, exactly.
* A missing value is None, never NaN, and stands only where the declaration says what it means.
* A `source` is the text file!sheet!cell of the cell that a row was read from, "收件箱/甲.xlsx!技能比赛!B6".

Names are those of the rules. Rows that count nowhere (a half-filled reviewer's row, an invalid response, the second of
two nominations) are in no table; their findings say why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from fuwuyue_xlsx.schema.activities import ACTIVITIES
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import Field, Sheet, TableColumn
from fuwuyue_xlsx.schema.field_kinds import Kind
from fuwuyue_xlsx.schema.name_kinds import SeveralTeams
from fuwuyue_xlsx.schema.number_kinds import Number
from fuwuyue_xlsx.tables.table_schema import ColumnSchema, TableSchema

if TYPE_CHECKING:
    import pandas as pd


_UNREAD = "empty or unreadable"
_DEPARTMENT = ColumnSchema("department", str, "the department's name")
_SOURCE = ColumnSchema("source", str, "the cell that the row was read from", "file!sheet!cell")
_ANSWERED = (
    ColumnSchema("file", str, "the survey file, relative to the workspace"),
    ColumnSchema("sheet", str, "the sheet's title"),
)
_ABOUT = (
    _DEPARTMENT,
    ColumnSchema("team", str, "the team that is judged", missing="the response names the department and no team"),
    ColumnSchema("identity", str, "who the respondent is (身份), as 测评身份 writes it",
                 missing="empty or not on the list, or no part of a score counts some identities alone"),
)
_RULED = (
    ColumnSchema("by", str, "who ruled so (裁定人)", missing="not ruled on"),
    ColumnSchema("date", dt.date, "the day of the ruling (裁定日期)", missing="not ruled on"),
    ColumnSchema("reason", str, "why (理由)", missing=_UNREAD),
    ColumnSchema("book", str, "the book that the row stands in, relative to the workspace"),
    ColumnSchema("saved", dt.datetime, "when the book was saved, or else changed; a newer ruling stands", "UTC"),
    _SOURCE,
)


def _activity_table(sheet: Sheet) -> TableSchema:
    """The table of a sheet on which a department lists what it did, as the schema declares it."""
    return TableSchema(sheet.table, sheet.row, (_DEPARTMENT, *(_activity_column(field, part) for field, part in sheet.table_columns), _SOURCE), own=True)


def _activity_column(field: Field, part: TableColumn) -> ColumnSchema:
    return ColumnSchema(part.name, bool if part.flag else _type_of(field.kind), f"{part.meaning} ({field.title})", missing="" if part.flag else _UNREAD)


def _type_of(kind: Kind) -> type:
    """The Python type of the values that a field of this kind is read as."""
    if isinstance(kind, Number):
        return int if kind.whole else Decimal
    types = {SeveralTeams: tuple, Day: dt.date, Moment: dt.datetime}
    return next((type for of, type in types.items() if isinstance(kind, of)), str)


SCHEMAS: tuple[TableSchema, ...] = (
    TableSchema("departments", "one department that has submitted", (
        _DEPARTMENT,
        ColumnSchema("file", str, "its file, relative to the workspace"),
        ColumnSchema("plan_date", dt.date, "the day on which the plan was handed in (方案报送日期), or received where 收文登记 says so", missing=_UNREAD),
        ColumnSchema("plan_source", str, "the cell of that day", "file!sheet!cell"),
        ColumnSchema("material_time", dt.datetime, "when the material was handed in (材料报送时间), or received where 收文登记 says so", missing=_UNREAD),
        ColumnSchema("material_source", str, "the cell of that time", "file!sheet!cell"),
    )),
    TableSchema("headcounts", "one team of the rules, or the staff outside teams, of a department that has submitted", (
        _DEPARTMENT,
        ColumnSchema("team", str, "the team's name", missing="the staff outside teams (班组外员工人数)"),
        ColumnSchema("headcount", int, "how many people it has", "persons", missing=_UNREAD),
        ColumnSchema("basics", str, "what the team is (班组基本情况)", missing=_UNREAD),
        _SOURCE,
    )),
    *(_activity_table(sheet) for sheet in ACTIVITIES),
    TableSchema("nominations", "one department, team, person or post that a department recommends for an award", (
        ColumnSchema("award", str, "the award's name"),
        _DEPARTMENT,
        ColumnSchema("team", str, "the team itself, or that of the person or post", missing="a department; a person or post outside teams"),
        ColumnSchema("person", str, "the person's name", missing="no award for persons"),
        ColumnSchema("post", str, "the post's name (岗位名称)", missing="no award for posts"),
        ColumnSchema("holders", tuple, "the names of the people who work at the post (在岗人员)", missing="no award for posts, or none are named"),
        ColumnSchema("order", int, "the department's own order, 1 first (推荐顺序)", missing=_UNREAD),
        ColumnSchema("agreed", bool, "whether 科室意见 is 同意"),
        ColumnSchema("position", int, "the row's place on its sheet, from 0"),
        ColumnSchema("deeds", str, "what it is recommended for (主要事迹)", missing=_UNREAD),
        ColumnSchema("job", str, "a person's job (岗位)", missing=_UNREAD),
        ColumnSchema("basics", str, "班组基本情况 as the nomination has it", missing=_UNREAD),
        ColumnSchema("category", str, "a person's category (人员类别)", missing="the award asks for none, or it is empty or unreadable"),
        _SOURCE,
    )),
    TableSchema("reviews", "one criterion of one candidate, judged by one reviewer; whole rows only", (
        ColumnSchema("award", str, "the award's name"),
        ColumnSchema("reviewer", str, "the reviewer's name, or the file of one without a name; it tells reviewers apart"),
        ColumnSchema("reviewer_department", str, "the reviewer's own department (所属科室)", missing=_UNREAD),
        _DEPARTMENT,
        ColumnSchema("team", str, "the team itself, or that of the person or post", missing="a department; a person or post outside teams"),
        ColumnSchema("post", str, "the post's or person's name as its nomination spells it", missing="an award for departments or teams"),
        ColumnSchema("criterion", str, "the criterion's name"),
        ColumnSchema("points", Decimal, "what the reviewer gave", "points"),
        ColumnSchema("maximum", Decimal, "the most that could be given", "points"),
        _SOURCE,
    )),
    TableSchema("inspections", "one item that was scored for one team on one visit", (
        ColumnSchema("visit", str, "the sheet of the visit; it tells visits apart", "file!sheet"),
        ColumnSchema("date", dt.date, "the day of the visit", missing=_UNREAD),
        ColumnSchema("inspector", str, "who inspected", missing=_UNREAD),
        _DEPARTMENT,
        ColumnSchema("team", str, "the team that was inspected"),
        ColumnSchema("item", str, "the item of the team's checklist"),
        ColumnSchema("points", Decimal, "what was given", "points"),
        ColumnSchema("maximum", Decimal, "the most that could be given", "points"),
        _SOURCE,
    )),
    TableSchema("incidents", "one incident or complaint as registered, in the register's order", (
        ColumnSchema("id", str, "its number (编号)", missing=_UNREAD),
        ColumnSchema("date", dt.date, "when it happened", missing="empty or unreadable; it counts as inside the period"),
        ColumnSchema("department", str, "the department it is laid to", missing=_UNREAD),
        ColumnSchema("team", str, "the team it is laid to", missing="none is named, or none that the department has"),
        ColumnSchema("known_team", bool, "False where a team is named that the department does not have"),
        ColumnSchema("person", str, "who is responsible (责任人)", missing="nobody is named, or nobody that can be told apart"),
        ColumnSchema("conclusion", str, "属实, 不属实 or 待查 (调查结论)", missing="empty or unreadable; it counts as 待查"),
        ColumnSchema("summary", str, "what happened", missing=_UNREAD),
        ColumnSchema("kind", str, "of what kind it is (类型)", missing="empty or unreadable; it counts as of a kind that vetoes"),
        _SOURCE,
    )),
    TableSchema("responses", "the valid responses of one survey sheet about one department or team, doubted ones apart", (
        *_ANSWERED, *_ABOUT,
        ColumnSchema("doubtful", bool, "whether their answer sheets are doubted (可疑答卷)"),
        ColumnSchema("count", int, "how many there are", "responses"),
        ColumnSchema("rows", tuple, "where they stand: runs of rows, each (first, last)", "row numbers from 1"),
    )),
    TableSchema("grades", "how often one grade stands in those responses, over all questions", (
        *_ANSWERED, *_ABOUT,
        ColumnSchema("doubtful", bool, "whether their answer sheets are doubted (可疑答卷)"),
        ColumnSchema("grade", str, "the grade's name, or a number that stands for one"),
        ColumnSchema("count", int, "how often it was given", "answers"),
    )),
    TableSchema("answers", "one valid response; sheets of more than 2,000 have none here", (
        *_ANSWERED,
        ColumnSchema("row", int, "its row on the sheet", "row number from 1"),
        *_ABOUT,
        ColumnSchema("doubt", str, "why its answer sheet is doubted", missing="it is not"),
    ), questions=True),
    TableSchema("receipts", "one plan or material that the office received, as 收文登记 has it", (
        _DEPARTMENT,
        ColumnSchema("material", str, "活动方案 or 总结材料 (材料)"),
        ColumnSchema("received", dt.datetime, "when it was received (收到时间)"),
        ColumnSchema("by", str, "who received it (经手人)", missing=_UNREAD),
        _SOURCE,
    )),
    TableSchema("votes", "the votes for one candidate, as 投票结果 has them", (
        ColumnSchema("award", str, "the award's name"),
        _DEPARTMENT,
        ColumnSchema("team", str, "the team itself, or that of the person or post", missing="a department; a person or post outside teams"),
        ColumnSchema("post", str, "the post's or person's name as its nomination spells it", missing="an award for departments or teams"),
        ColumnSchema("votes", int, "how many voted for it (得票)", "votes"),
        ColumnSchema("issued", int, "how many ballots were handed out (发出票数)", "ballots"),
        ColumnSchema("valid", int, "how many of them were valid (有效票数)", "ballots"),
        _SOURCE,
    )),
    TableSchema("adjustments", "points that one candidate is given or loses, as 加减分登记 has them", (
        ColumnSchema("award", str, "the award's name", missing="every award that has 加减分"),
        _DEPARTMENT,
        ColumnSchema("team", str, "the team itself, or that of the person or post", missing="a department; a person or post outside teams"),
        ColumnSchema("post", str, "the post's or person's name as its nomination spells it", missing="a department or team"),
        ColumnSchema("points", Decimal, "what is added, or taken off (分数)", "points, -100 … 100"),
        ColumnSchema("reason", str, "why (理由)"),
        ColumnSchema("basis", str, "on what it rests (依据)"),
        ColumnSchema("date", dt.date, "when (日期)", missing=_UNREAD),
        _SOURCE,
    )),
    TableSchema("tie_decisions", "one candidate on a sheet 并列 of 领导裁定, older books first; a row without a ruling says what was asked", (
        ColumnSchema("award", str, "the award's name"),
        _DEPARTMENT,
        ColumnSchema("team", str, "the team itself, or that of the person or post", missing="a department; a person or post outside teams"),
        ColumnSchema("person", str, "the person's name as its nomination spells it", missing="no award for persons"),
        ColumnSchema("post", str, "the post's name as its nomination spells it", missing="no award for posts"),
        ColumnSchema("score", Decimal, "the composite that all of the group have (综合得分)", "points", missing="empty: an award without a score"),
        ColumnSchema("seats", int, "the seats that the group contests (空余名额)", missing=_UNREAD),
        ColumnSchema("decision", str, "获奖 or 不获奖 (裁定)", missing="not ruled on, or without a name or a date"),
        *_RULED,
    )),
    TableSchema("disqualifications", "one candidate that a row of 取消资格 names, in one award or in all", (
        ColumnSchema("award", str, "the award's name", missing="every award in which it is a candidate"),
        _DEPARTMENT,
        ColumnSchema("team", str, "the team itself, or that of the person or post", missing="a department; a person or post outside teams"),
        ColumnSchema("person", str, "the person's name as its nomination spells it", missing="no person"),
        ColumnSchema("post", str, "the post's name as its nomination spells it", missing="no post"),
        *_RULED,
    )),
    TableSchema("confirmations", "one row of 提示确认: a warning that somebody has looked into", (
        ColumnSchema("code", str, "the finding's code (提示代号)"),
        ColumnSchema("file", str, "the file that the finding is about", missing="it is about no file"),
        ColumnSchema("sheet", str, "the sheet that it is about", missing="it is about no sheet"),
        ColumnSchema("cell", str, "the cell that it is about", missing="it is about no cell"),
        ColumnSchema("text", str, "the finding's message (提示内容)", missing="typed by hand"),
        ColumnSchema("treatment", str, "已核实，按现值 (处理)"),
        *_RULED,
    )),
)
TABLES: dict[str, TableSchema] = {schema.name: schema for schema in SCHEMAS}
RULING_TABLES = ("tie_decisions", "disqualifications", "confirmations")
COLUMNS: dict[str, tuple[str, ...]] = {schema.name: schema.names for schema in SCHEMAS}


def violations(name: str, frame: pd.DataFrame) -> Iterator[str]:
    """Yields a line for each column of a frame that breaks the contract, and nothing for a frame that keeps it. For tests, not for runs."""
    schema = TABLES[name]
    given = tuple(frame.columns)
    if given != schema.names and not (schema.grows and given[: len(schema.names)] == schema.names):
        yield f"{name}: the columns are {given}, not {schema.names}"
        return
    further = tuple(ColumnSchema(title, str, "", missing=_UNREAD) for title in given[len(schema.names):])
    for column in (*schema.columns, *further):
        values = frame[column.name]
        wrong = [value for value in values.tolist() if not column.accepts(value)]
        if values.dtype != object:
            yield f"{name}.{column.name}: dtype {values.dtype}, not object"
        elif wrong:
            yield f"{name}.{column.name}: {wrong[0]!r} is no {column.type.__name__}" + (" or None" if column.missing else "")


def tables_reference() -> str:
    """The contract as Markdown: a heading and a table of its columns for each table."""
    return "\n".join(line for schema in SCHEMAS for line in _section(schema))


def _section(schema: TableSchema) -> Iterator[str]:
    yield from (f"## {schema.name}", "", f"One row: {schema.row}.", "", "| column | type | unit | description | None means |", "|---|---|---|---|---|")
    for column in schema.columns:
        yield f"| {column.name} | {column.type.__name__} | {column.unit} | {column.description} | {column.missing or 'never'} |"
    if schema.questions:
        yield "| *the question* | str | | one column a question: the grade's name | not answered |"
    if schema.own:
        yield "| *the column* | str | | one column for each other one that a check of 自定义核查 looks at: what it says | empty or unreadable |"
    yield ""
