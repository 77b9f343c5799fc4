"""The forms of hardship aid (E, Documents): of a file, of a grant, and lists for the counter and for the board."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents.blanks.registry import Blank, register

from . import fields, layouts, lists

APPLICATION = register(Blank("hardship.application", _("困难职工申请书"), fields.OF_FILE, layouts.APPLICATION))
ARCHIVE = register(Blank("hardship.archive", _("困难职工档案表"), fields.OF_FILE, layouts.ARCHIVE))
AUTHORITY = register(Blank("hardship.authority", _("核查授权书"), fields.OF_FILE, layouts.AUTHORITY))
APPROVAL = register(Blank("hardship.approval", _("困难职工审批表"), fields.OF_FILE, layouts.APPROVAL))
EXIT = register(Blank("hardship.exit", _("脱困确认表"), fields.OF_FILE, layouts.EXIT))
CANCELLATION = register(Blank("hardship.cancellation", _("注销表"), fields.OF_FILE, layouts.CANCELLATION))
NOTICE = register(
    Blank("hardship.notice", _("公示单"), (fields.POSTED_FILES,), lists.NOTICE, is_personal=False, is_list=True)
)
LEDGER = register(
    Blank("hardship.ledger", _("帮扶台账"), (*fields.TOTALS[:1], fields.LEDGER), lists.LEDGER, is_list=True)
)
GRANT_APPROVAL = register(Blank("hardship.grant_approval", _("救助金审批表"), fields.GRANT, layouts.GRANT_APPROVAL))
ROLL = register(Blank("hardship.roll", _("发放花名册"), (*fields.TOTALS, fields.PAYEES), lists.ROLL, is_list=True))
POSTED_ROLL = register(
    Blank(
        "hardship.posted_roll",
        _("发放公示名单"),
        (fields.POSTED_PAYEES,),
        lists.POSTED_ROLL,
        is_personal=False,
        is_list=True,
    )
)

OF_FILES = (APPROVAL, APPLICATION, ARCHIVE, AUTHORITY, NOTICE, LEDGER, EXIT, CANCELLATION)
OF_GRANTS = (GRANT_APPROVAL, ROLL, POSTED_ROLL)
