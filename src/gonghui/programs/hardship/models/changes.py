"""What changes in a household on file: who came, who left, where it lives, which card, which number (E-R6, E-R13)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import owners
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet, Unit
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.encryption import BlindIndex, EncryptedText
from gonghui.kernel.ui.masking import mask_card, mask_identity_number

from ..rulebook import SEEN_BY
from ..rulebook.changes import ARRIVALS, CHANGE, DEPARTURES, OF_ONE_MEMBER, ChangeKind, ChangeState
from ..rulebook.identity import IdKind, index_of, space_of
from .file import HardshipArchive, recused_from
from .household import HouseholdMember
from .waiting import turns


class HouseholdChangeQuerySet(ScopedQuerySet):
    def visible_to(self, by):
        """The changes this post may see: not those of a household whose kin she is."""
        return super().visible_to(by).exclude(recused_from(by, "file__"))

    def matching(self, text):
        """Changes by their number, or of the files that match."""
        return self.filter(Q(number=text.upper()) | Q(file__in=HardshipArchive.objects.matching(text)))

    def reported(self):
        """Changes that wait for confirmation."""
        return self.filter(state=ChangeState.REPORTED)

    def waiting_for(self, by):
        """Changes that wait for this post: not those she reported herself, nor of her own file (X-R1)."""
        probe = self.model(file=HardshipArchive(unit=by.unit, position=by.unit.position), unit=by.unit)
        probe.position = by.unit.position
        found = self.visible_to(by).filter(state__in=list(turns(CHANGE, by, probe)))
        return found.exclude(reported_by=by.user_id).exclude(file__applicant_user=by.user_id)


@owners.register
class HouseholdChange(Case, Scoped):
    """家庭变动: one event in a household on file, with its day and its paper; it takes effect when it is confirmed."""

    Kind = ChangeKind
    State = ChangeState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=ChangeState.choices, default=ChangeState.REPORTED, editable=False
    )
    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="changes", verbose_name=_("档案"))
    kind = models.CharField(_("变动种类"), max_length=10, choices=ChangeKind.choices)
    happened_on = models.DateField(_("发生日期"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    member = models.ForeignKey(
        HouseholdMember, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("家庭成员")
    )
    leavers = models.JSONField(_("离开的成员"), default=list)
    successor = models.ForeignKey(
        HouseholdMember, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("接续申请人")
    )
    name = models.CharField(_("姓名"), max_length=50, blank=True)
    relation = models.CharField(_("与申请人关系"), max_length=8, choices=HouseholdMember.Relation.choices, blank=True)
    identity = models.CharField(_("身份"), max_length=10, choices=HouseholdMember.Identity.choices, blank=True)
    id_kind = models.CharField(_("证件种类"), max_length=12, choices=IdKind.choices, blank=True)
    id_index = BlindIndex(of="id_no", within="id_space")
    id_no = EncryptedText(_("证件号码"), mask=mask_identity_number, null=True, blank=True)
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    card_no = EncryptedText(_("银行卡号"), mask=mask_card, null=True, blank=True)
    bank_name = models.CharField(_("开户银行"), max_length=60, blank=True)
    branch_code = models.CharField(_("联行号"), max_length=12, blank=True)
    new_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("新的所在工会")
    )
    before = models.CharField(_("变动前"), max_length=160, blank=True, editable=False)
    reported_by = models.BigIntegerField(_("报告人"), editable=False)
    checked_by = models.BigIntegerField(_("确认人"), null=True, editable=False)
    confirmed_on = models.DateField(_("确认日期"), null=True, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY, person="file__applicant_user")
    objects = HouseholdChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("家庭变动")
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("reported_by")),
                name="hardship_change_checked_by_another",
                violation_error_message=_("报告人不能确认自己报告的家庭变动。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.CONFIRMED) | Q(checked_by__isnull=False, confirmed_on__isnull=False),
                name="hardship_change_confirmed_has_day_and_person",
                violation_error_message=_("已确认的家庭变动必须有确认人和确认日期。"),
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=ARRIVALS, born_on__isnull=False) & ~Q(name="") & ~Q(relation__in=("", "self")))
                | (Q(kind__in=DEPARTURES) & ~Q(leavers=[]))
                | Q(kind__in=OF_ONE_MEMBER, member__isnull=False)
                | Q(kind=ChangeKind.MOVE, new_unit__isnull=False),
                name="hardship_change_says_what_changed",
                violation_error_message=_("家庭变动的内容没有填写完整。"),
            ),
            models.CheckConstraint(
                condition=(~Q(kind=ChangeKind.CARD) | Q(card_no__isnull=False))
                & (~Q(kind=ChangeKind.NUMBER) | Q(id_no__isnull=False)),
                name="hardship_change_has_its_number",
                violation_error_message=_("请填写新的银行卡号或证件号码。"),
            ),
            models.UniqueConstraint(
                fields=["file", "kind", "member", "name", "happened_on"],
                condition=Q(state=ChangeState.REPORTED),
                nulls_distinct=False,
                name="hardship_change_waits_once",
                violation_error_message=_("同样的家庭变动已经报告,正在等待确认。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("hardship:change", args=[self.number])

    @property
    def id_space(self) -> str:
        """What stands before the number in its blind index."""
        return space_of(self.id_kind, self.id_no.open()) if self.id_no else ""  # type: ignore[union-attr]

    @property
    def applicant_name(self) -> str:
        return self.file.applicant_name

    @property
    def member_name(self) -> str:
        return self.member.name if self.member else ""

    @property
    def successor_name(self) -> str:
        return self.successor.name if self.successor else ""

    def leavers_shown(self) -> str:
        """Who left, by name."""
        return "、".join(member.name for member in self.people_who_leave()) if self.leavers else ""

    def number_index(self) -> str:
        """The blind index of the number that it brings; empty where it brings none."""
        return index_of(self.id_kind, self.id_no.open()) if self.id_no else ""  # type: ignore[union-attr]

    def people_who_leave(self):
        """The members who left in a divorce or moved away."""
        return self.file.members.filter(pk__in=self.leavers)
