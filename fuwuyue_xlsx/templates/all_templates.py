"""All templates of a rule set, and the rules workbook of 2017."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fuwuyue_xlsx.evaluate.award_sentences import sentences_of
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign import Campaign
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import all_books
from fuwuyue_xlsx.schema.declarations import Book
from fuwuyue_xlsx.schema.office_books import REVIEW
from fuwuyue_xlsx.schema.reviewers_books import reviewers_books
from fuwuyue_xlsx.schema.rules_workbook import CAMPAIGN_ITEMS, rulebook
from fuwuyue_xlsx.templates.template_book import write_book


def template_books(rules: Rules) -> tuple[Book, ...]:
    """Every book that is sent out under these rules: one a department, then one of each of the office's kinds; one a reviewer where the
    rules list them.
    """
    return tuple(single for book in all_books(rules) for single in (reviewers_books(book, rules) if book.kind == REVIEW else (book,)))


def written_templates(rules: Rules) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of each template, one after the other, so that only one is held at a time."""
    for book in template_books(rules):
        yield book.file_name, write_book(book, rules.campaign)


def rulebook_2017() -> bytes:
    """The bytes of 评选规则.xlsx with the rules of 2017."""
    return rulebook_of(rows_2017())


def rulebook_of(rows: dict[str, list[tuple[Any, ...]]]) -> bytes:
    """The bytes of 评选规则.xlsx with these rows by sheet title, and on its first sheet each award in a sentence.

    活动信息 must have every item that a campaign needs; other faults of the rows are for whoever reads the workbook.
    """
    items = dict(rows["活动信息"])
    values = [kind.read(items[name]).value for name, kind in CAMPAIGN_ITEMS.items()]
    campaign = Campaign(*values)
    rules, _ = read_rules(write_book(rulebook(), campaign, rows))
    return write_book(rulebook(), campaign, rows, sentences_of(rules) if rules is not None else ())
