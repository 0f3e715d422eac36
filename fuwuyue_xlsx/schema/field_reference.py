"""The written references, made from the schema: 字段说明.md for the people who fill in books, the data dictionary for developers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.rules.model import Award, Component, Criterion, Level, Rules, Source, Team
from fuwuyue_xlsx.schema.books import BOOK_KINDS
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import Kind, PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralPersons, SeveralTeams
from fuwuyue_xlsx.schema.number_kinds import ItemPoints, Number, Percent, Score
from fuwuyue_xlsx.schema.rules_workbook import CAMPAIGN_ITEMS, OPTIONAL_ITEMS, WORD_ITEMS, rulebook

_LONGEST_WORDS = 60
# what stands in the data dictionary for the names that rules give
DEPARTMENT, TEAM, LINE, ITEM, CRITERION, QUESTION = "〈科室〉", "〈班组〉", "〈业务类型〉", "〈检查项目〉", "〈要点〉", "〈题目〉"


def field_reference(rules: Rules) -> str:
    """字段说明.md in Chinese Markdown: every book, sheet and field with what it takes. One department stands for all."""
    department = rules.departments[0]
    lines = ["# 字段说明", "", f"本页由程序按字段定义生成，与模板、检查、提示一致。科室填报表以“{department}”为例。", ""]
    for book in books_of_every_kind(rules):
        lines += [f"## {BOOK_KINDS[book.kind].file_name if book.kind in BOOK_KINDS else book.file_name}", ""]
        for sheet in book.sheets:
            lines += _sheet_lines(sheet)
    return "\n".join(lines).rstrip() + "\n"


def books_of_every_kind(rules: Rules) -> tuple[Book, ...]:
    """The rules workbook and a book of each kind, in the order in which they are described; one department stands for all."""
    return (rulebook(), *(kind.declare(rules, rules.departments[0] if kind.of_department else None) for kind in BOOK_KINDS.values()))


def markdown_table(head: str, rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a Markdown table; bars and line breaks within a cell are replaced. `head`: titles parted by bars."""
    yield f"| {head} |"
    yield "|" + "---|" * (head.count("|") + 1)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "／").replace("\n", " ") for cell in row) + " |"


def _sheet_lines(sheet: Sheet) -> Iterator[str]:
    yield from (f"### {sheet.title}", "")
    for note in sheet.notes:
        yield from (note, "")
    rows = ((field.title, _duty(field), _words(field), field.help) for field in (*sheet.form, *sheet.columns))
    yield from (*markdown_table("栏目 | 必填 | 填什么 | 说明", rows), "")


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


_ABOUT_THE_DICTIONARY = (
    "Every sheet and field of every workbook that is filled in, generated from the schema by `python docs/build.py`. How values are",
    f"read is in [workbooks.md](workbooks.md). {DEPARTMENT}, {TEAM}, {QUESTION} … stand for the names that the rules give: one such",
    "sheet or column for each.",
    "",
    "- *form*: a label with its value on the right; *table*: a header with rows below it.",
    "- *required*: empty is a finding (in a table: in a filled row), and so is a missing column or label. *prefilled*: the template",
    "  writes and locks it. *optional*: may be empty, and the column may be gone unless it “has to be there”.",
    "- *known name*: one of the names that the rules give; any other is `unknown-name`. *one of*: any other word is `unknown-choice`.",
    "- *becomes*: the column of the evaluation's table in which the value travels.",
    "- *help*: the tooltip of the cell, for whoever fills it in.",
)


def data_dictionary(rules: Rules) -> str:
    """Markdown in English: every book, sheet and field, with the names that rules give as placeholders and every award on."""
    lines = [
        "# Data dictionary", "", *_ABOUT_THE_DICTIONARY, "",
    ]
    for book in books_of_every_kind(_with_placeholders(rules)):
        lines += [f"## {book.file_name}", ""]
        for sheet in book.sheets:
            lines += _dictionary_sheet(sheet)
            if book.kind == "rules" and sheet.title == "活动信息":
                lines += _campaign_items()
    return "\n".join(lines).rstrip() + "\n"


