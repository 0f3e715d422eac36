"""The documents say what the program does: commands, options, fields."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.schema.field_reference import field_reference
from tests.support.filled_books import rules_of
from tests.templates.test_templates import BOOKS, declared

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
REFERENCE = (ROOT / "input_templates" / "字段说明.md").read_text("utf-8")
OPTIONS = [(name, option.opts[-1]) for name, command in main.commands.items() for option in command.params
           if isinstance(option, click.Option)]


@pytest.mark.parametrize("name", main.commands)
def test_the_readme_names_every_command(name: str) -> None:
    assert f"`fuwuyue {name}" in README


@pytest.mark.parametrize("command, option", OPTIONS)
def test_the_readme_names_every_option(command: str, option: str) -> None:
    assert re.search(rf"`{option}\b", README)


def test_the_readme_names_no_command_or_option_that_is_not_there() -> None:
    assert set(re.findall(r"fuwuyue ([a-z]+)", README)) <= set(main.commands)
    own = "\n".join(line for line in README.splitlines() if "python" not in line)
    assert set(re.findall(r"`(--[a-z-]+)", own)) <= {option for _, option in OPTIONS}


def test_the_readme_tells_every_exit_code() -> None:
    assert re.search(r"退出码：0 .*1 .*2 ", README)


def test_links_of_the_readme_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert targets and [target for target in targets if not (ROOT / target).exists()] == []


def test_the_field_reference_is_the_generated_one() -> None:
    assert REFERENCE == field_reference(rules_of())


@pytest.mark.parametrize("file", BOOKS)
def test_the_field_reference_has_every_field_of_the_templates(file: str) -> None:
    for sheet, fields in BOOKS[file].items():
        if file.startswith("科室填报表") and "饮食服务科" not in file:
            continue
        section = re.search(rf"^### {re.escape(sheet)}\n(.*?)(?=^##|\Z)", REFERENCE, re.S | re.M)
        assert section and [title for title in declared(fields) if f"| {title} |" not in section[1]] == [], sheet
