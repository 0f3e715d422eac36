"""Books with a password: told from damaged ones, opened by the right password and by Excel's own default."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.messages.findings import finding
from fuwuyue_xlsx.reading.encryption import EXCEL_DEFAULT
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, Unopened, open_book
from tests.support.altered_books import encrypted, right_book
from tests.support.filled_books import SMALL, put_inbox, rules_bytes, small_rules

pytestmark = pytest.mark.smoke
RULES = small_rules()


@pytest.fixture(scope="module")
def book() -> bytes:
    return right_book(RULES)


@pytest.mark.parametrize("password, tried, opens", [
    ("秘密123", ("秘密123",), True), ("秘密123", ("别的", "秘密123"), True), ("秘密123", ("别的",), False), ("秘密123", (), False),
    (EXCEL_DEFAULT, (), True), (EXCEL_DEFAULT, ("别的",), True),
])
def test_which_password_opens(book: bytes, password: str, tried: tuple[str, ...], opens: bool) -> None:
    result = open_book(encrypted(book, password), tried)
    if opens:
        assert isinstance(result, OpenedBook) and result.account() == open_book(book).account()
    else:
        assert result == Unopened(finding("file-encrypted"))


def test_a_damaged_encrypted_book_is_no_crash(book: bytes) -> None:
    """Whatever is broken inside, the right password or not."""
    data = bytearray(encrypted(book, "秘密"))
    for at in range(600, len(data), 997):
        data[at] ^= 0xFF
    assert isinstance(open_book(bytes(data), ("秘密",)), Unopened)


@pytest.mark.parametrize("typed, state", [("秘密123", "used"), ("错的", "rejected")])
def test_the_command_asks_without_echo(tmp_path: Path, book: bytes, typed: str, state: str) -> None:
    """`run --password` asks once, for all files; what was typed is shown nowhere."""
    (tmp_path / "评选规则.xlsx").write_bytes(rules_bytes(**SMALL))
    put_inbox(tmp_path, {"科室填报表_甲科.xlsx": encrypted(book, "秘密123")})
    result = CliRunner().invoke(main, ["run", str(tmp_path), "--json", "--password"], input=f"{typed}\n")
    said = json.loads(result.stdout)
    assert [(entry["file"], entry["state"]) for entry in said["submissions"] if entry["kind"] or state == "rejected"][:1] == [
        ("收件箱/科室填报表_甲科.xlsx", state)] or state == "rejected"
    assert ("file-encrypted" in {issue["code"] for issue in said["issues"]}) is (state == "rejected")
    assert "打开密码" in result.stderr and typed not in result.output
