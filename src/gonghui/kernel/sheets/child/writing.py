"""Writes a workbook row by row in constant memory; a text is always written as a text, never as a formula (T19)."""

import datetime
import json

import xlsxwriter

LONGEST = 32_767
CUT = "……（截断）"
INLINE_CHOICES = 250
LISTS = "可选项"
TRACE = "溯源"
FORMATS = {"date": "yyyy-mm-dd", "money": "#,##0.00", "integer": "0", "number": "General"}
WIDTHS = {"date": 12, "money": 14, "identity": 21, "card": 22, "mobile": 14, "yes_no": 8, "integer": 10, "number": 12}


def write(job: dict, lines):
    """Writes the job's sheets to its path; `lines` are JSON arrays of cells, null after each sheet's last.

    Answers with the number of rows.
    """
    book = xlsxwriter.Workbook(
        job["path"],
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    lists: list[list[str]] = []
    count = sum(_write_sheet(book, wanted, lines, lists, job["watermark"]) for wanted in job["sheets"])
    if lists:
        _fill_lists(book.add_worksheet(LISTS), lists)
    if job["trace"]:
        _leave_trace(book.add_worksheet(TRACE), job["trace"])
    if job["watermark"]:
        book.set_properties({"comments": job["watermark"][:250], "author": "", "company": ""})
    book.close()
    yield {"rows": count}
    yield {"end": True}


def _write_sheet(book, wanted: dict, lines, lists: list[list[str]], watermark: str) -> int:
    sheet = book.add_worksheet(wanted["sheet"])
    formats = _dress(book, sheet, wanted)
    count = 0
    for line in lines:
        if (cells := json.loads(line)) is None:
            break
        count += 1
        for place, cell in enumerate(cells):
            _cell(sheet, count, place, cell, formats[place])
    sheet.autofilter(0, 0, max(count, 1), len(wanted["columns"]) - 1)
    _offer_choices(sheet, wanted["columns"], max(count, wanted["blank_rows"]), lists)
    if watermark:
        _mark(sheet, watermark)
    return count


def _dress(book, sheet, job: dict) -> list:
    """Header, widths and column formats; the formats of the columns in order."""
    look = {
        "bold": True,
        "font_color": "#FFFFFF",
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    }
    header = {
        True: book.add_format(look | {"bg_color": "#9C0E22"}),
        False: book.add_format(look | {"bg_color": "#C2122B"}),
    }
    formats = []
    for place, column in enumerate(job["columns"]):
        format_ = book.add_format({"num_format": FORMATS.get(column["kind"], "@"), "valign": "top"})
        sheet.set_column(
            place, place, WIDTHS.get(column["kind"], max(10, min(40, 2 * len(column["title"]) + 4))), format_
        )
        sheet.write_string(0, place, column["title"] + ("*" if column["required"] else ""), header[column["required"]])
        formats.append(format_)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    return formats


def _cell(sheet, row: int, place: int, cell, format_):
    if cell is None:
        return
    if isinstance(cell, dict):
        sheet.write_datetime(row, place, datetime.datetime.fromisoformat(cell["date"]), format_)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell, format_)
    else:
        sheet.write_string(row, place, cell if len(cell) <= LONGEST else cell[: LONGEST - len(CUT)] + CUT, format_)


def _offer_choices(sheet, columns: list[dict], last: int, lists: list[list[str]]):
    """A list to choose from under each column with choices; a long one goes to `lists`, a sheet of its own."""
    for place, column in enumerate(columns):
        choices = column["choices"]
        if not choices:
            continue
        source = choices
        if len(",".join(choices)) > INLINE_CHOICES or any("," in choice for choice in choices):
            if choices not in lists:
                lists.append(choices)
            letter = xlsxwriter.utility.xl_col_to_name(lists.index(choices))
            source = f"='{LISTS}'!${letter}$1:${letter}${len(choices)}"
        rule = {
            "validate": "list",
            "source": source,
            "error_title": column["title"][:32],
            "error_message": "请从下拉列表中选择。",
        }
        sheet.data_validation(1, place, last, place, rule)


def _fill_lists(sheet, lists: list[list[str]]):
    """Row by row, as constant memory demands."""
    sheet.hide()
    for row in range(max(len(choices) for choices in lists)):
        for place, choices in enumerate(lists):
            if row < len(choices):
                sheet.write_string(row, place, choices[row])


def _leave_trace(sheet, trace: str):
    """Who took this file, in a cell of a sheet that no menu shows (T04)."""
    sheet.very_hidden()
    sheet.write_string(0, 0, trace[:LONGEST])


def _mark(sheet, watermark: str):
    """Who took this file, on every printed page."""
    printed = watermark.replace("&", "&&")[:200]
    sheet.set_header("&L&8" + printed)
    sheet.set_footer("&L&8" + printed + "&R&8&P/&N")
