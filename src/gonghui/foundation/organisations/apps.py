from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganisationsConfig(AppConfig):
    name = "gonghui.foundation.organisations"
    label = "organisations"
    verbose_name = "工会组织"

    def ready(self):
        from . import walls

        post_migrate.connect(walls.raise_after_migrating, dispatch_uid="walls")
