from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    name = "gonghui.desks.plan"
    label = "plan"
    verbose_name = _("年度工作目标")

    def ready(self):
        from gonghui.desks.figures import targets

        from . import given

        targets.provide(given.target)