def _with_placeholders(rules: Rules) -> Rules:
    """One department, team, line, question and criterion in place of the rules' own; every award is on."""
    return replace(
        rules, departments=(DEPARTMENT,), teams=(Team(DEPARTMENT, TEAM, LINE),), awards=tuple(map(_switched_on, rules.awards)),
        checklists={LINE: (Criterion(ITEM, Decimal(10)),)}, questions=(QUESTION,), mapping=(),
    )


def _switched_on(award: Award) -> Award:
    scored = award.scored or award.level is not Level.PERSON
    components = award.components or ((Component("", Decimal(100), Source.REVIEW),) if scored else ())
    return replace(award, enabled=True, components=components, criteria=(Criterion(CRITERION, Decimal(40)),) if scored else ())


def _dictionary_sheet(sheet: Sheet) -> Iterator[str]:
    yield from (f"### {sheet.title}", "")
    about = [*_about(sheet)]
    if about:
        yield from (_sentence("; ".join(about)), "")
    parts = ((part, field) for part, fields in (("form", sheet.form), ("table", sheet.columns)) for field in fields)
    rows = ((field.title, part, _duty_in_english(field), "; ".join(_takes(field)), field.help) for part, field in parts)
    yield from (*markdown_table("field | part | filled in | takes | help", rows), "")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _about(sheet: Sheet) -> Iterator[str]:
    """What holds for the whole sheet."""
    if sheet.table:
        yield f"a row becomes one of the evaluation's table `{sheet.table}`: {sheet.row}"
    if sheet.wanted:
        yield "the self-check asks for every prefilled row"
    if sheet.unique:
        yield f"{' + '.join(sheet.unique)} may stand once only"
    if sheet.pairs:
        yield "a 班组 has to be one of the 科室 in its row"
    if sheet.lenient:
        yield "whatever is wrong is a warning, but for a missing column"
    if sheet.beside:
        yield f"may carry {'、'.join(field.title for field in sheet.beside)} to be read, never to be filled in"


def _duty_in_english(field: Field) -> str:
    if field.locked:
        return "prefilled"
    if field.required_with:
        return f"required when {field.required_with[0]} is {field.required_with[1]}"
    return "required" if field.required else "optional"


def _takes(field: Field) -> Iterator[str]:
    yield _kind_in_english(field.kind)
    if not field.decides:
        yield "decides nothing: a finding is a warning"
    if field.may_be_harmless:
        yield "a finding is a warning where the row decides nothing"
    if field.must_stand:
        yield "the column has to be there"
    if field.becomes:
        yield f"becomes `{field.becomes.name}`: {field.becomes.meaning}"


def _kind_in_english(kind: Kind) -> str:
    match kind:
        case Text():
            return "long text" if kind.long else "text"
        case PersonName():
            return "one person's name" if kind.single else "name"
        case SeveralPersons():
            return "names of one or several people"
        case Number():
            noun = "whole number" if kind.whole else "number"
            if kind.minimum is None:
                return noun
            return f"{noun} ≥ {plain(kind.minimum)}" if kind.maximum is None else f"{noun}, {plain(kind.minimum)} … {plain(kind.maximum)}"
        case Score():
            return f"points, 0 … {plain(kind.maximum)}"
        case ItemPoints():
            return "points, 0 … 满分 of the row"
        case Percent():
            return "percent, 0 … 100"
        case Day():
            return "date"
        case Moment():
            return "date and time"
        case SeveralTeams():
            return f"one or several teams of the department, or {kind.everyone}"
        case Choice():
            named = "known name: " if kind.strangers == "unknown-name" else "one of "
            return named + "、".join(kind.options)
    raise TypeError(type(kind).__name__)


def _campaign_items() -> Iterator[str]:
    yield from ("Its 项目 and what their 内容 takes:", "")
    items = [(name, kind, "required") for name, kind in CAMPAIGN_ITEMS.items()]
    items += [(name, kind, "optional") for name, kind in (OPTIONAL_ITEMS | WORD_ITEMS).items()]
    rows = ((name, duty, _kind_in_english(kind), kind.sample) for name, kind, duty in items)
    yield from (*markdown_table("项目 | filled in | takes | example", rows), "")
