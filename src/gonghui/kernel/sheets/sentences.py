"""The sentences for a file as a whole: what is wrong, where, and what to do about it (T18)."""

from django.utils.translation import gettext_lazy as _

from ..refusals import Refusal
from .unreadable import Unreadable

SAVE_AS_XLSX = _("请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。")
SAVE_AS_UTF8 = _("请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”，或用记事本另存为 UTF-8 编码后再上传。")
COPY_TO_TEMPLATE = _("请下载空白模板，把内容复制（只粘贴数值）到模板中再上传。")

WHY = {
    "empty_file": (_("文件是空的，没有任何内容。"), _("请确认选对了文件。")),
    "file_too_large": (
        _("文件有 {size} MB，超过 {largest} MB 的上限。"),
        _("请删去图片和无关的工作表，或分成几个文件上传。"),
    ),
    "pdf": (_("这是 PDF 文件，不是工作簿。"), _("请上传原来的 Excel 表。")),
    "picture": (_("这是图片，不是工作簿。"), _("请上传原来的 Excel 表。")),
    "packed": (_("这是压缩包，不是工作簿。"), _("请解压后上传里面的 Excel 表。")),
    "word": (_("这是 Word 文档，不是工作簿。"), _("请把表格复制到 Excel 模板中再上传。")),
    "old_xls": (_("这是旧格式（.xls）的工作簿。"), SAVE_AS_XLSX),
    "wps_et": (_("这是 WPS 自有格式（.et）的工作簿。"), SAVE_AS_XLSX),
    "ole": (_("这是旧格式的 Office 文件，无法安全读取。"), SAVE_AS_XLSX),
    "xlsb": (_("这是二进制格式（.xlsb）的工作簿。"), SAVE_AS_XLSX),
    "open_document": (_("这是 OpenDocument（.ods）格式的文件。"), SAVE_AS_XLSX),
    "password": (_("工作簿设有打开密码。"), _("请在 Excel 或 WPS 中取消密码，保存后再上传。")),
    "program": (_("这是程序文件，不是工作簿。"), _("请确认选对了文件，并请为电脑查毒。")),
    "html": (_("这是网页（HTML），只是文件名像工作簿；有些系统导出的“Excel”就是这样。"), SAVE_AS_XLSX),
    "xml_spreadsheet": (_("这是“XML 表格 2003”格式的文件。"), SAVE_AS_XLSX),
    "xml": (_("这是 XML 文件，不是工作簿。"), SAVE_AS_XLSX),
    "nul_in_line": (_("第 {line} 行夹有空字符（NUL），文件可能已经损坏。"), SAVE_AS_XLSX),
    "unknown": (_("认不出这是什么文件。"), SAVE_AS_XLSX),
    "broken_archive": (_("工作簿已损坏或没有传完。"), _("请用 Excel 或 WPS 打开检查，重新保存后再上传。")),
    "too_many_entries": (_("工作簿里有 {count} 个部件，超过 {most} 个的上限。"), COPY_TO_TEMPLATE),
    "doubled_entry": (_("工作簿里“{name}”出现了两次，无法判断以哪个为准。"), COPY_TO_TEMPLATE),
    "wandering_entry": (_("工作簿里有指向别处的部件“{name}”，不能打开。"), COPY_TO_TEMPLATE),
    "nested_archive": (_("工作簿里还套着文件“{name}”。"), _("请删去嵌入的文件后再上传。")),
    "macro": (_("工作簿含有宏（程序）。"), _("请另存为不含宏的“Excel 工作簿（.xlsx）”后再上传。")),
    "external_link": (_("工作簿引用了别的文件里的数据。"), _("请在“数据—编辑链接”中断开链接，保存后再上传。")),
    "too_large_unpacked": (_("工作簿展开后超过 {largest} MB。"), _("请删去图片和无关的工作表，或分成几个文件上传。")),
    "too_dense": (_("工作簿的部件“{name}”压缩得异常紧（超过 {ratio} 倍），不能打开。"), COPY_TO_TEMPLATE),
    "declaration": (_("工作簿的部件“{name}”里有不允许的声明（DTD）。"), COPY_TO_TEMPLATE),
    "missing_part": (_("工作簿缺少部件“{part}”，已经损坏。"), _("请用 Excel 或 WPS 打开修复，保存后再上传。")),
    "missing_sheet": (_("工作表“{sheet}”的内容丢失了。"), _("请用 Excel 或 WPS 打开修复，保存后再上传。")),
    "broken_xml": (_("工作簿的部件“{part}”已经损坏。"), _("请用 Excel 或 WPS 打开修复，保存后再上传。")),
    "broken_workbook": (_("工作簿的内容前后不一致，读不出来。"), COPY_TO_TEMPLATE),
    "deep_xml": (_("工作簿的部件“{part}”层层嵌套，不能打开。"), COPY_TO_TEMPLATE),
    "lying_count": (_("工作簿的部件“{part}”声明的数量与内容不符。"), COPY_TO_TEMPLATE),
    "too_many_names": (_("工作簿里有 {count} 个名称定义，超过 {most} 个的上限。"), COPY_TO_TEMPLATE),
    "too_many_merges": (_("工作表“{sheet}”的合并单元格超过 {most} 处。"), _("请取消合并后再上传。")),
    "far_cell": (
        _("工作表“{sheet}”的 {cell} 单元格离表格太远（最多 {rows} 行、{columns} 列）。"),
        _("请删去那一处内容；内容确实多时，请分成几个文件上传。"),
    ),
    "no_sheet": (_("工作簿里没有工作表。"), COPY_TO_TEMPLATE),
    "only_hidden_sheets": (_("工作簿里的工作表都是隐藏的。"), _("请取消隐藏后再上传。")),
    "no_such_sheet": (_("里找不到工作表“{sheet}”（隐藏的不算）。"), _("请按模板保留这个工作表，不要改名或隐藏。")),
    "text_has_no_sheets": (_("是文本表格，只有一张表。"), SAVE_AS_XLSX),
    "no_rows": (_("工作簿里没有内容。"), _("请确认选对了文件，填写后再上传。")),
    "no_header": (_("前 20 行里找不到表头。"), _("表头应有：{wanted}。请按模板填写，不要改动表头。")),
    "too_many_rows": (_("超过 {most} 行。"), _("请分成几个文件上传。")),
    "too_much_text": (_("到第 {row} 行，文字总量已超过上限。"), _("请分成几个文件上传。")),
    "mixed_encoding": (_("第 {line} 行有认不出的字，文件可能混用了几种编码。"), SAVE_AS_UTF8),
    "big5": (_("文件像是繁体（Big5）编码。"), SAVE_AS_UTF8),
    "open_quote": (_("从第 {line} 行起引号不成对。"), _("请补上或删去那一处的双引号，或另存为 .xlsx 后再上传。")),
    "long_field": (_("第 {line} 行有一格的文字过长。"), _("请检查那一行的分隔符和引号。")),
    "too_hungry": (_("读这个工作簿所需的内存超过上限。"), COPY_TO_TEMPLATE),
    "too_slow": (_("读这个工作簿花的时间超过上限，已经停止。"), COPY_TO_TEMPLATE),
    "child_died": (_("这个工作簿已损坏或结构异常，读取时已中止，没有影响其他人。"), COPY_TO_TEMPLATE),
    "busy": (_("正在处理的工作簿太多。"), _("请过一分钟再试。")),
}

