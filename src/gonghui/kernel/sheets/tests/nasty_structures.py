"""Workbooks that are built otherwise than a template: what each is, how it is made, what must be said of it."""

import io
import zipfile

import openpyxl
from openpyxl.worksheet.table import Table

from .raw import GOOD, HEADER, MAIN, OFFICE, PACKAGE, Xml, parts, sheet, strings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PLAIN = sheet([HEADER, GOOD])
ONE = "读入 1 行"


def archive(contents: dict) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return made.getvalue()


def by_openpyxl(change) -> bytes:
    book = openpyxl.Workbook()
    for row in (HEADER, GOOD):
        book.active.append(row)
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def doubled() -> bytes:
    made = io.BytesIO(archive(parts(PLAIN)))
    with zipfile.ZipFile(made, "a") as file:
        file.writestr("XL/worksheets/sheet1.xml", PLAIN)
    return made.getvalue()


def _table(book):
    book.active.add_table(Table(displayName="T1", ref="A1:G2"))


def _protect(book):
    book.active.protection.password = "secret"
    book.active.protection.enable()


def _filter(book):
    book.active.auto_filter.ref = "A1:G2"
    book.active.freeze_panes = "A2"


STRICT = {"http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main"}


def strict() -> bytes:
    contents = parts(PLAIN)
    for name, content in contents.items():
        for old, new in STRICT.items():
            content = content.replace(old, new)
        contents[name] = content.replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    return archive(contents)


def under(*rows, above=(), **options) -> bytes:
    return archive(parts(sheet([*above, HEADER, GOOD, *rows], **options)))


HIDDEN_ROW = sheet([HEADER, GOOD]).replace('<row r="2">', '<row r="2" hidden="1">')
HIDDEN_COLUMN = sheet([HEADER, GOOD], before='<cols><col min="3" max="3" hidden="1"/></cols>')
LIKE_HTML = b"<html><table><tr><td>\xe5\xa7\x93\xe5\x90\x8d</td></tr></table></html>"
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
MERGED_HEADER = '<mergeCells count="1"><mergeCell ref="A1:G1"/></mergeCells>'
CHART_ONLY = {
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>',
    "xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{MAIN}"/>',
}

