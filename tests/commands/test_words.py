"""Every word of the command line is Chinese, but for the names of commands and options."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import fuwuyue_xlsx.locale
from fuwuyue_xlsx.cli import main

CATALOGUE = Path(fuwuyue_xlsx.locale.__file__).parent / "zh_CN" / "LC_MESSAGES" / "messages.mo"
# what may stand in Latin letters besides commands and options
NAMES = {"fuwuyue", "main", "DIR", "NAME", "FILE", "Excel", "JSON", "xlsx", "start", "review", "x", "h"}
OPTIONS = {word for command in main.commands.values() for option in command.params if isinstance(option, click.Option)
           for name in (*option.opts, *option.secondary_opts) for word in name.strip("-").split("-")}
WRONG = [("没有",), ("nothing",), ("run", "--nothing"), ("run", "--jobs", "0"), ("run", "--jobs", "many"), ("run", "--jobs"),
         ("run", "甲", "乙"), ("run", "--quiet=3"), ("templates", "--stage", "end"), ("init",), ("init", "甲", "乙"), ("--nothing",)]


def english(text: str, typed: tuple[str, ...] = ()) -> set[str]:
    """The words in Latin letters that are no names of commands, options and the like."""
    allowed = NAMES | OPTIONS | set(main.commands) | {"help", "version"} | {word.strip("-") for word in typed}
    return set(re.findall(r"[A-Za-z]+", text)) - allowed


def messages() -> Iterator[tuple[str, bool]]:
    """(msgid, whether it has a plural) of every translatable text in the installed click."""
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "gettext", "ngettext")
            if called and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, node.func.id == "ngettext"


MESSAGES = sorted(set(messages()))


def catalogue() -> dict:
    """The shipped translations by msgid (with its plural number)."""
    with CATALOGUE.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", [(), *((name,) for name in main.commands)], ids=lambda words: " ".join(words) or "fuwuyue")
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_chinese(words: tuple[str, ...], option: str) -> None:
    result = CliRunner().invoke(main, [*words, option], prog_name="fuwuyue")
    assert (result.exit_code, result.stderr, english(result.stdout)) == (0, "", set())
    assert re.search(r"用法.*\n\n  [一-鿿]", result.stdout)
    assert all(name in result.stdout for name in (main.commands if not words else ()))


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_bad_usage_is_told_in_chinese_with_exit_code_2(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, words, prog_name="fuwuyue")
    assert (result.exit_code, result.stdout, english(result.stderr, words)) == (2, "", set())
    assert "错误：" in result.stderr and not list(tmp_path.iterdir())


def test_every_option_has_chinese_words() -> None:
    silent = [(name, option.name) for name, command in main.commands.items() for option in command.params
              if isinstance(option, click.Option) and not re.search("[一-鿿]", option.help or "")]
    assert silent == []
    assert [name for name, command in main.commands.items() if not re.search("[一-鿿]", command.help or "")] == []


def test_click_has_texts_to_translate() -> None:
    assert len(MESSAGES) > 40 and ("Usage:", False) in MESSAGES


@pytest.mark.parametrize("msgid, plural", MESSAGES, ids=str)
def test_every_text_of_click_is_in_the_catalogue(msgid: str, plural: bool) -> None:
    found = catalogue().get((msgid, 0) if plural else msgid)
    assert found and re.search("[一-鿿]|^%\\(prog\\)s", found)


@pytest.mark.parametrize("msgid, plural", MESSAGES, ids=str)
def test_a_translation_asks_for_nothing_that_click_does_not_give(msgid: str, plural: bool) -> None:
    found = catalogue()[(msgid, 0) if plural else msgid]
    given = set(re.findall(r"\{(\w+)|%\((\w+)\)", msgid))
    # a plural text knows what the singular and the plural are given
    assert plural or set(re.findall(r"\{(\w+)|%\((\w+)\)", found)) <= given
