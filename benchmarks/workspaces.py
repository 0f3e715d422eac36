"""Filled workspaces of any size, made from the product's own templates: every ready row of every sheet is filled."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import office_books, review_book
from fuwuyue_xlsx.schema.answer_kinds import Grade
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.department_book import department_book
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralTeams
from fuwuyue_xlsx.schema.number_kinds import ItemPoints, Number, Score
from fuwuyue_xlsx.schema.rules_workbook import rulebook
from fuwuyue_xlsx.templates.layout import layout_of
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import Workspace

TEAMS = 5
VISITS, REVIEWERS = 2, 3
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.S)
_SHEET = re.compile(r'<sheet name="([^"]*)"')
_EPOCH = dt.datetime(1899, 12, 30)
_FIRST = "科室00000"


def make_workspace(root: Path, departments: int) -> Workspace:
    """A workspace of so many departments of five teams each, everything handed in.

    All of it is right; more people are nominated than the quota takes, which every run warns of.
    """
    workspace = Workspace(root)
    workspace.inbox.mkdir(parents=True, exist_ok=True)
    rules = _rules(workspace, departments)
    for number, data in enumerate(_department_books(rules)):
        _put(workspace.inbox / "科室" / f"科室填报表_{number:05d}.xlsx", data)
    for name, book, times in (("监督检查评分表", office_books.inspection_book(rules), VISITS), ("评委打分表", review_book.review_book(rules), REVIEWERS)):
        blank = write_book(book, rules.campaign)
        for number in range(times):
            _put(workspace.inbox / f"{name}_{number + 1}.xlsx", _typed(blank, book, number))
    _put(workspace.inbox / "事故投诉登记表.xlsx", write_book(office_books.incident_book(rules), rules.campaign))
    _put_survey(workspace, rules, TEAMS * departments)
    return workspace


def make_survey(root: Path, answers: int, departments: int = 4) -> Workspace:
    """A workspace of few departments and one survey book of so many answers, twelve columns wide."""
    workspace = make_workspace(root, departments)
    rules, _ = read_rules(workspace.rules.read_bytes())
    assert rules is not None
    _put_survey(workspace, rules, answers)
    return workspace


def _put_survey(workspace: Workspace, rules: Rules, answers: int) -> None:
    book = office_books.survey_book(rules)
    _put(workspace.inbox / "满意度测评表.xlsx", _survey(rules, write_book(book, rules.campaign), book.sheets[0], answers))


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _rules(workspace: Workspace, departments: int) -> Rules:
    """The rules of 2017 over other departments, seven questions."""
    rows = rows_2017()
    rows["班组划分"] = [(f"科室{d:05d}", t, f"{d:05d}号第{t}组", "维修", None) for d in range(departments) for t in range(1, TEAMS + 1)]
    rows["测评题目"] = [(number, f"第{number}题满意吗") for number in range(1, 8)]
    rows["口径设置"] = [(name, 1 if name == "最少有效问卷" else value, *rest) for name, value, *rest in rows["口径设置"]]
    data = write_book(rulebook(), _campaign(), rows)
    rules, findings = read_rules(data)
    assert rules is not None, [p.line() for p in findings]
    _put(workspace.rules, data)
    return rules


def _campaign() -> Any:
    rules, _ = read_rules((Path(__file__).parent.parent / "input_templates" / "评选规则.xlsx").read_bytes())
    assert rules is not None
    return rules.campaign


def _department_books(rules: Rules) -> Iterator[bytes]:
    """The first department's book typed into its template; the others are the same with other names."""
    book = department_book(rules, _FIRST)
    first = _typed(write_book(book, rules.campaign), book, 0)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    for number in range(len(rules.departments)):
        mark = f"{number:05d}"
        yield _zipped({name: text.replace(_FIRST, f"科室{mark}").replace("00000号", f"{mark}号") for name, text in parts.items()})


