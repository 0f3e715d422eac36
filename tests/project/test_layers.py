"""Imports run down only: who may know a file, a workbook, a library."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.support.package_source import FLOORS, PACKAGE, imports, modules, own_imports

# library → where alone it may be imported (a folder ends with /)
HOMES = {
    "openpyxl": ("returns/",),
    "python_calamine": ("reading/",),
    "xlsxwriter": ("workbook/", "templates/", "results/", "forms/"),
    "click": ("cli.py", "cli_parts.py"),
    "distributed": ("intake/workers/",),
    "pebble": ("intake/workers/",),
}
# floors that stand side by side: neither knows the other
APART = (("evaluate/", "reading/"), ("evaluate/", "rulebook/"), ("evaluate/", "intake/"), ("templates/", "intake/"),
         *((one, other) for one in ("templates/", "results/", "forms/", "returns/", "report/")
           for other in ("templates/", "results/", "forms/", "returns/", "report/") if one != other))
OUTSIDE_WORLD = {
    "pathlib", "os", "io", "shutil", "tempfile", "glob", "sys", "time", "random", "secrets", "uuid", "locale", "gettext", "zipfile",
    "socket", "subprocess", "threading", "openpyxl", "python_calamine", "xlsxwriter", "click",
}


def lies_in(path: str, places: tuple[str, ...]) -> bool:
    """True when a module is one of the places or in one of the folders."""
    return any(path == place or (place.endswith("/") and path.startswith(place)) for place in places)


def floor_of(path: str) -> str:
    """The floor on which a module stands."""
    return next(floor for floor in FLOORS if lies_in(path, (floor,)))


def test_every_module_has_one_floor_and_every_floor_a_module():
    """A folder that was renamed or added would make the tests below idle."""
    assert {floor_of(path) for path in modules()} == set(FLOORS)


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_known_in_its_place_alone(library):
    """openpyxl only for return copies, calamine only for reading, xlsxwriter only for writing, click only for commands."""
    users = {path for path, tree in modules().items() if any(name.split(".")[0] == library for name in imports(tree))}
    assert users, f"nobody uses {library}"
    assert not [path for path in users if not lies_in(path, HOMES[library])]


@pytest.mark.parametrize("path", sorted(f"evaluate/{file.name}" for file in (PACKAGE / "evaluate").glob("*.py")))
def test_evaluation_knows_nothing_of_the_world(path):
    """No file, clock, locale or random number inside it."""
    tops = {name.split(".")[0] for name in imports(modules()[path])}
    assert not tops & OUTSIDE_WORLD


def test_evaluation_opens_nothing_and_asks_no_clock():
    """Neither open() nor print(), neither now() nor today()."""
    for path, tree in modules().items():
        if path.startswith("evaluate/"):
            called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
            names = {f.id for f in called if isinstance(f, ast.Name)} | {f.attr for f in called if isinstance(f, ast.Attribute)}
            assert not names & {"open", "print", "input", "now", "utcnow", "today"}, path


@pytest.mark.parametrize("floor", FLOORS)
def test_nothing_is_imported_from_above(floor):
    """Imports run one way, at the level of folders."""
    above = FLOORS[FLOORS.index(floor) + 1:]
    wrong = [
        (path, other)
        for path, tree in modules().items() if floor_of(path) == floor
        for other in own_imports(tree) if floor_of(other) in above
    ]
    assert wrong == []


@pytest.mark.parametrize("one, other", APART)
def test_floors_side_by_side_do_not_know_each_other(one, other):
    """The evaluation knows no file, no product of the program another."""
    wrong = [(path, used) for path, tree in modules().items() if floor_of(path) == one for used in own_imports(tree) if floor_of(used) == other]
    assert wrong == []


def test_only_the_command_line_stands_above_the_pipeline():
    """Nobody imports cli but the module that starts it."""
    assert {path for path, tree in modules().items() if "cli.py" in own_imports(tree)} == {"__main__.py"}


def test_no_module_needs_itself():
    """Following the imports from any module never leads back to it."""
    graph = {path: own_imports(tree) for path, tree in modules().items()}
    done: set[str] = set()

    def visit(path: str, trail: tuple[str, ...]) -> None:
        assert path not in trail, " → ".join((*trail[trail.index(path):], path))
        if path not in done:
            for other in graph[path]:
                visit(other, (*trail, path))
            done.add(path)

    for path in graph:
        visit(path, ())


def test_a_name_means_one_thing():
    """No file name stands in two folders, no class name in two modules."""
    files = Counter(path.rsplit("/", 1)[-1] for path in modules() if not path.endswith(("__init__.py", "__main__.py")))
    classes = Counter(node.name for tree in modules().values() for node in tree.body if isinstance(node, ast.ClassDef))
    assert [name for name, count in (files + classes).items() if count > 1] == []
