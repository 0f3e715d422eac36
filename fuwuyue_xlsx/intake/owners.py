"""Whose book it is: what its sheet says, else its stamp."""

from __future__ import annotations

from fuwuyue_xlsx.basics.text import nearest
from fuwuyue_xlsx.intake.recognise import stamp_of
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Place, finding
from fuwuyue_xlsx.reading.read_form import read_form
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.department_book import INFO
from fuwuyue_xlsx.schema.field_kinds import Text, maybe
from fuwuyue_xlsx.schema.name_kinds import known_name


def find_department(file: SourceFile, rules: Rules) -> bool:
    """Set the file's department: what its sheet says, else its stamp. False, with a finding, when neither is known."""
    assert file.opened is not None
    stamp = stamp_of(file.opened)
    stamped = stamp.department if stamp else None
    typed, cell = _typed_department(file)
    reading = known_name(rules.departments).read(typed or stamped or "")
    if reading.value is None:
        near = maybe(nearest(typed or stamped or "", rules.departments))
        place = Place(file.path, INFO, cell)
        file.findings.append(finding("department-unclear", place, value=typed or stamped or "", suggestion=near))
        return False
    file.department = reading.value
    if stamped and typed and stamped != reading.value:
        place = Place(file.path, INFO, cell)
        file.findings.append(finding("department-differs", place, stamped=stamped, value=reading.value))
    return True


def _typed_department(file: SourceFile) -> tuple[str | None, str]:
    """The text right of the label 科室, and its cell."""
    grid = file.opened.grid(INFO) if file.opened else None
    if grid is None:
        return None, ""
    form = read_form(grid, Sheet(INFO, form=(Field("科室", Text(), locked=True),)), file.path)
    return form.values["科室"], form.cells.get("科室", "")