def _zipped(parts: dict[str, str], long: str | None = None, pieces: Iterable[str] = ()) -> bytes:
    """The parts as a workbook; one long part may come in pieces, so that it never stands in memory whole."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        if long:
            with archive.open(long, "w", force_zip64=True) as part:
                part.writelines(piece.encode("utf-8") for piece in pieces)
    return buffer.getvalue()


def _typed(blank: bytes, book: Book, number: int) -> bytes:
    """The template with every unlocked cell of its forms and tables filled."""
    with zipfile.ZipFile(io.BytesIO(blank)) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    titles = _SHEET.findall(parts["xl/workbook.xml"])
    for sheet in book.sheets:
        part = f"xl/worksheets/sheet{titles.index(escape(sheet.title)) + 1}.xml"
        cells = dict(_cells(sheet, number))
        parts[part] = _CELL.sub(lambda m, c=cells: _cell(m, c.get((int(m[2]), m[1]))), parts[part])
    return _zipped(parts)


def _cells(sheet: Sheet, number: int) -> Iterator[tuple[tuple[int, str], Any]]:
    """((row, column letters), value) for everything a person would type on a sheet."""
    layout = layout_of(sheet)
    yield from _form_cells(sheet, layout, number)
    yield from _table_cells(sheet, layout, number)


def _form_cells(sheet: Sheet, layout: Any, number: int) -> Iterator[tuple[tuple[int, str], Any]]:
    for offset, item in enumerate(sheet.form):
        if not item.locked:
            yield (layout.form + offset + 1, "B"), _value(item, 0, number)


def _table_cells(sheet: Sheet, layout: Any, number: int) -> Iterator[tuple[tuple[int, str], Any]]:
    for row in range(layout.first, layout.last + 1) if sheet.columns else ():
        index = row - layout.first
        given = sheet.rows[index] if index < len(sheet.rows) else {}
        if given.get("检查项目") == office_books.DEDUCTIONS or _is_used_up(sheet, index):
            continue
        for column, field in enumerate(sheet.columns):
            if not field.locked:
                yield (row + 1, chr(65 + column) if column < 26 else f"A{chr(39 + column)}"), _value(field, index, number)


def _is_used_up(sheet: Sheet, index: int) -> bool:
    """Nobody nominates a team twice."""
    team = next((field for field in sheet.columns if field.title == "班组" and not field.locked), None)
    return sheet.title.endswith("推荐") and team is not None and index >= len(_options(team))


def _options(field: Field) -> tuple[str, ...]:
    return field.kind.options if isinstance(field.kind, (Choice, Grade)) else ()


def _value(field: Field, index: int, number: int) -> Any:
    """A right value for a field, another one in each row."""
    kind = field.kind
    if field.title == "评委":
        return f"评委{number + 1}号"
    if field.title == "推荐顺序":
        return index + 1
    if field.title in ("科室意见", "是否申报", "完成情况"):
        return _options(field)[0]
    if isinstance(kind, Moment):
        return dt.datetime(2017, 12, 29, 16, 30)
    if isinstance(kind, Day):
        day = dt.date(2017, 11, 25) + dt.timedelta(days=(index + 3 * number) % 28)
        return dt.date(2017, 11, 23) if field.title == "方案报送日期" else day
    if isinstance(kind, (Number, ItemPoints)):
        return 5 + (index + number) % 5
    if isinstance(kind, Score):
        return int(kind.maximum) - (7 * index + number) % 20
    if isinstance(kind, SeveralTeams):
        return kind.teams[index % len(kind.teams)]
    if _options(field):
        return _options(field)[index % len(_options(field))]
    return f"{field.title}{index + 1}号"


def _cell(found: re.Match[str], value: Any) -> str:
    if value is None:
        return found[0]
    opening = f'<c r="{found[1]}{found[2]}"{found[3] or ""}'
    if isinstance(value, str):
        return f'{opening} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        value = (moment - _EPOCH) / dt.timedelta(days=1)
    return f"{opening}><v>{value!r}</v></c>"


def _survey(rules: Rules, blank: bytes, sheet: Sheet, answers: int) -> bytes:
    """The survey's template with so many answers below its header, texts shared as spreadsheet programs share them."""
    with zipfile.ZipFile(io.BytesIO(blank)) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    layout = layout_of(sheet)
    strings = parts["xl/sharedStrings.xml"]
    known = strings.count("<si>")
    words = [*rules.own.identities, *(name for name, _ in rules.policies.grades), "食堂干净，服务热情"]
    objects = [(team.department, team.name) for team in rules.teams]
    words += [name for pair in objects for name in pair]
    at = {word: known + number for number, word in enumerate(words)}
    shared = "".join(f"<si><t>{escape(word)}</t></si>" for word in words)
    parts["xl/sharedStrings.xml"] = re.sub(r'count="\d+" uniqueCount="\d+"', "", strings).replace("</sst>", f"{shared}</sst>")
    part = f"xl/worksheets/sheet{_SHEET.findall(parts['xl/workbook.xml']).index(sheet.title) + 1}.xml"
    body, _, tail = parts.pop(part).partition("</sheetData>")
    head, first, ready = body.partition(f'<row r="{layout.first + 1}"')
    styles = [found[3] or "" for found in _CELL.finditer(ready[: ready.index("</row>")])]
    assert first and len(styles) >= len(sheet.columns)
    rows = (_answer(row, layout.first + 1 + row, at, objects, rules, styles) for row in range(answers))
    return _zipped(parts, part, chain([head], rows, [f"</sheetData>{tail}"]))


def _answer(number: int, row: int, at: dict[str, int], objects: list[tuple[str, str]], rules: Rules, styles: list[str]) -> str:
    department, team = objects[number % len(objects)]
    grades = [rules.policies.grades[(number * (q + 3) // 7) % len(rules.policies.grades)][0] for q in range(len(rules.questions))]
    texts = [rules.own.identities[number % len(rules.own.identities)], department, team, *grades, *(["食堂干净，服务热情"] if number % 9 == 0 else [])]
    cells = "".join(f'<c r="{chr(66 + column)}{row}"{styles[column + 1]} t="s"><v>{at[text]}</v></c>' for column, text in enumerate(texts))
    return f'<row r="{row}"><c r="A{row}"{styles[0]}><v>{43070 + number % 28 + 0.5}</v></c>{cells}</row>'
