"""What may be attached: which types, how large, how many (T20)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.policies.rules import Policy

LARGEST = Policy("documents.largest", 10, _("单个材料的大小上限"), "MB", "T20")
MOST_PER_RECORD = Policy("documents.most_per_record", 60, _("一条记录的材料份数上限"), _("份"), "T20")
LONGEST_EDGE = Policy("documents.longest_edge", 2000, _("照片长边上限"), _("像素"), "T20")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Type:
    """A type of file: how its name may end, what it is called."""

    media_type: str
    suffixes: tuple[str, ...]
    title: Any


WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = (
    Type("image/jpeg", (".jpg", ".jpeg"), _("JPG 照片")),
    Type("image/png", (".png",), _("PNG 图片")),
    Type("application/pdf", (".pdf",), "PDF"),
    Type(WORD_TYPE, (".docx",), _("Word 文档（.docx）")),
    Type(WORKBOOK_TYPE, (".xlsx",), _("Excel 工作簿（.xlsx）")),
)
ACCEPTED = ",".join(suffix for each in TYPES for suffix in each.suffixes)
"""For the `accept` of a file field."""