STRUCTURES = {
    "empty file": (b"", "文件是空的"),
    "empty sheet": (archive(parts(sheet([]))), "没有内容"),
    "styled empty cells only": (archive(parts(sheet([[Xml('<c r="PLACE" s="0"/>')]]))), "没有内容"),
    "header only": (archive(parts(sheet([HEADER]))), "表头以下没有数据"),
    "title above": (under(above=[["六安市总工会会员名册"]], after=MERGED_HEADER), ONE),
    "two header rows": (under(above=[["基本情况", None, None, "入会", None, "在岗"]]), ONE),
    "header merged downwards": (archive(parts(sheet([["姓名", "证件"], [None, *HEADER[1:]], GOOD]))), ONE),
    "header in row 25": (under(above=[["说明"]] * 24), "前 20 行里找不到表头"),
    "no header": (archive(parts(sheet([GOOD, GOOD]))), "前 20 行里找不到表头。表头应有：姓名、身份证号"),
    "hidden row": (archive(parts(HIDDEN_ROW)), "1 个隐藏行（如第 2 行）"),
    "hidden column": (archive(parts(HIDDEN_COLUMN)), "隐藏的列"),
    "hidden sheet": (archive(parts(PLAIN, PLAIN, states=["visible", "hidden"])), "隐藏的工作表没有读：会员2"),
    "very hidden sheet": (archive(parts(PLAIN, PLAIN, states=["visible", "veryHidden"])), "隐藏的工作表没有读"),
    "only hidden sheets": (archive(parts(PLAIN, states=["hidden"])), "工作表都是隐藏的"),
    "other sheet first": (archive(parts(sheet([["封面"]]), PLAIN)), "只读了工作表“会员2”；没有读：会员1"),
    "chart sheet only": (archive(parts(PLAIN, more=CHART_ONLY)), "没有工作表"),
    "extra columns": (archive(parts(sheet([[*HEADER, "星座"], [*GOOD, "白羊"]]))), "不在模板中，没有读：星座"),
    "renamed column": (archive(parts(sheet([["姓名", "证件", *HEADER[2:]], GOOD]))), "“身份证号”列：表头里没有这一列"),
    "alias of a column": (archive(parts(sheet([["姓名", "公民身份号码", *HEADER[2:]], GOOD]))), ONE),
    "reordered columns": (archive(parts(sheet([HEADER[::-1], GOOD[::-1]]))), ONE),
    "doubled column": (archive(parts(sheet([[*HEADER, "姓名"], [*GOOD, "李四"]]))), "“姓名”列：表头里有两列都是它"),
    "starred and spaced header": (archive(parts(sheet([["姓 名*", "身份证号（必填）", *HEADER[2:]], GOOD]))), ONE),
    "totals row": (under(["合计", None, None, None, 1200.5]), "第 3 行是合计行"),
    "notes under the table": (under([None], ["注：本表由单位填写"]), "第 4 行是说明文字"),
    "header repeated": (under(HEADER), "第 3 行重复了表头"),
    "merged entries": (
        under(["李四"], after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'),
        "第 2 至 3 行是合并单元格",
    ),
    "filter and frozen panes": (by_openpyxl(_filter), ONE),
    "table": (by_openpyxl(_table), ONE),
    "protected sheet": (by_openpyxl(_protect), ONE),
    "picture inside": (archive(parts(PLAIN, more={"xl/media/image1.png": b"\x89PNG" + bytes(100)})), ONE),
    "pivot inside": (archive(parts(PLAIN, more={"xl/pivotTables/pivotTable1.xml": "<x/>"})), ONE),
    "macro": (archive(parts(PLAIN, more={"xl/vbaProject.bin": b"x"})), "含有宏"),
    "macro sheet": (archive(parts(PLAIN, more={"xl/macrosheets/sheet1.xml": "<x/>"})), "含有宏"),
    "external link": (archive(parts(PLAIN, more={"xl/externalLinks/externalLink1.xml": "<x/>"})), "引用了别的文件"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "设有打开密码"),
    "old workbook": (OLE + "Workbook".encode("utf-16-le"), "旧格式（.xls）"),
    "raw old workbook": (b"\x09\x08\x10\x00" + bytes(50), "旧格式（.xls）"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), "Word 文档"),
    "other old Office": (OLE, "旧格式的 Office"),
    "page named workbook": (LIKE_HTML, "网页（HTML）"),
    "XML of 2003": (XML_2003, "XML 表格 2003"),
    "plain XML": (b"<?xml version='1.0'?><a/>", "这是 XML 文件"),
    "text named workbook": ("\n".join(",".join(row) for row in (HEADER, GOOD)).encode(), "内容却是文本表格"),
    "PDF": (b"%PDF-1.7 x", "PDF 文件"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(20), "这是图片"),
    "program": (b"MZ" + bytes(100), "程序文件"),
    "rar": (b"Rar!\x1a\x07\x00", "压缩包"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(20), "压缩包"),
    "rtf": (rb"{\rtf1 x}", "Word 文档"),
    "random bytes": (bytes(range(256)) * 8, "认不出"),
    "xlsb": (archive({"xl/workbook.bin": b"x"}), "（.xlsb）"),
    "ods": (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "（.ods）"),
    "docx": (archive({"word/document.xml": "<x/>"}), "Word 文档"),
    "zip of anything": (archive({"a.txt": "x"}), "缺少部件“xl/workbook.xml”"),
    "strict OOXML": (strict(), ONE),
    "no styles, no shared texts": (archive(parts(PLAIN)), ONE),
    "shared texts": (
        archive(
            parts(sheet([[Xml(f'<c r="PLACE" t="s"><v>{at}</v></c>') for at in range(7)], GOOD]), more=strings(HEADER))
        ),
        ONE,
    ),
    "shared texts missing": (archive(parts(sheet([[Xml('<c r="PLACE" t="s"><v>0</v></c>')] * 3]))), "《"),
    "workbook missing": (archive(parts(PLAIN, more={"xl/workbook.xml": None})), "缺少部件“xl/workbook.xml”"),
    "relations missing": (archive(parts(PLAIN, more={"xl/_rels/workbook.xml.rels": None})), "缺少部件"),
    "sheet missing": (archive(parts(PLAIN, more={"xl/worksheets/sheet1.xml": None})), "工作表“会员1”的内容丢失"),
    "truncated": (archive(parts(PLAIN))[:-200], "已损坏或没有传完"),
    "broken in the middle": (archive(parts(PLAIN)).replace(b"xl/workbook", b"xl/wXXXbook", 1), "已损坏"),
    "only a signature": (b"PK\x03\x04", "已损坏或没有传完"),
    "junk behind": (archive(parts(PLAIN)) + b"junk" * 20, ONE),
    "doubled entry": (doubled(), "出现了两次"),
    "absolute entry": (archive(parts(PLAIN, more={"/etc/x.xml": "x"})), "指向别处的部件"),
    "wandering entry": (archive(parts(PLAIN, more={"../../x.xml": "x"})), "指向别处的部件“../../x.xml”"),
    "entry with a drive": (archive(parts(PLAIN, more={"C:x.xml": "x"})), "指向别处的部件"),
    "embedded workbook": (
        archive(parts(PLAIN, more={"xl/embeddings/a.xlsx": "x"})),
        "还套着文件“xl/embeddings/a.xlsx”",
    ),
    "sheet named strangely": (archive(parts(PLAIN, names=["'=1+1 & <b>"])), ONE),
    "cells without places": (archive(parts(PLAIN.replace(' r="', ' x="'))), ONE),
}
