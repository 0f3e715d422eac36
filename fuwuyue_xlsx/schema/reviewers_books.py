"""The reviewers' book made out to each reviewer of 评委名单: the name locked in, and the sheets of the own awards alone."""

from __future__ import annotations

from dataclasses import replace

from fuwuyue_xlsx.basics.text import file_name
from fuwuyue_xlsx.rules.expected import Reviewer
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.declarations import Book, Field
from fuwuyue_xlsx.schema.office_books import REVIEWER_SHEET
from fuwuyue_xlsx.schema.review_book import review_titles


def reviewers_books(book: Book, rules: Rules) -> tuple[Book, ...]:
    """A book for each reviewer who scores an award, each with a file name of its own; `book` itself where there is no list."""
    if not rules.expected.reviewers:
        return (book,)
    scoring = [reviewer for reviewer in rules.expected.reviewers if reviewer.awards]
    names = _file_names(book.title, scoring)
    return tuple(_made_out(book, reviewer, rules, name) for reviewer, name in zip(scoring, names, strict=True))


def _file_names(title: str, reviewers: list[Reviewer]) -> list[str]:
    """Names that no file system takes for one: 李A and 李a, or two names whose forbidden characters differ, are told apart by a number."""
    names: list[str] = []
    taken: set[str] = set()
    for reviewer in reviewers:
        stem = name = file_name(f"{title}_{reviewer.name}")
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}~{number}"
        taken.add(name.casefold())
        names.append(f"{name}.xlsx")
    return names


def _made_out(book: Book, reviewer: Reviewer, rules: Rules, name: str) -> Book:
    titles = review_titles(rules)
    own_sheets = {REVIEWER_SHEET, *(titles[award] for award in reviewer.awards)}
    given = {"评委": reviewer.name, "所属科室": reviewer.department or ""}
    sheets = tuple(
        replace(sheet, form=tuple(_locked(item, given) for item in sheet.form)) for sheet in book.sheets if sheet.title in own_sheets)
    return replace(book, file_name=name, sheets=sheets, reviewer=reviewer.name, guide=book.made_out_guide)


def _locked(item: Field, given: dict[str, str]) -> Field:
    return replace(item, locked=True, example=given[item.title])
