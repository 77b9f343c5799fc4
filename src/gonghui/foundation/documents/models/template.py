"""Templates of forms that a city or county has made its own."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from .. import owners
from ..blanks.registry import title_of
from ..blanks.rulebook import READERS, UPLOADERS, TemplateState


class FormTemplateQuerySet(ScopedQuerySet):
    def in_force(self, kind: str, day):
        """Confirmed templates of a form that have begun by a day, the one to be taken first standing first.

        The nearest unit counts before those above it, the later beginning before the earlier.
        """
        begun = self.filter(kind=kind, state=TemplateState.CONFIRMED, starts_on__lte=day)
        return begun.select_related("unit").order_by("-unit__level", "-starts_on", "-pk")

    def waiting_for(self, by):
        """Templates of this post's own part that another uploaded and that wait to be confirmed (X-R1)."""
        mine = self.visible_to(by).within(by.unit) if by.role in UPLOADERS else self.none()
        return mine.filter(state=TemplateState.UPLOADED).exclude(uploaded_by=by.user_id)


@owners.register
class FormTemplate(Case, Scoped):
    """表样: the Word template of one form, from a day on, of a city or a county; its file is a paper of it.

    `is_shared` templates are the city's: every county sees them and uses them where it has none of its own.
    """

    State = TemplateState

    state = models.CharField(
        _("状态"), max_length=20, choices=TemplateState.choices, default=TemplateState.UPLOADED, editable=False
    )
    kind = models.CharField(_("表格"), max_length=40, editable=False)
    starts_on = models.DateField(_("启用日期"))
    note = models.CharField(_("修改说明"), max_length=200)
    is_shared = models.BooleanField(_("全市使用"), default=False, editable=False)
    uploaded_by = models.BigIntegerField(_("上传人"), editable=False)
    confirmed_by = models.BigIntegerField(_("确认人"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=READERS, public="is_shared")
    objects = FormTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("表样")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("uploaded_by")),
                name="documents_template_confirmed_by_another",
                violation_error_message=_("上传人不能确认自己上传的表样。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=TemplateState.CONFIRMED) | Q(confirmed_by__isnull=False),
                name="documents_template_confirmed_has_a_person",
                violation_error_message=_("已启用的表样必须有确认人。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("documents:template", args=[self.number])

    @property
    def form_title(self) -> str:
        """What the form is called."""
        return title_of(self.kind)