NOTICED = {
    "hidden_rows": _("有 {count} 个隐藏行（如第 {rows} 行）也已读入；不需要的请删去后再上传。"),
    "hidden_columns": _("有隐藏的列也已读入。"),
    "hidden_sheets": _("隐藏的工作表没有读：{sheets}。"),
    "other_sheets": _("只读了工作表“{sheet}”；没有读：{sheets}。"),
    "encoding": _("文件编码是 {encoding}，已按此读入；请核对文字是否正确。"),
    "total": _("第 {rows} 行是合计行，没有当作数据。"),
    "note": _("第 {rows} 行是说明文字，没有当作数据。"),
    "header": _("第 {rows} 行重复了表头，没有当作数据。"),
    "unknown": _("这些列不在模板中，没有读：{titles}。"),
    "other_kind": _("文件名以“{suffix}”结尾，内容却是{content}，已按内容读入。"),
}


class UnreadableWorkbook(Refusal):
    """The file cannot be read as a whole; the sentence says why, where, and what to do."""


class NoSuchSheet(UnreadableWorkbook):
    """The workbook has no sheet of the name asked for."""


def refusal(no: Unreadable, filename: str, wanted: str = "") -> UnreadableWorkbook:
    """The refusal a person reads for a file that could not be read."""
    why, cure = WHY[no.code]
    facts = {"wanted": wanted} | no.facts
    kind = NoSuchSheet if no.code == "no_such_sheet" else UnreadableWorkbook
    return kind(f"《{filename}》{str(why).format(**facts)}{str(cure).format(**facts)}")


def noticed(code: str, facts: dict) -> str:
    """A sentence about something that is not wrong but should be known."""
    return str(NOTICED[code]).format(**facts)
