"""The file of a household in hardship, and who helps it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents import owners
from gonghui.foundation.members.models import Membership, Person
from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case
from gonghui.kernel.encryption import EncryptedText
from gonghui.kernel.ui.masking import mask_card, mask_name

from ..rulebook import ENDED, FILE, HELD, SEEN_BY, ExitReason, FileState
from ..rulebook.grading import Grade
from .awaited import awaiting
from .waiting import in_place_of_county, in_turn

LEVELS = ("county", "city", "province", "nation")


class HardshipArchiveQuerySet(ScopedQuerySet):
    def visible_to(self, by):
        """The files this post may see: not those of a household whose kin she is (回避)."""
        return super().visible_to(by).exclude(recused_from(by))

    def on_file(self, day):
        """Files that were on file on a day (E-R14)."""
        running = Q(spells__ends_on__isnull=True) | Q(spells__ends_on__gt=day)
        return self.filter(running, spells__starts_on__lte=day)

    def graded(self, grade, day):
        """Files that were in a grade on a day (E-R14)."""
        running = Q(grade_spells__ends_on__isnull=True) | Q(grade_spells__ends_on__gt=day)
        return self.filter(running, grade_spells__starts_on__lte=day, grade_spells__grade=grade)

    def helped(self, day):
        """Files with a named helper on a day (E-R15)."""
        links = PairLink.objects.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
        return self.filter(pk__in=links.values("file_id"))

    def matching(self, text):
        """Files whose number, applicant's name, or its pinyin or initials, begins with `text`."""
        small = text.lower().replace(" ", "")
        spoken = Q(name_pinyin__gte=small, name_pinyin__lt=f"{small}\U0010ffff") | Q(name_pinyin__endswith=f" {small}")
        return self.filter(Q(number=text.upper()) | Q(applicant_name__startswith=text) | spoken)

    def waiting_for(self, by, on):
        """Files whose next step is the turn of this post on a day: not by a hand that took part before (X-R1)."""
        me = by.user_id
        probes = {level: self.model(unit=by.unit, position=by.unit.position, archive_level=level) for level in LEVELS}
        own = Q(submitted_by=me) | Q(entered_by=me)
        held = awaiting(self.visible_to(by).within(by.unit), by, on, probes)
        found = self.visible_to(by).within(by.unit)
        found = found.annotate(awaits=Subquery(held.filter(pk=OuterRef("pk")).values("awaits")[:1]))
        raised = self.model(unit=by.unit, position=by.unit.position, is_raised=True)
        turn = in_turn(FILE, by, probes, "archive_level") | in_place_of_county(FILE, by, raised)
        found = found.filter(turn | Q(awaits__isnull=False))
        found = found.exclude(Q(applicant_user=me, state__in=FILE["reject"].since) & ~Q(state=FileState.COMPARED))
        found = found.exclude(Q(state=FileState.PUBLICISED) & (own | Q(notice__ends_on__gte=on)))
        found = found.exclude(Q(state=FileState.REVIEWED) & (own | Q(reviewed_by=me)))
        return found.exclude(Q(state=FileState.RETURNED) & ~Q(submitted_by=me))


def recused_from(by, path="") -> Q:
    """Files, at the end of `path`, on which the officer takes no part; her own application stays her own.

    From another record they are asked apart: a file gone to another county is out of sight, what was given here stays.
    """
    hers = Q(recused__contains=[by.user_id]) & ~Q(applicant_user=by.user_id)
    return Q(**{f"{path}pk__in": HardshipArchive.objects.filter(hers).values("pk")}) if path else hers


