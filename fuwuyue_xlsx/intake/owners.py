"""Whose book it is, and which of a department's books counts."""

from __future__ import annotations

from fuwuyue_xlsx.intake.book import BookRead, read_book, set_aside
from fuwuyue_xlsx.intake.inbox import SourceFile
from fuwuyue_xlsx.intake.recognise import stamp_of
from fuwuyue_xlsx.intake.versions import differences, newest, replaced, supersede
from fuwuyue_xlsx.problems import Place, problem
from fuwuyue_xlsx.reading.tables import read_form
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.department import INFO, department_book
from fuwuyue_xlsx.schema.kinds import Text, known_name, maybe
from fuwuyue_xlsx.schema.model import Field, Sheet
from fuwuyue_xlsx.text import nearest


def department_books(files: list[SourceFile], rules: Rules) -> list[BookRead]:
    """The one book of each department that counts, in the rules' order; the others are put aside with the reason."""
    owned = [file for file in files if _find_department(file, rules)]
    reads = [read_book(file, department_book(rules, file.department or "")) for file in owned]
    filled = []
    for read in reads:
        if read.blank:
            read.source.problems = [problem("file-blank", Place(read.source.path))]
            set_aside(read)
        else:
            filled.append(read)
    kept, pairs = newest(filled, lambda read: read.source.department, lambda read: read.source)
    for older, newer in pairs:
        info = problem("file-superseded", Place(older.source.path), other=newer.source.path)
        supersede(older.source, replaced(older.source, newer.source, info))
        older.source.problems += differences(older.source, newer.source)
        set_aside(older)
    order = {department: number for number, department in enumerate(rules.departments)}
    return sorted(kept, key=lambda read: order[read.source.department or ""])


def _find_department(file: SourceFile, rules: Rules) -> bool:
    """Set the file's department: what its sheet says, else its stamp. False, with a finding, when neither is known."""
    assert file.opened is not None
    stamp = stamp_of(file.opened)
    stamped = stamp.department if stamp else None
    typed, cell = _typed_department(file)
    reading = known_name(rules.departments).read(typed or stamped or "")
    if reading.value is None:
        near = maybe(nearest(typed or stamped or "", rules.departments))
        place = Place(file.path, INFO, cell)
        file.problems.append(problem("department-unclear", place, value=typed or stamped or "", suggestion=near))
        return False
    file.department = reading.value
    if stamped and typed and stamped != reading.value:
        place = Place(file.path, INFO, cell)
        file.problems.append(problem("department-differs", place, stamped=stamped, value=reading.value))
    return True


def _typed_department(file: SourceFile) -> tuple[str | None, str]:
    """The text right of the label 科室, and its cell."""
    grid = file.opened.grid(INFO) if file.opened else None
    if grid is None:
        return None, ""
    form = read_form(grid, Sheet(INFO, form=(Field("科室", Text(), locked=True),)), file.path)
    return form.values["科室"], form.cells.get("科室", "")
