"""LibreOffice at work: converting, recalculating, and typing as a person does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

SOFFICE = shutil.which("soffice")
PYTHON = "/usr/bin/python3"
TYPIST = Path(__file__).with_name("libreoffice_typist.py")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>zh-CN</value></prop></item>
</oor:items>
"""
# every sheet a file, a comma between cells, quotes about every text, numbers to their last digit
_TEXTS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"


def profile(folder: Path) -> str:
    """A profile of its own: formulas are reckoned again on loading, the locale is zh-CN."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
    return f"-env:UserInstallation=file://{folder}/profile"


def convert(folder: Path, files: list[Path], ending: str) -> list[Path]:
    """The files as LibreOffice saves them in another format, in a folder of that name. Exit 0 alone proves nothing."""
    target = folder / ending
    _save(folder, files, ending, target)
    made = [target / f"{file.stem}.{ending}" for file in files]
    assert all(file.exists() for file in made), [file.name for file in made if not file.exists()]
    return made


def texts_of_sheets(folder: Path, files: list[Path]) -> list[dict[str, str]]:
    """The values of every sheet of each file as comma-separated text, by its title. No file's name may begin with another's and a dash."""
    target = folder / "texts"
    _save(folder, files, _TEXTS, target)
    made = [{text.stem.removeprefix(f"{file.stem}-"): text.read_text("utf-8") for text in target.glob(f"{file.stem}-*.csv")} for file in files]
    assert all(made), [file.name for file, texts in zip(files, made, strict=True) if not texts]
    return made


def _save(folder: Path, files: list[Path], kind: str, target: Path) -> None:
    command = [SOFFICE or "", profile(folder), "--headless", "--convert-to", kind, "--outdir", str(target), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=570, env={**os.environ, "HOME": str(folder)})


def can_type() -> bool:
    """Whether the system's Python can drive LibreOffice."""
    if SOFFICE is None or not Path(PYTHON).exists():
        return False
    return subprocess.run([PYTHON, "-c", "import uno"], capture_output=True).returncode == 0


def type_in(folder: Path, file: Path, cells: list[list[str]], saves: dict[str, Path], tries: int = 5) -> None:
    """Open the file, type each [sheet, cell, text], and save it: filter → path.

    A LibreOffice without the files of its windows dies as soon as it finds the time to draw the formula bar of a
    document with a view. What is saved by then is whole; so each format has a run of its own, and a few tries.
    """
    for name, path in saves.items():
        for number in range(tries):
            own = folder / f"{path.name}-{number}"
            own.mkdir()
            copy = Path(shutil.copy(file, own))
            request = own / "job.json"
            request.write_text(json.dumps({"file": str(copy), "cells": cells, "save": [[name, str(path)]]}), encoding="utf-8")
            command = [PYTHON, str(TYPIST), SOFFICE or "", profile(own), str(request)]
            subprocess.run(command, capture_output=True, timeout=120, env={**os.environ, "HOME": str(own)})
            if path.exists():
                break
    assert all(path.exists() for path in saves.values()), "LibreOffice did not save what was typed"
