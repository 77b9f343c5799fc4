"""A list as a workbook to take away: the same columns, masked as on the page."""

import tempfile
from pathlib import Path

from django.http import FileResponse

from ..sheets import columns as sheets
from ..sheets.writing import write_workbook


def workbook(title, columns, records, *, watermark) -> FileResponse:
    """An answer with the columns of the records as an .xlsx file, its mark on it. Raises what writing raises."""
    heads = tuple(sheets.Column(c.path, str(c.title), c.kind if c.is_number else "text") for c in columns)
    lines = ([column.exported(record) for column in columns] for record in records)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_workbook(path, heads, lines, sheet=title, watermark=watermark)
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{title}.xlsx")
