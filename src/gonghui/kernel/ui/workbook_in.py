"""A page that takes in a workbook: a blank one to fill in, all or nothing, and the faults marked where they stand."""

import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from ..pages import OfRecord
from ..refusals import Refusal
from ..sheets.columns import Column
from ..sheets.marking import mark_errors
from ..sheets.writing import write_workbook


class NotAWorkbook(Refusal):
    sentence = _("请上传 .xlsx 工作簿。")


class WorkbookIn(OfRecord, FormView):
    """`columns` are those of the blank; a page says how to read (`read`) and what to do with the rows (`take_in`)."""

    template_name = "ui/workbook_in.html"
    columns: tuple[Column, ...] = ()
    blank_name: Any = ""

    def get(self, request, *args, **kwargs):
        return self._blank() if "blank" in request.GET else super().get(request, *args, **kwargs)

    def blank_rows(self) -> list[dict]:
        """What the blank holds already: lines to be filled in further, where a page knows them."""
        return []

    def read(self, content: bytes, filename: str, facts: dict):
        """The workbook's rows and complaints."""
        raise NotImplementedError

    def take_in(self, rows: list[dict], content: bytes, filename: str, facts: dict) -> Any:
        """What is done with faultless rows; gives the sentence that says so."""
        raise NotImplementedError

    def form_valid(self, form):
        facts = dict(form.cleaned_data)
        upload = facts.pop("file")
        content = upload.read()
        try:
            if not upload.name.lower().endswith(".xlsx"):
                raise NotAWorkbook
            known = self.read(content, upload.name, facts)
            if not known.is_clean:
                return self._faulty(form, known.reading, content)
            messages.success(self.request, self.take_in(known.rows, content, upload.name, facts))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(self.back_url)

    def _faulty(self, form, reading, content):
        """Nothing is taken in: the faults as sentences, or as a copy of the workbook with each of them marked."""
        if "marked" in self.request.POST:
            return self._marked(reading, content)
        return self.render_to_response(self.get_context_data(form=form, faults=reading.complaints.report()))

    def _marked(self, reading, content):
        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder) / "in.xlsx", Path(folder) / "out.xlsx"
            source.write_bytes(content)
            mark_errors(source, reading.complaints, out)
            return FileResponse(BytesIO(out.read_bytes()), as_attachment=True, filename=str(_("错误已标注.xlsx")))

    def _blank(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "blank.xlsx"
            write_workbook(path, self.columns, self.blank_rows(), sheet=self.blank_name)
            return FileResponse(BytesIO(path.read_bytes()), as_attachment=True, filename=f"{self.blank_name}.xlsx")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"faults": [], "asks": True, "button": _("导入")} | kwargs)
