"""The package's own source, parsed: for tests of what it imports and which findings it makes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import fuwuyue_xlsx

PACKAGE = Path(fuwuyue_xlsx.__file__).parent
NAME = PACKAGE.name
# folders and modules of the package from the ground up: each may import what stands before it, never what stands after it
FLOORS = (
    "__init__.py", "basics/", "locale/", "messages/", "rules/", "schema/", "tables/", "reading/", "rulebook/", "evaluate/", "workspace.py",
    "intake/", "outputs.py", "outcome.py", "history/", "workbook/", "templates/", "results/", "forms/", "returns/", "report/", "pipeline.py", "commands/",
    "cli_parts.py", "cli.py", "__main__.py",
)


@cache
def modules() -> dict[str, ast.Module]:
    """Every module by its path in the package: 'reading/grid.py' → its tree."""
    files = sorted(PACKAGE.rglob("*.py"))
    return {file.relative_to(PACKAGE).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}


@cache
def imports(tree: ast.Module) -> frozenset[str]:
    """The full names a module imports, also inside functions: 'openpyxl.styles', 'fuwuyue_xlsx.basics.text.key'."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, "imports are absolute in this package"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


@cache
def own_imports(tree: ast.Module) -> frozenset[str]:
    """The modules of the package that a module imports, by path."""
    found = set()
    for name in imports(tree):
        parts = name.split(".")
        if parts[0] != NAME:
            continue
        inside = parts[1:]
        while inside and not _path(inside):
            inside.pop()
        found.add(_path(inside) or "__init__.py")
    return frozenset(found)


def _path(parts: list[str]) -> str | None:
    for path in ("/".join(parts) + ".py", "/".join([*parts, "__init__.py"])):
        if path in modules():
            return path
    return None


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    """Every call of a plain function with one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def strings(node: ast.AST) -> set[str]:
    """Every string constant at or below a node, docstrings too."""
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
