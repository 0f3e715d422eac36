"""docs/testing.md names what a writer of tests needs: folders, markers, support modules; and tests keep to it."""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
PAGE = (ROOT / "docs" / "testing.md").read_text("utf-8")
SUPPORT = sorted(path for path in (TESTS / "support").glob("*.py") if path.stem != "__init__")
# folders of tests that mirror none of the package's
APART = {"end_to_end", "project", "independent", "support"}


def first_line(path: Path) -> str:
    """What a module says of itself."""
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


@pytest.mark.parametrize("path", SUPPORT, ids=lambda path: path.stem)
def test_every_support_module_is_named_as_it_names_itself(path: Path) -> None:
    assert f"| `{path.stem}` | {first_line(path)} |" in PAGE


def test_no_other_support_module_is_named() -> None:
    _, _, table = PAGE.partition("| module of `tests/support/`")
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.M)) == {path.stem for path in SUPPORT}


def test_every_marker_is_named() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    markers = [line.partition(":")[0] for line in settings["tool:pytest"]["markers"].split("\n") if line]
    assert markers and [name for name in markers if f"| `{name}` |" not in PAGE] == []


def test_folders_of_tests_mirror_the_package_or_are_named() -> None:
    folders = {path.parent.relative_to(TESTS).parts[0] for path in TESTS.glob("*/**/test_*.py")} | {"support"}
    package = {path.parent.name for path in (ROOT / "fuwuyue_xlsx").glob("*/__init__.py")}
    assert folders - package == APART and all(f"`tests/{name}/`" in PAGE for name in APART)
    assert not list(TESTS.glob("test_*.py"))


def test_no_test_imports_another() -> None:
    """What two of them need stands in support."""
    imported = {path.name: re.findall(r"^\s*(?:from|import) tests\.(\S*\btest_\w+)", path.read_text("utf-8"), re.M) for path in TESTS.glob("**/*.py")}
    assert {name: found for name, found in imported.items() if found} == {}
