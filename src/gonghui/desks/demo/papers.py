"""Invented papers: a sheet of Word with a title and some lines, in place of a certificate, a receipt or a notice."""

from django.core.files.base import ContentFile

from gonghui.foundation.documents.blanks.drawing import Layout, Line, drawn

NOT_REAL = "演示材料,内容为虚构。"


def a_paper(title: str, *lines: str) -> ContentFile:
    """A paper as it would be uploaded; it says that it is invented."""
    parts = tuple(Line(text) for text in (*lines, NOT_REAL))
    return ContentFile(drawn(Layout(title, parts)), f"{title}.docx")
