"""The mark of a demo: a database that holds invented people, and how far the building of it came."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class World(models.Model):
    """演示世界: which world this database holds; without `finished_at` it is half built. A real city has no row."""

    seed = models.IntegerField(_("种子"))
    scale = models.FloatField(_("规模"))
    started_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = _("演示世界")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), name="demo_world_only_one", violation_error_message=_("一个数据库只有一个演示世界。")
            )
        ]

    def __str__(self):
        return f"2021/{self.seed}×{self.scale:g}"
