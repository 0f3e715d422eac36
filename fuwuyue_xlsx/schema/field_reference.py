"""The written field reference, made from the schema: 字段说明.md."""

from __future__ import annotations

from collections.abc import Iterator

from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import BOOK_KINDS
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.name_kinds import Choice
from fuwuyue_xlsx.schema.rules_workbook import RULES_FILE, rulebook

_LONGEST_WORDS = 60


def field_reference(rules: Rules) -> str:
    """Markdown: every book, sheet and field with what it takes. One department stands for all."""
    department = rules.departments[0]
    declared = (kind.declare(rules, department if kind.of_department else None) for kind in BOOK_KINDS.values())
    books = [(RULES_FILE, rulebook()), *zip((kind.file_name for kind in BOOK_KINDS.values()), declared, strict=True)]
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
