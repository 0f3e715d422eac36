"""Files of an inbox that are no workbook of ours, or that nobody can open. All of them are tiny."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile

from filling import saved_bytes
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook import Workbook

from fuwuyue_xlsx.schema.stamp import STAMP_PROPERTY, Stamp

_MADE = dt.datetime(2017, 12, 20, 1, 0)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def half_copied(data: bytes) -> bytes:
    """The first part of a workbook: its end has not arrived yet."""
    return data[:2_000]


def with_password() -> bytes:
    """What a workbook with an opening password begins like: an OLE file that holds an encrypted package."""
    return (_OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le")).ljust(1_536, b"\0")


def web_page() -> bytes:
    """A web page that somebody's export named .xls."""
    return "<html><body><table><tr><td>身份</td><td>评价</td></tr></table></body></html>".encode()


def contacts() -> bytes:
    """A text file named .xlsx."""
    return "姓名,电话\r\n后勤值班室,5891000\r\n".encode("gbk")


def damaged() -> bytes:
    """An old workbook of which nothing but the beginning makes sense."""
    return _OLE + bytes(1_000)


def of_old_excel() -> bytes:
    """The beginning of a sheet as Excel 4 wrote it, and some old systems still do."""
    return b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(200)


def under_our_title() -> bytes:
    """A list of somebody's own on a sheet that bears the title of one of ours."""
    return saved_bytes(_book("合理化建议1", [("谁", "说了什么"), ("某同志", "多装一盏灯")]), _MADE)


def packed_up(name: str) -> bytes:
    """An archive with a file of this name in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2017, 12, 20, 9, 0, 0)), b"")
    return buffer.getvalue()


def notice() -> bytes:
    """The beginning of a PDF."""
    return b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def owner_mark() -> bytes:
    """What Excel puts beside a workbook while somebody has it open."""
    return b"\x05Admin".ljust(165, b" ")


def delivery_list() -> bytes:
    """A workbook that has nothing to do with the campaign."""
    book = _book("进货", [("日期", "品名", "公斤"), ("2017-12-01", "大白菜", 320), ("2017-12-01", "五花肉", 150)])
    return saved_bytes(book, _MADE)


def analysis() -> bytes:
    """Somebody's own reckoning, named like the form it was made from."""
    return saved_bytes(_book("分析", [("食堂", "满意率"), ("北校区", "91%"), ("南校区", "88%")]), _MADE)


def stray_cells() -> bytes:
    """A workbook with cells scattered all over the sheet, which no reader takes in."""
    book = _book("测评结果", [("提交时间", "身份", "科室", "班组")])
    for row in range(9_000, 1_000_000, 9_000):
        book.active[f"ZZ{row}"] = "校友"
    return saved_bytes(book, _MADE)


def two_parts_of_one_name() -> bytes:
    """A workbook one of whose parts is there twice, so that nobody can say which of them counts."""
    whole = delivery_list()
    buffer = io.BytesIO(whole)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(zipfile.ZipInfo("xl/workbook.xml", (2017, 12, 20, 9, 0, 0)), b"<workbook/>")
    return buffer.getvalue()


def online_survey(question: str, *, most: int = 3) -> bytes:
    """What an online survey tool exports: its own columns in front, one column a question. The last was very quick."""
    rows = [
        ("序号", "提交时间", "所用时间", "来源", "IP", question),
        (1, "2017-12-12 12:05", "65秒", "微信", "10.2.0.7", "满意"),
        (2, "2017-12-12 12:31", "1分12秒", "微信", "10.2.0.9", 5),
        (3, "2017-12-12 12:40", "6秒", "微信", "10.2.1.3", "很满意"),
    ]
    return saved_bytes(_book("Sheet1", rows[: most + 1]), _MADE)


def survey_as_text(question: str) -> bytes:
    """The same as text: a comma in an answer that no quotation marks enclose, and no end."""
    return (f"序号,提交时间,所用时间,来源,IP,{question}\r\n"
            "1,2017-12-13 8:05,65秒,微信,10.2.2.7,满意\r\n2,2017-12-13 8:31,72秒,手机,提交,10.2.2.9,满意\r\n3,2017-12-13 8:40,").encode("gb18030")


def locked_archive() -> bytes:
    """The beginning of an archive in a format that nobody opens."""
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(60)


def own_results() -> bytes:
    """A workbook that says it is a result of the program."""
    book = _book("结果总览", [("初步结果",)])
    book.custom_doc_props.append(StringProperty(STAMP_PROPERTY, Stamp("results", "2017").text()))
    return saved_bytes(book, _MADE)


def _book(title: str, rows: list[tuple[object, ...]]) -> Workbook:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.properties.created = _MADE
    return book
