"""Imports run down only: who may know a file, a workbook, a library."""

from __future__ import annotations

import ast

import pytest

from tests.support.source import imports, modules, own_imports

# library → where alone it may be imported (a folder ends with /)
HOMES = {
    "openpyxl": ("results/returns.py", "results/remarks.py", "results/marks.py"),
    "python_calamine": ("reading/",),
    "xlsxwriter": ("templates/", "results/", "look.py"),
    "click": ("cli.py",),
}
# folder → folders and modules of the package that it must not know
FORBIDDEN = {
    "evaluate/": ("intake/", "reading/", "history/", "results/", "templates/", "pipeline.py", "preparing.py", "outcome.py", "workspace.py", "cli.py"),
    "rules/": ("evaluate/", "intake/", "results/", "templates/", "pipeline.py", "cli.py"),
    "schema/": ("reading/", "evaluate/", "intake/", "results/", "templates/", "pipeline.py", "cli.py"),
    "reading/": ("rules/read.py", "evaluate/", "intake/", "results/", "templates/", "pipeline.py", "cli.py"),
    "templates/": ("evaluate/", "intake/", "results/", "pipeline.py", "cli.py"),
    "intake/": ("history/", "results/", "templates/", "pipeline.py", "cli.py"),
    "history/": ("results/", "templates/", "pipeline.py", "cli.py"),
    "results/": ("templates/", "pipeline.py", "cli.py"),
    "messages/": ("schema/", "rules/", "reading/", "evaluate/", "intake/", "results/", "templates/"),
}
OUTSIDE_WORLD = {
    "pathlib", "os", "io", "shutil", "tempfile", "glob", "sys", "time", "random", "secrets", "uuid", "locale", "gettext", "zipfile",
    "socket", "subprocess", "threading", "openpyxl", "python_calamine", "xlsxwriter", "click",
}


def lies_in(path: str, places: tuple[str, ...]) -> bool:
    """True when a module is one of the places or in one of the folders."""
    return any(path == place or place.endswith("/") and path.startswith(place) for place in places)


def test_the_places_named_here_exist():
    """A folder that was renamed would make the tests below idle."""
    named = {place for places in (*HOMES.values(), *FORBIDDEN.values()) for place in places} | set(FORBIDDEN)
    assert not [place for place in named if not any(lies_in(path, (place,)) for path in modules())]


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_known_in_its_place_alone(library):
    """openpyxl only for return copies, calamine only for reading, xlsxwriter only for writing, click only for commands."""
    users = {path for path, tree in modules().items() if any(name.split(".")[0] == library for name in imports(tree))}
    assert users, f"nobody uses {library}"
    assert not [path for path in users if not lies_in(path, HOMES[library])]


@pytest.mark.parametrize("path", [path for path in modules() if path.startswith("evaluate/")])
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


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_nothing_is_imported_from_above(folder):
    """schema ← rules ← reading ← templates, evaluate ← intake ← history ← results ← pipeline ← cli."""
    wrong = [
        (path, other)
        for path, tree in modules().items() if path.startswith(folder)
        for other in own_imports(tree) if lies_in(other, FORBIDDEN[folder])
    ]
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
