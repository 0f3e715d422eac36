"""Photos, PDFs and Word files are listed as attachments of their departments; a form that is one is asked for as a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuwuyue_xlsx.intake.attachments import attachments_line, department_of
from fuwuyue_xlsx.pipeline import decide
from tests.support.filled_books import intake_of, template
from tests.support.intake_report import reasons
from tests.support.workbook_parts import zipped
from tests.support.workspaces import complete, review_file, rules

RULES = rules()
WORD = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize("path, department", [
    ("收件箱/维修科/照片/1.jpg", "维修科"), ("收件箱/维修 科/1.jpg", "维修科"), ("收件箱/维修科活动.jpg", "维修科"), ("收件箱/维修科二部_1.jpg", "维修科二部"),
    ("收件箱/卫生所/维修科来访.jpg", "卫生所"), ("收件箱/维修科.zip/1.jpg", "维修科"), ("收件箱/维修科佐证.zip/一/1.jpg", "维修科"),
    ("收件箱/卫生所.zip/维修科/1.jpg", "维修科"), ("收件箱/附：维修科.jpg", None), ("收件箱/照片/1.jpg", None), ("1.jpg", None),
])
def test_whose_it_is(path: str, department: str | None) -> None:
    """The nearest folder of that very name, else the beginning of the name, the longest one; a zip file is a folder."""
    assert department_of(path, ("维修科", "维修科二部", "卫生所")) == department


@pytest.mark.parametrize("name, data, what", [
    ("1.jpg", b"\xff\xd8\xff\xe1", "图片"), ("1.PNG", b"\x89PNG\r\n", "图片"),
    ("1.heic", b"\x00\x00\x00\x18ftypheic", "图片"), ("1.bmp", b"BM" + bytes(16), "图片"),
    ("1.webp", b"RIFF\x00\x00\x00\x00WEBP", "图片"), ("1", b"\xff\xd8\xff", "图片"), ("1.bak", b"%PDF-1.7", "PDF 文档"), ("1.jpg", b"%PDF-1.7", "PDF 文档"),
    ("1.pdf", b"", "PDF 文档"), ("1.docx", WORD, "文字文档"),
    ("1.doc", OLE + bytes(900), "文字文档"),
    ("1.wps", b"?", "文字文档"), ("1.rtf", b"{\\rtf1", "文字文档"),
    ("1.pptx", b"PK\x03\x04" + bytes(90), "演示文稿"),
    ("1.mp4", b"\x00\x00\x00\x20ftypisom", "录像"), ("1.amr", b"#!AMR\n", "录音"), ("1.md", b"# \xe5\xa5\xbd", "文字文档"),
])
def test_what_it_is(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    """By the first bytes, else by its name; it is only told, holds nothing up, and says nothing of anybody's book."""
    intake = intake_of(tmp_path, RULES, {**complete(), f"乙科/{name}": data})
    (file,) = [file for file in intake.files if file.path == f"收件箱/乙科/{name}"]
    assert (file.attachment, file.department, file.kind, file.state_label) == (what, "乙科", None, "附件")
    assert reasons(intake, name) == ["info file-attachment"] and decide(RULES, intake).final
    assert attachments_line(intake.files, RULES.departments) == "附件（照片、PDF、Word 等，只登记，不打开）1 个：乙科 1 个"


@pytest.mark.parametrize("name, wanted", [
    ("科室填报表_乙科.pdf", "error document-named-as-ours"), ("科室填报表_乙科.docx", "error document-named-as-ours"),
    ("评委打分表（盖章）.doc", "error document-named-as-ours"), ("乙科满意度测评表.wps", "error document-named-as-ours"),
    ("领导裁定.PDF", "error document-named-as-ours"), ("科室填报表_乙科.jpg", "warning file-named-as-ours"), ("乙科总结.docx", "info file-attachment"),
])
def test_a_form_is_asked_for_as_a_workbook(tmp_path: Path, name: str, wanted: str) -> None:
    """Whether or not the workbook is there, too: nobody knows which of the two is right."""
    data = b"\xff\xd8\xff" if name.endswith("jpg") else b"%PDF-1.4" if name.lower().endswith("pdf") else WORD
    intake = intake_of(tmp_path, RULES, {**complete(), name: data})
    assert reasons(intake, name) == [wanted] and decide(RULES, intake).final == ("error" not in wanted)
    assert not wanted.startswith("error") or "Excel" in next(found.hint for found in intake.findings if found.place.file.endswith(name))


@pytest.mark.parametrize("ending", ["pdf", "jpg", "docx", "doc", "txt", "mp4"])
def test_a_book_of_ours_is_found_under_any_ending(tmp_path: Path, ending: str) -> None:
    """By what is in it; a foreign workbook under such an ending is told as what cannot be read."""
    files = {f"乙科/图.{ending}": review_file("评委乙"), f"空.{ending}": template(RULES, "survey")}
    intake = intake_of(tmp_path, RULES, {**complete(), **files})
    assert [reasons(intake, f"图.{ending}"), reasons(intake, f"空.{ending}")] == [["error ending-hides-ours"]] * 2


def test_they_are_counted_by_department(tmp_path: Path) -> None:
    """In the rules' order, what belongs to nobody last; nothing is said where there is none."""
    files = {"乙科/1.jpg": b"\xff\xd8\xff", "甲科总结.docx": WORD, "乙科2.pdf": b"%PDF", "通知.pdf": b"%PDF"}
    intake = intake_of(tmp_path, RULES, files)
    assert attachments_line(intake.files, RULES.departments).endswith("4 个：甲科 1 个、乙科 2 个、未归属 1 个")
    assert attachments_line((), RULES.departments) == ""
