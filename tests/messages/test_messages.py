"""The catalogue of findings: each says what is wrong and how to mend it, in Chinese, and each is used."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest

from fuwuyue_xlsx.messages import CATALOGUE, Severity
from fuwuyue_xlsx.messages.adjustment_messages import ADJUSTMENT_MESSAGES
from fuwuyue_xlsx.messages.data import DATA_MESSAGES
from fuwuyue_xlsx.messages.evaluation import EVALUATION_MESSAGES
from fuwuyue_xlsx.messages.files import FILE_MESSAGES
from fuwuyue_xlsx.messages.findings import NOWHERE, Finding, Place, finding, sort_key
from fuwuyue_xlsx.messages.rules import RULE_MESSAGES
from fuwuyue_xlsx.messages.ruling_messages import RULING_MESSAGES
from fuwuyue_xlsx.messages.trial_messages import TRIAL_MESSAGES
from fuwuyue_xlsx.messages.values import VALUE_MESSAGES
from fuwuyue_xlsx.messages.vote_messages import VOTE_MESSAGES
from tests.support.package_source import calls, modules, strings

ENTRIES = (*VALUE_MESSAGES, *FILE_MESSAGES, *DATA_MESSAGES, *EVALUATION_MESSAGES, *RULE_MESSAGES, *RULING_MESSAGES, *VOTE_MESSAGES,
           *ADJUSTMENT_MESSAGES, *TRIAL_MESSAGES)
MAKERS = ("finding", "Finding", "unreadable")
CODE_LIKE = re.compile(r"[a-z]+(-[a-z]+)+")
# words that are right in a Chinese text: names of programs, endings, commands, options, cell values
ENGLISH_NAMES = re.compile(r"fuwuyue( [a-z]+)?|--[a-z]+|\.[a-z]{3,4}|Excel|WPS|Word|HTML|XML|PDF|GBK|GB18030|UTF-\d+|rar|7z|MB|"
                           r"Sheet\d|TRUE|FALSE|#[A-Z0-9/]+[!?]?|SG-\d+|[AB]\d+")
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)


def source() -> dict[str, ast.Module]:
    """The package without the catalogue itself."""
    return {path: tree for path, tree in modules().items() if not path.startswith("messages/")}


def fields(text: str) -> set[str]:
    """The names of the details that fill a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def made() -> list[tuple[str, ast.Call, str]]:
    """(path, call, code) of every finding whose code is written where it is made."""
    return [
        (path, call, code)
        for path, tree in source().items() for call in calls(tree, *MAKERS) if call.args
        for code in sorted(strings(call.args[0]))
    ]


def test_a_code_stands_once():
    """Two entries of one code would hide each other."""
    codes = [entry.code for entry in ENTRIES]
    assert sorted(codes) == sorted(set(codes)) == sorted(CATALOGUE)


@each_entry
def test_an_entry_is_whole(entry):
    """A stable code, a severity, a text, a remedy, and an example that fills both and nothing else."""
    assert CODE_LIKE.fullmatch(entry.code)
    assert isinstance(entry.severity, Severity)
    assert entry.text.strip() and entry.hint.strip()
    assert fields(entry.text) | fields(entry.hint) == set(entry.example)


@each_entry
def test_a_line_reads_as_sentences(entry):
    """Place, what is wrong, what to do: each closed once, nothing left to fill in."""
    line = finding(entry.code, Place("收件箱/a.xlsx", "表", "C5"), **entry.example).line()
    assert line.startswith("收件箱/a.xlsx!表!C5：") and line.endswith("。")
    assert not re.search(r"。。|？。[^”]|[{}]|None|，。|：。", line), line


@each_entry
def test_an_entry_is_chinese(entry):
    """No English word but names of programs, commands and values."""
    found = finding(entry.code, **entry.example)
    for text in (found.message, found.hint):
        assert re.search(r"[\u4e00-\u9fff]", text)
        assert not re.search(r"[A-Za-z]{2,}", ENGLISH_NAMES.sub("", text)), text


def test_every_finding_that_is_made_has_an_entry():
    """A code without text, remedy and example could not be shown."""
    codes = {code for _, _, code in made()}
    assert len(codes) > 60
    assert codes <= set(CATALOGUE)


def test_every_entry_is_made_somewhere():
    """An entry nobody makes is a promise not kept."""
    named = set().union(*(strings(tree) for tree in source().values()))
    assert [code for code in CATALOGUE if code not in named] == []


