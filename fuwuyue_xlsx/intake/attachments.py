"""Documents that accompany the books: photos, PDFs, Word files … Which department each belongs to; nobody opens them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.beginnings import DOCUMENT, PDF, SLIDES
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import named_as_ours
from fuwuyue_xlsx.schema.name_kinds import ShortNames, short_for

NOBODYS = "未归属"
# a form is often handed in as one of these; of a picture that bears its name nobody can say so
_FORMS = (PDF, DOCUMENT, SLIDES)


def as_attachment(source: SourceFile, document: Finding, rules: Rules) -> SourceFile:
    """The file as an attachment of the department that its path names, as the rules or people call it; one that bears the name of a
    form is none, and is asked for as a workbook. `told` is its finding, `file-attachment`."""
    what, place = str(document.details["what"]), Place(source.path)
    if named_as_ours(source.name):
        code = "document-named-as-ours" if what in _FORMS else "file-named-as-ours"
        details = {"what": what} if what in _FORMS else {"why": f"这是{what}，不是表格"}
        return source.with_findings(finding(code, place, **details))
    whose = department_of(source.path, rules.departments, short_for(rules.departments, rules.short_names))
    named = finding("file-attachment", place, what=what, whose=f"“{whose}”的" if whose else f"（{NOBODYS}科室）")
    return replace(source, attachment=what, department=whose).with_findings(named)


def department_of(path: str, departments: Iterable[str], short: ShortNames = ()) -> str | None:
    """The department that the nearest folder is named as, else the one with whose name the file's begins; a zip file is a folder.

    None where no name fits. Of two names that fit a beginning the longer is meant.
    """
    names = {key(department): department for department in departments}
    names = {key(called): names[key(name)] for called, name in short} | names
    *folders, name = path.split("/")
    for folder in map(key, reversed(folders)):
        if folder in names:
            return names[folder]
    for text in map(key, (name, *(folder for folder in reversed(folders) if "." in folder))):
        fitting = [known for known in names if text.startswith(known)]
        if fitting:
            return names[max(fitting, key=len)]
    return None


def attachments_line(files: Iterable[SourceFile], departments: Iterable[str]) -> str:
    """How many attachments came, of which department; empty without any."""
    of = [file.department for file in files if file.attachment]
    counted = [(department, of.count(department)) for department in (*departments, None)]
    numbers = "、".join(f"{department or NOBODYS} {count} 个" for department, count in counted if count)
    return f"附件（照片、PDF、Word 等，只登记，不打开）{len(of)} 个：{numbers}" if of else ""