@owners.register
class HardshipArchive(Case, Scoped):
    """困难职工档案: one file a household, from application to exit (E)."""

    State = FileState

    class Level(models.TextChoices):
        COUNTY = "county", _("县级")
        CITY = "city", _("市级")
        PROVINCE = "province", _("省级")
        NATION = "nation", _("全国级")

    class WorkStatus(models.TextChoices):
        EMPLOYED = "employed", _("在岗")
        LAID_OFF = "laid_off", _("下(待)岗")
        UNEMPLOYED = "unemployed", _("失(无)业")
        RETIRED = "retired", _("退休")
        SICK_LEAVE = "sick_leave", _("病休")
        EARLY_OUT = "early_out", _("内退")
        VETERAN = "veteran", _("离休")
        MIGRANT = "migrant", _("农民工")

    class Cause(models.TextChoices):
        NO_CAPACITY = "no_capacity", _("无劳动能力")
        UNEMPLOYED = "unemployed", _("有劳动能力未就业")
        LAID_OFF = "laid_off", _("下岗失业")
        UNINSURED = "uninsured", _("未参加社会保险")
        BENEFIT_DUE = "benefit_due", _("社保待遇未落实")
        ILLNESS = "illness", _("患重特大疾病")
        DISASTER = "disaster", _("自然灾害")
        ACCIDENT = "accident", _("意外事故")
        SCHOOLING = "schooling", _("子女上学")
        OTHER = "other", _("其他")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=FileState.choices, default=FileState.DRAFT, editable=False
    )
    applicant = models.ForeignKey(Person, models.PROTECT, verbose_name=_("申请人"), related_name="hardship_files")
    applicant_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    applicant_name = models.CharField(_("申请人姓名"), max_length=50)
    name_pinyin = models.CharField(max_length=200, editable=False, db_collation="C", db_index=True)
    year = models.SmallIntegerField(_("测算年度"))
    archive_level = models.CharField(_("档案层级"), max_length=8, choices=Level.choices, default=Level.COUNTY)
    grade = models.CharField(_("困难类别"), max_length=24, choices=Grade.choices, blank=True)
    work_status = models.CharField(_("就业状况"), max_length=12, choices=WorkStatus.choices, blank=True)
    main_cause = models.CharField(_("主要致困原因"), max_length=12, choices=Cause.choices, blank=True)
    cause_text = EncryptedText(_("困难情况说明"), null=True, blank=True)
    is_migrant = models.BooleanField(_("农民工"), default=False)
    labour_since = models.DateField(_("劳动关系起始日期"), null=True, blank=True)
    authorised_on = models.DateField(_("签署核查授权书日期"), null=True, blank=True)
    account_name = models.CharField(_("开户人姓名"), max_length=50, blank=True)
    card_no = EncryptedText(_("银行卡号"), mask=mask_card, null=True, blank=True)
    bank_name = models.CharField(_("开户银行"), max_length=60, blank=True)
    branch_code = models.CharField(_("联行号"), max_length=12, blank=True)
    notice = models.ForeignKey("notices.PublicNotice", models.PROTECT, null=True, blank=True, editable=False)
    entered_by = models.BigIntegerField(_("录入人"), editable=False)
    submitted_by = models.BigIntegerField(_("提交人"), null=True, editable=False)
    reviewed_by = models.BigIntegerField(_("审核人"), null=True, editable=False)
    approved_by = models.BigIntegerField(_("批准人"), null=True, editable=False)
    filed_on = models.DateField(_("建档日期"), null=True, blank=True, editable=False)
    exit_on = models.DateField(_("退出日期"), null=True, blank=True, editable=False)
    exit_reason = models.CharField(_("退出原因"), max_length=20, choices=ExitReason.choices, blank=True, editable=False)
    monitored_until = models.DateField(_("监测截止"), null=True, blank=True, editable=False)
    recheck_on = models.DateField(_("下次动态复核"), null=True, blank=True, editable=False)
    kin_note = models.CharField(_("在工会工作的近亲属"), max_length=100, blank=True)
    is_raised = models.BooleanField(_("由市级审核"), default=False, editable=False)
    recused = ArrayField(models.BigIntegerField(), verbose_name=_("回避人员"), default=list, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=SEEN_BY, person="applicant_user", assigned=True)
    objects = HardshipArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("困难职工档案")
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True)
                | Q(reviewed_by__isnull=True)
                | ~Q(submitted_by=models.F("reviewed_by")),
                name="hardship_file_reviewed_by_another",
                violation_error_message=_("提交人不能审核同一份档案。"),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=models.F("reviewed_by")) & ~Q(approved_by=models.F("submitted_by"))),
                name="hardship_file_approved_by_another",
                violation_error_message=_("提交人、审核人不能批准同一份档案。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HELD) | (Q(filed_on__isnull=False) & ~Q(grade="")),
                name="hardship_file_on_file_has_day_and_grade",
                violation_error_message=_("在档的档案必须有建档日期和困难类别。"),
            ),
            models.CheckConstraint(
                condition=(Q(state__in=ENDED, exit_on__isnull=False) & ~Q(exit_reason=""))
                | (~Q(state__in=ENDED) & Q(exit_on__isnull=True, exit_reason="")),
                name="hardship_file_ended_has_day_and_reason",
                violation_error_message=_("已脱困或已注销的档案必须有退出日期和原因。"),
            ),
        ]

    @property
    def file(self):
        """The file itself: rules ask a file and a grant alike for their file."""
        return self

    @property
    def masked_name(self) -> str:
        return mask_name(self.applicant_name)

    def get_absolute_url(self):
        return reverse("hardship:file", args=[self.number])

    def applicant_is_member(self) -> bool:
        """Whether the applicant is a union member now (E-R4)."""
        return Membership.objects.filter(person_id=self.applicant_id, state=Membership.State.ACTIVE).exists()

    def own_line(self):
        """The applicant among the people of the household: what her office knows of her, wherever else she is known."""
        return self.members.present().filter(relation="self").first()

    def applicant_person(self):
        """The person's one record; None for an office of another part than the one that entered her (T03)."""
        return Person.objects.filter(pk=self.applicant_id).first()

    def contact(self):
        """Who holds her phone number: her one record where this office sees it, else her own account, if any."""
        person = self.applicant_person()
        return person if person and person.mobile else self.applicant_user

    def persons(self) -> int:
        """People who live together, the applicant among them."""
        return self.members.present().count()


class PairLink(models.Model):
    """一对一结对帮扶: the cadre who helps a household, from a day (E-R15)."""

    file = models.ForeignKey(HardshipArchive, models.PROTECT, related_name="pairs")
    cadre = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("帮扶干部"), related_name="+")
    starts_on = models.DateField(_("结对日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    reminded_on = models.DateField(_("提醒日期"), null=True, editable=False)

    seen_by = Sight(through="file", person="cadre")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("结对帮扶")
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(ends_on__isnull=True),
                name="hardship_pair_one_helper_a_file",
                violation_error_message=_("一份档案同一时间只有一名帮扶联系人。"),
            )
        ]

    def __str__(self):
        return f"{self.cadre} {self.starts_on}"
