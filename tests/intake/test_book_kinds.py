"""A kind of book is declared in one record on each side: nothing else in the program has to know it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from fuwuyue_xlsx.intake.kinds.registry import KIND_READERS, KindReader, Versions
from fuwuyue_xlsx.intake.merging import Merged, Pairs
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.read_inbox import Intake, ReadOptions, read_inbox
from fuwuyue_xlsx.intake.record_bytes import tables_in
from fuwuyue_xlsx.intake.submissions import Content, SourceFile, State
from fuwuyue_xlsx.intake.workers.local import LocalProcesses
from fuwuyue_xlsx.messages import CATALOGUE
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import BOOK_KINDS, BookKind, named_as_ours
from fuwuyue_xlsx.schema.date_kinds import Day
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import Text
from fuwuyue_xlsx.schema.field_reference import field_reference
from fuwuyue_xlsx.schema.name_kinds import known_name
from fuwuyue_xlsx.templates.all_templates import template_books
from fuwuyue_xlsx.templates.template_book import write_book
from tests.support.altered_books import foreign_book, saved_at, without_stamp
from tests.support.filled_books import filled, put_inbox, small_rules
from tests.support.intake_report import reasons, states
from tests.support.table_rows import rows_of

RULES = small_rules()
KIND, SHEET = "roster", "值班安排"
# a message of the catalogue that needs no details
MISSING = "inbox-empty"


def test_both_halves_know_the_same_kinds() -> None:
    assert set(BOOK_KINDS) == set(KIND_READERS) and list(BOOK_KINDS) == [kind.name for kind in BOOK_KINDS.values()]


@pytest.mark.parametrize("kind", BOOK_KINDS.values(), ids=list(BOOK_KINDS))
def test_every_kind_has_everything(kind: BookKind, tmp_path: Path) -> None:
    """A declaration of its own name with a guide and helps, messages of the catalogue, a template that is known again."""
    book = kind.declare(RULES, RULES.departments[0] if kind.of_department else None)
    assert (book.kind, book.department is not None) == (kind.name, kind.of_department)
    assert book.file_name.startswith(kind.title) and named_as_ours(book.file_name) and len(book.guide) > 2
    assert {kind.superseded, kind.missing} - {""} <= set(CATALOGUE)
    assert f"## {kind.file_name}\n" in field_reference(RULES)
    assert (book.file_name in [each.file_name for each in template_books(RULES)]) == kind.wanted(RULES)
    template = write_book(book, RULES.campaign)
    intake = read_inbox(put_inbox(tmp_path, {"甲.xlsx": template, "乙.xlsx": without_stamp(template)}), tmp_path, RULES)
    assert [file.kind for file in intake.files] == [kind.name] * 2


# a kind that the program does not have


def declare(rules: Rules, department: str | None) -> Book:
    assert department is None
    columns = (Field("科室", known_name(rules.departments), True), Field("值班日期", Day(rules.campaign.span), True), Field("安排", Text(), True))
    return Book(KIND, "值班表.xlsx", "值班表", (Sheet(SHEET, heading=SHEET, ready=9, columns=columns),), guide=("一", "二", "三"))


def content(read: BookRead, rules: Rules) -> Content:
    """Each day on duty is a special service."""
    named = {"department": read.column(SHEET, "科室"), "name": read.column(SHEET, "安排"), "source": list(read.sources(SHEET, "安排"))}
    return Content({"services": named})


def merge(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    used = [file.content for file in files if file.state is State.USED and file.content]
    rows = [tables_in(content)["services"] for content in used]
    names = ("department", "name", "source")
    return Merged(files, {"services": {name: [value for columns in rows for value in columns[name]] for name in names}})


@pytest.fixture
def roster(monkeypatch: pytest.MonkeyPatch) -> BookKind:
    """The made-up kind: all its books are versions of one."""
    kind = BookKind(KIND, "值班表", declare, missing=MISSING)
    monkeypatch.setitem(BOOK_KINDS, KIND, kind)
    monkeypatch.setitem(KIND_READERS, KIND, KindReader(content, merge, Versions.of_whole_books(lambda file: "one")))
    return kind


def duty(*plans: str, saved: str = "2017-12-20T08:00:00Z") -> bytes:
    rows = [{"科室": "甲科", "值班日期": dt.date(2017, 12, 1), "安排": plan} for plan in plans]
    return saved_at(filled(write_book(declare(RULES, None), RULES.campaign), {SHEET: rows}), saved)


def read(root: Path, files: dict[str, bytes], options: ReadOptions | None = None) -> Intake:
    return read_inbox(put_inbox(root, files), root, RULES, options)


def test_a_kind_registered_is_sent_out_and_documented(roster: BookKind) -> None:
    assert template_books(RULES)[-1].file_name == "值班表.xlsx"
    assert "## 值班表.xlsx\n" in field_reference(RULES) and f"### {SHEET}\n" in field_reference(RULES)


@pytest.mark.parametrize("stamped", [True, False])
@pytest.mark.parametrize("options", [ReadOptions(), ReadOptions(LocalProcesses(2))], ids=["here", "processes"])
def test_a_kind_registered_is_recognised_read_and_merged(roster: BookKind, tmp_path: Path, stamped: bool, options: ReadOptions) -> None:
    """By its stamp or by its sheet; the newer version counts, and where the older differs is told; wrong cells are found."""
    older, newer = duty("晨检", "夜巡", saved="2017-12-10T08:00:00Z"), duty("晨检", "昼巡")
    files = {"旧.xlsx": older, "新.xlsx": newer}
    intake = read(tmp_path, files if stamped else {name: without_stamp(data) for name, data in files.items()}, options)
    assert states(intake) == {"旧.xlsx": "superseded", "新.xlsx": "used"} and {file.kind for file in intake.files} == {KIND}
    assert [row["name"] for row in rows_of(intake)["services"]] == ["晨检", "昼巡"]
    assert [p.details["here"] for p in intake.findings if p.code == "superseded-difference"] == ["夜巡"]
    assert MISSING not in [p.code for p in intake.findings]


def test_a_kind_registered_is_missed_and_asked_about(roster: BookKind, tmp_path: Path) -> None:
    """None handed in, a blank one, and a foreign book that bears its name."""
    intake = read(tmp_path, {"a.xlsx": write_book(declare(RULES, None), RULES.campaign), "值班表二.xlsx": foreign_book()})
    assert reasons(intake, "a.xlsx") == ["warning file-blank"] and reasons(intake, "值班表二.xlsx") == ["warning file-named-as-ours"]
    assert MISSING in [p.code for p in intake.findings]
    assert rows_of(intake)["services"] == []


def test_without_the_record_it_is_a_strange_book(tmp_path: Path) -> None:
    intake = read(tmp_path, {"值班表.xlsx": duty("晨检")})
    assert states(intake) == {"值班表.xlsx": "rejected"} and [p.code for p in intake.files[0].findings] == ["file-looks-ours"]