def test_every_finding_brings_the_details_of_its_texts():
    """A text with a detail that nobody gives would fail when it is shown."""
    checked = 0
    for path, call, code in made():
        given = {keyword.arg for keyword in call.keywords}
        if call.func.id not in ("finding", "unreadable") or None in given:
            continue
        if call.func.id == "unreadable":
            given |= {"value"}
        if path.startswith("schema/") or path == "reading/read_value.py":  # the field's title is given with the place
            given |= {"title"}
        missing = (fields(CATALOGUE[code].text) | fields(CATALOGUE[code].hint)) - given
        assert not missing, f"{path}:{call.lineno} {code} lacks {missing}"
        checked += 1
    assert checked > 40


@pytest.mark.parametrize("code, severity", [
    # workbooks.md: what keeps a result preliminary …
    ("required-empty", "error"), ("not-a-number", "error"), ("not-a-whole-number", "error"), ("number-out-of-range", "error"),
    ("not-a-date", "error"), ("date-in-two-ways", "error"), ("number-as-date", "error"), ("unknown-name", "error"), ("unknown-choice", "error"),
    ("fraction-as-percent", "error"), ("digits-lost", "error"), ("teams-unclear", "error"), ("several-persons", "error"),
    ("review-half-filled", "error"), ("incident-date-missing", "error"), ("nominee-twice", "error"), ("sheet-missing", "error"),
    ("column-missing", "error"), ("file-damaged", "error"), ("file-encrypted", "error"), ("file-too-large", "error"), ("file-same-time", "error"),
    ("incident-id-twice", "error"), ("headcount-missing", "error"),
    # … and what does not
    ("survey-row-invalid", "warning"), ("content-unused", "warning"), ("sheet-unused", "warning"), ("file-foreign", "warning"),
    ("over-nominated", "warning"), ("few-answers", "warning"), ("plan-late", "warning"), ("material-late", "warning"), ("date-outside", "warning"),
    ("moment-without-time", "warning"), ("fraction-as-score", "warning"), ("merged-value", "warning"), ("few-reviewers", "warning"),
    ("incident-date-missing-harmless", "warning"), ("incident-id-differs", "warning"), ("file-superseded", "info"), ("file-identical", "info"),
    ("superseded-difference", "info"), ("visit-superseded", "info"), ("reviewer-superseded", "info"),
])
def test_severities_that_the_contract_fixes(code, severity):
    """Errors keep a result preliminary; warnings and infos do not."""
    found = Finding(code, severity=CATALOGUE[code].severity)
    assert (found.severity, found.blocks) == (severity, severity == "error")


def test_the_example_of_the_contract():
    """班组信息!C5：员工人数填的是"十二"，请填整数，例如 12。"""
    found = finding("not-a-whole-number", Place("", "班组信息", "C5"), title="员工人数", value="十二", sample="12")
    assert found.line() == "班组信息!C5：员工人数填的是“十二”。请填整数，例如 12。"


def test_a_value_with_braces_is_shown_as_it_stands():
    """Whatever people type, showing it does not fail."""
    found = finding("content-unused", Place("a.xlsx", "表", "A1"), value="{title} {0} 100%")
    assert "“{title} {0} 100%”" in found.message


def test_an_error_that_decides_nothing_becomes_a_warning():
    """Same code, same words, but it keeps nothing preliminary; an info stays what it is."""
    error = finding("not-a-number", title="推荐顺序", value="一", sample="1")
    assert (error.as_warning().severity, error.as_warning().message) == (Severity.WARNING, error.message)
    assert finding("file-system").as_warning().severity is Severity.INFO


def test_the_order_of_findings():
    """Errors first, then by file, sheet, row and column: C5 before AA5 before A10."""
    places = [Place("a", "表", cell) for cell in ("A10", "AA5", "C5", "B5")]
    found = [finding("content-unused", place, value="x") for place in places]
    found.append(finding("not-a-date", Place("b", "表", "A1"), title="日期", value="x", sample="2017-11-25"))
    assert [f"{p.place.file}{p.place.cell}" for p in sorted(found, key=sort_key)] == ["bA1", "aB5", "aC5", "aAA5", "aA10"]


def test_a_question_is_not_closed_twice() -> None:
    """On the screen and in the notes of a returned copy alike."""
    found = finding("unknown-name", Place("a.xlsx", "表", "A1"), title="班组", value="红案", suggestion="。是否为“红案组”？")
    assert "？。" not in found.line() and "？。" not in found.sentences and found.sentences.endswith("。")


def test_a_finding_is_given_its_place_later() -> None:
    """The same code, severity and details; what only the place tells comes before them, and changes none of them."""
    found = finding("not-a-whole-number", value="十二", sample="12")
    placed = found.at(Place("a.xlsx", "班组信息", "C5"), title="员工人数", value="others")
    assert placed == finding("not-a-whole-number", Place("a.xlsx", "班组信息", "C5"), title="员工人数", value="十二", sample="12")
    assert (found.place, found.details) == (NOWHERE, {"value": "十二", "sample": "12"})
