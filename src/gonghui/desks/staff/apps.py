from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "gonghui.desks.staff"
    label = "staff"
    verbose_name = _("人员与岗位")

    def ready(self):
        from .actions import seating

        seating.listen()
