"""Workbooks as other programs save them: SheetJS and ExcelJS, where npm can get them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PACKAGES = ("xlsx@0.18.5", "exceljs@4.4.0")
_SCRIPT = """
const [library, ending, target, ...files] = process.argv.slice(2);
const path = require('path');
const name = file => path.join(target, path.parse(file).name + '.' + ending);
if (library === 'sheetjs') {
  const XLSX = require('xlsx');
  for (const file of files) {
    const book = XLSX.readFile(file, {cellDates: ending === 'ods', cellNF: true, cellStyles: true});
    XLSX.writeFile(book, name(file), {bookType: ending === 'xls' ? 'biff8' : ending, compression: true, bookSST: true});
  }
} else {
  const ExcelJS = require('exceljs');
  (async () => {
    for (const file of files) {
      const book = new ExcelJS.Workbook();
      await book.xlsx.readFile(file);
      await book.xlsx.writeFile(name(file));
    }
  })().catch(why => { console.error(why); process.exit(1); });
}
"""


def installed(folder: Path) -> bool:
    """Whether the libraries are in the folder now: npm and its registry are not everywhere."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return False
    (folder / "save.js").write_text(_SCRIPT, encoding="utf-8")
    try:
        done = subprocess.run([npm, "install", "--no-audit", "--no-fund", *PACKAGES], cwd=folder, capture_output=True, timeout=120)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def saved_by(library: str, ending: str, folder: Path, files: list[Path]) -> list[Path]:
    """The files as a library saves them in a format, in a folder of their name; `folder` is where it is installed."""
    target = folder / f"{library}-{ending}"
    target.mkdir()
    subprocess.run(["node", "save.js", library, ending, str(target), *map(str, files)], cwd=folder, check=True, capture_output=True, timeout=300)
    made = [target / f"{file.stem}.{ending}" for file in files]
    assert all(file.exists() for file in made)
    return made
