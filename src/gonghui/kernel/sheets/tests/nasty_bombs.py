"""Archives and parts that are made to exhaust whoever opens them: each maker writes one to a path."""

import gzip
import zipfile

from .raw import GOOD, HEADER, MAIN, Xml, pack, parts, sheet, strings

PLAIN = sheet([HEADER, GOOD])
ONE = "读入 1 行"
DTD = '<!DOCTYPE w [<!ENTITY a "王">]>'
LAUGHS = "<!DOCTYPE w [<!ENTITY a '王'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
LINK = '<R><Relationship Type="x/oleObject" Target="http://x" TargetMode="External"/></R>'
COMMENTED = Xml('<c r="PLACE" t="inlineStr"><is><t>王<!-- 注释 -->小明</t></is></c>')


def streamed(name: str, piece: bytes, times: int, contents=None):
    """A maker: a sound workbook with one part written piece by piece."""

    def make(path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in (contents or parts(PLAIN)).items():
                if part != name:
                    archive.writestr(part, content)
            with archive.open(name, "w", force_zip64=False) as file:
                for _ in range(times):
                    file.write(piece)

    return make


def packed(*sheets, **options):
    return lambda path: pack(path, parts(*sheets, **options))


def numbered(head: str, item: str, count: int, tail: str) -> str:
    """Many items, all different, so that they do not pack too well."""
    return (
        head
        + "".join(item.format(number=number, odd=number * 7919 % 1_000_003) for number in range(1, count + 1))
        + tail
    )


def many_entries(count: int):
    return packed(PLAIN, more={f"xl/x{number}.xml": "" for number in range(count)})


def lying_size(path):
    pack(path, parts(PLAIN))
    raw = path.read_bytes()
    size = len(PLAIN.encode()).to_bytes(4, "little")
    path.write_bytes(raw.replace(size, (10).to_bytes(4, "little")))


def gzipped(path):
    path.write_bytes(gzip.compress(bytes(30_000_000)))


def huge(path):
    path.write_bytes(b"a,b\r\n" * 4_500_000)


FAR = PLAIN.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
WIDE = numbered(
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">', "<c><v>{odd}</v></c>", 16_384, "</row></sheetData></worksheet>"
)
NAMES = numbered("<definedNames>", '<definedName name="n{odd}">A{number}</definedName>', 100_000, "</definedNames>")
MERGES = numbered("<mergeCells>", '<mergeCell ref="A{odd}:B{odd}"/>', 1_000_000, "</mergeCells>")
SOME_MERGES = numbered("<mergeCells>", '<mergeCell ref="H{odd}:I{odd}"/>', 3_000, "</mergeCells>")
EMPTY_ROWS = numbered(
    f'<worksheet xmlns="{MAIN}"><sheetData>', '<row r="{number}" ht="{odd}"/>', 1_000_000, "</sheetData></worksheet>"
)
MANY_ROWS = numbered(
    f'<worksheet xmlns="{MAIN}"><sheetData>',
    '<row r="{number}"><c r="A{number}"><v>{odd}</v></c></row>',
    25_000,
    "</sheetData></worksheet>",
)
STYLES = numbered(f'<styleSheet xmlns="{MAIN}"><cellXfs>', '<xf numFmtId="{odd}"/>', 60_000, "</cellXfs></styleSheet>")
ATTRIBUTE = PLAIN.replace('<row r="2">', f'<row r="2" x="{numbered("", "{odd} ", 500_000, "")}">')
DEEP = PLAIN.replace("<sheetData>", "<a>" * 5_000 + "</a>" * 5_000 + "<sheetData>")
LONG = numbered("", "{odd}", 500_000, "")
TEXT = sheet(
    [
        HEADER,
        *([LONG[at : at + 4_000] for at in range(row, row + 700_000, 100_000)] for row in range(0, 2_000_000, 4_003)),
    ]
)

BOMBS = {
    "a cell of 200 MB": (streamed("xl/worksheets/sheet1.xml", b"A" * 1_000_000, 200), "展开后超过 50 MB"),
    "packed a thousand times": (streamed("xl/media/a.bin", bytes(1_000_000), 20), "压缩得异常紧"),
    "archive in the archive": (packed(PLAIN, more={"xl/a.zip": b"PK"}), "还套着文件"),
    "a million shared texts": (packed(PLAIN, more=strings([f"{n * 7919 % 1_000_003}" for n in range(1_000_000)])), ONE),
    "four thousand million texts declared": (packed(PLAIN, more=strings(["a"], 4_000_000_000)), "声明的数量与内容不符"),
    "texts below zero declared": (packed(PLAIN, more=strings(["a"], -1)), "声明的数量与内容不符"),
    "cell in the far corner": (packed(FAR), "XFD1048576 单元格离表格太远"),
    "dimension that lies": (packed(PLAIN.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')), ONE),
    "dimension that is none": (packed(PLAIN.replace("<sheetData>", '<dimension ref="??"/><sheetData>')), "《"),
    "row number beyond all": (packed(PLAIN.replace('r="A2"', 'r="A9999999"')), "A9999999 单元格离表格太远"),
    "row number that is none": (packed(PLAIN.replace('<row r="2">', '<row r="x">')), "已经损坏"),
    "column beyond all": (packed(PLAIN.replace('r="G1"', 'r="ZZZ1"')), "ZZZ1 单元格离表格太远"),
    "a million empty rows": (packed(EMPTY_ROWS), "没有内容"),
    "16,384 columns": (packed(WIDE), "离表格太远"),
    "25,000 rows": (packed(MANY_ROWS), "请分成几个文件上传"),
    "a million merges": (packed(PLAIN.replace("</worksheet>", MERGES + "</worksheet>")), "合并单元格超过 2000 处"),
    "three thousand merges": (
        packed(PLAIN.replace("</worksheet>", SOME_MERGES + "</worksheet>")),
        "合并单元格超过 2000 处",
    ),
    "60,000 styles": (packed(PLAIN, more={"xl/styles.xml": STYLES}), ONE),
    "100,000 names": (packed(PLAIN, workbook=NAMES), "有 100000 个名称定义"),
    "10,000 sheets": (many_entries(10_000), "个部件，超过 200 个的上限"),
    "60,000 entries": (many_entries(60_000), "个部件，超过 200 个的上限"),
    "size that lies": (lying_size, "已损坏"),
    "gzip that grows": (gzipped, "压缩包"),
    "22 MB of text": (huge, "超过 20 MB 的上限"),
    "ten million signs": (packed(TEXT), "文字总量已超过上限"),
    "attribute of 3 MB": (packed(ATTRIBUTE), ONE),
    "5,000 elements deep": (packed(DEEP), "层层嵌套"),
    "document type": (packed(DTD + PLAIN), "不允许的声明（DTD）"),
    "document type in UTF-16": (packed((DTD + PLAIN).encode("utf-16")), "不允许的声明（DTD）"),
    "billion laughs": (packed(LAUGHS + "]>" + PLAIN.replace("王小明", "&i;")), "不允许的声明（DTD）"),
    "external entity": (
        packed('<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + PLAIN),
        "不允许的声明（DTD）",
    ),
    "document type in the workbook": (
        packed(PLAIN, more={"xl/workbook.xml": DTD + parts(PLAIN)["xl/workbook.xml"]}),
        "“xl/workbook.xml”里有不允许的声明",
    ),
    "XInclude": (
        packed(PLAIN.replace("<sheetData>", '<xi:include href="file:///etc/passwd" xmlns:xi="x"/><sheetData>')),
        ONE,
    ),
    "wrong namespace": (packed(PLAIN.replace(MAIN, "urn:x")), ONE),
    "no namespace prefix known": (packed(PLAIN.replace("<row", "<y:row").replace("</row", "</y:row")), ONE),
    "comment in a text": (packed(sheet([HEADER, [COMMENTED, *GOOD[1:]]])), ONE),
    "CDATA": (packed(PLAIN.replace("王小明", "<![CDATA[王小明]]>")), ONE),
    "instruction": (packed(PLAIN.replace("<sheetData>", "<?php x?><sheetData>")), ONE),
    "cut in the middle": (packed(PLAIN[:-60]), "已经损坏"),
    "two roots": (packed(PLAIN + PLAIN), "已经损坏"),
    "sign that XML forbids": (packed(PLAIN.replace("王小明", "&#0;")), "已经损坏"),
    "entity unknown": (packed(PLAIN.replace("王小明", "&nbsp;")), "已经损坏"),
    "attribute twice": (packed(PLAIN.replace('r="A1"', 'r="A1" r="B1"')), "已经损坏"),
    "encoding unknown": (packed('<?xml version="1.0" encoding="x-none"?>' + PLAIN), "已经损坏"),
    "link to a template elsewhere": (
        packed(PLAIN, more={"xl/worksheets/_rels/sheet1.xml.rels": LINK}),
        "引用了别的文件",
    ),
}
