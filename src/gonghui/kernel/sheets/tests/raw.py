"""Makes workbooks part by part, sound ones and any other."""

import zipfile
from html import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = f'<Relationships xmlns="{PACKAGE}/relationships">'
HEADER = ("姓名", "身份证号", "性别", "入会日期", "金额（元）", "是否在岗", "备注")
GOOD = ("王小明", "34990119800506001X", "男", "2021-03-04", "1200.50", "是", "")


class Xml(str):
    """A cell given as its XML."""


def cell(place: str, value) -> str:
    if value is None:
        return ""
    if isinstance(value, Xml):
        return value.replace("PLACE", place)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet(rows, *, before="", after="", first=1) -> str:
    lines = (
        f'<row r="{number}">{"".join(cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, first)
    )
    table = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}{table}{after}</worksheet>'


def parts(*sheets: str, names=None, states=None, workbook="", more=None) -> dict[str, str | bytes]:
    """The parts of a workbook with these sheets; `more` adds parts, replaces them, or removes them with None."""
    names = names or [f"会员{number}" for number in range(1, len(sheets) + 1)]
    states = states or ["visible"] * len(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, (name, state) in enumerate(zip(names, states, strict=True), 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    found = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'{RELATIONS}<Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{RELATIONS}{relations}</Relationships>",
    }
    found |= {f"xl/worksheets/sheet{number}.xml": content for number, content in enumerate(sheets, 1)}
    found |= more or {}
    return {name: content for name, content in found.items() if content is not None}


def pack(path, contents: dict[str, str | bytes]):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def strings(texts, declared=None) -> dict[str, str]:
    """The parts that a table of shared texts needs, for one sheet."""
    declared = len(texts) if declared is None else declared
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="{declared}" uniqueCount="{declared}">{items}</sst>',
        "xl/_rels/workbook.xml.rels": f"{RELATIONS}"
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    }


def with_cell(place: int, value) -> dict:
    """A sound table whose only entry has this value in one column."""
    row = list(GOOD)
    row[place] = value
    return parts(sheet([HEADER, row]))
