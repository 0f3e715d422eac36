"""The awards of the example under every packaging: what any spreadsheet program opens is read, and says the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.pipeline import decide
from fuwuyue_xlsx.report.json_report import decisions
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.workspace import RULES_FILE
from tests.support.filled_books import intake_of
from tests.support.libreoffice import convert
from tests.support.other_programs import installed, saved_by
from tests.support.packagings import PACKAGINGS
from tests.support.repetition import every

EXAMPLE = Path(__file__).parents[2] / "examples" / "2017"
# each book of the inbox under another packaging, until every packaging was there
HANDFUL = 17


@cache
def inbox() -> dict[str, bytes]:
    """Every file that was handed in, by its path in the inbox."""
    folder = EXAMPLE / "收件箱"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.xlsx"))}


@cache
def campaign() -> Rules:
    rules, _ = read_rules_file(EXAMPLE / RULES_FILE)
    assert rules is not None
    return rules


def decided(root: Path, files: dict[str, bytes]) -> Outcome:
    return decide(campaign(), intake_of(root, campaign(), files))


def awards(outcome: Outcome) -> list[Any]:
    """Status, rank and score of every candidate."""
    told = decisions(outcome.evaluation)["awards"]
    return [(award["award"], *(one[name] for name in ("department", "team", "person", "post", "status", "rank", "score")))
            for award in told for one in award["standings"]]


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    outcome = decided(tmp_path_factory.mktemp("truth"), inbox())
    assert outcome.final
    return awards(outcome)


def hold(root: Path, files: dict[str, bytes], truth: list[Any]) -> None:
    outcome = decided(root, files)
    told = [(found.code, found.place) for found in outcome.findings if found.severity.value != "info"]
    assert (told, outcome.open) == ([], ())
    assert awards(outcome) == truth


@pytest.mark.parametrize("first", every(2, range(0, len(PACKAGINGS), HANDFUL)))
def test_every_packaging_on_one_book(first: int, tmp_path: Path, truth: list[Any]) -> None:
    """A campaign in which no two books come from the same program."""
    assert len(PACKAGINGS) >= 40 and len(inbox()) == HANDFUL
    some = list(PACKAGINGS.values())[first : first + HANDFUL]
    hold(tmp_path, {name: some[number % len(some)](data) for number, (name, data) in enumerate(inbox().items())}, truth)


@pytest.mark.long
@pytest.mark.parametrize("name", PACKAGINGS)
def test_each_packaging_on_every_book(name: str, tmp_path: Path, truth: list[Any]) -> None:
    hold(tmp_path, {path: PACKAGINGS[name](data) for path, data in inbox().items()}, truth)


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which SheetJS and ExcelJS are installed."""
    folder = tmp_path_factory.mktemp("libraries")
    if not installed(folder):
        pytest.skip("SheetJS and ExcelJS are not at hand: npm or its registry is missing")
    return folder


def written(folder: Path) -> dict[Path, str]:
    """The files of the inbox in a folder, and their paths in the inbox."""
    paths = {}
    for number, (name, data) in enumerate(inbox().items()):
        path = folder / f"{number}.xlsx"
        path.write_bytes(data)
        paths[path] = name
    return paths


@pytest.mark.long
@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xlsx", "ods", "fods", "xls"])
def test_the_inbox_saved_by_libreoffice(ending: str, tmp_path: Path, truth: list[Any]) -> None:
    paths = written(tmp_path)
    made = convert(tmp_path, list(paths), ending)
    hold(tmp_path / "read", {str(Path(name).with_suffix(f".{ending}")): path.read_bytes() for name, path in zip(paths.values(), made, strict=True)}, truth)


@pytest.mark.long
@pytest.mark.parametrize("library, ending", [
    ("sheetjs", "xlsx"), ("sheetjs", "xlsm"), ("sheetjs", "xlsb"), ("sheetjs", "ods"), ("sheetjs", "xls"), ("exceljs", "xlsx"),
])
def test_the_inbox_saved_by_javascript(library: str, ending: str, libraries: Path, tmp_path: Path, truth: list[Any]) -> None:
    paths = written(tmp_path)
    made = saved_by(library, ending, libraries, list(paths))
    hold(tmp_path / "read", {str(Path(name).with_suffix(f".{ending}")): path.read_bytes() for name, path in zip(paths.values(), made, strict=True)}, truth)
