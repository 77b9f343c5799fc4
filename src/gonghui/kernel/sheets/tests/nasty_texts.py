"""Tables in text, in the encodings and with the quotation marks that arrive."""

import codecs

from .raw import GOOD, HEADER

ONE = "读入 1 行"
TABLE = "\r\n".join(",".join(row) for row in (HEADER, GOOD)) + "\r\n"
RARE = TABLE.replace("王小明", "王㼆𬎆")
BIG5 = "姓名,身分證號,性別,單位\r\n王小明,34990119800506001X,男,總工會職工服務中心辦公室\r\n".encode("big5")


def separated(separator: str) -> bytes:
    return TABLE.replace(",", separator).encode()


TEXTS = {
    "UTF-8": (TABLE.encode(), ONE),
    "UTF-8 with mark": (codecs.BOM_UTF8 + TABLE.encode(), ONE),
    "UTF-16 little with mark": (codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"), "编码是 UTF-16"),
    "UTF-16 big with mark": (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "编码是 UTF-16"),
    "UTF-16 little without mark": (TABLE.encode("utf-16-le"), "编码是 UTF-16-LE"),
    "UTF-16 big without mark": (TABLE.encode("utf-16-be"), "编码是 UTF-16-BE"),
    "UTF-32": (codecs.BOM_UTF32_LE + TABLE.encode("utf-32-le"), ONE),
    "GBK": (TABLE.encode("gbk"), "编码是 GB18030"),
    "GB18030 of four bytes": (RARE.encode("gb18030"), ONE),
    "Big5": (BIG5, "繁体（Big5）"),
    "mixed": (TABLE.encode() + "李四,x\r\n".encode("gbk"), "第 3 行有认不出的字"),
    "half a sign": (TABLE.encode()[:-8] + b"\xe7\x8e", "认不出的字"),
    "neither": (b"\xff\x80" + TABLE.encode("gbk") + b"\x81\xff", "认不出的字"),
    "semicolons": (separated(";"), ONE),
    "tabs": (separated("\t"), ONE),
    "Chinese commas": (separated("，"), ONE),
    "bars": (separated("|"), ONE),
    "old line ends": (TABLE.replace("\r\n", "\r").encode(), ONE),
    "quotation mark left open": (TABLE.replace("王", '"王').encode(), "从第 2 行起引号不成对"),
    "quotation mark in the middle": (TABLE.replace("王小明", '"王"小明').encode(), "从第 2 行起引号不成对"),
    "line break in quotes": (TABLE.replace("王小明", '"王小\n明"').encode(), ONE),
    "NUL in a line": (TABLE.encode() + b"a\0b,c\r\n" + TABLE.encode() * 3, "空字符（NUL）"),
    "blank lines": (b"\r\n\r\n" + TABLE.encode() + b"\r\n\r\n,,,,,\r\n", ONE),
    "short line": (TABLE.encode() + "李四\r\n".encode(), "第 3 行“身份证号”（B3）：没有填写"),
    "only blanks": (b"  \r\n ", "没有内容"),
    "only a header": (TABLE.partition("\r\n")[0].encode(), "表头以下没有数据"),
    "no header": (b"a,b,c\r\n1,2,3\r\n", "找不到表头"),
    "number in quotes as formula": (TABLE.replace("3499", '"=""3499').replace("001X", '001X"""').encode(), ONE),
    "number with tab": (TABLE.replace(",3499", ",\t3499").encode(), ONE),
    "number in scientific form": (TABLE.replace("34990119800506001X", "3.49901E+17").encode(), "变成了科学记数"),
    "workbook named text": (b"PK\x03\x04", "已损坏或没有传完"),
    "page named text": (b"<!DOCTYPE html><html></html>", "网页（HTML）"),
    "garbled in saving": (TABLE.replace("王小明", "锟斤拷").encode(), "（A2）：含有乱码"),
    "field of a million signs": (
        ("姓名,身份证号\r\n" + "王" * 1_100_000 + ",1\r\n").encode(),
        "第 2 行有一格的文字过长",
    ),
    "too many rows": (("姓名,身份证号\r\n" + "王小明,1\r\n" * 20_001).encode(), "超过 20000 行"),
}
