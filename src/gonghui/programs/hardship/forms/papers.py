"""证明材料: which papers stand behind a file."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents.forms import PaperForm

from ..rulebook.changes import PAPERS


class FilePaperForm(PaperForm):
    kinds: tuple = (
        ("income", _("收入证明")),
        ("medical", _("病历、医疗费用结算单")),
        ("schooling", _("在读证明、学费收据")),
        ("disability", _("残疾证")),
        ("labour", _("劳动合同、工资流水")),
        ("accident", _("突发事件证明")),
        ("authority", _("签字的核查授权书")),
        ("visit", _("入户核查照片")),
        ("notice", _("张榜公示照片(远景、近景)")),
        ("other", _("其他")),
    )


class ChangePaperForm(PaperForm):
    """Which papers stand behind a household change."""

    kinds: tuple = tuple(PAPERS.items())
