"""A list as a workbook to take away: the same columns, masked as on the page."""

import tempfile
from io import BytesIO
from pathlib import Path

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..sheets import columns as sheets
from ..sheets.writing import write_workbook


def workbook(title, columns, records, *, by, rows) -> FileResponse:
    """An answer with the columns of the records as an .xlsx file that says who took it. Raises what writing raises."""
    heads = tuple(sheets.Column(c.path, str(c.title), c.kind if c.is_number else "text") for c in columns)
    lines = ([column.exported(record) for column in columns] for record in records)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_workbook(path, heads, lines, sheet=title, watermark=_mark(by, rows))
        return FileResponse(BytesIO(path.read_bytes()), as_attachment=True, filename=f"{title}.xlsx")


def _mark(by, rows) -> str:
    """Who took the list away, when, and how long it is (T04)."""
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return _("%(by)s 于 %(at)s 导出,共 %(rows)s 行,仅限工作使用") % {"by": by, "at": at, "rows": rows}
