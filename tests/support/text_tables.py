"""Texts that hold a table: separated by a mark, a web page, a page in a mail archive, XML of 2003."""

from __future__ import annotations

import quopri
from typing import Any

ROWS = [["序号", "服务态度", "服务质量"], ["1", "满意", "一般"], ["2", "很满意", "满意"], ["3", "不满意", "一般"]]
XML = ('<?xml version="1.0" encoding="GB2312"?><?mso-application progid="Excel.Sheet"?>'
       '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
       'xmlns:html="http://www.w3.org/TR/REC-html40"><Worksheet ss:Name="答卷"><Table>{}</Table></Worksheet></Workbook>')


def delimited(delimiter: str = ",", rows: Any = ROWS) -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


def page(rows: Any = ROWS, head: str = "") -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><head>{head}</head><body><table border=1>{body}</table></body></html>"


def archive(text: str, code: str) -> bytes:
    return (f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=b"\r\n\r\n--=b\r\nContent-Type: text/html; charset="{code}"\r\n'
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n").encode() + quopri.encodestring(text.encode(code)) + b"\r\n--=b--\r\n"


def sheet(rows: Any = ROWS) -> str:
    return XML.format("".join("<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>" for row in rows))
