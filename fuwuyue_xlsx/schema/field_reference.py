"""The written field reference, made from the schema: 字段说明.md."""

from __future__ import annotations

from collections.abc import Iterator

from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.department_book import department_book
from fuwuyue_xlsx.schema.name_kinds import Choice
from fuwuyue_xlsx.schema.office_books import incident_book, inspection_book, review_book, survey_book
from fuwuyue_xlsx.schema.rules_workbook import rulebook

_LONGEST_WORDS = 60


def field_reference(rules: Rules) -> str:
    """Markdown: every book, sheet and field with what it takes. One department stands for all."""
    department = rules.departments[0]
    books = (
        ("评选规则.xlsx", rulebook()),
        ("科室填报表_〈科室〉.xlsx", department_book(rules, department)),
        ("监督检查评分表.xlsx", inspection_book(rules)),
        ("满意度测评表.xlsx", survey_book(rules)),
        ("事故投诉登记表.xlsx", incident_book(rules)),
        ("评委打分表.xlsx", review_book(rules)),
    )
    lines = ["# 字段说明", "", f"本页由程序按字段定义生成，与模板、检查、提示一致。科室填报表以“{department}”为例。", ""]
    for name, book in books:
        lines += _book_lines(name, book)
    return "\n".join(lines).rstrip() + "\n"


def _book_lines(name: str, book: Book) -> Iterator[str]:
    yield f"## {name}"
    yield ""
    for sheet in book.sheets:
        yield from _sheet_lines(sheet)


def _sheet_lines(sheet: Sheet) -> Iterator[str]:
    yield f"### {sheet.title}"
    yield ""
    for note in sheet.notes:
        yield f"{note}"
        yield ""
    yield "| 栏目 | 必填 | 填什么 | 说明 |"
    yield "|---|---|---|---|"
    for field in (*sheet.form, *sheet.columns):
        yield f"| {_plain(field.title)} | {_duty(field)} | {_plain(_words(field))} | {_plain(field.help)} |"
    yield ""


def _duty(field: Field) -> str:
    if field.locked:
        return "已填好"
    if field.required_with:
        return f"“{field.required_with[0]}”为“{field.required_with[1]}”时必填"
    return "必填" if field.required else "选填"


def _words(field: Field) -> str:
    words = field.kind.words
    if isinstance(field.kind, Choice) and len(words) > _LONGEST_WORDS:
        return f"下拉框里的 {len(field.kind.options)} 项之一"
    return words


def _plain(text: str) -> str:
    return text.replace("|", "／").replace("\n", " ")
