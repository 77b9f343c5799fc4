"""A year's review: its wording edition by edition, and the numbers it was published with (N-R7, N-R9)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Scoped, ScopedQuerySet
from gonghui.foundation.organisations.sight import Sight
from gonghui.kernel.archetypes.case import Case

from ..writing.rulebook import READERS, ReviewState

ONLY_WHILE = """
CREATE OR REPLACE FUNCTION review_only_while() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM review_review r WHERE r.id = NEW.review_id AND r.state = TG_ARGV[0]) THEN
    RAISE EXCEPTION 'review %: % only while %', NEW.review_id, TG_TABLE_NAME, TG_ARGV[0]
      USING ERRCODE = 'check_violation', CONSTRAINT = 'review_only_while';
  END IF;
  RETURN NEW;
END $$
"""


def only_while(table: str, state: str) -> tuple[str, ...]:
    """The law that a review gains rows of a table in one state alone: what is published says what it said."""
    return (
        ONLY_WHILE,
        f"DROP TRIGGER IF EXISTS only_while ON {table}",
        f"CREATE TRIGGER only_while BEFORE INSERT ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION review_only_while('{state}')",
    )


class ReviewQuerySet(ScopedQuerySet):
    def standing(self):
        """Reviews that were not withdrawn."""
        return self.exclude(state=ReviewState.WITHDRAWN)

    def published(self):
        return self.filter(state=ReviewState.PUBLISHED)

    def of(self, unit, year: int):
        return self.filter(unit=unit, year=year)


class Review(Case, Scoped):
    """年度述评: what a union says of its year, written by its office, checked, and published by a leader.

    `writers` are the users who have saved an edition of it; `checked_digest` is what was checked, words and numbers;
    `gaps` what it was published without: place, code, name and reason of each.
    """

    State = ReviewState

    state = models.CharField(
        _("状态"), max_length=20, choices=ReviewState.choices, default=ReviewState.DRAFT, editable=False
    )
    year = models.SmallIntegerField(_("年度"), editable=False)
    writers = models.JSONField(_("撰稿人"), default=list, editable=False)
    submitted_by = models.BigIntegerField(_("送审人"), null=True, editable=False)
    checked_by = models.BigIntegerField(_("核对人"), null=True, editable=False)
    published_by = models.BigIntegerField(_("发布人"), null=True, editable=False)
    published_on = models.DateField(_("发布日期"), null=True, editable=False)
    checked_digest = models.CharField(_("核对时摘要"), max_length=64, blank=True, editable=False)
    gaps = models.JSONField(_("待记录事项"), default=list, editable=False)
    is_public = models.BooleanField(_("已发布"), default=False, editable=False)

    is_witnessed = True
    seen_by = Sight(roles=READERS, assigned=True, public="is_public")
    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度述评")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=~Q(state=ReviewState.WITHDRAWN),
                name="review_review_one_a_year",
                violation_error_message=_("这一年度的述评已经有了。"),
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("submitted_by")),
                name="review_review_checked_by_another",
                violation_error_message=_("送审人不能核对同一份述评。"),
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | (~Q(published_by=F("submitted_by")) & ~Q(published_by=F("checked_by"))),
                name="review_review_published_by_a_third",
                violation_error_message=_("发布人不能是送审人或核对人。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.PUBLISHED)
                | Q(submitted_by__isnull=False, checked_by__isnull=False, published_by__isnull=False, is_public=True),
                name="review_review_published_by_three",
                violation_error_message=_("已发布的述评必须有送审人、核对人和发布人。"),
            ),
        ]

    def get_absolute_url(self):
        return reverse("review:review", args=[self.number])

    def edition(self):
        """The wording as it stands: the last edition."""
        return self.editions.latest("number")

    @property
    def title(self) -> str:
        return _("%(year)s年度述评") % {"year": self.year}


class Edition(models.Model):
    """述评文字: one edition of the wording, as it was saved; earlier ones stay readable.

    `sections` is a list of {"title", "paragraphs"}; what stands in braces follows `writing.grammar`.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="editions", verbose_name=_("年度述评"))
    number = models.IntegerField(_("版次"))
    sections = models.JSONField(_("各节文字"))
    saved_by = models.BigIntegerField(_("保存人"))
    saved_name = models.CharField(_("保存人"), max_length=60)
    saved_at = models.DateTimeField(_("保存时间"), auto_now_add=True)
    saved_on = models.DateField(_("保存日期"))
    note = models.CharField(_("改动"), max_length=120)

    append_only = True
    seen_by = Sight(through="review")
    laws = only_while("review_edition", ReviewState.DRAFT)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("述评文字")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "number"],
                name="review_edition_numbered_once",
                violation_error_message=_("这一版次已经有了。"),
            )
        ]

    def __str__(self):
        return f"{self.review} · {self.number}"

    def get_absolute_url(self):
        return reverse("review:review_edition", args=[self.review.number, self.number])


class BoundNumber(models.Model):
    """述评数字: a number as a review was published with it, bound to figure, definition, scope, period, tree and seal.

    `place` counts what stands in braces through the text; `value` is exact, in the figure's own unit (yuan for money).
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="numbers", verbose_name=_("年度述评"))
    place = models.SmallIntegerField(_("位置"))
    written = models.CharField(_("写法"), max_length=60)
    code = models.CharField(_("指标编号"), max_length=40)
    name = models.CharField(_("指标"), max_length=100)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4)
    shown = models.CharField(_("正文写作"), max_length=60)
    unit_word = models.CharField(_("计量单位"), max_length=10)
    records = models.IntegerField(_("记录数"))
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name=_("范围"))
    period = models.CharField(_("时期"), max_length=10)
    tree = models.CharField(_("隶属口径"), max_length=10)
    definition = models.TextField(_("统计口径"))
    version = models.IntegerField(_("口径版本"))
    cites = models.CharField(_("依据"), max_length=60, blank=True)
    seal = models.CharField(_("封存摘要"), max_length=64, blank=True)

    append_only = True
    seen_by = Sight(through="review")
    laws = only_while("review_boundnumber", ReviewState.CHECKED)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("述评数字")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "place"],
                name="review_boundnumber_one_a_place",
                violation_error_message=_("述评的这一位置已有数字。"),
            )
        ]

    def __str__(self):
        return f"{self.code} {self.shown}"
