"""The life of a membership in one union: retained, taken up again, ended. Rules B-R2, B-R3."""

from django.utils.translation import gettext_lazy as _

from gonghui.kernel.workflow import STAYS, Step, Workflow

from .people import the_chair

ACTIVE, RETAINED, LEFT = "active", "retained", "left"

MEMBERSHIP = Workflow(
    Step("retain", _("保留会籍"), (ACTIVE,), RETAINED, the_chair, "B-R2"),
    Step("restore", _("恢复会籍"), (RETAINED,), ACTIVE, the_chair, "B-R2"),
    Step("leave", _("办理离会"), (ACTIVE, RETAINED), LEFT, the_chair, "B-R3"),
    Step("classify", _("更正分类"), (ACTIVE, RETAINED), STAYS, the_chair, "B-R4 B-R5 B-R6"),
)
