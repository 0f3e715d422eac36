"""Rebuild the example workspaces: `python examples/build.py`. With --check: compare only, exit 1 on a difference."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
sys.dont_write_bytecode = True

from problems_2017 import build_problems  # noqa: E402  after the path is set
from workspace_2017 import build_2017  # noqa: E402
from workspace_hospital import build_hospital  # noqa: E402

WORKSPACES: dict[str, Callable[[Path], None]] = {"2017": build_2017, "2017-problems": build_problems, "2026-hospital": build_hospital}
# what a run leaves behind is no part of an example
LEFT_BEHIND = ("结果", "缓存")


def files_of(root: Path) -> dict[str, Path]:
    """Relative path → file, for everything that belongs to an example."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path for path in found if path.relative_to(root).parts[0] not in LEFT_BEHIND}


def differences(built: Path, there: Path) -> list[str]:
    """One line for each file that is missing, surplus or different."""
    new, old = files_of(built), files_of(there)
    lines = [f"缺少 {name}" for name in sorted(new.keys() - old.keys())]
    lines += [f"多出 {name}" for name in sorted(old.keys() - new.keys())]
    return lines + [f"不同 {name}" for name in sorted(new.keys() & old.keys()) if not same(new[name], old[name])]


def same(first: Path, second: Path) -> bool:
    """Equal bytes; of two zips that only another zlib packed, equal parts."""
    if first.read_bytes() == second.read_bytes():
        return True
    return zipfile.is_zipfile(first) and zipfile.is_zipfile(second) and _parts(first) == _parts(second)


def _parts(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(path) as book:
        return [(entry.filename, entry.date_time, book.read(entry)) for entry in book.infolist()]


def replace(built: Path, target: Path) -> None:
    """Put the built workspace where it belongs; what runs left there stays."""
    target.mkdir(parents=True, exist_ok=True)
    for entry in target.iterdir():
        if entry.name not in LEFT_BEHIND:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    shutil.copytree(built, target, dirs_exist_ok=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with what is there, change nothing")
    check = parser.parse_args().check
    found = []
    for name, build in WORKSPACES.items():
        with tempfile.TemporaryDirectory() as folder:
            built = Path(folder) / name
            build(built)
            if check:
                found += [f"{name}：{line}" for line in differences(built, HERE / name)]
            else:
                replace(built, HERE / name)
                print(f"{name}：{len(files_of(built))} 个文件")
    print("\n".join(found) or ("没有不同" if check else "完成"))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
