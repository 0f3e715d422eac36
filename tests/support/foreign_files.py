"""Spreadsheets, and what is called so, that have nothing to do with the campaign: as they lie about in a real folder."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import xlsxwriter
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from tests.support.altered_books import encrypted, foreign_book, last_years_rules
from tests.support.filled_books import department_file, small_rules, template
from tests.support.raw_workbooks import saved
from tests.support.respelled_books import as_macro_book, strict
from tests.support.workbook_parts import parts_of, repacked, with_new_parts, zipped

Row = tuple[Any, ...]
_PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
                       "0000000049454e44ae426082")


def _rows(*rows: Row, title: str = "Sheet1") -> bytes:
    return foreign_book(title, rows)


def _made(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        fill(workbook)
    return buffer.getvalue()


def _with_chart() -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    for row in (("月份", "用电"), ("11月", 320), ("12月", 410)):
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    workbook.create_chartsheet("图")
    sheet["A1"].comment = Comment("抄表", "某人")
    return saved(workbook)


def _picture_only() -> bytes:
    return _made(lambda workbook: workbook.add_worksheet().insert_image("B2", "图.png", {"image_data": io.BytesIO(_PIXEL)}))


def _protected() -> bytes:
    workbook = Workbook()
    workbook.active.append(("工号", "工资"))
    workbook.active.protection.set_password("1234")
    workbook.security.lockStructure = True
    workbook.active.sheet_state = "visible"
    return saved(workbook)


def _wide() -> bytes:
    workbook = Workbook()
    for column in (1, 50, 800, 16_384):
        workbook.active.cell(1, column, column)
        workbook.active.cell(2_000, column, column)
    return saved(workbook)


def _formulas() -> bytes:
    workbook = Workbook()
    workbook.active.append(("单价", "数量", "金额"))
    for row in range(2, 50):
        workbook.active.append((6, row, f"=A{row}*B{row}"))
    workbook.active.append(("合计", None, "=SUM(C2:C49)"))
    return saved(workbook)


def _document() -> bytes:
    kinds = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped({"[Content_Types].xml": kinds, "word/document.xml": "<w:document>优质服务月通知</w:document>".encode()})


def _open_document(kind: str) -> bytes:
    content = "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'><office:body/></office:document-content>"
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": content.encode()})


@cache
def folder() -> dict[str, bytes]:
    """File name → content. All can be read as far as they are tables, and none holds anything of this campaign."""
    pay = _rows(("工号", "姓名", "工资"), (1, "某人", 6_000))
    return {
        "菜单.xlsx": _rows(("菜名", "单价"), ("面条", 6)),
        "花名册.xlsx": _rows(("序号", "姓名", "性别", "岗位", "入职日期"), (1, "某人", "男", "电工", "2010-01-01"), title="花名册"),
        "班组花名册.xlsx": _rows(("班组", "姓名", "电话"), ("电工组", "某人", "13800000000"), title="通讯"),
        "事故台账.xlsx": _rows(("时间", "地点", "经过"), ("2017-12-03", "三食堂", "略"), title="台账"),
        "测评.xlsx": _rows(("食堂", "满意率"), ("北校区", "91%"), title="满意率"),
        "评委名单.xlsx": _rows(("姓名", "单位", "电话"), ("某人", "工会", "略"), title="聘书"),
        "新闻稿目录.xlsx": _rows(("日期", "标题", "编号"), ("2017-12-01", "服务月启动", "XW-1")),
        "值班表.xlsx": _rows(("日期", "科室", "值班人"), ("2017-12-01", "维修管理科", "某人"), title="维修管理科"),
        "各科室人数.xlsx": _rows(("科室", "班组", "人数"), ("维修管理科", "电工组", 12), title="卫生所"),
        "巡查.xlsx": _rows(("检查日期", "2017-12-01"), ("检查人", "某人"), ("楼栋", "结果"), (1, "好"), title="检查"),
        "统计图.xlsx": _with_chart(),
        "照片.xlsx": _picture_only(),
        "空表.xlsx": _made(lambda workbook: workbook.add_worksheet()),
        "保护.xlsx": _protected(),
        "很宽.xlsx": _wide(),
        "公式.xlsx": _formulas(),
        "有宏.xlsm": as_macro_book(_rows(("宏",))),
        "严格.xlsx": strict(_rows(("物品", "数量"), ("拖把", 3))),
        "透视表.xlsx": with_new_parts(pay, {"xl/pivotCache/pivotCacheDefinition1.xml": b"<pivotCacheDefinition refreshOnLoad='1'/>"}),
        "有链接.xlsx": with_new_parts(pay, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        "导出.xls": "<html><table><tr><td>姓名</td></tr></table></html>".encode(),
        "去年的.xlsx": department_file(last_years_rules()),
        "去年的空表.xlsx": template(last_years_rules(), "survey"),
        "文本.xml": b"<?xml version='1.0'?><Workbook/>",
        "表格.csv": "姓名,电话".encode(),
        "大写.xlsx": zipped({name.replace("xl/", "XL/"): part for name, part in parts_of(pay).items()}),
        "反斜杠.xlsx": zipped({name.replace("/", "\\"): part for name, part in parts_of(pay).items()}),
        "压缩.zip": zipped({"a.xlsx": pay}),
        "通知.docx": _document(),
        "图.png": _PIXEL,
        "说明.txt": "各位同事：请于周五前交材料。\n".encode(),
        "目录.htm": "<html><table><tr><td>姓名</td><td>电话</td></tr></table></html>".encode("gb18030"),
        "没有扩展名": b"\x00\x01\x02",
        "备份.bak": pay,
        "~$菜单.xlsx": b"\x05zhao".ljust(165, b" "),
    }


def listed() -> list[str]:
    """The names under which the files of `folder` are listed: what is in a zip file, too."""
    return [*folder(), "压缩.zip/a.xlsx"]


@cache
def doubtful() -> dict[str, tuple[bytes, str]]:
    """File name → (content, the code of the error). Nobody can know that these are not of this campaign; no name says so."""
    pay, book = _rows(("工号", "姓名", "工资"), (1, "某人", 6_000)), template(small_rules(), "review")
    headers = ("推荐顺序", "姓名", "岗位", "所在班组", "主要事迹", "科室意见")
    return {
        "嵌套.xlsx": (zipped({"里面.xlsx": pay, "又一份.xlsx": pay}), "archive-unopened"),
        "通知.xlsx": (_document(), "file-no-workbook"),
        "文档.ods": (_open_document("text"), "file-no-workbook"),
        "名单.xlsx": ("姓名,电话\r\n某人,62780000\r\n".encode("gbk"), "file-no-workbook"),
        "旧系统.xls": (b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(200), "file-unusual"),
        "加密.xlsx": (encrypted(pay, "秘密"), "file-encrypted"),
        "半份.xlsx": (pay[: len(pay) // 2], "file-copying"),
        "没有内容.xlsx": (b"", "file-empty"),
        "还没有来.xlsx": (bytes(9_000), "file-copying"),
        "坏了.xlsx": (repacked(pay, lambda name, part: part[:-30] if name == "xl/worksheets/sheet1.xml" else part), "file-damaged"),
        "没有工作表.xlsx": (repacked(pay, lambda name, part: None if name.startswith("xl/worksheets") else part), "file-damaged"),
        "改名.xlsx": (zipped({name.replace("workbook.xml", "workbook22.xml"): part for name, part in parts_of(pay).items()}), "file-unusual"),
        "班组.xlsx": (_rows(("班组", "姓名", "电话"), ("电工组", "某人", "13800000000"), title="班组信息"), "file-looks-ours"),
        "事故.xlsx": (_rows(("时间", "地点", "经过"), ("2017-12-03", "三食堂", "略"), title="事故 投诉"), "file-looks-ours"),
        "推荐.xlsx": (_rows(headers[:3] + headers[4:], (1, "某人", "电工", "略", "同意"), title="推荐"), "file-looks-ours"),
        "推荐.csv": (",".join(headers).encode("gb18030"), "text-looks-ours"),
        "推荐.txt": (("推荐\r\n" + "\t".join(headers)).encode("utf-16"), "text-looks-ours"),
        "推荐.xls": (("<table><tr>" + "".join(f"<td>{title}</td>" for title in headers) + "</tr></table>").encode(), "text-looks-ours"),
        "满意度测评表.csv": ("很满意,满意\r\n".encode("gbk"), "text-looks-ours"),
        "交来.rar": (b"Rar!\x1a\x07\x00" + bytes(60), "archive-unopened"),
        "评委打分表_某人.docx": (_document(), "document-named-as-ours"),
        "沈老师": (book, "ending-hides-ours"),
        "沈老师.bak": (book, "ending-hides-ours"),
        "沈老师.xlsx.crdownload": (book[:3_000], "file-copying"),
    }
