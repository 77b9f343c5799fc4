"""Papers and where their files lie."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import CASE_ROLES
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight


class DocumentQuerySet(ScopedQuerySet):
    def of(self, record):
        """The papers attached to one record, oldest first."""
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk).order_by("pk")


class Document(Scoped):
    """材料: a paper attached to a record. Never changed and never removed: a better one is added beside it (X-R4).

    `added_by` and `added_from` are the plain ids of the person and the post; `about` is whom the record is about.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record_type = models.CharField(_("记录种类"), max_length=60)
    record_id = models.BigIntegerField(_("记录"))
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("当事人")
    )
    kind = models.CharField(_("材料种类"), max_length=30)
    original_name = models.CharField(_("文件名"), max_length=100)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.IntegerField(_("大小"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    stored_name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    note = models.CharField(_("说明"), max_length=100, blank=True)
    added_by = models.BigIntegerField(_("添加人"))
    added_from = models.BigIntegerField(_("添加岗位"))
    added_on = models.DateField(_("添加日期"))
    added_at = models.DateTimeField(_("添加时间"), auto_now_add=True)

    is_witnessed = True
    seen_by = Sight(roles=tuple(CASE_ROLES), person="about", assigned_owner=True)
    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("材料")
        indexes = [models.Index(fields=["record_type", "record_id"], name="documents_document_by_record")]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, sha256__regex="^[0-9a-f]{64}$"),
                name="documents_document_has_content",
                violation_error_message=_("材料不能是空的。"),
            )
        ]

    def __str__(self):
        return self.original_name

    def get_absolute_url(self):
        return reverse("documents:document", args=[self.uid])

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")
