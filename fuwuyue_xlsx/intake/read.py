"""The whole inbox in one pass: files opened, books recognised, versions chosen, tables merged, findings gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fuwuyue_xlsx.evaluate.tables import Tables, tables
from fuwuyue_xlsx.intake import offices
from fuwuyue_xlsx.intake.book import use
from fuwuyue_xlsx.intake.department import department_rows
from fuwuyue_xlsx.intake.inbox import SourceFile, list_inbox, take_file
from fuwuyue_xlsx.intake.incidents import check_persons, merge_registers
from fuwuyue_xlsx.intake.owners import department_books
from fuwuyue_xlsx.intake.recognise import recognise
from fuwuyue_xlsx.intake.review import match_posts
from fuwuyue_xlsx.intake.unused import account_unused
from fuwuyue_xlsx.intake.versions import drop_identical
from fuwuyue_xlsx.problems import Place, Problem, problem, sort_key
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import department as d
from fuwuyue_xlsx.schema import office

Progress = Callable[[int, int], None]
Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Intake:
    """What came back: tables for the evaluation, every file with its state, every finding in a fixed order."""

    tables: Tables
    files: list[SourceFile]
    problems: list[Problem]
    submitted: tuple[str, ...]
    rows: Rows = field(default_factory=dict)


def read_inbox(inbox: Path, root: Path, rules: Rules, jobs: int = 1, progress: Progress | None = None) -> Intake:
    """Everything in the inbox. The same files give the same result, whatever order they are listed in."""
    files = _take(list_inbox(inbox, root), jobs, progress)
    found = [problem("inbox-empty", Place(inbox.name))] if not files else []
    return _gather(files, rules, inbox.name, found)


def read_files(paths: Iterable[Path], root: Path, rules: Rules, inbox_name: str) -> Intake:
    """A few named files, as `read_inbox`."""
    entries = sorted(((path, path.as_posix()) for path in paths), key=lambda entry: entry[1])
    return _gather(_take(entries, 1, None), rules, inbox_name, [], whole=False)


def _take(entries: list[tuple[Path, str]], jobs: int, progress: Progress | None) -> list[SourceFile]:
    files = []
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        for number, file in enumerate(pool.map(lambda entry: take_file(*entry), entries), 1):
            files.append(file)
            if progress:
                progress(number, len(entries))
    return files


def _gather(files: list[SourceFile], rules: Rules, inbox: str, found: list[Problem], whole: bool = True) -> Intake:
    by_kind: dict[str, list[SourceFile]] = {kind: [] for kind in (d.KIND, *offices.OFFICE_KINDS)}
    for file in drop_identical(files):
        refusal = recognise(file, rules)
        if refusal:
            file.problems.append(refusal)
        else:
            by_kind[file.kind or ""].append(file)
    rows: Rows = {}
    submitted = _read_departments(by_kind[d.KIND], rules, rows)
    has_register = _read_offices(by_kind, rules, rows, set(submitted), found)
    if whole:
        found += _missing(rules, submitted, has_register, inbox)
    for file in files:
        account_unused(file)
        found += [replace(p, department=p.department or file.department) for p in file.problems]
        file.opened = None
    order = {department: number for number, department in enumerate(rules.departments)}
    ordered = {name: kind if name == "incidents" else _in_order(kind, order) for name, kind in rows.items()}
    made = tables(has_register, **ordered)
    return Intake(made, files, sorted(set_of(found), key=sort_key), submitted, rows)


def set_of(found: list[Problem]) -> list[Problem]:
    """The findings without repetitions."""
    seen: dict[tuple[Any, ...], Problem] = {}
    for p in found:
        seen.setdefault((p.code, p.place, p.message), p)
    return list(seen.values())


def _in_order(rows: list[dict[str, Any]], order: dict[str, int]) -> list[dict[str, Any]]:
    """Departments as the rules list them; within one, as the file has them. Incidents stand as in the register."""
    return sorted(rows, key=lambda row: order.get(row.get("department"), len(order)))


def _read_departments(files: list[SourceFile], rules: Rules, rows: Rows) -> tuple[str, ...]:
    books = department_books(files, rules)
    for read in books:
        for name, kind in department_rows(read, rules).items():
            rows.setdefault(name, []).extend(kind)
        use(read)
    submitted = {read.source.department for read in books}
    return tuple(department for department in rules.departments if department in submitted)


def _read_offices(by_kind: dict[str, list[SourceFile]], rules: Rules, rows: Rows, submitted: set[str],
                  found: list[Problem]) -> bool:
    """The office's books; True when there is an incident register."""
    nominations = rows.get("nominations", [])
    rows["inspections"] = offices.read_inspections(by_kind[office.INSPECTION], rules)
    rows["answers"] = offices.read_surveys(by_kind[office.SURVEY], rules)
    rows["reviews"] = offices.read_reviews(by_kind[office.REVIEW], rules)
    registers = offices.read_registers(by_kind[office.INCIDENTS], rules)
    rows["incidents"], differing = merge_registers(registers)
    found += differing
    found += check_persons(rows["incidents"], nominations)
    found += match_posts(rows["reviews"], nominations, submitted)
    return bool(registers)


def _missing(rules: Rules, submitted: tuple[str, ...], has_register: bool, inbox: str) -> list[Problem]:
    absent = [department for department in rules.departments if department not in submitted]
    found = [problem("department-not-submitted", Place(inbox), department=name) for name in absent]
    return found if has_register else [*found, problem("register-missing", Place(inbox))]
