"""What the repository holds: no file that a program leaves behind; a version that agrees with the list of changes."""

from __future__ import annotations

import re
import shutil
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import pytest

from fuwuyue_xlsx import __version__

ROOT = Path(__file__).parents[2]
# names of files or folders; office programs mark opened books (.~lock.…#, ~$…), editors keep copies and swap files
LEFT_BEHIND = (
    ".~lock.*#", "~$*", "*~", "*.sw[a-p]", ".#*", "#*#", "*.bak", "*.orig", "*.rej", "*.tmp",
    ".DS_Store", "Thumbs.db", "desktop.ini", ".idea", ".vscode", "__pycache__", "*.pyc",
)
# the example with problems shows what becomes of the mark of an opened book in an inbox
MEANT = {"examples/2017-problems/收件箱/科室/~$科室填报表_卫生所.xlsx"}


def tracked_files() -> list[str]:
    """The paths of all tracked files; skips the test where there is no checkout or no git, as in a source distribution."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"git cannot list files here: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode().rstrip("\0").split("\0")


def is_left_behind(path: str) -> bool:
    """Whether a file or one of its folders has a name that programs give to what they leave behind."""
    return any(fnmatchcase(part, pattern) for part in PurePosixPath(path).parts for pattern in LEFT_BEHIND)


def test_no_file_of_an_editor_or_office_program_is_tracked() -> None:
    tracked = tracked_files()
    assert "setup.cfg" in tracked
    assert [path for path in tracked if is_left_behind(path) and path not in MEANT] == []
    # an exception that is no longer needed would hide the next mistake
    assert set(tracked) >= MEANT


@pytest.mark.parametrize("path", [
    "input_templates/.~lock.评委打分表.xlsx#", "input_templates/~$评委打分表.xlsx", "README.md~", "fuwuyue_xlsx/.cli.py.swp", ".#cli.py",
    "setup.cfg.orig", ".idea/workspace.xml", "tests/__pycache__/test_cli.cpython-311.pyc", "examples/.DS_Store",
])
def test_what_programs_leave_behind_is_recognised(path: str) -> None:
    assert is_left_behind(path)


@pytest.mark.parametrize("path", [
    ".gitignore", ".ci/run", "fuwuyue_xlsx/py.typed", "examples/.gitattributes", "examples/2017/收件箱/科室/科室填报表_卫生所.xlsx",
    "examples/2017-problems/收件箱/检查/监督检查评分表_1130_更正 - 副本.xlsx", "tests/test_locks.py",
])
def test_what_belongs_here_is_left_alone(path: str) -> None:
    assert not is_left_behind(path)


def test_the_list_of_changes_agrees_with_the_version() -> None:
    """Between releases the newest changes stand under 未发布; every release names its day and its tag, the newest first."""
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    unreleased = headings[0] == "未发布"
    assert unreleased == __version__.endswith(".dev0")
    releases = [re.fullmatch(r"(\d+\.\d+\.\d+)（\d{4}-\d\d-\d\d，标签 v(\d+\.\d+\.\d+)）", heading) for heading in headings[unreleased:]]
    assert releases and all(release and release[1] == release[2] for release in releases), headings
    numbers = [tuple(map(int, release[1].split("."))) for release in releases if release]
    own = tuple(map(int, __version__.removesuffix(".dev0").split(".")))
    assert sorted(numbers, reverse=True) == numbers and (own > numbers[0] if unreleased else own == numbers[0])


def test_no_change_is_listed_twice() -> None:
    """Merging two branches that both hold a line may leave two of it."""
    lines = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line]
    assert [line for line in lines if lines.count(line) > 1] == []
